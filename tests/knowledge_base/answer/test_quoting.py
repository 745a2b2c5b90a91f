"""Citations quote the original: word for word, the sentence with the figures, nothing where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act
from knowledge_base.answer.quoting import LONGEST, Statement, figures_of, quote
from knowledge_base.ingest.originals import Original, OriginalPart
from knowledge_base.search.encoding import Encoder
from tests.knowledge_base.asking import Visitor
from tests.knowledge_base.encoders import SHIPPED
from tests.knowledge_base.sample_knowledge import write_knowledge
from tests.knowledge_base.sample_original import CAMERA, PARTS, REPORT, WIFI_2028, index, library_with, original

LONG = (
    "UBND các thôn rà soát hiện trạng đường truyền, lập danh sách nhà văn hóa chưa có mạng; phối hợp với doanh nghiệp "
    "viễn thông khảo sát vị trí đặt thiết bị, bảo đảm mỹ quan và an toàn điện; bố trí người trông coi thiết bị, hướng "
    "dẫn bà con đăng nhập; trước ngày 05 tháng 7 hằng năm báo cáo số điểm đang hoạt động về UBND xã; đề xuất sửa chữa, "
    "thay thế thiết bị hỏng trong kinh phí được giao và nguồn đóng góp của bà con."
)


@pytest.fixture(scope="module")
def quoting(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant whose plan van-hoa was published with its original; tan-loc was not."""
    folder = tmp_path_factory.mktemp("quoting")
    library = library_with(write_knowledge(folder / "knowledge"), original())
    index(folder / "index", library, Encoder(SHIPPED))
    return Assistant(folder / "index", SHIPPED)


@pytest.fixture
def resident(quoting: Assistant) -> Visitor:
    return Visitor(quoting)


def one_clause(*texts: str, **more: object) -> Original:
    """An original whose clause "x" is these paragraphs."""
    return original(parts=[OriginalPart(text=text, clause="x", **more) for text in texts])


def test_a_target_is_quoted_with_its_own_sentence_and_page(resident: Visitor) -> None:
    reply = resident.ask("Vạn Hòa năm 2028 bao nhiêu nhà văn hóa có wifi công cộng", Act.ASK_TARGET, "van-hoa")
    (citation,) = reply.citations
    assert "trên 90%" in reply.text.lower()
    assert citation.quote == WIFI_2028
    assert citation.url == "/documents/van-hoa/ii-2#ii-2"


def test_a_repaired_wording_says_that_it_was_repaired(resident: Visitor) -> None:
    reply = resident.ask("Vạn Hòa bao nhiêu trạm bơm có camera giám sát mực nước", Act.ASK_TARGET, "van-hoa")
    assert reply.citations[0].quote == f"{CAMERA} (đã phục hồi dấu)"


def test_a_row_of_the_appendix_is_quoted_with_its_cells(resident: Visitor) -> None:
    reply = resident.ask("Vạn Hòa ai chủ trì lắp đặt wifi công cộng", Act.ASK_RESPONSIBLE, "van-hoa")
    quoted = {one.locator: one for one in reply.citations}["Phụ lục, mục 1.1"]
    assert quoted.quote == (
        "1.1 · Lắp đặt wifi công cộng tại nhà văn hóa thôn · Phòng Kinh tế · Phòng Văn hóa - Xã hội; Các thôn · "
        "2026-2028"
    )
    assert quoted.url == "/documents/van-hoa/pl-1-1#pl-1-1"


def test_a_deadline_is_quoted_with_the_sentence_that_has_the_day(resident: Visitor) -> None:
    reply = resident.ask("Các thôn ở Vạn Hòa báo cáo trước ngày nào", Act.ASK_DEADLINE, "van-hoa")
    assert "10/11" in reply.text
    assert reply.citations[0].quote == REPORT


def test_a_place_without_a_clause_links_to_the_whole_document(resident: Visitor) -> None:
    reply = resident.ask("Ai ký kế hoạch của Vạn Hòa", Act.ASK_PLAN_INFO, "van-hoa")
    (citation,) = reply.citations
    assert citation.locator == "Chữ ký"
    assert (citation.quote, citation.url) == (None, "/documents/van-hoa")


def test_a_clause_whose_wording_was_not_found_links_to_the_whole_document(resident: Visitor) -> None:
    reply = resident.ask("Kinh phí thực hiện kế hoạch của Vạn Hòa lấy từ đâu", Act.ASK_FUNDING, "van-hoa")
    (citation,) = reply.citations
    assert (citation.locator, citation.quote, citation.url) == ("IV", None, "/documents/van-hoa")


def test_without_an_original_nothing_changes(resident: Visitor, sample: Visitor) -> None:
    question = ("Tân Lộc năm 2028 bao nhiêu nhà văn hóa có wifi công cộng", Act.ASK_TARGET, "tan-loc")
    assert resident.ask(*question) == sample.ask(*question)
    assert (
        sample.ask("Vạn Hòa năm 2028 bao nhiêu nhà văn hóa có wifi", Act.ASK_TARGET, "van-hoa").citations[0].url is None
    )


def test_guides_are_cited_as_before(resident: Visitor) -> None:
    reply = resident.ask("đăng ký thẻ thư viện điện tử thế nào", Act.ASK_HOW_TO)
    assert reply.citations
    assert {(one.quote, one.url) for one in reply.citations} == {(None, None)}


def test_a_figure_that_the_wording_does_not_state_is_not_quoted(tmp_path: Path) -> None:
    # given an original in which the target reads differently from the record
    parts = [
        one.model_copy(update={"text": "- Năm 2028 hầu hết nhà văn hóa thôn có wifi công cộng."})
        if one.clause == "ii-2"
        else one
        for one in PARTS
    ]
    index(
        tmp_path / "index",
        library_with(write_knowledge(tmp_path / "knowledge"), original(parts=parts)),
        Encoder(SHIPPED),
    )
    # when it is asked for
    visitor = Visitor(Assistant(tmp_path / "index", SHIPPED))
    reply = visitor.ask("Vạn Hòa năm 2028 bao nhiêu nhà văn hóa có wifi công cộng", Act.ASK_TARGET, "van-hoa")
    # then the reader is led to the page, but no sentence stands there as if it said the figure
    assert "90%" in reply.text
    assert (reply.citations[0].quote, reply.citations[0].url) == (None, "/documents/van-hoa/ii-2#ii-2")


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Năm 2026 đạt 1.500 thuê bao", "Năm 2026 có 1500 thuê bao."),
        ("Năm 2027 đạt 99,5% hộ dân", "Năm 2027 có 99,5% hộ dân dùng mạng."),
        ("báo cáo trước ngày 5/7", "Báo cáo gửi trước ngày 05 tháng 7."),
    ],
)
def test_the_sentence_with_the_figures_is_chosen(said: str, quoted: str) -> None:
    wording = (
        "Thuê bao là kết nối của một hộ dân. Năm 2026 có 1500 thuê bao. Năm 2027 có 99,5% hộ dân dùng mạng. "
        "Báo cáo gửi trước ngày 05 tháng 7."
    )
    assert quote(one_clause(wording), "x", Statement(said, figures=figures_of(said))) == quoted


def test_sentences_between_the_quoted_ones_are_marked_as_left_out() -> None:
    wording = "Thôn lắp 3 loa thông minh. Mọi người cùng giữ gìn của công. Thôn bố trí 2 người vận hành loa."
    said = "Lắp 3 loa thông minh, bố trí 2 người vận hành"
    assert (
        quote(one_clause(wording), "x", Statement(said))
        == "Thôn lắp 3 loa thông minh. … Thôn bố trí 2 người vận hành loa."
    )


def test_a_sentence_that_is_too_long_is_cut_between_its_parts() -> None:
    said = "báo cáo số điểm đang hoạt động về UBND xã trước ngày 5/7"
    quoted = quote(one_clause(LONG), "x", Statement(said, figures=frozenset({"5", "7"})))
    assert quoted is not None
    assert len(quoted) <= LONGEST + len("…  …")
    assert "trước ngày 05 tháng 7 hằng năm báo cáo số điểm đang hoạt động về UBND xã;" in quoted
    # every run between two marks stands in the original as it is
    runs = [run.strip() for run in quoted.split("…") if run.strip()]
    assert quoted.startswith("… ")
    assert all(run in LONG and run[-1] in ";." for run in runs)


def test_a_long_row_keeps_its_number_and_who_answers_for_it() -> None:
    row = ["2.4", LONG, "Phòng Kinh tế", "Các thôn", "2026-2028"]
    wide = original(
        parts=[
            OriginalPart(
                text="", rows=[["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"], row], row_clauses=[None, "x"]
            )
        ]
    )
    quoted = quote(wide, "x", Statement("Rà soát hiện trạng đường truyền\nPhòng Kinh tế; Các thôn\n2026–2028"))
    assert quoted is not None
    assert quoted.startswith("2.4 · UBND các thôn rà soát hiện trạng đường truyền,")
    assert quoted.endswith(" · Phòng Kinh tế · Các thôn · 2026-2028")
    assert len(quoted) <= LONGEST + 30


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("- Mỗi thôn có một tổ công nghệ số.", "Mỗi thôn có một tổ công nghệ số."),
        ("-100% thôn có tổ công nghệ số;", "100% thôn có tổ công nghệ số;"),
        ("2. Tổ công nghệ số do UBND TP. Vạn Thắng lập.", "Tổ công nghệ số do UBND TP. Vạn Thắng lập."),
        ("đ) Tổ công nghệ\nsố của thôn", "Tổ công nghệ số của thôn"),
    ],
)
def test_only_the_list_s_mark_is_left_off(text: str, quoted: str) -> None:
    assert quote(one_clause(text), "x", Statement("mỗi thôn có tổ công nghệ số")) == quoted


def test_a_paragraph_that_a_page_cut_in_two_is_quoted_whole() -> None:
    parts = [
        OriginalPart(text="- Tổ công nghệ số hướng dẫn bà con", clause="x", page=1),
        OriginalPart(text="12", page=2),
        OriginalPart(text="dùng dịch vụ công trực tuyến.", clause="x", page=2),
        OriginalPart(text="- Mỗi thôn lập một tổ.", clause="x", page=2),
    ]
    said = "hướng dẫn bà con dùng dịch vụ công trực tuyến"
    whole = "Tổ công nghệ số hướng dẫn bà con dùng dịch vụ công trực tuyến."
    assert quote(original(parts=parts), "x", Statement(said)) == whole


def test_only_a_row_that_was_repaired_says_so() -> None:
    read = [["TT", "Viec"], ["1", "Lap loa thon"], ["2", "Lắp đèn đường"]]
    shown = [["TT", "Việc"], ["1", "Lắp loa thôn"], ["2", "Lắp đèn đường"]]
    table = original(parts=[OriginalPart(text="", rows=read, repaired_rows=shown, row_clauses=[None, "a", "b"])])
    assert quote(table, "a", Statement("lắp loa thôn")) == "1 · Lắp loa thôn (đã phục hồi dấu)"
    assert quote(table, "b", Statement("lắp đèn đường")) == "2 · Lắp đèn đường"


def test_a_heading_is_not_quoted_where_the_clause_says_more() -> None:
    parts = [
        OriginalPart(text="1. Tổ công nghệ số cộng đồng", clause="x", heading=True),
        OriginalPart(text="Mỗi thôn lập một tổ.", clause="x"),
    ]
    assert quote(original(parts=parts), "x", Statement("tổ công nghệ số cộng đồng")) == "Mỗi thôn lập một tổ."


def test_a_clause_without_wording_has_no_quote() -> None:
    assert quote(one_clause("Mỗi thôn lập một tổ."), "y", Statement("mỗi thôn lập một tổ")) is None
