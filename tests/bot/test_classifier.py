import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message

from bot.classifier import VietnameseIntentClassifier, in_another_script, pooled, weight_of

DATA = {
    "ask_target": [
        "mục tiêu chữ ký số bao nhiêu phần trăm",
        "chỉ tiêu 5G năm 2030 là bao nhiêu",
        "đặt ra mấy phần trăm",
    ],
    "ask_responsible": ["ai chủ trì việc này", "đơn vị nào phối hợp", "ai chịu trách nhiệm nhiệm vụ 4.2"],
    "greet": ["xin chào", "chào bạn", "hello ad"],
}


@pytest.fixture
def trained(make, examples):
    make(VietnameseIntentClassifier).train(examples(DATA))
    return make(VietnameseIntentClassifier, "load")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("chỉ tiêu cáp quang là bao nhiêu phần trăm", "ask_target"),
        ("chi tieu cap quang la bao nhieu phan tram", "ask_target"),
        ("ai chu tri vay", "ask_responsible"),
        ("đơn vị nào phôi hợp nhiệm vụ 2.4", "ask_responsible"),
        ("chao ad", "greet"),
    ],
)
def test_it_understands_with_and_without_diacritics_and_mistyped(trained, read, text, intent):
    message = trained.process([read(text)])[0]
    assert message.get(INTENT)["name"] == intent
    assert message.get("intent_ranking")[0] == message.get(INTENT)
    assert {INTENT, "intent_ranking"} <= message.output_properties


def test_a_payload_gets_no_intent_here(trained, read):
    assert trained.process([read("/greet")])[0].get(INTENT) == {"name": None, "confidence": 0.0}


def test_an_untrained_classifier_knows_nothing(make, read):
    assert make(VietnameseIntentClassifier).process([read("xin chào")])[0].get("intent_ranking") == []


def test_domain_messages_without_text_are_not_learnt_from(make, examples):
    data = examples(DATA)
    data.training_examples.append(Message({INTENT: "deny"}))
    make(VietnameseIntentClassifier).train(data)
    assert all(one.get(TEXT) for one in data.training_examples[:-1])


def test_the_weight_is_read_from_the_training_data_as_rasa_reads_it(tmp_path):
    (tmp_path / "nlu.yml").write_text(
        """
version: "3.1"
nlu:
- intent: ask_rule
  metadata: {weight: 0.1}
  examples: |
    - có mất phí không
- intent: greet
  examples: |
    - xin chào
""",
        encoding="utf-8",
    )
    examples = load_data(str(tmp_path / "nlu.yml")).training_examples
    assert {one.get(INTENT): weight_of(one) for one in examples} == {"ask_rule": 0.1, "greet": 1.0}


def test_several_questions_are_an_output_of_their_own(trained, read):
    text = "chỉ tiêu 5G năm 2030 là bao nhiêu, với lại ai chủ trì việc lắp cáp quang"
    message = trained.process([read(text)])[0]
    assert "parts" in message.output_properties
    assert [text[one["start"] : one["end"]] for one in message.get("parts")] == [
        "chỉ tiêu 5G năm 2030 là bao nhiêu",
        "ai chủ trì việc lắp cáp quang",
    ]
    assert [one["intent"]["name"] for one in message.get("parts")] == ["ask_target", "ask_responsible"]


def test_a_greeting_before_several_questions_does_not_hide_them(trained, read):
    text = "xin chào hello ad chào bạn hello xin chào ad. 5G bao nhiêu phần trăm? Ai chịu trách nhiệm cáp quang?"
    message = trained.process([read(text)])[0]
    assert len(message.get("parts")) == 2
    assert message.get(INTENT)["name"] != "greet"


@pytest.mark.parametrize("text", ["chào bạn", "/ask_target", "ai chủ trì, ai phối hợp nhiệm vụ 4.2"])
def test_one_question_has_no_parts(trained, read, text):
    assert "parts" not in trained.process([read(text)])[0].output_properties


def test_small_talk_of_several_kinds_is_surely_small_talk():
    ranking = [
        {"name": "ask_identity", "confidence": 0.33},
        {"name": "ask_capabilities", "confidence": 0.31},
        {"name": "ask_target", "confidence": 0.2},
    ]
    assert pooled(ranking) == [{"name": "ask_identity", "confidence": 0.64}, ranking[2]]


def test_a_question_is_as_sure_as_it_was():
    ranking = [{"name": "ask_target", "confidence": 0.4}, {"name": "greet", "confidence": 0.3}]
    assert pooled(ranking) == ranking
    assert pooled([]) == []


def test_who_asks_does_not_hide_what_is_asked(trained, read):
    whole = trained.process([read("Xin chào bạn, chào bạn, hello ad, chào ad: ai chịu trách nhiệm nhiệm vụ 4.2")])[0]
    assert whole.get(INTENT) == trained.process([read("ai chịu trách nhiệm nhiệm vụ 4.2")])[0].get(INTENT)


def test_a_greeting_behind_a_question_does_not_hide_it(trained, read):
    text = "chỉ tiêu 5G năm 2030 là bao nhiêu phần trăm: xin chào bạn hello ad"
    assert trained.process([read(text)])[0].get(INTENT)["name"] == "ask_target"


@pytest.mark.parametrize(("text", "other"), [("怎么申请数字签名", True), ("113?", False), ("chữ ký 数字", False)])
def test_letters_of_another_script_are_another_language(trained, read, text, other):
    assert in_another_script(text) is other
    assert (trained.process([read(text)])[0].get(INTENT)["name"] == "other_language") is other
