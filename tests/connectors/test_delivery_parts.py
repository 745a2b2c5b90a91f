"""The parts of the delivery that matter on their own: builder, group writer, dispatcher, texts."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from connectors.delivery.builder import build_drafts, is_intent
from connectors.delivery.database import Database
from connectors.delivery.dispatcher import Dispatcher
from connectors.delivery.models import Pending
from connectors.delivery.text import clean, neutralise
from connectors.errors import RasaMalformedError, RasaSilentError, TextsError
from connectors.texts import load_texts
from knowledge_base.answer.reply import Attachment, Outcome
from tests.connectors.harness import until
from tests.fakes.rasa import answer, utterance


def _body(*messages: Any) -> bytes:
    return json.dumps({"messages": messages}).encode()


def test_an_answer_and_a_response_become_two_drafts() -> None:
    first, second = build_drafts(_body(answer("a"), utterance("b")))
    assert first.outcome is Outcome.ANSWERED
    assert first.citations[0].locator == "III.1"
    assert second.outcome is Outcome.SMALL_TALK
    assert second.buttons[0].payload == "/ask_capabilities"


def test_a_response_without_an_outcome_is_answered_and_keeps_its_picture() -> None:
    [draft] = build_drafts(_body({"text": "xem ảnh", "image": "https://a.vn/1.png"}))
    assert draft.outcome is Outcome.ANSWERED
    assert draft.attachments == (Attachment(type="image", url="https://a.vn/1.png"),)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"messages": null}',
        b'{"messages": [1]}',
        _body({}),
        _body({"text": "  "}),
        _body({"text": 5}),
        _body({"text": "a", "metadata": {"outcome": "sure"}}),
        _body({"custom": {"something": "else"}}),
        _body({"custom": {"reply": {"outcome": "answered", "text": ""}}}),
        _body({"custom": {"reply": {"text": "a"}}}),
        _body({"text": "a", "buttons": [{"title": "no payload"}]}),
        _body(answer("a"), {}),
    ],
)
def test_what_does_not_fit_is_malformed(body: bytes) -> None:
    with pytest.raises(RasaMalformedError):
        build_drafts(body)


def test_no_message_is_silence() -> None:
    with pytest.raises(RasaSilentError):
        build_drafts(_body())


def test_only_a_whole_intent_counts_as_one() -> None:
    assert is_intent('/ask_target{"agency": "duc-phu", "topic": "chữ ký số"}')
    assert is_intent("/ask_capabilities")
    assert not is_intent("/ask target")
    assert not is_intent("Ai chủ trì?")
    assert not is_intent("/")
    assert not is_intent(None)


def test_cleaning_keeps_what_people_mean() -> None:
    assert clean("  Ky\u0301 số\r\nlà gì?\x00\u200b ") == "Ký số\nlà gì?"
    assert clean("👩\u200d🌾 hỏi") == "👩\u200d🌾 hỏi"
    assert neutralise("a/b") == "a/b"
    assert neutralise("/") == ""


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made._close()


@pytest.mark.asyncio
@pytest.mark.both_databases
async def test_a_failing_unit_of_work_does_not_take_its_neighbours_along(database: Database) -> None:
    # Given ten units of work that arrive together, one of which fails
    await database.write(lambda connection: connection.execute(text("create table t (n integer primary key)")))

    def insert(n: int) -> Any:
        def work(connection: Connection) -> int:
            connection.execute(text("insert into t values (:n)"), {"n": n})
            if n == 5:
                raise ValueError("five")
            return n

        return work

    results = await asyncio.gather(*(database.write(insert(n)) for n in range(10)), return_exceptions=True)

    # Then the other nine are committed, once, and the failure reaches its caller
    assert [one for one in results if isinstance(one, int)] == [0, 1, 2, 3, 4, 6, 7, 8, 9]
    assert isinstance(results[5], ValueError)
    rows = await database.read(
        lambda connection: connection.execute(text("select n from t order by n")).scalars().all()
    )
    assert list(rows) == [0, 1, 2, 3, 4, 6, 7, 8, 9]


@pytest.mark.asyncio
@pytest.mark.parametrize("count", [1, 10])
async def test_a_database_that_is_away_fails_all_that_wait_for_it_at_once(database: Database, count: int) -> None:
    tries = 0

    def work(_: Connection) -> None:
        nonlocal tries
        tries += 1
        raise OperationalError("", {}, Exception("locked"))

    # Given a writer at work while all of them arrive
    begun, go_on = threading.Event(), threading.Event()

    def before(_: Connection) -> bool:
        begun.set()
        return go_on.wait(60)

    busy = asyncio.create_task(database.write(before))
    await until(begun.is_set)
    waiting = [asyncio.create_task(database.write(work)) for _ in range(count)]
    await asyncio.sleep(0)
    go_on.set()
    assert await busy

    # Then one try is enough to tell all
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(one, OperationalError) for one in results)
    assert tries == 1


@pytest.mark.asyncio
async def test_sqlite_is_set_up_to_lose_nothing(database: Database) -> None:
    def pragma(name: str) -> Any:
        return lambda connection: connection.execute(text(f"pragma {name}")).scalar_one()

    assert await database.read(pragma("journal_mode")) == "wal"
    assert await database.read(pragma("synchronous")) == 2
    assert await database.read(pragma("foreign_keys")) == 1


_IDS = itertools.count(1)


def _pending(conversation: str, seq: int) -> Pending:
    return Pending(next(_IDS), conversation, "web", None, f"m-{seq}", seq, "…", None)


@pytest.mark.asyncio
async def test_no_more_than_the_set_number_is_worked_on_at_once() -> None:
    working, most, done = 0, 0, 0

    async def work(_: Pending) -> None:
        nonlocal working, most, done
        working += 1
        most = max(most, working)
        await asyncio.sleep(0.01)
        working -= 1
        done += 1

    dispatcher = Dispatcher(work, workers=3)
    for n in range(12):
        dispatcher.submit(_pending(f"web-{n}", 1))
    await until(lambda: done == 12)
    await dispatcher.stop(60)
    assert most == 3


@pytest.mark.asyncio
@pytest.mark.parametrize(("error", "expected"), [(OSError, [1, 2, 3]), (ValueError, [2, 3])])
async def test_a_message_waits_for_its_database_and_blocks_nobody_by_its_own_mistake(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], expected: list[int]
) -> None:
    # Given a first message that fails more often than a mistake is tried
    monkeypatch.setattr("connectors.delivery.dispatcher.PAUSE_SECONDS", 0.001)
    done: list[int] = []
    breaks = iter([True] * 5)

    async def work(pending: Pending) -> None:
        if pending.seq == 1 and next(breaks, False):
            raise error
        done.append(pending.seq)

    dispatcher = Dispatcher(work, workers=1)
    for seq in (2, 1, 3):  # numbers decide, not the moment of submission
        dispatcher.submit(_pending("web-1", seq))
    await until(lambda: 3 in done)  # the last of them
    await dispatcher.stop(60)
    assert done == expected


def test_the_texts_are_complete_and_a_wrong_file_is_named(tmp_path: Path) -> None:
    texts = load_texts()
    for code in ("failed", "unavailable", "timeout"):
        assert code in texts.apologies
    assert texts.apology("anything else") == texts.apologies["failed"]
    wrong = tmp_path / "texts.yml"
    wrong.write_text("assistant: {name: 5}\n")
    with pytest.raises(TextsError, match=r"texts\.yml: assistant\.name"):
        load_texts(wrong)
