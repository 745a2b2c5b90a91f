"""A made-up plan as a commune writes one: head, clauses, an appendix with merged cells over two pages, an end."""

from __future__ import annotations

from knowledge_base.ingest.reading.document import Document, Paragraph, Table
from tests.knowledge_base.ingest.reading.builders import OfficeDocument

AGENCY = ["ỦY BAN NHÂN DÂN", "XÃ AN PHÚ"]
NUMBER = "Số: 12/KH-UBND"
PLACE_AND_DATE = "An Phú, ngày 05 tháng 3 năm 2025"
TITLE = ["KẾ HOẠCH", "Trồng cây xanh trên địa bàn xã An Phú giai đoạn 2025 - 2030"]
CLAUSES = [
    "Thực hiện Kế hoạch số 45/KH-UBND ngày 16/01/2025 của UBND tỉnh về trồng cây xanh phân tán, UBND xã ban hành Kế "
    "hoạch trồng cây xanh trên địa bàn xã giai đoạn 2025 - 2030, cụ thể như sau:",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Mục đích",
    "Tăng diện tích bóng mát dọc các tuyến đường liên thôn, tại trường học, trạm y tế và nhà văn hóa; vận động người "
    "dân cùng trồng và chăm sóc cây, góp phần giữ môi trường sống trong lành, phát triển kinh tế - xã hội của xã.",
    "2. Mục tiêu cụ thể đến năm 2030",
    "- Trồng mới 12.500 cây xanh các loại, tỷ lệ cây sống sau 03 năm đạt trên 90%;",
    "- 100% trường học, trạm y tế có hàng cây bóng mát;",
    "- Mỗi thôn có ít nhất 01 vườn ươm cây giống.",
    "II. TỔ CHỨC THỰC HIỆN",
    "a) Công chức Địa chính - Nông nghiệp tham mưu UBND xã báo cáo UBND huyện trước ngày 20/11 hằng năm.",
    "b) Các thôn rà soát quỹ đất, đăng ký số lượng cây giống gửi về UBND xã trước ngày 15/02 hằng năm./.",
]
HEADER = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]
ROWS = [
    HEADER,
    ["I", "Chuẩn bị cây giống", "", "", ""],
    ["1", "Khảo sát, chọn loại cây phù hợp với đất đai của từng thôn", "Địa chính - Nông nghiệp", "Các thôn", "2025"],
    ["2", "Xây dựng vườn ươm tại nhà văn hóa thôn", "Các thôn", "Đoàn Thanh niên xã", "2025-2026"],
    ["II", "Trồng và chăm sóc", "", "", ""],
    [
        "3",
        "Trồng cây dọc tuyến đường liên xã, ưu tiên đoạn qua trường học, chợ và trạm y tế; mỗi cây có cọc chống, có "
        "bảng tên loài cây và tên hộ nhận chăm sóc; kiểm tra sau mỗi mùa mưa bão để dựng lại cây đổ, thay cây chết",
        "Các thôn",
        "Hội Nông dân; Hội Phụ nữ; Đoàn Thanh niên; Trường THCS An Phú",
        "Hằng năm",
    ],
    ["4", "Tưới, bón, cắt tỉa cây đã trồng", "Các hộ nhận chăm sóc", "Các thôn", "Hằng năm"],
]
MERGED = [((1, 1), (1, 4)), ((4, 1), (4, 4)), ((5, 2), (6, 2))]
"""Group rows cover the columns; rows 5 and 6 share one unit."""
RECIPIENTS = ["- UBND huyện;", "- Các thôn;", "- Lưu: VT."]
OFFICE = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
SIGNATORY = "Lê Văn Cường"
WIDTHS_CM = (1.3, 6.2, 3.0, 3.2, 2.3)


def merged_rows() -> list[list[str]]:
    """The rows as they are to be read: a merged cell's text in each of its places."""
    rows = [list(row) for row in ROWS]
    for (top, left), (bottom, right) in MERGED:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                rows[row][column] = ROWS[top][left]
    return rows


def plan(*, fillers: int = 0) -> OfficeDocument:
    """The plan; ``fillers`` more paragraphs move the table down until it runs over a page break."""
    made = OfficeDocument()
    made.head(AGENCY, NUMBER, PLACE_AND_DATE)
    made.title(*TITLE)
    for text in CLAUSES:
        made.paragraph(text, bold=text.isupper())
    for number in range(fillers):
        made.paragraph(f"{number + 1}. Thôn {number + 1} chăm sóc cây đã trồng trên tuyến đường của thôn mình.")
    made.signature(RECIPIENTS, OFFICE, SIGNATORY)
    made.title("PHỤ LỤC")
    made.table(ROWS, widths_cm=WIDTHS_CM, merges=MERGED)
    return made


SHORT_CLAUSES = [CLAUSES[1], CLAUSES[2], CLAUSES[3], CLAUSES[5], CLAUSES[9]]
SHORT_ROWS = [HEADER, *(ROWS[index] for index in (2, 3, 6))]


def short_plan() -> OfficeDocument:
    """One page with a bit of everything, quick to recognise."""
    made = OfficeDocument()
    made.head(AGENCY, NUMBER, PLACE_AND_DATE)
    made.title(*TITLE)
    for text in SHORT_CLAUSES:
        made.paragraph(text)
    made.table(SHORT_ROWS, widths_cm=WIDTHS_CM)
    return made


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def rows(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in one.rows] for one in document.blocks if isinstance(one, Table)]
