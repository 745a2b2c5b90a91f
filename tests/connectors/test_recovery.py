"""Save, then acknowledge: nothing acknowledged is lost by a stop or a crash."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from connectors.delivery.inbox import Inbox
from settings import REPOSITORY
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import Visitor, open_session, until
from tests.fakes.rasa import FakeRasa
from tests.ports import free_port

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]


@contextlib.asynccontextmanager
async def gateway_process(
    home: Path, rasa: FakeRasa, database_url: str
) -> AsyncIterator[tuple[subprocess.Popen[bytes], httpx.AsyncClient]]:
    """``python -m connectors`` as an operator runs it; what it logs is added to ``gateway.log``."""
    port = free_port()
    environment = {
        **os.environ,
        "TROLY_HOME": str(home),
        "TROLY_DATABASE_URL": database_url,
        "TROLY_PORT": str(port),
        "TROLY_RASA_PORT": str(rasa.port),
        "TROLY_ACTION_PORT": str(rasa.port),
        "TROLY_GATEWAY_SECRET": rasa.secret,
        "TROLY_RASA_TOKEN": rasa.token,
    }
    with (home / "gateway.log").open("ab") as log:
        process = subprocess.Popen([sys.executable, "-m", "connectors"], cwd=REPOSITORY, env=environment, stderr=log)
    client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False)
    try:
        await _alive(client, process)
        yield process, client
    finally:
        await client.aclose()
        process.kill()
        process.wait()


async def _alive(client: httpx.AsyncClient, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if (await client.get("/healthz")).status_code == 200:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.05)
    raise AssertionError("the gateway did not start")


async def asked(rasa: FakeRasa, times: int) -> None:
    """Wait until Rasa was asked so often."""
    await until(lambda: len(rasa.received) == times)


async def test_a_killed_gateway_answers_after_its_restart(rasa: FakeRasa, tmp_path: Path, database_url: str) -> None:
    # Given three acknowledged questions, the first of them being worked on
    with rasa.held():
        async with gateway_process(tmp_path, rasa, database_url) as (process, client):
            visitor = await open_session(client)
            for n in range(3):
                assert (await visitor.say(f"câu {n}", wait=None, message_id=f"m-{n}")).status_code == 202
            await asked(rasa, 1)

            # When the gateway is killed and started again
            process.send_signal(signal.SIGKILL)
            process.wait()
    async with gateway_process(tmp_path, rasa, database_url) as (_, client):
        visitor = Visitor(client, visitor.session)
        events = await visitor.replies(3)

        # Then all three are answered, in order, each once, under the same token
        assert [event.data["message_id"] for event in events] == ["m-0", "m-1", "m-2"]
        assert [item["role"] for item in await visitor.history()].count("assistant") == 4


async def test_a_terminated_gateway_finishes_what_it_began(rasa: FakeRasa, tmp_path: Path, database_url: str) -> None:
    # Given a question being worked on, another one waiting behind it, and an open stream
    async with gateway_process(tmp_path, rasa, database_url) as (process, client):
        visitor = await open_session(client)
        with rasa.held():
            async with visitor.events() as shown:
                await visitor.say("đang làm", wait=None, message_id="m-0")
                await visitor.say("đang chờ", wait=None, message_id="m-1")
                await asked(rasa, 1)

                # When it is told to stop
                process.terminate()

                # Then it ends the stream at once, and waits for the question
                names = []
                with contextlib.suppress(httpx.RemoteProtocolError):  # it may do so in the middle
                    async with asyncio.timeout(60):
                        async for event in shown:
                            names.append(event.name)  # noqa: PERF401 - what was read before it broke off counts
                assert set(names) <= {"typing"}
            await asyncio.sleep(0.3)
            assert process.poll() is None
        await asyncio.to_thread(process.wait, 60)
    assert "timeout graceful shutdown exceeded" not in (tmp_path / "gateway.log").read_text()
    # And after the next start only what had not begun is asked again
    async with gateway_process(tmp_path, rasa, database_url) as (_, client):
        events = await Visitor(client, visitor.session).replies(2)
    assert [event.data["message_id"] for event in events] == ["m-0", "m-1"]
    assert rasa.texts == ["đang làm", "đang chờ"]


async def test_a_message_that_breaks_every_start_is_given_up(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    # Given a message that three starts did not get through
    gateway = make_gateway({"stop_seconds": 0, "attempts": 3})
    with rasa.held():
        async with client_of(gateway) as client:
            visitor = await open_session(client)
            await visitor.say("gây treo", wait=None)
        for start in (1, 2, 3):
            if start > 1:
                gateway.start()
            await asked(rasa, start)
            gateway.stop()
    gateway.start()

    # Then it is answered with an apology instead of being asked again
    async with client_of(gateway) as client:
        [event] = await Visitor(client, visitor.session).replies(1)
    assert event.data["reply"]["outcome"] == "error"
    assert gateway.rows("select status, error from inbound_messages") == [{"status": "failed", "error": "abandoned"}]


async def test_a_waiting_caller_is_told_that_the_message_is_kept(make_gateway: MakeGateway, rasa: FakeRasa) -> None:
    # Given a caller who waits for a slow answer
    gateway = make_gateway({"stop_seconds": 60})
    async with client_of(gateway) as client:
        visitor = await open_session(client)
        with rasa.held():
            waiting = asyncio.create_task(visitor.say("chậm", wait=60))
            await asked(rasa, 1)

            # When the gateway stops
            stopping = asyncio.create_task(asyncio.to_thread(gateway.stop))

            # Then the caller gets an acknowledgement, not a broken connection
            assert (await waiting).status_code == 202
        await stopping


async def test_a_database_that_is_full_for_a_while_loses_nothing(
    make_gateway: MakeGateway, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a disk that is full for longer than a message that fails by itself is tried
    left = [5]
    genuine = Inbox.finish

    async def full(self: Inbox, *arguments: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise OSError("disk full")
        return await genuine(self, *arguments)

    monkeypatch.setattr(Inbox, "finish", full)
    monkeypatch.setattr("connectors.delivery.turn.AWAY_DATABASE_SECONDS", 0.01)
    gateway = make_gateway()
    async with client_of(gateway) as client:
        visitor = await open_session(client)
        for n in range(3):
            await visitor.say(f"câu {n}", wait=None, message_id=f"m-{n}")

        # Then all are answered in order once there is room again, without a restart, and Rasa was asked once for each
        events = await visitor.replies(3)
        assert [event.data["message_id"] for event in events] == ["m-0", "m-1", "m-2"]
        assert rasa.texts == ["câu 0", "câu 1", "câu 2"]
        assert {event.data["reply"]["outcome"] for event in events} == {"answered"}
        assert len(gateway.rows("select id from replies where inbound_id is not null")) == 3
