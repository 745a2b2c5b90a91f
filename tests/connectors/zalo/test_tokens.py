"""Single-use refresh tokens: renewed once, saved before use, missed aloud when dead."""

from __future__ import annotations

import io
import json
import sqlite3
import time

import httpx2 as httpx
import pytest

from connectors.channels.zalo.token_store import TokenStore
from tests.connectors.harness import RunningGateway
from tests.connectors.platforms import MakeConnected, permit
from tests.fakes.zalo import FakeZalo


def told(logs: io.StringIO, name: str) -> list[dict[str, object]]:
    """The events of this name so far."""
    return [entry for line in logs.getvalue().splitlines() if (entry := json.loads(line))["event"] == name]


def refreshes(zalo: FakeZalo) -> int:
    """Calls of the token endpoint after the one that connected."""
    return zalo.count("token") - 1


def test_a_token_that_expired_is_renewed_during_a_send(connected: RunningGateway, zalo: FakeZalo) -> None:
    zalo.expire_access()
    zalo.says("4001", "chào").result(60)
    assert len(zalo.wait_for("4001", 2)) == 2
    assert refreshes(zalo) == 1
    assert connected.rows("SELECT dead, renewing_since FROM zalo_tokens") == [{"dead": 0, "renewing_since": None}]


@pytest.mark.both_databases
def test_many_sends_with_an_expired_token_renew_it_once(connected: RunningGateway, zalo: FakeZalo) -> None:
    zalo.expire_access()
    zalo.faults.add("token", "slow", seconds=0.3)
    users = [f"41{n:02}" for n in range(12)]
    for sending in [zalo.says(user, "chào") for user in users]:
        sending.result(60)
    for user in users:
        assert len(zalo.wait_for(user, 2)) == 2
    assert refreshes(zalo) == 1


@pytest.mark.both_databases
def test_a_renewed_pair_survives_a_restart(connected: RunningGateway, zalo: FakeZalo) -> None:
    for number in range(3):
        zalo.expire_access()
        zalo.says("4003", f"câu {number}").result(60)
        zalo.wait_for("4003", number + 2)
        connected.stop()
        connected.start()
        zalo.webhook_url = f"{connected.url}/webhooks/zalo"
    assert refreshes(zalo) == 3


def test_a_token_is_renewed_before_it_ends(connected: RunningGateway, zalo: FakeZalo) -> None:
    # Given a token with four hours left, when the gateway starts
    connected.stop()
    database = sqlite3.connect(connected.settings.home / "gateway.db")
    with database:
        database.execute("UPDATE zalo_tokens SET access_until = datetime('now', '+4 hours')")
    database.close()
    connected.start()
    zalo.webhook_url = f"{connected.url}/webhooks/zalo"
    # Then nobody has to wait for a refused call
    zalo.says("4004", "chào").result(60)
    zalo.wait_for("4004", 2)
    assert refreshes(zalo) == 1
    assert zalo.count("send") == 2


def test_a_dead_refresh_token_is_told_and_not_tried_again(
    make_connected: MakeConnected, zalo: FakeZalo, logs: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.channels.zalo.tokens.DISCONNECTED_SECONDS", 0.1)
    gateway = make_connected({"delivery_attempts": 100_000})
    zalo.expire_access()
    zalo.kill_refresh()
    for user in ("4005", "4006", "4007"):
        assert zalo.says(user, "chào").result(60).acknowledged
    waiting(gateway, "zalo_disconnected", 3)
    assert refreshes(zalo) == 1
    [dead] = told(logs, "zalo.token_dead")
    assert dead["level"] == "ERROR"
    assert dead["account"] == zalo.oa_id
    # When an official connects again, then what waited is sent, once
    assert permit(gateway).status_code == 200
    for user in ("4005", "4006", "4007"):
        assert len(zalo.wait_for(user, 2)) == 2


def test_a_lost_answer_is_told_and_tried_once_more(
    connected: RunningGateway, zalo: FakeZalo, logs: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.channels.zalo.tokens.BUSY_SECONDS", 0.1)
    # Lost before Zalo looked at it: the token is as good as before
    zalo.expire_access()
    zalo.faults.add("token", "cut")
    zalo.says("4008", "chào").result(60)
    assert len(zalo.wait_for("4008", 2)) == 2
    assert len(told(logs, "zalo.token_in_doubt")) == 1
    assert told(logs, "zalo.token_dead") == []
    # Lost after: the token is used up, and an official hears of it
    zalo.expire_access()
    zalo.faults.add("token", "cut_after")
    zalo.says("4008", "còn đó không?").result(60)
    waiting(connected, "zalo_disconnected", 1)
    assert len(told(logs, "zalo.token_dead")) == 1


@pytest.mark.parametrize("fault", ["429", -32])
def test_a_busy_token_endpoint_is_asked_again(
    connected: RunningGateway, zalo: FakeZalo, fault: str | int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.channels.zalo.tokens.BUSY_SECONDS", 0.1)
    zalo.expire_access()
    zalo.faults.add("token", fault, times=2)
    zalo.says("4009", "chào").result(60)
    assert len(zalo.wait_for("4009", 2)) == 2
    assert refreshes(zalo) == 3


def test_a_pair_is_saved_even_where_the_database_is_away_for_a_while(
    connected: RunningGateway, zalo: FakeZalo, logs: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, failures = TokenStore.replace, [1, 2, 3]

    async def failing(self: TokenStore, *args: object) -> bool:
        if failures:
            failures.pop()
            raise sqlite3.OperationalError("database or disk is full")
        return await replace(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(TokenStore, "replace", failing)
    zalo.expire_access()
    zalo.says("4010", "chào").result(60)
    assert len(zalo.wait_for("4010", 2)) == 2
    assert len(told(logs, "zalo.token_not_saved")) == 3
    assert refreshes(zalo) == 1
    # And what was saved is what is used: a start after a crash goes on with it
    connected.stop()
    connected.start()
    zalo.webhook_url = f"{connected.url}/webhooks/zalo"
    zalo.says("4010", "còn").result(60)
    assert len(zalo.wait_for("4010", 3)) == 3


@pytest.mark.both_databases
def test_two_gateways_on_one_database_renew_once(
    make_connected: MakeConnected, zalo: FakeZalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.channels.zalo.tokens.ELSEWHERE_SECONDS", 0.1)
    first, second = make_connected(), make_connected()
    zalo.calls.clear()
    zalo.expire_access()
    zalo.faults.add("token", "slow", seconds=0.5)
    for number, gateway in enumerate((first, second)):
        zalo.webhook_url = f"{gateway.url}/webhooks/zalo"
        zalo.says(f"42{number}", "chào").result(60)
    for number in range(2):
        assert len(zalo.wait_for(f"42{number}", 2)) == 2
    assert zalo.count("token") == 1


def test_a_new_token_that_is_refused_too_is_told_and_the_message_kept(
    connected: RunningGateway, zalo: FakeZalo, logs: io.StringIO
) -> None:
    zalo.faults.add("send", -216, times=2)
    zalo.says("4021", "chào").result(60)
    assert len(zalo.wait_for("4021", 2)) == 2
    assert len(told(logs, "zalo.new_token_refused")) == 1


def test_prometheus_is_told_how_long_the_token_lives(connected: RunningGateway, zalo: FakeZalo) -> None:
    def seconds() -> float:
        figures = httpx.get(f"{connected.url}/metrics", trust_env=False, timeout=60).text
        [line] = [line for line in figures.splitlines() if line.startswith("troly_token_seconds{")]
        assert zalo.oa_id in line
        return float(line.split()[-1])

    assert 89_900 < seconds() <= 90_000
    zalo.expire_access()
    zalo.kill_refresh()
    zalo.says("4020", "chào").result(60)
    waiting(connected, "zalo_disconnected", 1)
    assert seconds() < 0


def waiting(gateway: RunningGateway, code: str, count: int) -> None:
    """Wait until ``count`` parts wait for this reason."""
    deadline = time.monotonic() + 60
    while len(gateway.rows("SELECT 1 FROM outbox WHERE error = :code", code=code)) < count:
        if time.monotonic() > deadline:
            raise TimeoutError(gateway.rows("SELECT status, error, attempts FROM outbox"))
        time.sleep(0.02)
