"""Restoring: plain and misread text, what stays, what is said about doubts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietnamese import fold, has_diacritics
from vietnamese.restoring import needs_restoring, restore

PLAIN = [
    ("phat trien ha tang so", "phát triển hạ tầng số"),
    ("dang ky khai sinh cho con can giay to gi", "đăng ký khai sinh cho con cần giấy tờ gì"),
    ("xa minh co bao nhieu ho gia dinh", "xã mình có bao nhiêu hộ gia đình"),
    ("toi muon lam lai can cuoc", "tôi muốn làm lại căn cước"),
    ("thu tuc dang ky ket hon", "thủ tục đăng ký kết hôn"),
    ("KE HOACH PHAT TRIEN HA TANG SO", "KẾ HOẠCH PHÁT TRIỂN HẠ TẦNG SỐ"),
    ("Uy ban nhan dan tinh Quang Ngai", "Ủy ban nhân dân tỉnh Quảng Ngãi"),
    ("HDND xa va UBND huyen", "HĐND xã và UBND huyện"),
]
DAMAGED = [
    ("Phat trién ha tang s6", "Phát triển hạ tầng số"),
    ("chuyén d6i sO", "chuyển đổi số"),
    ("Ké hoach phat trién kinh té", "Kế hoạch phát triển kinh tế"),
    ("ngudi dan dwoc tiép can dich vu", "người dân được tiếp cận dịch vụ"),
    ("chit ky s6 hodc chit ky dién tir", "chữ ký số hoặc chữ ký điện tử"),
    ("CONG HOA XA HQI CHU NGHIA VIET NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("DPoc lap — Tw do", "Độc lập — Tự do"),
    ("dam bao k¥ thuat, xur ly dit liéu lon", "đảm bảo kỹ thuật, xử lý dữ liệu lớn"),
    ("Bam bao an toan, an ninh thong tin", "Đảm bảo an toàn, an ninh thông tin"),
]
GOOD = [
    "Phát triển hạ tầng số xã Đức Phú đến năm 2025 và định hướng đến năm 2030",
    "Cho tôi hỏi làm căn cước ở đâu?",
    "Ông Nam, bà Lan và anh Long trao đổi tại hội trường thôn.",
    "theo quy trình",
    "Thủy lợi, hòa giải và hoà giải; kỹ năng, kĩ năng",
    "Internet, wifi, Zalo, VNeID",
    "",
    "   \n\t ",
    "2025-2030: 100%",
]


@pytest.mark.parametrize(("typed", "written"), PLAIN)
def test_diacritics_come_back(typed: str, written: str) -> None:
    assert restore(typed).text == written
    assert needs_restoring(typed) == "plain"


@pytest.mark.parametrize(("read", "written"), DAMAGED)
def test_misread_letters_are_repaired(read: str, written: str) -> None:
    assert restore(read, damaged=True).text == written


def test_a_misread_acronym_gets_its_spelling_back() -> None:
    restored = restore("cac cong nghé méi nhu chudi khdi, 10T, dir liéu lon", damaged=True)
    assert "IoT" in restored.text


@pytest.mark.parametrize("text", GOOD)
def test_good_text_is_left_alone(text: str) -> None:
    assert restore(text).text == text
    assert needs_restoring(text) == "none"


@pytest.mark.parametrize("typed", [typed for typed, _ in PLAIN])
def test_restoring_twice_changes_nothing_more(typed: str) -> None:
    once = restore(typed).text
    assert restore(once).text == once
    assert needs_restoring(once) == "none"


def test_words_with_diacritics_are_evidence_and_stay() -> None:
    restored = restore("xin hỏi lam the căn cước o dau")
    assert restored.text == "xin hỏi làm thẻ căn cước ở đâu"
    kept = {word.typed: word for word in restored.words if has_diacritics(word.typed)}
    assert all(word.restored == word.typed and word.confidence == 1.0 for word in kept.values())


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize(
    "kept",
    [
        "252/KH-UBND",
        "13-NQ/TU",
        "IPv6",
        "5G",
        "can.bo@xa.gov.vn",
        "https://dichvucong.gov.vn/tra-cuu",
        "23/01/2025",
        "100%",
    ],
)
def test_codes_figures_and_addresses_stay(kept: str, damaged: bool) -> None:
    restored = restore(f"theo quy dinh {kept} cua uy ban nhan dan", damaged=damaged).text
    assert restored == f"theo quy định {kept} của ủy ban nhân dân"


def test_numerals_of_headings_are_left_to_the_structure_parser() -> None:
    restored = restore(
        "I11. MUC TIEU CU THE\nVIl. TO CHUC THUC HIEN\n1. Muc tiéu\na) Tham muu\nc¢) Chu tri", damaged=True
    ).text
    assert restored == "I11. MỤC TIÊU CỤ THỂ\nVIl. TỔ CHỨC THỰC HIỆN\n1. Mục tiêu\na) Tham mưu\nc¢) Chủ trì"


def test_figures_of_a_damaged_target_stay() -> None:
    restored = restore("- Ty 18 dan s6 dat trén 50%; 12 thon, 02 to, I0% ho, nam 2030", damaged=True).text
    assert all(figure in restored for figure in ("50%", "12", "02", "I0%", "2030"))


def test_blanks_marks_and_line_ends_stay() -> None:
    typed = "  phat trien,\n\n\tha tang   so!  "
    assert restore(typed).text == "  phát triển,\n\n\thạ tầng   số!  "


def test_each_word_says_where_it_stood_and_what_it_was() -> None:
    typed = "thu tuc, dang ky: ket hon 2025"
    restored = restore(typed)
    assert [word.typed for word in restored.words] == ["thu", "tuc", "dang", "ky", "ket", "hon"]
    assert all(typed[word.start : word.end] == word.typed for word in restored.words)
    assert [word.restored for word in restored.words] == ["thủ", "tục", "đăng", "ký", "kết", "hôn"]
    assert all(0.5 < word.confidence <= 1 for word in restored.words)


def test_a_doubt_shows_two_candidates() -> None:
    (word,) = restore("tam").words
    assert word.confidence < 0.9
    assert len(word.candidates) == 2
    assert word.candidates[0].text == word.restored
    assert all(fold(candidate.text) == "tam" for candidate in word.candidates)
    assert word.candidates[0].probability == word.confidence
    assert word.candidates[0].probability >= word.candidates[1].probability
    assert sum(candidate.probability for candidate in word.candidates) <= 1


def test_a_word_nobody_knows_is_not_called_certain() -> None:
    (word,) = [word for word in restore("thu tuc xqzjk", damaged=True).words if word.typed == "xqzjk"]
    assert word.confidence < 0.9


def test_a_bare_line_amid_good_ones_is_restored_and_they_are_not() -> None:
    text = "Kế hoạch của xã về chuyển đổi số.\nmuc tieu den nam 2030\nÔng Nam chủ trì thực hiện."
    restored = restore(text)
    assert restored.text == text.replace("muc tieu den nam", "mục tiêu đến năm")
    assert needs_restoring(text) == "plain"


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("Phat trién ha tang s6 phuong dén nam 2025 va dinh huéng dén nam 2030", "damaged"),
        ("phat trien ha tang so phuong den nam 2025", "plain"),
        ("Rừng phòng hộ có diện tích từ 1.800 m2 đến 2.100 m2", "none"),
        ("The quick brown fox jumps over the lazy dog", "none"),
        ("12345 67/89", "none"),
    ],
)
def test_says_what_a_text_needs(text: str, need: str) -> None:
    assert needs_restoring(text) == need


def test_a_continued_line_is_read_with_the_one_before() -> None:
    restored = restore("Phat trién ha tang s6 gop phan hoan thanh cic\nmyc tiéu trong Nghi quyét", damaged=True).text
    assert restored == "Phát triển hạ tầng số góp phần hoàn thành các\nmục tiêu trong Nghị quyết"


@pytest.mark.parametrize("damaged", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        unicodedata.normalize("NFD", "Phát triển hạ tầng số"),
        "phat\u200btrien \u0301 ha\u00a0tang",
        "\U0001d429\U0001d421\U0001d41a\U0001d42d phat trien \U0001f600",
        "ﬁnance ǅ ß İstanbul phat trien",
        "中文 русский العربية phat trien",
        "\x00phat\x0ctrien\r\nha tang",
        "a" * 5000,
        "'" * 300 + "phat trien",
    ],
)
def test_odd_text_keeps_its_frame(text: str, damaged: bool) -> None:
    restored = restore(text, damaged=damaged)
    end = 0
    for word in restored.words:
        assert end <= word.start < word.end <= len(text)
        assert text[word.start : word.end] == word.typed
        end = word.end
    needs_restoring(text)


def test_decomposed_letters_count_as_diacritics() -> None:
    text = unicodedata.normalize("NFD", "Phát triển hạ tầng số của xã đến năm 2030")
    assert needs_restoring(text) == "none"
    assert restore(text).text == text


@settings(max_examples=60, deadline=None)
@given(text=st.text(alphabet=st.sampled_from("aeiouydđnghtcmpsl ổếượựừ,.;-/()0123456789\n’¥$ABÔIO"), max_size=120))
def test_only_words_change(text: str) -> None:
    for damaged in (False, True):
        restored = restore(text, damaged=damaged)
        pieces, end = [], 0
        for word in restored.words:
            pieces += [text[end : word.start], word.restored]
            end = word.end
        assert "".join([*pieces, text[end:]]) == restored.text
        if not damaged:
            assert fold(restored.text) == fold(text)


def test_a_long_text_is_restored_as_its_parts_are() -> None:
    part = "phat trien ha tang so den nam 2030\n"
    whole = restore(part * 500)
    assert whole.text == restore(part).text * 500
    assert len(whole.words) == 7 * 500


def test_a_sentence_that_does_not_end_is_read_in_windows() -> None:
    assert restore("thu tuc dang ky ket hon " * 3000).text == "thủ tục đăng ký kết hôn " * 3000


def test_a_megabyte_of_good_text() -> None:
    text = "Thủ tục đăng ký kết hôn, số 12/QĐ-UBND. " * 20_000
    assert len(text.encode()) > 1_000_000
    assert restore(text).text == text


@pytest.mark.parametrize(
    "read",
    ["x" * 20_000, "-" * 20_000, "s6" * 5_000, "$¥" * 5_000, "x-" * 5_000, f"x{'-' * 20_000}x", "a.b@" * 5_000],
)
def test_an_endless_word_does_not_hold_the_reader_up(read: str) -> None:
    assert len(restore(read, damaged=True).text) >= len(read) - 1
    assert needs_restoring(read) in {"none", "damaged"}
