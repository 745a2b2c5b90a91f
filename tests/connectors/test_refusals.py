"""What the gateway refuses, and how it says so: RFC 9457 documents with a code and Vietnamese words."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx2 as httpx
import pytest

from connectors import clock
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import RunningGateway, Visitor, is_problem, open_session
from tests.fakes.rasa import FakeRasa

pytestmark = pytest.mark.asyncio

MESSAGES = "/v1/web/messages"


@pytest.mark.parametrize("text", ["", "   ", "\n\t ", "\u200b\u2060", "\x00\x01", "///", "\u3164", "\u0301/\uffa0"])
async def test_an_empty_message(visitor: Visitor, rasa: FakeRasa, text: str) -> None:
    is_problem(await visitor.say(text), 422, "message_empty")
    assert rasa.received == []


async def test_a_message_that_is_too_long(visitor: Visitor) -> None:
    problem = is_problem(await visitor.say("a" * 2001), 413, "message_too_long")
    assert "2000" in problem["detail"]
    assert (await visitor.say("ệ" * 2000)).status_code == 200


async def test_escaped_vietnamese_of_the_full_length_is_taken(visitor: Visitor) -> None:
    body = json.dumps({"id": "escaped", "text": "ệ" * 2000})  # six bytes a letter
    response = await visitor.client.post(MESSAGES, content=body, headers=visitor.headers)
    assert response.status_code == 202


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_that_is_too_large(visitor: Visitor, chunked: bool) -> None:
    body = b'{"id": "1", "text": "' + b"a" * 20_000 + b'"}'

    async def pieces() -> Any:
        for start in range(0, len(body), 5000):
            yield body[start : start + 5000]

    response = await visitor.client.post(MESSAGES, content=pieces() if chunked else body, headers=visitor.headers)
    is_problem(response, 413, "body_too_large")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b'{"id": "1", "text": "a"',
        '{"id": "1", "text": "xin chào"}'.encode("utf-16"),
        '{"id": "1", "text": "xin chào"}'.encode("cp1258"),
        b'{"id": "1", "text": "\xff\xfe"}',
        b'{"id": "1", "text": "\\ud800"}',
        b'{"id": "1", "text": "a"} trailing',
    ],
)
async def test_a_body_that_is_not_json_in_utf8(visitor: Visitor, body: bytes) -> None:
    response = await visitor.client.post(MESSAGES, content=body, headers=visitor.headers)
    is_problem(response, 400, "invalid_json")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "JSON"),
        ("text", "JSON"),
        ({}, "id"),
        ({"id": "1"}, "text"),
        ({"text": "không có số hiệu"}, "id"),
        ({"id": 7, "text": "a"}, "id"),
        ({"id": "1", "text": 5}, "text"),
        ({"id": "1", "text": ["a"]}, "text"),
        ({"id": "1", "text": None, "button": None}, "text"),
        ({"id": "1", "text": "a", "button": "b"}, "button"),
        ({"id": "1 ", "text": "a"}, "id"),
        ({"id": "", "text": "a"}, "id"),
        ({"id": "a" * 65, "text": "a"}, "id"),
        ({"id": "1", "button": ""}, "button"),
        ({"id": "1", "button": "b" * 65}, "button"),
    ],
)
async def test_wrong_types_and_missing_fields(visitor: Visitor, body: Any, field: str) -> None:
    problem = is_problem(await visitor.send(body), 422, "invalid_request")
    assert field in problem["detail"]


@pytest.mark.parametrize("path", ["/v1/web/history", "/v1/web/events", MESSAGES])
@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "token_missing"),
        ("Bearer", "token_invalid"),
        ("Bearer forged", "token_invalid"),
        ("Bearer " + "A" * 43, "token_invalid"),
        ("Basic YTpi", "token_invalid"),
        ("Bearer x' OR '1'='1", "token_invalid"),
    ],
)
async def test_a_token_that_is_missing_or_forged(
    client: httpx.AsyncClient, path: str, header: str | None, code: str
) -> None:
    headers = {"Authorization": header} if header else {}
    if path == MESSAGES:
        response = await client.post(path, json={"id": "1", "text": "a"}, headers=headers)
    else:
        response = await client.get(path, headers=headers)
    is_problem(response, 401, code)
    assert response.headers["www-authenticate"] == "Bearer"


async def test_an_expired_token(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a session thirty days and a minute later
    later = clock.now() + timedelta(days=30, minutes=1)
    monkeypatch.setattr("connectors.delivery.sessions.now", lambda: later)

    # Then its token opens nothing any more
    is_problem(await visitor.say("còn đó không?"), 401, "token_expired")
    is_problem(await visitor.client.get("/v1/web/history", headers=visitor.headers), 401, "token_expired")


@pytest.mark.parametrize("path", ["/khong-co", "/v1/web/khong-co", "/w/khong-co.js", "/w/../pyproject.toml", "/docs"])
async def test_an_unknown_path(client: httpx.AsyncClient, path: str) -> None:
    is_problem(await client.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", MESSAGES), ("PUT", "/v1/web/sessions"), ("DELETE", "/v1/web/history"), ("POST", "/healthz")],
)
async def test_a_wrong_method(client: httpx.AsyncClient, method: str, path: str) -> None:
    response = await client.request(method, path)
    is_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"]


async def test_a_wrong_cursor(visitor: Visitor) -> None:
    for after in ("abc", "-1", "1.5"):
        response = await visitor.client.get("/v1/web/events", params={"after": after}, headers=visitor.headers)
        problem = is_problem(response, 422, "invalid_request")
        assert "after" in problem["detail"]


async def test_an_unexpected_error_shows_nothing_of_itself(
    gateway: RunningGateway, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, logs: Any
) -> None:
    # Given a part that breaks with a message about its data
    async def broken(*_: object) -> None:
        raise RuntimeError("bí mật trong lỗi 0905123456")

    monkeypatch.setattr("connectors.delivery.inbox.Inbox.save", broken)
    response = await visitor.say("câu hỏi", headers={"Origin": "http://localhost:3000"})

    # Then caller and log learn that it broke and not with what, and a browser may read it
    is_problem(response, 500, "internal_error")
    assert "bí mật" not in response.text
    assert response.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert '"error": "RuntimeError"' in logs.getvalue()
    assert "bí mật" not in logs.getvalue()


async def test_cors_names_exact_origins_only(make_gateway: MakeGateway) -> None:
    # Given a gateway in production for one commune's page
    gateway = make_gateway(environment="production", allowed_origins=["https://minhlong.example"])
    preflight = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,prefer",
    }
    async with client_of(gateway) as client:
        # Then that page may ask, with the headers it needs
        allowed = await client.options(MESSAGES, headers={"Origin": "https://minhlong.example", **preflight})
        assert allowed.status_code == 204
        assert allowed.headers["access-control-allow-origin"] == "https://minhlong.example"
        assert allowed.headers["access-control-max-age"] == "7200"
        simple = await client.post("/v1/web/sessions", headers={"Origin": "https://minhlong.example"})
        assert simple.headers["access-control-allow-origin"] == "https://minhlong.example"
        assert "origin" in simple.headers["vary"].lower()
        # And no other page, however similar, nor this machine's own
        for origin in (
            "https://minhlong.example.evil.net",
            "http://minhlong.example",
            "http://localhost:3000",
            "null",
        ):
            refused = await client.options(MESSAGES, headers={"Origin": origin, **preflight})
            assert "access-control-allow-origin" not in refused.headers
            simple = await client.post("/v1/web/sessions", headers={"Origin": origin})
            assert "access-control-allow-origin" not in simple.headers


async def test_the_site_of_an_agency_opens_its_own_assistant_alone(make_gateway: MakeGateway) -> None:
    # Given a commune's site, one of two communes, and the province's
    sites = ["https://ml.example=minh-long", "https://two.example=minh-long+duc-phu", "https://tinh.example"]
    gateway = make_gateway(environment="production", allowed_origins=sites)
    opens = {
        "https://ml.example": {"minh-long"},
        "https://two.example": {"minh-long", "duc-phu"},
        "https://tinh.example": {"minh-long", "duc-phu", "hon-quan", None},
    }
    async with client_of(gateway) as client:
        for origin, mine in opens.items():
            for agency in ("minh-long", "duc-phu", "hon-quan", None):
                asked = {"json": {"agency": agency}, "headers": {"Origin": origin}}
                response = await client.post("/v1/web/sessions", **asked)
                # Then each opens its own, and may read why another is not opened
                assert response.headers["access-control-allow-origin"] == origin
                if agency in mine:
                    assert response.status_code == 201
                else:
                    is_problem(response, 403, "origin_not_allowed")
        # And who is no browser of another site (the gateway's own page, the command line) opens all
        await open_session(client, "hon-quan")


async def test_every_answer_carries_security_headers(client: httpx.AsyncClient, visitor: Visitor) -> None:
    for response in (await client.get("/healthz"), await client.get("/khong-co"), await visitor.say("a")):
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "referrer-policy" in response.headers
        assert "server" not in response.headers
    assert (await visitor.say("b")).headers["cache-control"] == "no-store"


async def test_the_session_of_another_agency_stays_its_own(client: httpx.AsyncClient, rasa: FakeRasa) -> None:
    for agency in ("minh-long", "duc-phu", None):
        await (await open_session(client, agency)).say("chào")
    assert [body["metadata"]["agency"] for body in rasa.received] == ["minh-long", "duc-phu", None]
