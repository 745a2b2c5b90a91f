import pytest
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT

from bot.normaliser import NORMALISED_TEXT


def tokens(message):
    return message.get(TOKENS_NAMES[TEXT])


def test_the_syllables_of_a_word_stay_together_and_lemmas_are_folded(read):
    found = tokens(read("Chữ ký số của Đức Phú"))
    assert [(one.text, one.lemma) for one in found][-1] == ("Đức Phú", "duc phu")
    assert " ".join(one.lemma for one in found) == "chu ky so cua duc phu"


def test_lemmas_are_the_same_with_and_without_diacritics(read):
    folded = [" ".join(one.lemma for one in tokens(read(text))) for text in ("đăng ký thế nào", "dang ky the nao")]
    assert folded[0] == folded[1]


def test_positions_are_those_of_the_normalised_text(read):
    message = read("  tui   muốn hỏi   5G??? ")
    text = message.get(NORMALISED_TEXT)
    assert [text[one.start : one.end] for one in tokens(message)] == [one.text for one in tokens(message)]


@pytest.mark.parametrize(("text", "count"), [(":))", 1), ("👍", 1), ("được 👍!!!", 1), ("", 0), ("   ", 0)])
def test_marks_count_only_when_there_is_nothing_else(read, text, count):
    assert len(tokens(read(text)) or []) == count


def test_a_payload_has_no_tokens(read):
    assert tokens(read('/ask_target{"agency": "duc-phu"}')) == []
