"""Tables: columns by their headings, group rows, merged cells, parts on several pages."""

from __future__ import annotations

from knowledge_base.ingest.reading.document import Cell, Table
from knowledge_base.ingest.structuring.appendix import read_tables
from knowledge_base.ingest.structuring.tables import Column, joined, understand

HEADER = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian")


def table(*rows: tuple[str, ...], header_rows: int = 1, pages: tuple[int, ...] = ()) -> Table:
    cells = tuple(tuple(Cell(text=text) for text in row) for row in rows)
    return Table(rows=cells, header_rows=header_rows, pages=pages)


def test_a_merged_group_row_repeats_its_name_in_every_cell() -> None:
    sheet = understand(table(HEADER, ("1", *["Về giao thông"] * 4), ("1.1", "Đắp đường", "Phòng A", "", "2026")))
    assert [(row.number, row.group_number, row.group) for row in sheet.rows] == [("1.1", "1", "Về giao thông")]


def test_a_heading_of_two_rows_is_read_as_one() -> None:
    top = ("STT", "Nội dung", "Đơn vị thực hiện", "Đơn vị thực hiện", "Tiến độ")
    below = ("STT", "Nội dung", "Chủ trì", "Phối hợp", "Tiến độ")
    sheet = understand(table(top, below, ("1", "Đắp đường", "Phòng A", "Phòng B", "2026"), header_rows=2))
    assert [one.kind for one in sheet.headings] == [
        Column.NUMBER,
        Column.CONTENT,
        Column.LEAD,
        Column.COORDINATING,
        Column.PERIOD,
    ]


def test_parts_on_several_pages_are_one_table() -> None:
    first = table(HEADER, ("1", "Một", "Phòng A", "", "2026"), pages=(3,))
    repeated = table(HEADER, ("2", "Hai", "Phòng A", "", "2026"), pages=(4,))
    bare = table(("3", "Ba", "Phòng A", "", "2027"), header_rows=0, pages=(5,))
    whole = joined([first, repeated, bare])
    assert len(whole) == 1
    assert [row[0].text for row in whole[0].rows] == ["TT", "1", "2", "3"]
    assert whole[0].pages == (3, 4, 5)


def scanned(*rows: tuple[str, ...], header_rows: int = 1, pages: tuple[int, ...] = ()) -> Table:
    cells = tuple(tuple(Cell(text=text, confidence=0.95) for text in row) for row in rows)
    return Table(rows=cells, header_rows=header_rows, pages=pages)


def row(number: str, content: str = "Đắp đường") -> tuple[str, ...]:
    return (number, content, "Phòng A", "Phòng B", "2026")


def test_numbers_that_lost_their_point_or_one_figure_are_set_right_in_scans() -> None:
    rows = [HEADER, ("2", "Về giao thông", "", "", ""), row("21"), row("2..2"), row("2.8"), row("2.4")]
    sheet = understand(scanned(*rows))
    assert [one.number for one in sheet.rows] == ["2.1", "2.2", "2.3", "2.4"]
    assert sheet.misread == (("21", "2.1"), ("2.8", "2.3"))
    assert [one.number for one in understand(table(*rows)).rows] == ["21", "2.2", "2.8", "2.4"]


def test_a_row_out_of_order_and_a_name_that_is_no_units_are_doubtful_in_scans() -> None:
    rows = [HEADER, row("1"), row("2"), ("4", "Tưới cây", "Phònq A", "", "2026"), row("5")]
    tasks = read_tables([scanned(*rows)], "Phụ lục").tasks
    assert [one.number for one in tasks if one.doubted] == ["2", "4"]
    assert "lead_units" in tasks[2].doubtful


def test_a_row_cut_by_a_pages_end_is_whole_again_where_the_parts_were_not_joined() -> None:
    first = table(HEADER, row("1", "Đắp đường từ thôn Một"), pages=(3,))
    rest = table(("", "đến thôn Hai.", "", "", ""), row("2"), header_rows=0, pages=(4,))
    (whole,) = joined([first, rest])
    assert [one[1].text for one in whole.rows[1:]] == ["Đắp đường từ thôn Một đến thôn Hai.", "Đắp đường"]


def test_a_groups_only_row_bears_its_number_and_several_are_counted() -> None:
    found = read_tables(
        [
            table(
                HEADER,
                ("1", "Nhóm một", "", "", ""),
                ("", "Việc lẻ.", "Phòng A", "", "2026"),
                ("2", "Nhóm hai", "", "", ""),
                ("", "Việc đầu.", "Phòng A", "", "2026"),
                ("", "Việc sau.", "Phòng A", "", "2026"),
            )
        ],
        "Phụ lục",
    )
    assert [one.clause.locator for one in found.places] == [
        "Phụ lục, mục 1",
        "Phụ lục, mục 2, dòng 1",
        "Phụ lục, mục 2, dòng 2",
    ]
    assert [one.number for one in found.tasks] == ["1", None, None]


def test_a_table_without_headings_is_guessed_and_doubtful() -> None:
    rows = [("1", "Đắp đường liên thôn cho bà con đi lại", "Phòng A", "Phòng B", "2026")] * 3
    found = read_tables([table(*rows, header_rows=0)], "Phụ lục")
    assert found.tasks[0].lead_units == ("Phòng A",)
    assert all(one.doubted for one in found.tasks)


def test_an_unknown_table_keeps_its_rows_and_is_reported() -> None:
    found = read_tables([table(("Cột", "Nội dung"), ("a", "b"))], "Phụ lục")
    assert [one.clause.text for one in found.places] == ["a | b"]
    assert found.findings[0].code == "text_unplaced"


def test_a_number_the_scanner_spoiled_is_taken_from_the_order_and_reported() -> None:
    found = read_tables(
        [
            table(
                HEADER,
                ("1", "Nhóm một", "", "", ""),
                ("1.1", "Việc đầu.", "Phòng A", "", "2026"),
                ("È¿", "Nhóm hai", "", "", ""),
                ("", "Việc lẻ.", "Phòng A", "", "2026"),
                ("3", "Nhóm ba", "", "", ""),
                ("3.1", "Việc một.", "Phòng A", "", "2026"),
                ("3/Z", "Việc hai.", "Phòng A", "", "2026"),
            )
        ],
        "Phụ lục",
    )
    assert [one.number for one in found.tasks] == ["1.1", "2", "3.1", "3.2"]
    assert [one.doubted for one in found.tasks] == [False, True, False, True]
    assert [one.details for one in found.findings if one.code == "numbering_misread"] == [
        {"read": "È¿", "taken": "2"},
        {"read": "3/Z", "taken": "3.2"},
    ]
