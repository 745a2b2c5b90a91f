import pytest

from bot.names import NameTable
from bot.syllables import syllables

TABLE = NameTable(
    {
        "Minh Long": "minh-long",
        "xã Minh Long": "minh-long",
        "Đức Phú": "duc-phu",
        "UBND xã Đức Phú": "duc-phu",
        "Hớn Quản": "hon-quan",
        "Hơn Quản": "hon-quan",
        "Trương Quang Trọng": "truong-quang-trong",
        "Sở KH&CN": "so-khcn",
        "Sở KH&CN Quảng Ngãi": "so-khcn-quang-ngai",
        "AI": "ai",
        "chữ ký số": "cks",
    }
)


def found(text):
    return [(one.value, text[one.first : one.last]) for one in TABLE.search(syllables(text))]


@pytest.mark.parametrize(
    ("text", "value", "typed"),
    [
        ("chỉ tiêu của Minh Long", "minh-long", "Minh Long"),
        ("chi tieu cua minh long", "minh-long", "minh long"),
        ("UBND xã Đức Phú ở đâu", "duc-phu", "UBND xã Đức Phú"),
        ("Hớn Quãn có gì", "hon-quan", "Hớn Quãn"),  # hỏi and ngã
        ("ở sở kh và cn", None, None),
        ("Sở KH-CN Quảng Ngãi làm gì", "so-khcn-quang-ngai", "Sở KH-CN Quảng Ngãi"),
        ("đăng ký cks", "cks", "cks"),
    ],
)
def test_exact_names(text, value, typed):
    assert found(text) == ([(value, typed)] if value else [])


@pytest.mark.parametrize("typed", ["minhlong", "mnih long", "Minh Longg", "minh lonh", "minh lng", "xa minhlong"])
def test_one_typing_error_in_a_long_name(typed):
    assert found(f"hỏi {typed} chút") == [("minh-long", typed)]


@pytest.mark.parametrize("typed", ["trương quan trọng", "Trướng Quang Trọng", "truong quang trog", "Trương Quang Trọn"])
def test_one_typing_error_in_a_name_of_three_syllables(typed):
    assert found(typed) == [("truong-quang-trong", typed)]


@pytest.mark.parametrize(
    "other",
    [
        "Bình Long",  # a place of its own
        "xã Bình Long",
        "UBND xã Đức Phổ",
        "Minh Hồng",
        "mình lòng nào",
        "quan trọng hơn quan điểm",
        "mnih lonh",  # two errors
        "duc ph",  # a short name has to be exact
        "minh longlong",
    ],
)
def test_other_names_and_words_are_not_taken_for_one(other):
    assert found(other) == []


@pytest.mark.parametrize("text", ["công nghệ mới", "Sở KH&CN Quảng Ngãi"])
def test_a_word_that_was_meant_is_no_slip_of_a_names_word(text):
    table = NameTable({"công nghệ mở": "open", "App C Quảng Ngãi": "app", "C Quảng Ngãi": "app"})
    assert table.search(syllables(text)) == []


def test_several_names_in_the_order_of_the_text():
    assert [value for value, _ in found("so sánh Đức Phú, minh long và hon quan")] == [
        "duc-phu",
        "minh-long",
        "hon-quan",
    ]


def test_the_longest_name_wins():
    assert found("Sở KH&CN Quảng Ngãi") == [("so-khcn-quang-ngai", "Sở KH&CN Quảng Ngãi")]
    assert found("Sở KH&CN") == [("so-khcn", "Sở KH&CN")]


def test_an_acronym_that_reads_like_a_word_stands_in_capitals():
    assert found("ai làm việc này") == []
    assert found("ứng dụng AI") == [("ai", "AI")]
    assert found("AI LÀM VIỆC NÀY") == []


def test_a_name_inside_a_word_is_none():
    assert found("minh longan") == []


def test_typing_errors_are_looked_for_in_the_beginning_of_a_long_message():
    assert found("à " * 150 + "minhlong") == []
    assert found("à " * 150 + "minh long") == [("minh-long", "minh long")]


def test_an_empty_table_and_an_empty_text():
    assert NameTable({}).search(syllables("Minh Long")) == []
    assert found("") == []
