from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.normaliser import NORMALISED_TEXT, VietnameseNormaliser


def test_the_text_as_typed_stays_and_its_normalised_form_stands_beside(make):
    typed = "Chữ  ký số làm ntn\u200b, tui ko biếttttt"
    message = make(VietnameseNormaliser).process([Message({TEXT: typed})])[0]
    assert message.get(TEXT) == typed
    assert message.get(NORMALISED_TEXT) == "Chữ ký số làm như thế nào, tôi không biết"


def test_a_payload_is_no_language(make):
    message = make(VietnameseNormaliser).process([Message({TEXT: '/ask_target{"year": "2030"}'})])[0]
    assert message.get(NORMALISED_TEXT) == ""


def test_a_command_behind_an_invisible_or_wide_character_does_not_become_one(make):
    for hidden in ("\u200b/restart", "／restart"):
        message = make(VietnameseNormaliser).process([Message({TEXT: hidden})])[0]
        assert not message.get(TEXT).startswith("/"), "Rasa looks at the text for commands"


def test_training_adds_a_copy_without_diacritics_of_what_has_them(make):
    given = [Message({TEXT: "chữ ký số là gì", INTENT: "ask_definition"}), Message({TEXT: "5g", INTENT: "ask_task"})]
    data = make(VietnameseNormaliser).process_training_data(TrainingData(given))
    assert [(one.get(TEXT), one.get(INTENT)) for one in data.training_examples] == [
        ("chữ ký số là gì", "ask_definition"),
        ("5g", "ask_task"),
        ("chu ky so la gi", "ask_definition"),
    ]
    assert all(one.get(NORMALISED_TEXT) for one in data.training_examples)


def test_training_keeps_lookup_tables_and_synonyms_and_examples_without_text(make):
    action = Message({"action_name": "action_search"})
    data = TrainingData([action], {"5g": "Mạng 5G"}, lookup_tables=[{"name": "topic", "elements": ["5g"]}])
    result = make(VietnameseNormaliser).process_training_data(data)
    assert result.entity_synonyms == {"5g": "Mạng 5G"}
    assert result.lookup_tables == [{"name": "topic", "elements": ["5g"]}]
    assert result.training_examples == [action]
