"""POST /v1/web/sessions: opening a conversation."""

from __future__ import annotations

import hashlib

import httpx2 as httpx
import pytest

from tests.connectors.conftest import client_of
from tests.connectors.harness import RunningGateway, is_problem, open_session
from tests.fakes.rasa import FakeRasa

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]


async def test_a_session_says_that_a_machine_answers_and_welcomes(client: httpx.AsyncClient) -> None:
    # When a visitor of an agency's page opens the chat
    response = await client.post("/v1/web/sessions", json={"agency": "minh-long"})

    # Then they hear who answers, that it is a machine and by which law they are told
    assert response.status_code == 201
    session = response.json()
    assert "Minh Long" in session["assistant"]["name"]
    assert "134/2025/QH15" in session["assistant"]["disclosure"]
    assert "không phải cán bộ" in session["assistant"]["disclosure"]
    # And are offered three or four questions
    [welcome] = session["replies"]
    assert welcome["outcome"] == "small_talk"
    assert 3 <= len(welcome["buttons"]) <= 4
    assert all(set(button) == {"id", "title"} for button in welcome["buttons"])


@pytest.mark.parametrize("body", [b"", b"{}", b'{"agency": null}'])
async def test_a_visitor_of_no_agency_is_welcome(client: httpx.AsyncClient, body: bytes) -> None:
    response = await client.post("/v1/web/sessions", content=body)
    assert response.status_code == 201
    assert response.json()["assistant"]["name"] == "Trợ lý ảo chính quyền cơ sở"


@pytest.mark.parametrize("slug", ["khong-co", "", "minh-long ", "../minh-long", "Minh-Long"])
async def test_an_unknown_agency_is_refused(client: httpx.AsyncClient, slug: str) -> None:
    is_problem(await client.post("/v1/web/sessions", json={"agency": slug}), 422, "unknown_agency")


async def test_only_the_hash_of_a_token_is_kept(own_gateway: RunningGateway) -> None:
    # Given two sessions
    async with client_of(own_gateway) as client:
        first, second = await open_session(client), await open_session(client)
    tokens = {visitor.session["token"] for visitor in (first, second)}

    # Then their tokens differ, carry 256 bits, and stand nowhere in the database
    assert len(tokens) == 2
    assert all(len(token) >= 43 for token in tokens)
    stored = {row["token_hash"] for row in own_gateway.rows("select token_hash from web_sessions")}
    assert stored == {hashlib.sha256(token.encode()).hexdigest() for token in tokens}


async def test_a_welcome_button_asks_its_question(client: httpx.AsyncClient, rasa: FakeRasa) -> None:
    # Given the first button of the welcome
    visitor = await open_session(client)
    button = visitor.session["replies"][0]["buttons"][0]

    # When it is chosen
    response = await visitor.press(button["id"])

    # Then its title is asked as a question anybody could have typed
    assert response.status_code == 200
    assert rasa.received[0]["message"] == button["title"]
    assert rasa.received[0]["trusted"] is False
