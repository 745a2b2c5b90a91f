import asyncio
import json
import logging
import threading
from types import SimpleNamespace

import aiohttp
import pytest
import pytest_asyncio
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered
from rasa.shared.exceptions import RasaException
from sanic import Sanic

from bot.gateway_channel import BODY_MAX_BYTES, GatewayInput, neutralised
from tests.ports import free_port

SECRET = "một-bí-mật-dài"
PATH = "/webhooks/gateway/webhook"


@pytest.fixture(scope="module")
def server():
    """The channel on a real server; ``seen`` are the messages Rasa would handle, ``answers`` what it says."""
    state = SimpleNamespace(seen=[], answers=[], port=free_port())
    loop = asyncio.new_event_loop()

    async def handle(message: UserMessage) -> None:
        state.seen.append(message)
        for answer in state.answers:
            if isinstance(answer, Exception):
                raise answer
            await message.output_channel.send_response(message.sender_id, answer.message())

    async def serve() -> None:
        channel = GatewayInput.from_credentials({"secret": SECRET})
        app = Sanic("test_gateway", configure_logging=False)
        app.blueprint(channel.blueprint(handle), url_prefix=f"/webhooks/{channel.url_prefix()}")
        running = await app.create_server("127.0.0.1", state.port, return_asyncio_server=True, access_log=False)
        await running.startup()
        state.running = running

    loop.run_until_complete(serve())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield state
    asyncio.run_coroutine_threadsafe(stop(state.running), loop).result(30)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def stop(running):
    await running.close()


@pytest_asyncio.fixture
async def gateway(server):
    server.seen.clear()
    server.answers.clear()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as session:

        async def post(body, secret=SECRET, raw=None):
            data = raw if raw is not None else json.dumps(body).encode()
            async with session.post(PATH, data=data, headers={"X-Gateway-Secret": secret}) as answer:
                return answer.status, await answer.json()

        yield SimpleNamespace(post=post, seen=server.seen, answers=server.answers, session=session)


def message(text="chỉ tiêu 5G", **more):
    return {"sender": "web:1", "message": text, **more}


async def test_a_message_reaches_rasa_with_all_the_gateway_sent(gateway):
    metadata = {"agency": "minh-long", "channel": "web"}
    body = message("Đức Phú thì sao?", message_id="m-1", channel="web", trusted=False, metadata=metadata)
    assert await gateway.post(body) == (200, {"messages": []})
    (seen,) = gateway.seen
    assert (seen.text, seen.sender_id, seen.message_id) == ("Đức Phú thì sao?", "web:1", "m-1")
    assert (seen.input_channel, seen.metadata) == ("web", metadata)


async def test_answers_come_back_whole(gateway):
    reply = {"outcome": "answered", "text": "Trên 50%", "citations": []}
    gateway.answers += [
        BotUttered(data={"custom": {"reply": reply}, "buttons": []}),
        BotUttered(
            "Chào bạn!\n\nBạn hỏi gì ạ?",
            {"buttons": [{"title": "Kế hoạch", "payload": "/ask_list"}]},
            {"utter_action": "utter_greet", "metadata": {"outcome": "small_talk"}, "model_id": "x"},
        ),
    ]
    status, body = await gateway.post(message())
    assert status == 200
    assert body["messages"] == [
        {"custom": {"reply": reply}},
        {
            "text": "Chào bạn!\n\nBạn hỏi gì ạ?",
            "buttons": [{"title": "Kế hoạch", "payload": "/ask_list"}],
            "metadata": {"outcome": "small_talk"},
        },
    ]


@pytest.mark.parametrize("secret", [None, "", "wrong", "một-bí-mật", "\udcff\udcfe", SECRET + " x"])
async def test_without_the_secret_nothing_is_handled(gateway, secret):
    raw = json.dumps(message()).encode()
    headers = {} if secret is None else {"X-Gateway-Secret": secret}
    if secret == "\udcff\udcfe":  # bytes that are not UTF-8
        headers = {"X-Gateway-Secret": "\u00ff\u00fe"}
    async with gateway.session.post(PATH, data=raw, headers=headers) as answer:
        assert (answer.status, await answer.json()) == (403, {"error": "forbidden"})
    assert gateway.seen == []


@pytest.mark.parametrize(
    "body",
    [
        [],
        "chào",
        {"message": "chào"},
        {"sender": "", "message": "chào"},
        {"sender": "  ", "message": "chào"},
        {"sender": "s" * 256, "message": "chào"},
        {"sender": 7, "message": "chào"},
        {"sender": "s"},
        {"sender": "s", "message": None},
        {"sender": "s", "message": ["chào"]},
        {"sender": "s", "message": ""},
        {"sender": "s", "message": " \u200b\n"},
        {"sender": "s", "message": "chào", "metadata": "x"},
        {"sender": "s", "message": "/", "trusted": True},
        {"sender": "s", "message": "/ask_target nhé", "trusted": True},
        {"sender": "s", "message": "/restart", "trusted": True},
        {"sender": "s", "message": "/session_start{}", "trusted": True},
    ],
)
async def test_a_body_the_gateway_would_not_send_is_refused(gateway, body):
    status, answer = await gateway.post(body)
    assert (status, answer["error"]) == (400, "invalid_body")
    assert gateway.seen == []


@pytest.mark.parametrize("raw", [b"", b"{", b'{"sender": "s", "message": "\xff"}', "{}".encode("utf-16")])
async def test_what_is_not_json_in_utf8_is_refused(gateway, raw):
    status, answer = await gateway.post(None, raw=raw)
    assert (status, answer["error"]) == (400, "invalid_body")


async def test_a_body_too_large_is_refused(gateway):
    assert await gateway.post(message("a" * BODY_MAX_BYTES)) == (413, {"error": "body_too_large"})
    assert gateway.seen == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("/restart", "restart"),
        ("///ask_target{}", "ask_target{}"),
        (" \u200b/restart", "restart"),
        ("\ufeff/restart", "restart"),
        ("\u202e/restart", "restart"),
        ("／restart", "restart"),
        ("\u2044\u2215 / restart", "restart"),
        ("\u3164/restart", "restart"),
        ("\u0301/restart", "restart"),
        ("/", "?"),
        ("xin chào /restart", "xin chào /restart"),
        ("30/KH-UBND", "30/KH-UBND"),
        ("👍", "👍"),
    ],
)
async def test_text_never_starts_a_command(gateway, typed, read):
    assert (await gateway.post(message(typed)))[0] == 200
    assert gateway.seen[0].text == read == neutralised(typed)


@pytest.mark.parametrize("trusted", [False, None, 1, "true", "yes"])
async def test_only_true_is_trusted(gateway, trusted):
    await gateway.post(message("/ask_list", trusted=trusted))
    assert gateway.seen[0].text == "ask_list"


@pytest.mark.parametrize("payload", ["/ask_list", '/ask_target{"agency":"duc-phu","topic":"Chữ ký số"}', "chỉ tiêu 5G"])
async def test_a_button_of_the_gateway_becomes_an_intent(gateway, payload):
    await gateway.post(message(payload, trusted=True))
    assert gateway.seen[0].text == payload


async def test_half_a_surrogate_pair_is_replaced(gateway):
    raw = b'{"sender": "s", "message": "a \\ud83d b"}'
    assert (await gateway.post(None, raw=raw))[0] == 200
    assert gateway.seen[0].text == "a ? b"


async def test_a_failure_says_so_and_logs_no_word_of_the_question(gateway, caplog):
    gateway.answers += [BotUttered("một nửa"), ValueError("không đọc được: tôi tên Nguyễn Văn A")]
    with caplog.at_level(logging.DEBUG):
        status, body = await gateway.post(message("tôi tên Nguyễn Văn A"))
    assert (status, body) == (500, {"error": "processing_failed", "messages": []})
    assert "ValueError" in caplog.text
    assert "Nguyễn" not in caplog.text


async def test_alive(gateway):
    async with gateway.session.get("/webhooks/gateway/") as answer:
        assert await answer.json() == {"status": "ok"}


@pytest.mark.parametrize("credentials", [None, {}, {"secret": ""}, {"secret": "  "}, {"secret": "${GATEWAY_SECRET}"}])
def test_without_a_secret_the_channel_does_not_open(credentials):
    with pytest.raises(RasaException):
        GatewayInput.from_credentials(credentials)
