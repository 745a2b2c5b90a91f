"""Text side by side is read block by block."""

from __future__ import annotations

from tests.knowledge_base.ingest.reading.pages.words import cells, centred, grid, line, page, paragraphs, read, wrapped

LONG = "Các thôn rà soát quỹ đất công, đăng ký số lượng cây giống và phân công từng hộ trồng, chăm sóc cây của thôn."


def texts(*words: list) -> list[str]:
    return [one.text for one in paragraphs(read(page([word for group in words for word in group]))[0])]


def test_the_head_and_the_end_are_two_blocks_each() -> None:
    body, below = wrapped(LONG, 180)
    read_as = texts(
        line("ỦY BAN NHÂN DÂN", 60),
        line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 60, 300),
        line("XÃ AN PHÚ", 78, 105),
        line("Độc lập - Tự do - Hạnh phúc", 78, 330),
        line("Số: 12/KH-UBND", 96, 90),
        line("An Phú, ngày 05 tháng 3 năm 2025", 96, 320),
        centred("KẾ HOẠCH", 130),
        body,
        line("Nơi nhận:", below + 20),
        line("TM. ỦY BAN NHÂN DÂN", below + 20, 350),
        line("- Các thôn;", below + 38),
        line("CHỦ TỊCH", below + 38, 385),
        line("- Lưu: VT.", below + 56),
        line("Lê Văn Cường", below + 110, 375),
    )
    assert read_as == [
        "ỦY BAN NHÂN DÂN", "XÃ AN PHÚ", "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "An Phú, ngày 05 tháng 3 năm 2025",
        "KẾ HOẠCH", LONG,
        "Nơi nhận:", "- Các thôn;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Cường",
    ]  # fmt: skip


def test_the_motto_tells_the_columns_where_no_gap_does() -> None:
    agency = "UBND PHƯỜNG TRƯƠNG QUANG TRỌNG MỚI"
    start = line(agency, 60)[-1].box.x1 + 9
    read_as = texts(
        line(agency, 60),
        line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VN", 60, start),
        line("Số: 12/KH-UBND", 78, 120),
        line("Độc lập - Tự do", 78, start + 30),
    )
    assert read_as == [agency, "Số: 12/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VN", "Độc lập - Tự do"]


def test_a_tab_behind_a_number_makes_no_column() -> None:
    made = []
    for number in range(4):
        made += line(f"{number + 1}.", 100 + 18 * number) + line(
            f"Thôn số {number + 1} trồng cây", 100 + 18 * number, 130
        )
    assert texts(made) == [f"{number}. Thôn số {number} trồng cây" for number in range(1, 5)]


def test_wide_blanks_of_justified_lines_make_no_column() -> None:
    wide = [
        word for index, text in enumerate(["Các", "thôn", "trồng", "cây"]) for word in line(text, 100, 85 + 100 * index)
    ]
    narrow = line("xanh trong xã và chăm sóc cây", 118)
    assert len(texts(wide, narrow)) == 1


def test_a_title_below_the_signature_is_in_neither_column() -> None:
    xs, ys = (85.0, 130.0, 540.0), (250.0, 280.0, 310.0)
    words = [
        *line("Nơi nhận:", 100),
        *line("CHỦ TỊCH", 100, 400),
        *line("- Các thôn;", 118),
        *line("(Đã ký)", 118, 405),
        *line("Lê Văn Cường", 170, 390),
        *centred("PHỤ LỤC", 210),
        *cells(xs, ys, [["TT", "Nhiệm vụ"], ["1", "Trồng cây"]]),
    ]
    document, _ = read(page(words, grid(xs, ys)))
    assert [one.text for one in paragraphs(document)] == [
        "Nơi nhận:", "- Các thôn;", "CHỦ TỊCH", "(Đã ký)", "Lê Văn Cường", "PHỤ LỤC",
    ]  # fmt: skip
