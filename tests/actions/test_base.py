"""The tracker read into a question, the answer sent back in the gateway's shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import MEMORY_SLOT, read_question
from actions.plans import AskTarget, FollowUp
from actions.server import make_actions
from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act, Memory
from settings import REPOSITORY
from tests.actions.rasa_calls import call, entity, latest_message
from tests.knowledge_base.encoders import make_tiny_encoder

WIFI = "Vạn Hòa năm 2026 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng"


def tracker_of(message: dict[str, Any], slots: dict[str, Any] | None = None) -> Tracker:
    """A tracker as rasa-sdk reads it from a call."""
    return Tracker.from_dict(call("action_ask_target", message, slots)["tracker"])


def test_a_message_with_what_the_nlu_found_in_it() -> None:
    # given
    message = latest_message(
        WIFI,
        "ask_target",
        entity("agency", "van-hoa", 0, 7),
        entity("year", "2026", 12, 16),
        entity("topic", "Wifi công cộng", 57, 71),
        entity("topic", "Wifi công cộng", 57, 71),
        entity("task_number", "1.1", 0, 3),
        entity("unit", "Phòng Kinh tế", 0, 3),
        agency="tan-loc",
        channel="web",
    )
    # when
    question = read_question(tracker_of(message), Act.ASK_TARGET)
    # then
    assert question.text == WIFI
    assert question.act is Act.ASK_TARGET
    assert question.confidence == pytest.approx(0.97)
    assert question.agency == "tan-loc"
    assert question.agencies == ("van-hoa",)
    assert question.agency_words == ("Vạn Hòa",)
    assert question.years == (2026,)
    assert question.topics == ("Wifi công cộng",)
    assert question.task_numbers == ("1.1",)
    assert question.passage is None
    assert question.memory is None


def test_a_pressed_button_says_nothing_but_its_entities() -> None:
    message = latest_message('/follow_up{"agency": "van-hoa"}', "follow_up", entity("agency", "van-hoa"))
    question = read_question(tracker_of(message), Act.FOLLOW_UP)
    assert question.text == ""
    assert question.agencies == ("van-hoa",)
    assert question.agency_words == ()


def test_a_button_that_opens_a_passage() -> None:
    message = latest_message('/ask_how_to{"passage": "a:b"}', "ask_how_to", entity("passage", "a:b"))
    assert read_question(tracker_of(message), Act.ASK_HOW_TO).passage == "a:b"


def test_the_memory_of_the_turn_before_is_read_from_its_slot() -> None:
    memory = Memory(act=Act.ASK_TARGET, text="wifi", agencies=("van-hoa",), years=(2026,), passages=("a:b",))
    question = read_question(
        tracker_of(latest_message("còn 2028", "follow_up"), {MEMORY_SLOT: memory.model_dump(mode="json")}),
        Act.FOLLOW_UP,
    )
    assert question.memory == memory


@pytest.mark.parametrize("slot", ["words", 7, {}, {"act": "no_such_act", "text": "x"}, ["a"]])
def test_a_slot_that_holds_no_memory_is_left_out(slot: object) -> None:
    question = read_question(tracker_of(latest_message("còn 2028", "follow_up"), {MEMORY_SLOT: slot}), Act.FOLLOW_UP)
    assert question.memory is None


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": None, "intent": None, "entities": None, "metadata": None},
        {"text": "xin chào"},
        {"text": "x", "intent": {}, "entities": [{"entity": "year", "value": "năm ngoái"}], "metadata": {}},
    ],
)
def test_what_is_missing_from_a_message_does_not_fail(message: dict[str, Any]) -> None:
    tracker = Tracker("c", {}, message, [], False, None, {}, "action_listen")
    question = read_question(tracker, Act.SEARCH)
    assert question.text == (message.get("text") or "")
    assert (question.confidence, question.agency, question.years) == (0.0, None, ())


def test_several_questions_in_a_message_each_with_what_was_found_in_it() -> None:
    # given
    text = "Chào em. Vạn Hòa có bao nhiêu wifi công cộng? Với lại ai chủ trì vậy?"
    first = {
        "start": 0,
        "end": 45,
        "asks_from": 9,
        "intent": {"name": "ask_target", "confidence": 0.9},
        "intent_ranking": [{"name": "ask_target", "confidence": 0.9}],
        "entities": [entity("agency", "van-hoa", 9, 16), entity("topic", "Wifi công cộng", 30, 44)],
        "leans": False,
    }
    second = {
        **first,
        "start": 54,
        "end": 69,
        "asks_from": 54,
        "intent": {"name": "nlu_fallback", "confidence": 0.3},
        "leans": True,
    }
    message = {**latest_message(text, "ask_target", agency="tan-loc"), "parts": [first, second]}
    # when
    question = read_question(tracker_of(message), Act.ASK_TARGET)
    # then
    one, other = question.parts
    assert question.text == text
    assert (one.text, one.label) == (text[:45], "Vạn Hòa có bao nhiêu wifi công cộng?")
    assert (one.act, one.agencies, one.agency_words, one.agency) == (
        Act.ASK_TARGET,
        ("van-hoa",),
        ("Vạn Hòa",),
        "tan-loc",
    )
    assert (one.leans, one.about) == (False, ())
    assert (other.text, other.act, other.leans) == ("ai chủ trì vậy?", Act.SEARCH, True)
    assert other.about == ("wifi công cộng",)


def test_a_pressed_button_has_no_parts() -> None:
    message = {**latest_message('/follow_up{"agency": "van-hoa"}', "follow_up"), "parts": [{"start": 0}]}
    assert read_question(tracker_of(message), Act.FOLLOW_UP).parts == ()


def test_there_is_one_action_for_every_act_and_domain_and_rules_know_it(
    actions_home: Path, actions_encoder: str
) -> None:
    from ruamel.yaml import YAML

    names = [one.name() for one in make_actions(Assistant(actions_home / "index", actions_encoder))]
    assert sorted(names) == sorted(f"action_{act}" for act in Act)
    domain = YAML(typ="safe").load((REPOSITORY / "domain.yml").read_text(encoding="utf-8"))
    assert set(names) <= set(domain["actions"])
    rules = (REPOSITORY / "nlu_data" / "rules.yml").read_text(encoding="utf-8")
    assert [name for name in names if name not in rules] == []


async def test_the_answer_is_custom_json_and_the_memory_goes_into_its_slot(
    actions_home: Path, actions_encoder: str
) -> None:
    # given
    action = AskTarget(Assistant(actions_home / "index", actions_encoder))
    dispatcher = CollectingDispatcher()
    message = latest_message(WIFI, "ask_target", entity("agency", "van-hoa", 0, 7), entity("year", "2026", 12, 16))
    # when
    events = await action.run(dispatcher, tracker_of(message), {})
    # then
    reply = dispatcher.messages[0]["custom"]["reply"]
    assert set(reply) == {"outcome", "text", "citations", "buttons", "attachments"}
    assert reply["outcome"] == "answered"
    assert "60%" in reply["text"]
    fields = {"document_id", "title", "number", "issuer", "issued", "locator", "quote", "url"}
    assert set(reply["citations"][0]) == fields
    assert [(event["event"], event["name"]) for event in events] == [("slot", MEMORY_SLOT)]
    assert Memory.model_validate(events[0]["value"]).years == (2026,)


async def test_without_an_index_nothing_is_said_and_nothing_fails(tmp_path: Path, actions_encoder: str) -> None:
    dispatcher = CollectingDispatcher()
    action = FollowUp(Assistant(tmp_path / "none", actions_encoder))
    assert await action.run(dispatcher, tracker_of(latest_message("còn 2028", "follow_up")), {}) == []
    assert dispatcher.messages == []


async def test_an_index_of_another_encoder_says_nothing_to_the_visitor_and_why_to_the_operator(
    actions_home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher = CollectingDispatcher()
    action = AskTarget(Assistant(actions_home / "index", make_tiny_encoder(tmp_path, seed=99)))
    assert await action.run(dispatcher, tracker_of(latest_message(WIFI, "ask_target")), {}) == []
    assert dispatcher.messages == []
    assert "run `troly index`" in caplog.text


async def test_the_question_is_never_logged(
    actions_home: Path, actions_encoder: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    action = AskTarget(Assistant(actions_home / "index", actions_encoder))
    await action.run(CollectingDispatcher(), tracker_of(latest_message("bí mật zzqx 0912345678", "ask_target")), {})
    assert "zzqx" not in caplog.text
    assert "0912345678" not in caplog.text
    assert "outcome=" in caplog.text
