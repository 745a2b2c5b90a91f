"""The OpenAPI document says what the running server does: every route, status and shape."""

from __future__ import annotations

from typing import Any

import httpx2 as httpx
import jsonschema
import pytest

from connectors.delivery.database import Database
from connectors.delivery.switches import Switches
from connectors.problems import MEDIA_TYPE
from connectors.tuning import Rate
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import VISITOR, RunningGateway, open_session
from tests.fakes.rasa import FakeRasa

pytestmark = pytest.mark.asyncio

MESSAGES = "/v1/web/messages"
FEW = Rate(burst=2, per_second=0.001)


class Document:
    """The served document, and the responses checked against it so far."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.checked: set[tuple[str, str, int]] = set()

    def check(self, response: httpx.Response) -> None:
        """The response's status, media type and body are documented for its route."""
        method, path = response.request.method.lower(), response.request.url.path
        documented = self.document["paths"][path][method]["responses"]
        assert str(response.status_code) in documented, f"{method} {path} → {response.status_code}"
        content = documented[str(response.status_code)]["content"]
        media_type = response.headers["content-type"].partition(";")[0]
        assert media_type in content, f"{method} {path} → {media_type}"
        self.valid(response.json(), content[media_type]["schema"])
        if media_type == MEDIA_TYPE:
            assert response.json()["code"] in documented[str(response.status_code)]["description"]
        self.checked.add((method, path, response.status_code))

    def valid(self, body: Any, schema: dict[str, Any]) -> None:
        """``body`` fits ``schema``."""
        validator = jsonschema.Draft202012Validator(
            {"components": self.document["components"], **schema},
            format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
        )
        validator.validate(body)


async def test_what_the_server_answers_is_documented(
    make_gateway: MakeGateway, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = ["https://duc-phu.example=duc-phu"]
    gateway = make_gateway({"address_messages": FEW, "address_sessions": FEW}, allowed_origins=sites)
    async with client_of(gateway) as client:
        document = Document((await client.get("/openapi.json")).json())
        await _every_answer(client, document, gateway, rasa, monkeypatch)
        # Then every documented answer of every route was seen
        documented = {
            (method, path, int(status))
            for path, methods in document.document["paths"].items()
            for method, operation in methods.items()
            for status in operation["responses"]
        }
        streams = {("get", "/v1/web/events", 200)}  # its events are checked one by one
        assert documented - document.checked == streams


async def _every_answer(
    client: httpx.AsyncClient,
    document: Document,
    gateway: RunningGateway,
    rasa: FakeRasa,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visitor = await open_session(client)
    headers = visitor.headers
    for body in (
        b'{"agency": "minh-long"}',
        b"{",
        b'{"agency": 1}',
        b'{"agency": "x"}',
        b" " * 20_000 + b"{}",
    ):
        document.check(await client.post("/v1/web/sessions", content=body))
    document.check(await client.post("/v1/web/sessions", headers={"Origin": "https://duc-phu.example"}))
    document.check(await visitor.say("một"))
    document.check(await visitor.say("hai", wait=None))
    rasa.fault = "empty"
    document.check(await visitor.say("ba"))
    for content in (b"{", b"[]", b'{"id": "1", "text": ""}', b'{"id": "1", "button": "b"}', b" " * 20_000):
        document.check(await client.post(MESSAGES, content=content, headers=headers))
    document.check(await visitor.say("a" * 2001))
    document.check(await client.get("/v1/web/history", headers=headers))
    document.check(await client.get("/v1/web/events?after=x", headers=headers))
    for path in ("/v1/web/history", "/v1/web/events"):
        document.check(await client.get(path))
        document.check(await client.get(path, headers={"Authorization": "Bearer forged"}))
    document.check(await visitor.send({"id": "1", "text": "a"}, headers={"Authorization": "Bearer forged"}))
    async with visitor.events(after=0) as events:
        for _ in range(3):
            event = await anext(events)
            document.valid(event.data, {"$ref": "#/components/schemas/ReplyEvent"})
    document.check(await client.get("/healthz"))
    document.check(await client.get("/readyz"))
    (gateway.settings.index_dir / "current").mkdir(parents=True)
    document.check(await client.get("/readyz"))
    await _switched_off(gateway, client, document, headers)
    await _limits_and_breakdowns(client, document, headers, monkeypatch)


async def _switched_off(
    gateway: RunningGateway, client: httpx.AsyncClient, document: Document, headers: dict[str, str]
) -> None:
    database = Database(gateway.settings.database_url)
    switches = Switches(database, 0)
    await switches.turn("web", off=True, who="Cán bộ trực", why="thử")
    document.check(await client.post("/v1/web/sessions"))
    document.check(await client.post(MESSAGES, json={"id": "1", "text": "a"}, headers=headers))
    await switches.turn("web", off=False, who="Cán bộ trực", why="thử xong")
    await database.close()


async def _limits_and_breakdowns(
    client: httpx.AsyncClient, document: Document, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        response = await client.post("/v1/web/sessions", headers=VISITOR)
    document.check(response)
    for _ in range(3):
        response = await client.get("/v1/web/history", headers=VISITOR)
    document.check(response)
    document.check(await client.get("/v1/web/events", headers=VISITOR | headers))
    document.check(await client.post(MESSAGES, json={"id": "1", "text": "a"}, headers=VISITOR | headers))

    async def broken(*_: object) -> None:
        raise RuntimeError

    def breaks(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("connectors.delivery.sessions.Sessions.open", broken)
    monkeypatch.setattr("connectors.delivery.sessions.Sessions.find", broken)
    monkeypatch.setattr("connectors.web.health._check", broken)
    monkeypatch.setattr("connectors.web.health.Health.__init__", breaks)
    document.check(await client.post("/v1/web/sessions"))
    document.check(await client.post(MESSAGES, json={"id": "1", "text": "a"}, headers=headers))
    for path in ("/v1/web/history", "/v1/web/events", "/healthz", "/readyz"):
        document.check(await client.get(path, headers=headers))


async def test_the_document_names_bodies_tokens_and_preferences(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    post = document["paths"][MESSAGES]["post"]
    assert post["security"] == [{"session": []}]
    assert [parameter["name"] for parameter in post["parameters"]] == ["Prefer"]
    assert set(post["requestBody"]["content"]["application/json"]["schema"]["properties"]) == {
        "id",
        "text",
        "button",
    }
    assert document["components"]["securitySchemes"]["session"]["scheme"] == "bearer"
