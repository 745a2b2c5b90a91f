"""Plans as a commune's office writes them, made on the spot: the lines of one plan, typed as text or as a Word file."""

from __future__ import annotations

from pathlib import Path

import docx

HEAD = """\
ỦY BAN NHÂN DÂN
XÃ VẠN HÒA
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
Vạn Hòa, ngày 15 tháng 01 năm 2026
KẾ HOẠCH
Chuyển đổi số xã Vạn Hòa giai đoạn 2026-2028
Thực hiện Kế hoạch số 7/KH-UBND ngày 01/12/2025 của UBND tỉnh Thành An về chuyển đổi số tỉnh Thành An, \
Ủy ban nhân dân xã Vạn Hòa ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
Đưa dịch vụ số về từng thôn.
II. CHỈ TIÊU
1. Đến năm 2026: {wifi}% nhà văn hóa thôn có wifi công cộng.
2. Đến năm 2028: {camera}% trạm bơm có camera giám sát mực nước.
III. NHIỆM VỤ
1. Mở lớp dạy máy tính cho người cao tuổi tại nhà văn hóa thôn.
2. {task}
IV. KINH PHÍ
Kinh phí thực hiện lấy từ ngân sách xã và nguồn xã hội hóa.
V. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội: Theo dõi, đôn đốc các thôn thực hiện Kế hoạch.
2. Các thôn báo cáo kết quả thực hiện Kế hoạch về UBND xã trước ngày {deadline} hằng năm."""

END = """\
Nơi nhận:
- UBND tỉnh Thành An;
- Các thôn trong xã;
- Lưu: VT.
CHỦ TỊCH
Lê Văn Mẫu"""

ROWS = (
    ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"),
    ("1", "Lắp đặt wifi công cộng tại nhà văn hóa thôn", "{lead}", "Các thôn", "2026-2028"),
    ("2", "Gắn camera giám sát mực nước ở trạm bơm", "Hợp tác xã thủy lợi", "Phòng Kinh tế", "2026"),
)

USUAL = {
    "number": "12/KH-UBND",
    "wifi": "60",
    "camera": "100",
    "deadline": "10/11",
    "task": "Số hóa hồ sơ hộ tịch lưu giữ tại xã.",
    "lead": "Phòng Kinh tế",
}


def filled(**changes: str) -> tuple[list[str], list[str], list[list[str]]]:
    """The lines before and after the signature's place, and the appendix's rows."""
    values = USUAL | changes
    rows = [[cell.format(**values) for cell in row] for row in ROWS]
    return HEAD.format(**values).splitlines(), END.splitlines(), rows


def write_text(path: Path, **changes: str) -> Path:
    """The plan typed as text, the appendix as lines of cells apart by tabs."""
    head, end, rows = filled(**changes)
    table = "\n".join("\t".join(row) for row in rows)
    path.write_text("\n\n".join([*head, *end, "PHỤ LỤC", table]) + "\n", encoding="utf-8")
    return path


def write_docx(path: Path, **changes: str) -> Path:
    """The plan as a Word file, the appendix as a table with lines."""
    head, end, rows = filled(**changes)
    word = docx.Document()
    for line in [*head, *end, "PHỤ LỤC"]:
        word.add_paragraph(line)
    table = word.add_table(len(rows), len(rows[0]), style="Table Grid")
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    word.save(str(path))
    return path
