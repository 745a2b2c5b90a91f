import unicodedata

import pytest

from bot.syllables import is_well_formed, syllables


def test_positions_are_those_of_the_text_as_typed():
    text = "ở  Đức\u200b Phú, KH&CN"
    assert [(one.folded, text[one.start : one.end]) for one in syllables(text)] == [
        ("o", "ở"),
        ("duc", "Đức"),
        ("phu", "Phú"),
        ("kh", "KH"),
        ("cn", "CN"),
    ]


def test_decomposed_letters_are_the_same_letters():
    text = unicodedata.normalize("NFD", "Đức Phú")
    assert [(one.folded, one.heard) for one in syllables(text)] == [
        (one.folded, one.heard) for one in syllables("Đức Phú")
    ]
    assert text[syllables(text)[1].start : syllables(text)[1].end] == unicodedata.normalize("NFD", "Phú")


def test_shorthand_is_written_out_in_its_place():
    assert [(one.folded, one.start, one.end) for one in syllables("cks")] == [("chu", 0, 3), ("ky", 0, 3), ("so", 0, 3)]


def test_shorthand_is_what_it_is_beside_the_word_before():
    assert [one.folded for one in syllables("quên mk")] == ["quen", "mat", "khau"]
    assert [one.folded for one in syllables("tỉnh mk tính")] == ["tinh", "mk", "tinh"]


def test_hoi_and_nga_are_heard_alike():
    assert syllables("Quản")[0].heard == syllables("Quãn")[0].heard


@pytest.mark.parametrize("good", ["binh", "quan", "truong", "nghieng", "khuya", "uy", "yeu", "oach", "thuyen"])
def test_syllables_of_the_language(good):
    assert is_well_formed(good)


@pytest.mark.parametrize("bad", ["mnih", "trog", "lonh", "wifi", "minhlong", "iot", "vneid", ""])
def test_what_is_no_syllable(bad):
    assert not is_well_formed(bad)
