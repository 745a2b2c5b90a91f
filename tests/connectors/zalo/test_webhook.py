"""What Zalo's webhook takes, and what it does not."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx2 as httpx

from connectors.channels.zalo.events import catalogue, timestamp_of
from connectors.channels.zalo.signature import is_fresh, is_signed, signature
from connectors.clock import now
from tests.connectors.conftest import MakeGateway
from tests.connectors.harness import RunningGateway, is_problem
from tests.connectors.platforms import MakeConnected, zalo_settings
from tests.fakes.rasa import FakeRasa
from tests.fakes.zalo import FakeZalo
from tests.fakes.zalo.webhook import sign

# The example of Zalo's documentation, and the same body written anew by a JSON library.
APP_ID, SECRET = "360846524940903967", "OASecretKeyExample"
RAW = (
    '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"user_id_by_app":"552177279717587730",'
    '"recipient":{"id":"388613280878808645"},"event_name":"user_send_text",'
    '"message":{"text":"Xin chào, cho hỏi giá?","msg_id":"96d3cdf3af150460909"},"timestamp":"1543908534740"}'
).encode()
MAC = "mac=f7620c1ff79895a79c2eaf275f8ddefaf572bea7d63aa45accf5328f09e27fc7"

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Reading whom to trust takes longer than a call."""


def post(gateway: RunningGateway, body: bytes, headers: Mapping[str, str | bytes]) -> httpx.Response:
    return httpx.post(
        f"{gateway.url}/webhooks/zalo", content=body, headers=headers, trust_env=False, timeout=60, verify=NO_TLS
    )


def taken(gateway: RunningGateway) -> int:
    return len(gateway.rows("SELECT 1 FROM webhook_events"))


def test_the_documented_example_is_signed() -> None:
    assert is_signed(MAC, RAW, timestamp_of(RAW), [APP_ID], SECRET)
    rewritten = json.dumps(json.loads(RAW)).encode()
    assert not is_signed(MAC, rewritten, timestamp_of(rewritten), [APP_ID], SECRET)


def test_nothing_is_signed_without_a_secret() -> None:
    mac = "mac=" + signature(APP_ID, RAW, timestamp_of(RAW), "")
    assert not is_signed(mac, RAW, timestamp_of(RAW), [APP_ID], "")


def test_an_event_is_fresh_as_long_as_zalo_may_try_again() -> None:
    moment = datetime(2026, 11, 20, 8, tzinfo=UTC)

    def at(age: timedelta) -> str:
        return str(int((moment - age).timestamp() * 1000))

    last_retry = timedelta(seconds=30 + 300 + 900 + 1800 + 3600)
    assert all(is_fresh(at(age), moment) for age in (timedelta(), last_retry, -timedelta(minutes=5)))
    assert not any(is_fresh(at(age), moment) for age in (timedelta(hours=4), -timedelta(hours=1)))
    assert not any(is_fresh(text, moment) for text in ("", "x", "-1", "9" * 30, "١٢٣"))


def test_forged_and_replayed_events_are_refused(connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa) -> None:
    event = zalo.sender.from_user("user_send_text", "2001", text="giả")
    raw, headers = event.raw, event.headers
    mac = headers["X-ZEvent-Signature"]
    at = timestamp_of(raw)
    old = zalo.sender.envelope("user_send_text", timestamp=int((now() - timedelta(hours=4)).timestamp() * 1000))
    hashed = hmac.new(zalo.oa_secret.encode(), raw, hashlib.sha256).hexdigest()
    forged: list[tuple[bytes, str | bytes | None]] = [
        (raw, None),
        (raw, ""),
        (raw, "mac="),
        (raw, mac[:-1]),
        (raw, mac[:-1] + ("0" if mac[-1] != "0" else "1")),
        (raw, "mac=" + hashed),
        (raw, "mac=é".encode()),
        (raw, sign(raw, at, zalo.app_id, zalo.app_secret)),
        (raw, sign(raw, at, "1" * 18, zalo.oa_secret)),
        (raw.replace("giả".encode(), b"gi?"), mac),
        (raw + b" ", mac),
        (raw[:-1], mac),
        (old.raw, old.headers["X-ZEvent-Signature"]),
    ]
    for body, header in forged:
        given = {} if header is None else {"X-ZEvent-Signature": header}
        is_problem(post(connected, body, given), 403, "webhook_refused")
    assert taken(connected) == 0
    # The genuine one is taken, its repetition answered and ignored
    assert [post(connected, raw, headers).status_code for _ in range(3)] == [200, 200, 200]
    zalo.wait_for("2001", 2)
    assert rasa.texts == ["giả"]


def test_no_mutation_of_a_signed_body_is_taken(zalo: FakeZalo) -> None:
    chance = random.Random(7)
    event = zalo.sender.from_user("user_send_text", "2002", text="Xin chào")
    mac = event.headers["X-ZEvent-Signature"]
    for _ in range(10_000):
        body, header = bytearray(event.raw), mac
        match chance.randrange(4):
            case 0:
                body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
            case 1:
                del body[chance.randrange(len(body)) :]
            case 2:
                body.insert(chance.randrange(len(body)), chance.randrange(256))
            case _:
                header = "mac=" + "".join(chance.choices("0123456789abcdef", k=64))
        raw = bytes(body)
        assert not is_signed(header, raw, timestamp_of(raw), [zalo.app_id, zalo.oa_id], zalo.oa_secret)


def test_the_oa_may_be_the_first_term_of_the_signature(connected: RunningGateway, zalo: FakeZalo) -> None:
    event = zalo.sender.from_user("user_send_text", "2003", text="chào")
    mac = sign(event.raw, timestamp_of(event.raw), zalo.oa_id, zalo.oa_secret)
    assert post(connected, event.raw, {"X-ZEvent-Signature": mac}).status_code == 200
    zalo.wait_for("2003", 2)


def test_bodies_that_are_no_event(connected: RunningGateway, zalo: FakeZalo) -> None:
    def signed(body: bytes) -> dict[str, str]:
        return {"X-ZEvent-Signature": sign(body, timestamp_of(body), zalo.app_id, zalo.oa_secret)}

    at = str(int(now().timestamp() * 1000))
    # Signed by Zalo, but of a shape nobody knows: taken and counted, or Zalo would switch the webhook off
    for shape in ('"message":[]', '"sender":"x"', '"message":{"text":{}}', '"recipient":null', '"event_name":[]'):
        body = f'{{"event_name":"user_send_text","timestamp":"{at}",{shape}}}'.encode()
        assert post(connected, body, signed(body)).status_code == 200, shape
    # Neither UTF-8 nor JSON, too deep, too long
    for body in (b"\xff\xfe{", b"", b"[" * 100_000, b'{"a":' * 5000 + b"1" + b"}" * 5000, b"null", b'"x"', b"[]"):
        assert post(connected, body, signed(body)).status_code == 403
    is_problem(post(connected, b" " * 300_000, {}), 413, "body_too_large")
    assert taken(connected) == 0


def test_the_consoles_trial_of_an_address_is_answered(connected: RunningGateway) -> None:
    assert post(connected, b'{"test":"webhook"}', {}).status_code == 200
    assert taken(connected) == 0


def test_closed_without_the_oa_secret(make_gateway: MakeGateway, zalo: FakeZalo) -> None:
    gateway = make_gateway(**zalo_settings(zalo, zalo_oa_secret=None))
    event = zalo.sender.from_user("user_send_text", "2004", text="chào")
    empty = sign(event.raw, timestamp_of(event.raw), zalo.app_id, "")
    for headers in (event.headers, {"X-ZEvent-Signature": empty}, {}):
        is_problem(post(gateway, event.raw, headers), 403, "webhook_refused")
    is_problem(post(gateway, b'{"test":"webhook"}', {}), 403, "webhook_refused")


def test_without_an_app_there_is_no_route(make_gateway: MakeGateway, zalo: FakeZalo) -> None:
    gateway = make_gateway()
    event = zalo.sender.from_user("user_send_text", "2005", text="chào")
    is_problem(post(gateway, event.raw, event.headers), 404, "not_found")
    for page in ("connect", "callback"):
        response = httpx.get(f"{gateway.url}/zalo/{page}", trust_env=False, timeout=60)
        is_problem(response, 404, "not_found")


def test_events_of_another_oa_of_the_same_app_are_left_alone(
    connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    event = zalo.sender.envelope(
        "user_send_text", sender={"id": "2006"}, recipient={"id": "999"}, message={"msg_id": "m-1", "text": "nhầm nhà"}
    )
    assert post(connected, event.raw, event.headers).status_code == 200
    assert taken(connected) == 0


def test_messages_out_of_order_and_a_burst_are_each_answered_once(
    make_connected: MakeConnected, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    make_connected()
    users = [f"21{n:02}" for n in range(20)]
    events = [zalo.sender.from_user("user_send_text", user, text=f"câu {n}") for n in range(5) for user in users]
    again = events + random.Random(3).sample(events, 50)
    for sending in [zalo.sender.send(event) for event in again]:
        assert sending.result(60).acknowledged
    for user in users:
        answers = [sent.text.split("\n")[0] for sent in zalo.wait_for(user, 6)[1:]]
        assert sorted(answers) == [f"Trả lời: câu {n}" for n in range(5)]
    assert rasa.overlaps == 0
    assert len(zalo.sent) == 6 * len(users)


def test_every_event_of_the_catalogue_is_acknowledged(connected: RunningGateway, zalo: FakeZalo) -> None:
    for name in catalogue():
        event = zalo.sender.envelope(
            name, sender={"id": "1"}, recipient={"id": zalo.oa_id}, message={"msg_id": f"m-{name}", "text": "chào"}
        )
        assert post(connected, event.raw, event.headers).status_code == 200, name
