"""The whole server: a small model trained with the repository's configuration, started as `troly up` starts it."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import pytest

from bot import server
from bot.lock_store import ConversationLocks
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
SECRET, TOKEN = "bí-mật-của-cổng", "token-of-the-test"

DOMAIN = """
version: "3.1"
intents: [ask_target, follow_up, greet]
entities: [agency, year, topic, unit, task_number]
slots:
  last_question: {type: any, influence_conversation: false, mappings: [{type: custom}]}
responses:
  utter_greet:
  - text: "Xin chào!"
    metadata: {outcome: small_talk}
actions: [action_ask_target, action_follow_up, action_search]
"""
DATA = """
version: "3.1"
nlu:
- intent: ask_target
  examples: |
    - mục tiêu chữ ký số là bao nhiêu phần trăm
    - chỉ tiêu 5G năm 2030 của Minh Long
    - Đức Phú đặt chỉ tiêu cáp quang bao nhiêu
    - bao nhiêu phần trăm người dân có chữ ký số
- intent: follow_up
  examples: |
    - còn năm 2030 thì sao
    - thế Đức Phú thì sao
    - còn chỗ kia thì sao
    - thì sao nữa
- intent: greet
  examples: |
    - xin chào
    - chào bạn
    - hello
    - chào trợ lý
- lookup: agency
  examples: |
    - Minh Long
    - Đức Phú
- synonym: minh-long
  examples: |
    - Minh Long
- synonym: duc-phu
  examples: |
    - Đức Phú
rules:
- rule: target
  steps: [{intent: ask_target}, {action: action_ask_target}]
- rule: follow
  steps: [{intent: follow_up}, {action: action_follow_up}]
- rule: greet
  steps: [{intent: greet}, {action: utter_greet}]
- rule: fallback
  steps: [{intent: nlu_fallback}, {action: action_search}]
"""


class ActionServer(ThreadingHTTPServer):
    """Answers with what was asked; fails, as rasa-sdk does, when the question says so.

    With a barrier ``together``, a call is answered once as many are there as it says.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), ActionHandler)
        self.calls, self.together = [], None


class ActionHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append(call)
        if self.server.together:
            self.server.together.wait()
        text = call["tracker"]["latest_message"]["text"]
        if "hỏng" in text:
            status, body = 500, {"error": "KeyError", "action_name": call["next_action"], "request_body": call}
        else:
            reply = {"outcome": "answered", "text": f"{call['next_action']}: {text}"}
            memory = {"event": "slot", "name": "last_question", "value": {"text": text}}
            status, body = 200, {"events": [memory], "responses": [{"custom": {"reply": reply}}]}
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a trained model and an action server beside it."""
    from rasa.model_training import train

    folder = tmp_path_factory.mktemp("rasa")
    (folder / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    (folder / "data.yml").write_text(DATA, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASA_CACHE_DIRECTORY", str(folder / "cache"))
        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        patch.chdir(ROOT)
        result = train(str(folder / "domain.yml"), "config.yml", str(folder / "data.yml"), output=str(folder))
    actions = ActionServer()
    threading.Thread(target=actions.serve_forever, daemon=True).start()
    yield SimpleNamespace(folder=folder, model=result.model, actions=actions)
    actions.shutdown()
    actions.server_close()


def environment(place, **changed):
    values = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "GATEWAY_SECRET": SECRET,
        "TROLY_RASA_TOKEN": TOKEN,
        "ACTION_ENDPOINT_URL": f"http://127.0.0.1:{place.actions.server_address[1]}/webhook",
        "RASA_TRACKER_DB": str(place.folder / "rasa.db"),
        **changed,
    }
    return {name: value for name, value in values.items() if value is not None}


def command(place, port=5005):
    options = ["-p", str(port), "--enable-api", "--model", str(place.model)]
    return [sys.executable, "-W", "ignore", "-m", "bot.server", "run", "-i", "127.0.0.1", *options]


class Rasa:
    """The server as a process of its own."""

    def __init__(self, place):
        self.port = free_port()
        self.log = place.folder / f"{self.port}.log"
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                command(place, self.port), cwd=ROOT, env=environment(place), stdout=log, stderr=subprocess.STDOUT
            )
        end = time.monotonic() + 120
        while self.status(TOKEN) != 200:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            assert time.monotonic() < end, self.log.read_text(encoding="utf-8")
            time.sleep(0.2)

    def call(self, path, body=None, method="POST", secret=SECRET):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=data,
            method=method,
            headers={"X-Gateway-Secret": secret.encode().decode("latin-1"), "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, None
        except OSError:
            return 0, None

    def status(self, token):
        return self.call(f"/status?token={token}", method="GET")[0]

    def say(self, text, sender="web:1", **more):
        return self.call("/webhooks/gateway/webhook", {"sender": sender, "message": text, **more})

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


@pytest.fixture(scope="module")
def rasa(place):
    one = Rasa(place)
    yield one
    one.stop()


def test_a_question_reaches_its_action_as_it_was_typed(rasa, place):
    typed = "chi tieu 5g  nam 2030 cua duc phu???"
    metadata = {"agency": "minh-long", "channel": "web"}
    status, body = rasa.say(typed, message_id="m1", channel="web", trusted=False, metadata=metadata)
    assert (status, body["messages"]) == (
        200,
        [{"custom": {"reply": {"outcome": "answered", "text": f"action_ask_target: {typed}"}}}],
    )
    call = place.actions.calls[-1]
    latest = call["tracker"]["latest_message"]
    assert (call["next_action"], latest["text"], latest["metadata"]) == ("action_ask_target", typed, metadata)
    assert [(one["entity"], one["value"]) for one in latest["entities"]] == [
        ("year", "2030"),
        ("agency", "duc-phu"),
    ]
    assert "domain" not in call


def test_small_talk_carries_its_outcome(rasa):
    status, body = rasa.say("chao ban", sender="web:2")
    assert (status, body) == (200, {"messages": [{"text": "Xin chào!", "metadata": {"outcome": "small_talk"}}]})


def test_a_button_becomes_an_intent_and_a_slash_does_not(rasa, place):
    payload = '/ask_target{"agency":"duc-phu"}'
    rasa.say(payload, trusted=True)
    latest = place.actions.calls[-1]["tracker"]["latest_message"]
    assert (latest["intent"]["name"], latest["entities"][0]["value"]) == ("ask_target", "duc-phu")
    before = len(place.actions.calls)
    rasa.say("//follow_up", trusted=False)
    later = [call["tracker"]["latest_message"] for call in place.actions.calls[before:]]
    assert all(one["text"] == "follow_up" and one["intent"]["confidence"] < 1 for one in later)


def test_nobody_restarts_a_conversation_by_typing_it(rasa, place):
    rasa.say("chỉ tiêu 5G của Minh Long", sender="web:s")
    rasa.say("\u200b/restart", sender="web:s")
    rasa.say("còn năm 2030 thì sao", sender="web:s")
    assert place.actions.calls[-1]["tracker"]["slots"]["last_question"] is not None


def test_the_door_is_closed_without_the_secret_and_the_token(rasa):
    assert rasa.call("/webhooks/gateway/webhook", {"sender": "a", "message": "chào"}, secret="sai")[0] == 403
    assert rasa.status("sai") == 401
    assert rasa.call("/webhooks/rest/webhook", {"sender": "a", "message": "chào"})[0] == 404


def test_conversations_are_worked_on_side_by_side_and_each_in_turn(rasa, place, monkeypatch):
    # given an action server that answers three calls at a time, and three conversations
    monkeypatch.setattr(place.actions, "together", Barrier(3, timeout=60))
    before = len(place.actions.calls)

    def ask(number):
        return rasa.say("chỉ tiêu 5G của Minh Long", sender=f"web:p{number % 3}")

    # when each of them says eight things, several at once
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(ask, range(24)))

    # then each waits for its own turn and none for another conversation's
    assert all(status == 200 and len(body["messages"]) == 1 for status, body in answers)
    senders = [call["sender_id"] for call in place.actions.calls[before:]]
    assert [sorted(senders[at : at + 3]) for at in range(0, 24, 3)] == [["web:p0", "web:p1", "web:p2"]] * 8


@pytest.fixture
def served(monkeypatch):
    """What Rasa is told to serve, with the command run in this process and nothing missing."""
    given = {}
    values = {"TROLY_RASA_TOKEN": TOKEN, "GATEWAY_SECRET": SECRET, "RASA_TRACKER_DB": "rasa.db"}
    for name, value in {**values, "ACTION_ENDPOINT_URL": "http://127.0.0.1:1/webhook"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setattr(server, "_configure_logging", lambda _: None)
    monkeypatch.setattr(server, "check_answers_once", lambda: None)
    return given


def test_it_hands_conversations_on_at_once(served, monkeypatch):
    monkeypatch.setattr(server.rasa.core.run, "serve_application", lambda *_, **given: served.update(given))
    server.main(["run", "--model", "m.tar.gz", "--enable-api"])
    assert isinstance(served["endpoints"].lock_store, ConversationLocks)


def test_a_failing_action_gives_no_answer_and_no_question_in_the_log(rasa):
    assert rasa.say("chỉ tiêu hỏng của Minh Long, tôi tên Nguyễn Văn A", sender="web:9") == (200, {"messages": []})
    assert rasa.say("chỉ tiêu 5G của Minh Long", sender="web:9")[1]["messages"]
    log = rasa.log.read_text(encoding="utf-8")
    assert "action_ask_target" in log
    for words in ("Nguyễn", "Nguy\\u1ec5n", "chỉ tiêu", "ch\\u1ec9", "chi tieu", "duc phu"):
        assert words not in log


def test_the_thread_survives_a_restart_and_can_be_forgotten(rasa, place):
    rasa.say("chỉ tiêu 5G của Minh Long", sender="web:r")
    second = Rasa(place)
    try:
        second.say("còn năm 2030 thì sao", sender="web:r")
        call = place.actions.calls[-1]
        assert call["next_action"] == "action_follow_up"
        assert call["tracker"]["slots"]["last_question"] == {"text": "chỉ tiêu 5G của Minh Long"}
        forgotten = second.call(f"/conversations/web:r/tracker/events?token={TOKEN}", [], method="PUT")
        assert forgotten[0] == 200
        second.say("còn năm 2030 thì sao", sender="web:r")
        assert place.actions.calls[-1]["tracker"]["slots"]["last_question"] is None
    finally:
        second.stop()
    assert "Unclosed" not in second.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("missing", "value", "said"),
    [
        ("TROLY_RASA_TOKEN", None, "TROLY_RASA_TOKEN is not set"),
        ("TROLY_RASA_TOKEN", " ", "TROLY_RASA_TOKEN is not set"),
        ("GATEWAY_SECRET", None, "GATEWAY_SECRET"),
        ("GATEWAY_SECRET", " ", "gateway"),
    ],
)
def test_it_does_not_start_without_its_secrets(served, monkeypatch, missing, value, said):
    if value is None:
        monkeypatch.delenv(missing)
    else:
        monkeypatch.setenv(missing, value)
    monkeypatch.setattr("sanic.Sanic.run", lambda *_, **__: pytest.fail("it started"))
    with pytest.raises(SystemExit, match=said):
        server.main(["run", "--model", "m.tar.gz", "--enable-api"])


def test_what_is_missing_is_the_last_it_says(place):
    given = environment(place, GATEWAY_SECRET=None)
    done = subprocess.run(command(place), cwd=ROOT, env=given, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert "GATEWAY_SECRET" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
