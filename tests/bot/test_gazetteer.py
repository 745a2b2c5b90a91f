import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.gazetteer import GazetteerExtractor

TABLES = [
    {"name": "agency", "elements": ["Minh Long", "xã Minh Long", "Đức Phú"]},
    {"name": "unit", "elements": ["Phòng Văn hóa và Thông tin", "Phòng VH&TT", "Điện lực Minh Long"]},
    {"name": "topic", "elements": ["chữ ký số"]},
    {"name": "street", "elements": ["Hùng Vương"]},
]
SYNONYMS = {
    "Minh Long": "minh-long",
    "xã Minh Long": "minh-long",
    "Đức Phú": "duc-phu",
    "Phòng VH&TT": "Phòng Văn hóa và Thông tin",
    "chữ ký số": "Chữ ký số",
}


@pytest.fixture
def entities(make, read):
    make(GazetteerExtractor).train(TrainingData(lookup_tables=TABLES, entity_synonyms=SYNONYMS))
    loaded = make(GazetteerExtractor, "load")

    def found(text):
        message = loaded.process([read(text)])[0]
        assert ENTITIES in message.output_properties
        return message.get(ENTITIES)

    return found


def test_entities_carry_position_value_and_extractor(entities):
    assert entities("ở xã minh long thì sao") == [
        {
            "entity": "agency",
            "value": "minh-long",
            "start": 2,
            "end": 14,
            "extractor": "GazetteerExtractor",
        }
    ]


def test_all_kinds_in_the_order_of_the_text(entities):
    text = "phong vh&tt lam chu ky so nam 2030 o duc phu va minh long, nhiem vu 4.2"
    assert [(one["entity"], one["value"]) for one in entities(text)] == [
        ("unit", "Phòng Văn hóa và Thông tin"),
        ("topic", "Chữ ký số"),
        ("year", "2030"),
        ("agency", "duc-phu"),
        ("agency", "minh-long"),
        ("task_number", "4.2"),
    ]


def test_names_of_different_tables_may_overlap(entities):
    assert [one["value"] for one in entities("Điện lực Minh Long")] == ["Điện lực Minh Long", "minh-long"]


def test_tables_not_asked_for_are_left_alone(entities):
    assert entities("đường Hùng Vương") == []


def test_a_payload_has_no_entities_of_its_text(entities):
    assert entities('/ask_target{"agency": "Minh Long"}') == []


def test_a_spelling_cannot_have_the_synonym_of_another_table(make):
    tables = [{"name": "agency", "elements": ["Sở KHCN"]}, {"name": "unit", "elements": ["Sở KHCN"]}]
    data = TrainingData(lookup_tables=tables, entity_synonyms={"Sở KHCN": "so-khcn"})
    with pytest.raises(InvalidConfigException, match="'Sở KHCN' stands in tables 'agency' and 'unit'"):
        make(GazetteerExtractor).train(data)
