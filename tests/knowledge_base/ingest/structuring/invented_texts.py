"""Invented documents of several kinds, as a clerk's text files have them."""

from __future__ import annotations

from knowledge_base.ingest.reading.document import Document
from knowledge_base.ingest.reading.plain import read_text


def document(text: str) -> Document:
    """The document of a text."""
    blocks, findings, pages = read_text(text)
    return Document(
        name="van-ban.txt",
        media_type="text/plain",
        sha256="0" * 64,
        page_count=pages,
        blocks=tuple(blocks),
        findings=tuple(findings),
    )


WATER_PLAN = """\
ỦY BAN NHÂN DÂN
TỈNH THÀNH AN
Số: 145/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Thành An, ngày 05 tháng 4 năm 2026

KẾ HOẠCH
Cấp nước sạch nông thôn và thu gom rác thải sinh hoạt trên địa bàn tỉnh giai đoạn 2026-2028

Căn cứ Luật Bảo vệ môi trường ngày 17 tháng 11 năm 2020;
Căn cứ Nghị định số 08/2022/NĐ-CP ngày 10/01/2022 của Chính phủ quy định chi tiết một số điều;
Thực hiện Quyết định số 78/QĐ-TTg ngày 24/11/2021 của Thủ tướng Chính phủ phê duyệt Chiến lược nước sạch;
Xét đề nghị của Sở Nông nghiệp và Môi trường tại Tờ trình số 88/TTr-SNNMT ngày 20/3/2026.
Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích: Bảo đảm người dân nông thôn được dùng nước sạch.
2. Yêu cầu
- Lồng ghép với chương trình nông thôn mới.
- Không làm tăng nợ đọng xây dựng cơ bản.

II. CHỈ TIÊU
1. Đến năm 2027
a) Ít nhất 85% hộ gia đình nông thôn được sử dụng nước sạch đạt quy chuẩn;
b) Tỷ lệ thất thoát nước không quá 18%, tỷ lệ rác thải sinh hoạt được thu gom đạt 90% trở lên;
c) Xây mới tối thiểu 12 công trình cấp nước tập trung;
d) Mỗi xã có ít nhất 02 điểm tập kết rác;
đ) Mở 1.500 lớp phân loại rác tại nguồn.
2. Đến năm 2028
Chỉ tiêu cụ thể theo Biểu 1 kèm theo Kế hoạch này.

III. NHIỆM VỤ TRỌNG TÂM
1. Về cấp nước
1.1. Rà soát công trình cấp nước hiện có.
1.2. Đầu tư công trình mới:
- Công trình liên xã:
+ Cụm phía đông;
+ Cụm phía tây.
- Công trình xã đảo.
2. Về rác thải
Tổ chức thu gom tại hộ; mỗi huyện vận hành ít nhất 01 trạm trung chuyển.

IV. KINH PHÍ THỰC HIỆN
Ngân sách tỉnh bảo đảm 60% tổng kinh phí. Ủy ban nhân dân các xã có trách nhiệm bố trí vốn đối ứng.

V. TỔ CHỨC THỰC HIỆN
1. Sở Nông nghiệp và Môi trường: Chủ trì theo dõi, đôn đốc; tổng hợp báo cáo Ủy ban nhân dân tỉnh trước ngày 20/6 \
và trước ngày 20/12 hằng năm.
2. Sở Tài chính
Tham mưu bố trí kinh phí.
3. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh phối hợp giám sát việc thực hiện.
4. Ủy ban nhân dân các xã, phường
a) Xây dựng kế hoạch của địa phương;
b) Báo cáo kết quả về Sở Nông nghiệp và Môi trường trước ngày 10 hằng tháng.

Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị kịp thời phản ánh về Sở Nông nghiệp và Môi \
trường để tổng hợp, trình Ủy ban nhân dân tỉnh xem xét, quyết định./.

Nơi nhận:
- Bộ Nông nghiệp và Môi trường;
- Các sở, ban, ngành;
- Lưu: VT, KT(05).
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
(Đã ký)
Trần Thị Bích Hà

Biểu 1
CHỈ TIÊU ĐẾN NĂM 2028
STT\tChỉ tiêu\tĐơn vị tính\tNăm 2027\tNăm 2028
1\tHộ dùng nước sạch\t%\t85\t92
2\tCông trình cấp nước xây mới\tCông trình\t12\t20

PHỤ LỤC II
PHÂN CÔNG NHIỆM VỤ
STT\tNội dung công việc\tThời hạn hoàn thành\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm
I\tVề cấp nước\t\t\t\t
1\tRà soát công trình\tQuý II/2026\tSở Nông nghiệp và Môi trường\tSở Xây dựng; UBND các xã, phường\tBáo cáo
2\tLập dự án đầu tư\t2026-2027\tSở Tài chính, Sở Xây dựng\tCác sở, ban, ngành và UBND các xã\tDự án
II\tVề rác thải\t\t\t\t
1\tVận hành trạm trung chuyển\tHằng năm\t\tCông ty Môi trường đô thị\t
"""

DECISION = """\
ỦY BAN NHÂN DÂN XÃ TÂN BÌNH
Số: 27/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Tân Bình, ngày 12 tháng 01 năm 2026

QUYẾT ĐỊNH
Về việc kiện toàn Tổ công nghệ số cộng đồng xã Tân Bình năm 2026

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TÂN BÌNH

Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Theo đề nghị của Trưởng phòng Văn hóa - Xã hội.

QUYẾT ĐỊNH:

Điều 1. Kiện toàn Tổ công nghệ số cộng đồng gồm 09 thành viên.
Điều 2. Nhiệm vụ của Tổ
1. Hướng dẫn người dân dùng dịch vụ công trực tuyến.
2. Mở các buổi tập huấn:
a) Tại nhà văn hóa thôn;
b) Tại trụ sở xã.
Điều 3. Tổ trưởng có trách nhiệm báo cáo Chủ tịch UBND xã kết quả hoạt động trước ngày 25/12 hằng năm.
Điều 4. Chánh Văn phòng HĐND và UBND xã, Trưởng phòng Văn hóa - Xã hội chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Như Điều 4;
- Lưu: VT.
CHỦ TỊCH
Lê Văn An
"""

# What an old scan leaves of a plan: no diacritics, letters and numerals misread, lines broken by the page.
SCAN = """\
UY BAN NHAN DAN CONG HOA XA HQI CHU NGHIA VIET NAM
XA VAN HOA Doc lap - Tu do - Hanh phuc
S6: 12 /KH-UBND Van Hoa, ngay 15 thang 01 nam 2026
KE HOACH

Trong cay xanh xa Van Hoa giai doan 2026-2028

Thuc hién Ké hoach sé 33/KH-UBND ngay 21/02/2025 cia UBND tinh vé tréng
cay xanh, UBND xa ban hanh Ké hoach trong cay xanh nhu sau:

I. MUC PiCH
Phu xanh cac tuyén duong va truong hoc trén dia ban xa, giir gin canh quan
moi truong sach dep cho ngudi dan trong xa.

Il. MUC TIEU DEN NAM 2028
- 85% tuyén duong lién thon c6 cay bong mat;
-100% truong hoc co vuon cay.

I11. NHIEM VU
l. Trong cay
- Trong cay bong mat doc cac tuyén duong chinh va tai cac diém
truong hoc trén dia ban.
2. Cham s6c
Tudi nuoc trong mua khé.

1V. TO CHUC THUC HIEN
1. Phong Kinh té
a) Lap danh sach tuyén duong;
c¢) Dinh ky hang nam truéc ngay 10/12 bao cao UBND xa két qua.
Nei nhan:
- UBND tinh;
- Luu: VT.
"""
