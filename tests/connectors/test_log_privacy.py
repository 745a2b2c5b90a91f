"""Logs carry identifiers and figures: never a question, an answer, a token or a number someone typed."""

from __future__ import annotations

import io
import json
import logging

import pytest

from connectors.logs import event, get_logger
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import VISITOR, open_session, until
from tests.fakes.rasa import FakeRasa, Fault

QUESTION = "Tôi tên Nguyễn Văn Kín, số 0905123456, căn cước 051203004567, muốn hỏi kế hoạch"
PRIVATE = ("Nguyễn Văn Kín", "0905123456", "051203004567", "muốn hỏi", "Trả lời:")


@pytest.mark.asyncio
async def test_nothing_private_reaches_the_logs(
    make_gateway: MakeGateway, rasa: FakeRasa, logs: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given the most talkative level, and a conversation in which all kinds of things happen
    gateway = make_gateway()
    async with client_of(gateway) as client:
        visitor = await open_session(client, **VISITOR)
        reply = (await visitor.say(QUESTION, message_id="m-1", headers=VISITOR)).json()["replies"][0]
        await visitor.press(reply["buttons"][0]["id"])
        await visitor.press(QUESTION[:60])
        await visitor.say(QUESTION * 100)
        await visitor.send({"id": QUESTION, "text": QUESTION})
        await visitor.client.post("/v1/web/messages", content=QUESTION.encode("utf-16"), headers=visitor.headers)
        await client.get(f"/{QUESTION}")
        await client.get("/readyz")
        await visitor.history()
        await visitor.replies(1)
        faults: list[Fault] = ["500", "malformed", "not_json", "empty"]
        for fault in faults:
            rasa.fault = fault
            await visitor.say(QUESTION)
        rasa.fault = None
        rasa.answers[QUESTION] = [{"custom": {"reply": {"outcome": QUESTION, "text": QUESTION}}}]
        await visitor.say(QUESTION)

        async def broken(*_: object) -> None:
            raise ValueError(QUESTION)

        with monkeypatch.context() as breaking:
            breaking.setattr("connectors.delivery.dispatcher.PAUSE_SECONDS", 0.01)
            breaking.setattr("connectors.delivery.inbox.Inbox.finish", broken)
            await visitor.say(QUESTION, wait=None)
            await until(lambda: '"turn.broken"' in logs.getvalue())
            breaking.setattr("connectors.delivery.inbox.Inbox.save", broken)
            await visitor.say(QUESTION)
            gateway.stop()
    rasa.fault = "hang"
    impatient = make_gateway(rasa_timeout_seconds=0.5)
    async with client_of(impatient) as client:
        await (await open_session(client, **VISITOR)).say(QUESTION)
    impatient.stop()

    # Then the log is there, as one JSON object per line
    lines = logs.getvalue().splitlines()
    events = [json.loads(line) for line in lines]
    assert {"turn.finished", "rasa.failed", "turn.broken", "request.broken"} <= {entry["event"] for entry in events}
    finished = next(entry for entry in events if entry["event"] == "turn.finished")
    assert finished["conversation"] == visitor.conversation
    assert finished["outcomes"] == ["answered"]
    assert finished["ms"] > 0
    # And holds nothing private
    for private in (*PRIVATE, visitor.session["token"], rasa.secret, rasa.token, "203.0.113.7"):
        assert private not in logs.getvalue()


def test_an_exception_is_logged_without_its_message(logs: io.StringIO) -> None:
    try:
        raise KeyError("0905123456")
    except KeyError:
        event(get_logger("connectors.test"), "it.broke", logging.ERROR, error=True, inbound=7)
    entry = json.loads(logs.getvalue())
    assert entry["event"] == "it.broke"
    assert entry["error"] == "KeyError"
    assert entry["inbound"] == 7
    assert "test_log_privacy.py" in entry["at"][0]
    assert "0905123456" not in logs.getvalue()
