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
