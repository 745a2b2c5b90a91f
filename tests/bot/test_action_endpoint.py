import json

import aiohttp
import jsonschema
import pytest
import pytest_asyncio
from aiohttp import web
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from bot.action_endpoint import KeptEndpoint, check_answers_once

QUESTION = "tôi tên Nguyễn Văn A"


class Server:
    """An action server that answers as told and remembers the connections it was called on."""

    def __init__(self):
        self.status, self.body = 200, {"events": [], "responses": [{"text": "trả lời"}]}
        self.connections, self.requests, self.drop = set(), [], 0

    async def webhook(self, request):
        self.connections.add(request.transport.get_extra_info("peername"))
        self.requests.append(await request.json())
        if self.drop:
            self.drop -= 1
            request.transport.close()
        return web.json_response(self.body, status=self.status)


@pytest_asyncio.fixture
async def server():
    one = Server()
    app = web.Application()
    app.router.add_post("/webhook", one.webhook)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    one.url = f"http://127.0.0.1:{port}/webhook"
    one.endpoint = KeptEndpoint.of(EndpointConfig(one.url, enable_selective_domain=True))
    yield one
    await one.endpoint.close()
    await runner.cleanup()


async def run(server):
    tracker = DialogueStateTracker("a", [])
    nlg = TemplatedNaturalLanguageGenerator({})
    action = RemoteAction("action_ask_target", server.endpoint)
    return await action.run(CollectingOutputChannel(), nlg, tracker, Domain.empty())


async def test_calls_share_one_connection_and_carry_no_domain(server):
    for _ in range(5):
        (said,) = await run(server)
    assert said.text == "trả lời"
    assert len(server.connections) == 1
    assert all("domain" not in one for one in server.requests)


async def test_a_connection_that_ended_is_replaced(server):
    await run(server)
    server.drop = 1
    assert (await run(server))[0].text == "trả lời"
    assert len(server.connections) == 2


async def test_a_server_that_keeps_hanging_up_is_an_error(server):
    server.drop = 2
    with pytest.raises(RasaException):
        await run(server)


async def test_a_failed_answer_leaves_no_question_in_the_error(server):
    server.status, server.body = 500, {"error": "boom", "request_body": {"text": QUESTION}}
    with pytest.raises(RasaException) as caught:
        await run(server)
    error = caught.value
    while error:
        assert QUESTION not in f"{error!r} {error}"
        error = error.__cause__ or error.__context__


async def test_a_rejection_is_still_one(server):
    server.status, server.body = 400, {"action_name": "action_ask_target", "error": QUESTION}
    with pytest.raises(ActionExecutionRejection) as caught:
        await run(server)
    assert caught.value.action_name == "action_ask_target"
    assert QUESTION not in str(caught.value)


@pytest.mark.parametrize("body", ["not json", "[]", ""])
async def test_a_failed_answer_need_not_be_json(server, body):
    server.status, server.body = 400, body
    with pytest.raises(ActionExecutionRejection):
        await run(server)


async def test_no_server_is_an_error():
    endpoint = KeptEndpoint.of(EndpointConfig("http://127.0.0.1:9/webhook"))
    with pytest.raises(aiohttp.ClientConnectionError):
        await endpoint.request(json={})
    await endpoint.close()


def test_the_same_endpoint_but_for_its_connections():
    given = EndpointConfig("http://x/webhook", headers={"A": "b"}, token="t", enable_selective_domain=True)
    assert KeptEndpoint.of(given) == given
    assert KeptEndpoint.of(given).kwargs == {"enable_selective_domain": True}


def test_answers_are_still_checked(monkeypatch):
    theirs = RemoteAction._validate_action_result
    monkeypatch.setattr(RemoteAction, "_validate_action_result", theirs)
    check_answers_once()
    action = RemoteAction("action_ask_target", None)
    good = {"events": [{"event": "slot", "name": "agency", "value": {"a": 1}}], "responses": [{"text": "x"}]}
    assert action._validate_action_result(good)
    for wrong in ({"events": "x"}, {"events": [{"event": 3}]}, {"responses": [1]}, []):
        for validate in (theirs, RemoteAction._validate_action_result):
            with pytest.raises(jsonschema.ValidationError):
                validate(action, json.loads(json.dumps(wrong)))
