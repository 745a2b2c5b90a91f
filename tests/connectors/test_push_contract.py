"""What every channel that pushes keeps to, seen from its platform: a new one adds its ``Platform`` and passes."""

from __future__ import annotations

import contextlib
import itertools
import json
import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import httpx2 as httpx
import pytest

from tests.connectors.conftest import MakeGateway
from tests.connectors.harness import RunningGateway, is_problem
from tests.connectors.telegram.conftest import settings_of as telegram_settings
from tests.connectors.zalo.conftest import connect
from tests.connectors.zalo.conftest import settings_of as zalo_settings
from tests.fakes.rasa import FakeRasa, Fault
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo_bot import FakeZaloBot

Headers = Mapping[str, str | bytes]
USER = 555
OTHER = 556


class Platform(ABC):
    """A platform as its fake plays it. A ``Request`` is a body with the headers that go with it."""

    name: ClassVar[str]
    header: ClassVar[str]
    secret_setting: ClassVar[str]

    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """Of a gateway for this platform."""

    @abstractmethod
    def request(self, text: str, user: int = USER, *, unknown: bool = False) -> tuple[bytes, Headers]:
        """A new message, genuine; ``unknown``: an event nobody has heard of."""

    @abstractmethod
    def signed(self, body: bytes) -> Headers:
        """The headers the platform would send with any body."""

    @abstractmethod
    def texts(self, user: int) -> list[str]:
        """What the user saw."""

    def ready(self, gateway: RunningGateway) -> None:  # noqa: B027  most have nothing to do
        """Connect the gateway."""


class Zalo(Platform):
    name, header, secret_setting = "zalo", "X-ZEvent-Signature", "zalo_oa_secret"

    def __init__(self, fake: FakeZalo) -> None:
        self._fake = fake

    def settings(self) -> dict[str, Any]:
        return zalo_settings(self._fake)

    def ready(self, gateway: RunningGateway) -> None:
        assert connect(gateway).status_code == 200

    def request(self, text: str, user: int = USER, *, unknown: bool = False) -> tuple[bytes, Headers]:
        event = self._fake.sender.from_user("user_does_new" if unknown else "user_send_text", str(user), text=text)
        return event.raw, event.headers

    def signed(self, body: bytes) -> Headers:
        return self._fake.sender.signed(body)

    def texts(self, user: int) -> list[str]:
        return [sent.text for sent in self._fake.to(str(user))]


class ZaloBot(Platform):
    name, header, secret_setting = "zalo_bot", "X-Bot-Api-Secret-Token", "zalo_bot_secret"

    def __init__(self, fake: FakeZaloBot) -> None:
        self._fake = fake
        self._secret = secrets.token_urlsafe(24)

    def settings(self) -> dict[str, Any]:
        return {
            "zalo_bot_token": self._fake.token,
            "zalo_bot_secret": self._secret,
            "zalo_bot_agency": "minh-long",
            "zalo_bot_api": self._fake.url,
        }

    def request(self, text: str, user: int = USER, *, unknown: bool = False) -> tuple[bytes, Headers]:
        event = "message.new.received" if unknown else "message.text.received"
        body = json.dumps(self._fake.update(str(user), event, text=text), ensure_ascii=False).encode()
        return body, self.signed(body)

    def signed(self, body: bytes) -> Headers:
        return {self.header: self._secret}

    def texts(self, user: int) -> list[str]:
        return [sent.text for sent in self._fake.sent if sent.chat_id == str(user)]


class Telegram(Platform):
    name, header, secret_setting = "telegram", "X-Telegram-Bot-Api-Secret-Token", "telegram_secret"

    def __init__(self, fake: FakeTelegram) -> None:
        self._fake = fake
        self._numbers = itertools.count(10_000)
        self._secret = telegram_settings(fake)["telegram_secret"]

    def settings(self) -> dict[str, Any]:
        return telegram_settings(self._fake)

    def request(self, text: str, user: int = USER, *, unknown: bool = False) -> tuple[bytes, Headers]:
        content = {"new_thing": {}} if unknown else {"message": self._fake.user(user).message(text=text)}
        self._fake.known.add(user)
        body = json.dumps({"update_id": next(self._numbers), **content}, ensure_ascii=False).encode()
        return body, self.signed(body)

    def signed(self, body: bytes) -> Headers:
        return {self.header: self._secret}

    def texts(self, user: int) -> list[str]:
        return self._fake.texts(user)


@pytest.fixture(params=["zalo", "zalo_bot", "telegram"])
def platform(request: pytest.FixtureRequest) -> Iterator[Platform]:
    with contextlib.ExitStack() as stack:
        match request.param:
            case "zalo":
                yield Zalo(stack.enter_context(FakeZalo()))
            case "zalo_bot":
                yield ZaloBot(stack.enter_context(FakeZaloBot()))
            case _:
                yield Telegram(stack.enter_context(FakeTelegram()))


@pytest.fixture
def gateway(make_gateway: MakeGateway, platform: Platform) -> RunningGateway:
    made = make_gateway({"delivery_pause_seconds": 0.05}, **platform.settings(), rasa_timeout_seconds=1.0)
    platform.ready(made)
    return made


def post(gateway: RunningGateway, platform: Platform, body: bytes, headers: Headers) -> httpx.Response:
    return httpx.post(f"{gateway.url}/webhooks/{platform.name}", content=body, headers=headers, trust_env=False)


def wait_for(platform: Platform, count: int, user: int = USER) -> list[str]:
    """What the user saw, once it is ``count`` messages."""
    deadline = time.monotonic() + 10
    while len(texts := platform.texts(user)) < count:
        assert time.monotonic() < deadline, f"{len(texts)} of {count} messages"
        time.sleep(0.01)
    return texts


def saved(gateway: RunningGateway) -> list[str]:
    return [row["text"] for row in gateway.rows("SELECT text FROM inbound_messages ORDER BY id")]


def test_a_message_is_saved_answered_and_known_by_no_name(gateway: RunningGateway, platform: Platform) -> None:
    body, headers = platform.request("  xin hỏi\u0000 chỉ tiêu ")
    assert post(gateway, platform, body, headers).status_code == 200
    _, answer = wait_for(platform, 2)
    assert answer.startswith("Trả lời: xin hỏi chỉ tiêu")
    [row] = gateway.rows("SELECT id, agency FROM conversations")
    assert row["agency"] == "minh-long"
    assert row["id"].startswith(f"{platform.name}-")
    assert str(USER) not in row["id"].removeprefix(platform.name)[:9]


def test_what_is_forged_is_refused(gateway: RunningGateway, platform: Platform) -> None:
    body, genuine = platform.request("giả")
    given = str(genuine[platform.header])
    for forged in (None, "", given[:-1], given + "0", given[::-1], given.swapcase(), "é".encode(), "x" * 4096):
        headers = {name: value for name, value in genuine.items() if name != platform.header}
        if forged is not None:
            headers[platform.header] = forged
        if forged == given:
            continue  # swapping the case of digits changes nothing
        is_problem(post(gateway, platform, body, headers), 403, "webhook_refused")
    assert saved(gateway) == []
    assert gateway.rows("SELECT 1 FROM webhook_events") == []


def test_closed_where_no_secret_is_set(make_gateway: MakeGateway, platform: Platform) -> None:
    gateway = make_gateway(**platform.settings() | {platform.secret_setting: None})
    body, genuine = platform.request("giả")
    for headers in (genuine, {}, {platform.header: ""}):
        response = post(gateway, platform, body, headers)
        assert response.status_code in (403, 404)
    assert saved(gateway) == []


def test_a_channel_that_is_not_set_up_has_no_route(make_gateway: MakeGateway, platform: Platform) -> None:
    body, headers = platform.request("ai đó?")
    is_problem(post(make_gateway(), platform, body, headers), 404, "not_found")


def test_what_is_repeated_is_answered_once(gateway: RunningGateway, platform: Platform) -> None:
    first, second = platform.request("một"), platform.request("hai")
    for body, headers in (first, first, second, first, second):
        assert post(gateway, platform, body, headers).status_code == 200
    assert [text.split("\n")[0] for text in wait_for(platform, 3)[1:]] == ["Trả lời: một", "Trả lời: hai"]
    assert saved(gateway) == ["một", "hai"]


def test_messages_are_answered_in_the_order_they_came_in(
    gateway: RunningGateway, platform: Platform, rasa: FakeRasa
) -> None:
    rasa.delay = 0.05
    requests = [platform.request(f"điều {n} là gì", user) for n in range(5) for user in (USER, OTHER)]
    late = requests.pop(0)
    for body, headers in (*requests, late):
        assert post(gateway, platform, body, headers).status_code == 200
    wanted = [f"Trả lời: điều {n} là gì" for n in range(5)]
    assert [text.split("\n")[0] for text in wait_for(platform, 6, OTHER)[1:]] == wanted
    assert [text.split("\n")[0] for text in wait_for(platform, 6)[1:]] == [*wanted[1:], wanted[0]]
    assert rasa.overlaps == 0


def test_events_nobody_knows_are_acknowledged(gateway: RunningGateway, platform: Platform, rasa: FakeRasa) -> None:
    body, headers = platform.request("không ai đọc", unknown=True)
    assert post(gateway, platform, body, headers).status_code == 200
    assert rasa.received == []
    assert saved(gateway) == []


def test_bodies_that_cannot_be_read_harm_nothing(gateway: RunningGateway, platform: Platform) -> None:
    body, _ = platform.request("đây")
    strange = [
        b"",
        body[: len(body) // 2],
        body.decode().encode("utf-16"),
        body.replace("đây".encode(), b"\xff\xfe"),
        b"[" * 100_000,
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        b"null",
        b"[]",
        b"0",
        b'"x"',
        b'{"event_name": 1, "message": {"text": []}, "update_id": "x", "timestamp": {}}',
    ]
    for one in strange:
        assert 200 <= post(gateway, platform, one, platform.signed(one)).status_code < 500, one[:40]
    large = b'{"a": "' + b"x" * 300_000 + b'"}'
    is_problem(post(gateway, platform, large, platform.signed(large)), 413, "body_too_large")
    assert saved(gateway) == []
    # And the next one is answered
    assert post(gateway, platform, *platform.request("còn sống")).status_code == 200
    wait_for(platform, 2)


def test_a_slow_rasa_holds_no_platform_up(gateway: RunningGateway, platform: Platform, rasa: FakeRasa) -> None:
    rasa.delay = 0.8
    assert post(gateway, platform, *platform.request("chậm")).status_code == 200
    assert platform.texts(USER) == []
    assert wait_for(platform, 2)[1].startswith("Trả lời: chậm")


@pytest.mark.parametrize("fault", ["500", "empty", "malformed", "not_json", "hang", "cut"])
def test_a_failing_rasa_gets_an_apology(
    gateway: RunningGateway, platform: Platform, rasa: FakeRasa, fault: Fault
) -> None:
    rasa.fault = fault
    assert post(gateway, platform, *platform.request("hỏng")).status_code == 200
    assert wait_for(platform, 2)[1].startswith("Xin lỗi anh/chị")


def test_other_ways_of_calling_are_refused(gateway: RunningGateway, platform: Platform) -> None:
    for method in ("GET", "PUT", "DELETE"):
        response = httpx.request(method, f"{gateway.url}/webhooks/{platform.name}", trust_env=False)
        is_problem(response, 405, "method_not_allowed")
