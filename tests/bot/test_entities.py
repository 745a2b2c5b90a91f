import pytest

from bot.entities import entities_in
from bot.names import NameTable
from bot.read_entities import load_tables

TABLES = {"agency": NameTable({"Minh Long": "minh-long", "xã Đức Phú": "duc-phu", "Đức Phú": "duc-phu"})}


def found(text):
    return [(one["entity"], one["value"]) for one in entities_in(text, TABLES)]


@pytest.mark.parametrize("text", ["anh Đức Phú mượn tiền", "sứ Minh Long", "ở đường Minh Long", "ong tên Minh Long"])
def test_a_person_a_street_or_china_of_that_name_is_no_agency(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["ở Minh Long", "đường về xã Minh Long", "mấy anh Minh Long", "co Minh Long khong"])
def test_other_words_before_a_name_leave_it_one(text):
    assert found(text) == [("agency", "minh-long")]


def test_a_name_typed_without_blanks_or_in_keystrokes():
    assert found("ducphu 2030") == [("agency", "duc-phu"), ("year", "2030")]
    assert found("xax DDwcs Phus cos gif") == [("agency", "duc-phu")]
    assert found("sucphu") == []


def test_tables_are_read_as_training_keeps_them(tmp_path):
    (tmp_path / "agency.yml").write_text(
        "nlu:\n- lookup: agency\n  examples: |\n    - Minh Long\n    - Sơn Mai\n- synonym: minh-long\n  examples: |\n"
        "    - Sơn Mai\n",
        encoding="utf-8",
    )
    assert [one["value"] for one in entities_in("sơn mai, Minh Long", load_tables(tmp_path))] == [
        "minh-long",
        "Minh Long",
    ]
