"""The action server over HTTP, called as Rasa 3.6 calls it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from tests.actions.conftest import running_server
from tests.actions.rasa_calls import call, entity, latest_message

WIFI = "năm 2028 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng"


def post(url: str, body: dict[str, Any] | bytes) -> tuple[int, Any]:
    """``POST /webhook``: the status and the answer."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    answer = httpx.post(f"{url}/webhook", content=data, headers=headers, timeout=60, trust_env=False)
    return answer.status_code, answer.json() if answer.is_success else answer.text


def reply_of(answer: Any) -> dict[str, Any]:
    """The one reply of an answer."""
    assert len(answer["responses"]) == 1
    reply: dict[str, Any] = answer["responses"][0]["custom"]["reply"]
    return reply


def test_it_is_healthy_and_knows_its_actions(server: str) -> None:
    assert httpx.get(f"{server}/health", timeout=60, trust_env=False).json() == {"status": "ok"}
    assert {"name": "action_ask_target"} in httpx.get(f"{server}/actions", timeout=60, trust_env=False).json()


def test_a_question_is_answered_with_a_citation(server: str) -> None:
    message = latest_message(WIFI, "ask_target", entity("year", "2028", 4, 8), agency="van-hoa", channel="web")
    status, answer = post(server, call("action_ask_target", message))
    assert status == 200
    reply = reply_of(answer)
    assert reply["outcome"] == "answered"
    assert "Trên 90%" in reply["text"]
    assert [one["locator"] for one in reply["citations"]] == ["II.2"]


def test_a_conversation_keeps_its_memory_in_the_slot(server: str) -> None:
    # given a question that fits several plans
    first = latest_message(WIFI, "ask_target", entity("year", "2028", 4, 8), agency=None, channel="web")
    _, asked_back = post(server, call("action_ask_target", first))
    reply = reply_of(asked_back)
    assert reply["outcome"] == "clarification"
    slots = {event["name"]: event["value"] for event in asked_back["events"] if event["event"] == "slot"}
    # when the button it offered is pressed
    payload = next(one["payload"] for one in reply["buttons"] if "tan-loc" in one["payload"])
    pressed = latest_message(payload, "follow_up", entity("agency", "tan-loc"))
    _, answered = post(server, call("action_follow_up", pressed, slots))
    # then
    assert "70%" in reply_of(answered)["text"]


def test_calls_side_by_side_are_each_answered_with_their_own(server: str) -> None:
    def ask(agency: str) -> str:
        message = latest_message(WIFI, "ask_target", entity("year", "2028", 4, 8), agency=agency)
        return str(reply_of(post(server, call("action_ask_target", message))[1])["text"])

    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(ask, ["van-hoa", "tan-loc"] * 12))
    assert ["Trên 90%" in text for text in texts] == [True, False] * 12
    assert ["70%" in text for text in texts] == [False, True] * 12


def test_an_action_that_is_unknown_is_refused(server: str) -> None:
    status, answer = post(server, call("action_fly", latest_message("x", "fly")))
    assert status == 404
    assert "action_fly" in answer


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null"])
def test_a_broken_call_does_not_bring_it_down(server: str, body: bytes) -> None:
    status, _ = post(server, body)
    assert status >= 400
    assert post(server, call("action_insult", latest_message("đồ ngu", "insult")))[0] == 200


def test_without_an_index_it_serves_and_says_nothing(tmp_path: Path, actions_encoder: str) -> None:
    with running_server(tmp_path / "home", actions_encoder) as url:
        status, answer = post(url, call("action_ask_target", latest_message(WIFI, "ask_target")))
        assert (status, answer) == (200, {"events": [], "responses": []})
    log = (tmp_path / "home" / "server.log").read_text()
    assert "run `troly index`" in log
    assert "Traceback" not in log
