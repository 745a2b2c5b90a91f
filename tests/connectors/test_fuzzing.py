"""Every route fuzzed from the OpenAPI document, with every channel configured: nothing is answered with 5xx.

The same requests in every run. What stands in the document must answer as documented; the doors that are not in it
(webhooks, pages for officials and residents) are added here, so that they are knocked on as well.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.connectors.doors import DOORS, Door
from tests.connectors.harness import QUICK, RunningGateway, settings_for
from tests.databases.backends import Sqlite
from tests.fakes.rasa import FakeRasa
from tests.knowledge_base.sample_knowledge import write_knowledge
from tests.knowledge_base.sample_original import library_with, original, shelve

EXAMPLES = 40
TEXT = {"schema": {"type": "string"}}
UNDOCUMENTED: dict[str, list[str]] = {
    "/documents/{document_id}": ["document_id"],
    "/documents/{document_id}/{clause_id}": ["document_id", "clause_id"],
    "/w/{path}": ["path"],
    "/zalo/connect": [],
    "/zalo/callback": [],
    "/metrics": [],
}
DOCUMENTED = [status_code_conformance, content_type_conformance, response_schema_conformance]
STRANGE = [None, True, -1, 10**30, 1e308, 0.5, "", "\0", "\ud800", "/", "٣", "a" * 5000, "=1+1", [], {}, [[{"id": 1}]]]
BODIES = [
    b"",
    b"\x00",
    b"\xff\xfe{",
    b"{",
    b"[" * 5000,
    b'{"a":' * 3000 + b"1" + b"}" * 3000,
    b"[]",
    b"0",
    b"1" * 5000,
    b"1e999",
    b"NaN",
    b"null",
    b'"' + b"\\ud800" * 5 + b'"',
    b'{"id": "\\ud800", "text": "\\udfff"}',
    b'{"id": "\\u0000", "text": "\\u0000"}',
    b'{"id": 1e400, "text": {"a": []}}',
    b'{"agency": "\\ud800"}',
    b'{"update_id": 99999999999999999999999, "message": {"message_id": -1e999}}',
    b'{"update_id": 7, "message": {"message_id": 1, "date": 9e99, "chat": {"id": 1e99, "type": "private"}}}',
    b'{"update_id": 8, "callback_query": {"id": "\\ud800", "from": {"id": 1}, "data": "\\u0000"}}',
    b'{"event_name": "user_send_text", "timestamp": "\\u0663", "sender": {"id": "\\ud800"}, "message": {"text": 1}}',
    b'{"ok": true, "result": {"event_name": "message.text.received", "message": {"chat": {"id": null}}}}',
    b" " * 400_000,
]


@pytest.fixture(scope="module")
def doors() -> Iterator[dict[str, Door]]:
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(door()) for name, door in DOORS.items()}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, doors: dict[str, Door]) -> Iterator[str]:
    """A ready gateway with every channel."""
    home: Path = tmp_path_factory.mktemp("fuzzed")
    configured = {name: value for door in doors.values() for name, value in door.settings.items()}
    with FakeRasa() as rasa, Sqlite().database(home / "gateway.db") as database_url:
        gateway = RunningGateway(settings_for(home, rasa, TROLY_DATABASE_URL=database_url, **configured), QUICK)
        shelve(gateway.settings.index_dir, library_with(write_knowledge(home / "knowledge"), original()), "b1")
        gateway.start()
        try:
            for door in doors.values():
                door.open(gateway)
            yield gateway.url
        finally:
            gateway.stop()


@pytest.fixture(scope="module")
def document(url: str, doors: dict[str, Door]) -> dict[str, Any]:
    """The served document, with the doors that are not in it."""
    served: dict[str, Any] = httpx.get(f"{url}/openapi.json", timeout=60, trust_env=False).json()
    for path, names in UNDOCUMENTED.items():
        named = [{"name": name, "in": "path", "required": True, **TEXT} for name in names]
        queried = [{"name": name, "in": "query", **TEXT} for name in ("code", "oa_id", "state")]
        served["paths"][path] = {"get": {"parameters": named + queried, "responses": {}}}
    for door in doors.values():
        if door.path not in served["paths"]:
            body = {"content": {"application/json": {"schema": _shape_of(_message(door))}}}
            served["paths"][door.path] = {"post": {"requestBody": body, "responses": {}}}
    return served


def _shape_of(value: Any) -> dict[str, Any]:
    """A schema that ``value`` fits: requests are drawn around it."""
    if isinstance(value, dict):
        members = {name: _shape_of(one) for name, one in value.items()}
        return {"type": "object", "properties": members, "required": list(members)}
    return {"type": ["integer", "string"]}


@pytest.mark.parametrize("mode", GenerationMode)
def test_no_request_breaks_the_gateway(
    mode: GenerationMode, url: str, doors: dict[str, Door], document: dict[str, Any]
) -> None:
    documented = set(httpx.get(f"{url}/openapi.json", timeout=60, trust_env=False).json()["paths"])
    by_path = {door.path: door for door in doors.values()}
    answers: dict[str, set[int]] = defaultdict(set)

    def knock(case: schemathesis.Case) -> None:
        path = case.operation.path
        asked = case.as_transport_kwargs(base_url=url)
        shown = by_path.get(path, doors["web"]).headers(_body(asked))
        for headers in ({}, shown):
            with requests.request(**asked | {"headers": dict(asked["headers"]) | headers}, stream=True) as response:
                assert response.status_code < 500, (case.as_curl_command(), response.text)
                answers[path].add(response.status_code)
                if path in documented and response.headers["Content-Type"].startswith("application"):
                    case.validate_response(response, checks=DOCUMENTED)

    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        operation = found.ok()
        # A route that takes nothing cannot be asked wrongly.
        with contextlib.suppress(Unsatisfiable):
            _fuzzed(knock, operation.as_strategy(generation_mode=mode))
    assert set(answers) >= set(by_path)
    if mode is GenerationMode.POSITIVE:
        assert set(answers) == set(document["paths"])


def _fuzzed(knock: Callable[[schemathesis.Case], None], cases: Any) -> None:
    quiet = list(HealthCheck)
    limits = settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=quiet
    )
    settings(limits, phases=[Phase.generate])(given(cases)(knock))()


def _body(asked: dict[str, Any]) -> bytes:
    body = requests.Request(**asked).prepare().body or b""
    return body.encode() if isinstance(body, str) else body


@pytest.mark.parametrize("door_name", DOORS)
def test_no_body_breaks_a_door(door_name: str, url: str, doors: dict[str, Door]) -> None:
    door = doors[door_name]
    for body in BODIES:
        response = httpx.post(
            f"{url}{door.path}", content=body, headers=door.headers(body), timeout=60, trust_env=False
        )
        assert response.status_code < 500, (body[:80], response.text)


@pytest.mark.parametrize("door_name", DOORS)
def test_no_strange_value_in_a_message_breaks_a_door(door_name: str, url: str, doors: dict[str, Door]) -> None:
    door, answers = doors[door_name], set[int]()
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        for changed in _changed(_message(door)):
            body = json.dumps(changed).encode()
            response = client.post(door.path, content=body, headers=door.headers(body))
            assert response.status_code < 500, (body, response.text)
            answers.add(response.status_code)
    assert door.accepted in answers


def _message(door: Door) -> Any:
    return json.loads(door.body("Chỉ tiêu?", "m-1"))


def _changed(value: Any) -> Iterator[Any]:
    """``value`` with each of its parts left out, and replaced by each of ``STRANGE``."""
    yield from STRANGE
    if isinstance(value, dict):
        for name, one in value.items():
            yield {other: kept for other, kept in value.items() if other != name}
            yield from (value | {name: changed} for changed in _changed(one))


def test_no_body_breaks_the_opening_of_a_session(url: str) -> None:
    for body in BODIES:
        response = httpx.post(f"{url}/v1/web/sessions", content=body, timeout=60, trust_env=False)
        assert response.status_code < 500, (body[:80], response.text)
