"""Ruling lines and words become tables, over page breaks too."""

from __future__ import annotations

from knowledge_base.ingest.reading.document import FindingCode
from knowledge_base.ingest.reading.pages.parts import Rule
from tests.knowledge_base.ingest.reading.pages.words import cells, centred, grid, line, page, paragraphs, read, tables

XS = (85.0, 120.0, 330.0, 430.0, 540.0)
HEADER = ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"]


def rows(document: object) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table.rows] for table in tables(document)]  # type: ignore[arg-type]


def test_lines_in_a_cell_are_joined_and_empty_cells_stay() -> None:
    ys = (100, 130, 180, 220)
    texts = [HEADER, ["1", "Trồng cây\ndọc đường", "Các thôn", "2025-\n2030"], ["2", "Tưới cây", "", "2026"]]
    document, findings = read(page(cells(XS, ys, texts), grid(XS, ys)))
    assert rows(document) == [
        [HEADER, ["1", "Trồng cây dọc đường", "Các thôn", "2025-2030"], ["2", "Tưới cây", "", "2026"]]
    ]
    assert tables(document)[0].header_rows == 1
    assert findings == []


def test_a_cell_without_an_inner_line_is_merged() -> None:
    ys = (100, 130, 160, 190, 220)
    rules = [rule for rule in grid(XS, ys) if rule.horizontal or rule.at in {XS[0], XS[-1]}]
    rules += [Rule(False, x, 100, 130) for x in XS[1:-1]] + [Rule(False, x, 160, 220) for x in XS[1:-1]]
    rules = [rule for rule in rules if not (rule.horizontal and rule.at == 190)]
    rules += [Rule(True, 190, XS[0], XS[2]), Rule(True, 190, XS[3], XS[4])]
    texts = [HEADER, ["I. Chuẩn bị đất"], ["1", "Trồng cây", "Các thôn", "2025"], ["2", "Tưới cây", "", "2026"]]
    document, _ = read(page(cells(XS, ys, texts), rules))
    assert rows(document) == [
        [
            HEADER,
            ["I. Chuẩn bị đất"] * 4,
            ["1", "Trồng cây", "Các thôn", "2025"],
            ["2", "Tưới cây", "Các thôn", "2026"],
        ]
    ]


def test_text_around_a_table_keeps_its_place() -> None:
    ys = (200, 230, 260)
    words = centred("PHỤ LỤC", 150) + cells(XS, ys, [HEADER, ["1", "Trồng cây", "Thôn", "2025"]]) + line("Ghi chú", 300)
    document, _ = read(page(words, grid(XS, ys)))
    assert [getattr(block, "text", "bảng") for block in document.blocks] == ["PHỤ LỤC", "bảng", "Ghi chú"]


def test_an_underline_and_a_frame_are_no_tables() -> None:
    frame = grid((85, 300), (90, 130))
    document, _ = read(page(line("Đóng khung", 100, 100) + line("Gạch chân", 200), [*frame, Rule(True, 215, 85, 200)]))
    assert not tables(document)
    assert len(paragraphs(document)) == 2


def over_two_pages(above: list[list[str]], below: list[list[str]], *, repeated: bool = True) -> tuple:
    first = [HEADER, *above]
    second = [HEADER, *below] if repeated else below
    first_ys = [600 + 40 * number for number in range(len(first) + 1)]
    second_ys = [80 + 40 * number for number in range(len(second) + 1)]
    return read(
        page(cells(XS, first_ys, first), grid(XS, first_ys)),
        page(cells(XS, second_ys, second), grid(XS, second_ys), number=2),
    )


def test_a_header_that_comes_again_is_left_out() -> None:
    document, findings = over_two_pages([["1", "Trồng cây.", "Thôn", "2025"]], [["2", "Tưới cây", "Thôn", "2026"]])
    assert rows(document) == [[HEADER, ["1", "Trồng cây.", "Thôn", "2025"], ["2", "Tưới cây", "Thôn", "2026"]]]
    assert tables(document)[0].pages == (1, 2)
    assert [one.code for one in findings] == [FindingCode.TABLE_JOINED]


def test_a_table_goes_on_without_its_header_too() -> None:
    document, _ = over_two_pages([["1", "Trồng", "Thôn", "2025"]], [["2", "Tưới", "Thôn", "2026"]], repeated=False)
    assert len(rows(document)[0]) == 3


def test_a_row_cut_by_the_page_break_becomes_whole() -> None:
    document, findings = over_two_pages(
        [["1", "Trồng cây dọc", "Các thôn;", "2025"]],
        [["", "tuyến đường", "Đoàn xã", ""], ["2", "Tưới cây", "Thôn", "2026"]],
    )
    assert rows(document)[0][1:] == [
        ["1", "Trồng cây dọc tuyến đường", "Các thôn; Đoàn xã", "2025"],
        ["2", "Tưới cây", "Thôn", "2026"],
    ]
    assert FindingCode.TABLE_ROW_JOINED in [one.code for one in findings]


def test_a_row_without_number_below_a_group_is_its_own() -> None:
    document, _ = over_two_pages(
        [["1", "Tuyên truyền", "", ""]],
        [["", "Tổ chức lớp học", "Công an", "Hằng năm"], ["2", "Sơ kết", "Thôn", "2026"]],
    )
    assert len(rows(document)[0]) == 4


def test_a_whole_row_without_number_below_a_whole_row_is_its_own() -> None:
    document, _ = over_two_pages([["1", "Trồng cây.", "Các thôn", "2025"]], [["", "Tưới cây.", "Đoàn xã", "2026"]])
    assert len(rows(document)[0]) == 3


def test_another_table_on_the_next_page_stays_another() -> None:
    ys = [600, 640, 680]
    other = (85.0, 300.0, 540.0)
    document, findings = read(
        page(cells(XS, ys, [HEADER, ["1", "Trồng", "Thôn", "2025"]]), grid(XS, ys)),
        page(cells(other, [80, 120], [["Xã", "Số cây"], ["An Phú", "12"]]), grid(other, [80, 120, 160]), number=2),
    )
    assert len(tables(document)) == 2
    assert findings == []


def test_a_table_without_lines_is_read_and_told() -> None:
    texts = [HEADER, ["1", "Trồng cây", "Thôn", "2025"], ["2", "Tưới cây", "Đoàn", "2026"]]
    document, findings = read(page(cells(XS, (100, 120, 140), texts)))
    assert rows(document) == [texts]
    assert [one.code for one in findings] == [FindingCode.TABLE_WITHOUT_LINES]


def test_a_code_cut_at_the_edge_of_its_cell_becomes_whole() -> None:
    xs, ys = (85.0, 120.0, 176.0), (100.0, 130.0, 200.0)
    document, _ = read(page(cells(xs, ys, [["TT", "Đơn vị"], ["1", "Phòng\nBCVT&CNT\nT"]]), grid(xs, ys)))
    assert rows(document)[0][1] == ["1", "Phòng BCVT&CNTT"]
