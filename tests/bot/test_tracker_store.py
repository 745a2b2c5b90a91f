import sqlite3
import time

import pytest
from rasa.core.tracker_store import TrackerStore, check_if_tracker_store_async
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.tracker_store import RecentTurnsStore

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [ask_target, follow_up]
slots:
  last_question: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  agency: {type: any, influence_conversation: false, mappings: [{type: custom}]}
actions: [action_ask_target]
"""
)


@pytest.fixture
def store(tmp_path):
    return RecentTurnsStore(DOMAIN, path=str(tmp_path / "made" / "c.db"), turns=2)


def opened(sender="a"):
    tracker = DialogueStateTracker(sender, DOMAIN.slots)
    for event in (ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")):
        tracker.update(event)
    return tracker


def turn(tracker, text, **slots):
    tracker.update(UserUttered(text, {"name": "ask_target", "confidence": 0.9}, metadata={"agency": "minh-long"}))
    tracker.update(ActionExecuted("action_ask_target"))
    tracker.update(BotUttered(f"trả lời {text}", {"custom": {"reply": {"text": "x" * 500}}}))
    for name, value in slots.items():
        tracker.update(SlotSet(name, value))
    tracker.update(ActionExecuted("action_listen"))


def said(tracker):
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def reopened(store, tmp_path):
    return RecentTurnsStore(DOMAIN, path=str(tmp_path / "made" / "c.db"), turns=2)


async def test_an_unknown_conversation_is_none(store):
    assert await store.retrieve("a") is None
    assert list(await store.keys()) == []


async def test_a_conversation_comes_back_after_a_restart(store, tmp_path):
    tracker = opened()
    turn(tracker, "chữ ký số?", last_question={"intent": "ask_target", "năm": "2025"})
    await store.save(tracker)
    for kept in (store, reopened(store, tmp_path)):
        again = await kept.retrieve("a")
        assert said(again) == ["chữ ký số?"]
        assert again.get_slot("last_question") == {"intent": "ask_target", "năm": "2025"}
        assert again.latest_message.metadata == {"agency": "minh-long"}
        assert again.latest_action_name == "action_listen"


async def test_only_the_last_turns_stay_and_slots_with_them(store, tmp_path):
    tracker = opened()
    turn(tracker, "một", agency="duc-phu", last_question={"n": 1})
    for text in ("hai", "ba", "bốn"):
        turn(tracker, text)
    turn(tracker, "năm", last_question={"n": 5})
    await store.save(tracker)
    for kept in (store, reopened(store, tmp_path)):
        again = await kept.retrieve("a")
        assert said(again) == ["bốn", "năm"]
        assert again.current_slot_values() == tracker.current_slot_values()
        assert again.latest_action_name == "action_listen"


async def test_a_conversation_of_any_length_weighs_the_same(store):
    sizes = []
    tracker = opened()
    for number in range(30):
        turn(tracker, f"câu {number:02}", last_question={"n": number})
        await store.save(tracker)
        tracker = await store.retrieve("a")
        sizes.append(len(tracker.events))
    assert len(set(sizes[3:])) == 1
    assert tracker.get_slot("last_question") == {"n": 29}


async def test_a_slot_set_back_to_nothing_stays_so(store):
    tracker = opened()
    turn(tracker, "một", agency="duc-phu")
    turn(tracker, "hai", agency=None)
    for text in ("ba", "bốn", "năm"):
        turn(tracker, text)
    await store.save(tracker)
    assert (await store.retrieve("a")).get_slot("agency") is None


async def test_what_the_assistant_said_is_not_kept(store, tmp_path):
    tracker = opened()
    turn(tracker, "một")
    await store.save(tracker)
    with sqlite3.connect(tmp_path / "made" / "c.db") as database:
        ((kept,),) = database.execute("SELECT events FROM conversations").fetchall()
    assert "trả lời" not in kept
    assert "xxx" not in kept


async def test_a_turn_that_failed_half_way_leaves_the_kept_one_alone(store):
    tracker = opened()
    turn(tracker, "một")
    await store.save(tracker)
    turn(await store.retrieve("a"), "hai")  # never saved
    assert said(await store.retrieve("a")) == ["một"]


async def test_what_another_process_wrote_is_seen(store, tmp_path):
    tracker = opened()
    turn(tracker, "không")
    await store.save(tracker)
    other = reopened(store, tmp_path)
    for at, text in enumerate(("một", "hai", "ba", "bốn")):
        writer, reader = (store, other) if at % 2 else (other, store)
        tracker = await writer.retrieve("a")
        turn(tracker, text)
        await writer.save(tracker)
        assert said(await reader.retrieve("a"))[-1] == text


async def test_saving_no_events_forgets_the_conversation(store, tmp_path):
    tracker = opened()
    turn(tracker, "dữ liệu của tôi")
    await store.save(tracker)
    await store.save(DialogueStateTracker("a", DOMAIN.slots))
    assert await store.retrieve("a") is None
    assert await reopened(store, tmp_path).retrieve("a") is None


async def test_what_was_forgotten_is_in_no_file(store, tmp_path):
    tracker = opened()
    turn(tracker, "câu hỏi rất riêng", last_question={"text": "riêng tư"})
    await store.save(tracker)
    files = tmp_path / "made"
    assert any("rất riêng".encode() in file.read_bytes() for file in files.iterdir())
    await store.save(DialogueStateTracker("a", DOMAIN.slots))
    for file in files.iterdir():
        assert "riêng".encode() not in file.read_bytes()


async def test_memory_is_bounded_and_the_file_has_the_rest(tmp_path):
    store = RecentTurnsStore(DOMAIN, path=str(tmp_path / "c.db"), cached=3)
    for number in range(8):
        tracker = opened(f"c{number}")
        turn(tracker, f"câu {number}")
        await store.save(tracker)
    assert len(store._recent) == 3
    assert said(await store.retrieve("c0")) == ["câu 0"]
    assert len(list(await store.keys())) == 8


async def test_silent_conversations_are_forgotten(tmp_path):
    path = str(tmp_path / "c.db")
    store = RecentTurnsStore(DOMAIN, path=path, keep_hours=1)
    for sender in ("old", "new"):
        tracker = opened(sender)
        turn(tracker, "một")
        await store.save(tracker)
    store._database.execute("UPDATE conversations SET updated = ? WHERE sender_id = 'old'", (time.time() - 3700,))
    again = RecentTurnsStore(DOMAIN, path=path, keep_hours=1)
    assert list(await again.keys()) == ["new"]


def test_rasa_makes_it_from_the_endpoints_file(tmp_path):
    endpoint = EndpointConfig(type="bot.tracker_store.RecentTurnsStore", path=str(tmp_path / "c.db"), turns="2")
    store = TrackerStore.create(endpoint, domain=DOMAIN)
    assert isinstance(store, RecentTurnsStore)
    assert check_if_tracker_store_async(store)
