"""Channels and the whole assistant, turned off and on as docs/runbooks/switches.md says."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest

from connectors.texts import load_texts
from settings import REPOSITORY
from tests.connectors.conftest import client_of
from tests.connectors.harness import RunningGateway, is_problem, open_session
from tests.connectors.telegram.conftest import replies
from tests.fakes.rasa import FakeRasa
from tests.fakes.telegram import FakeTelegram

pytestmark = [pytest.mark.asyncio, pytest.mark.both_databases]

NOTICE = load_texts().notices["switched_off"].text


async def switch(gateway: RunningGateway, *arguments: str) -> tuple[int, str]:
    """``troly switch …`` as an operator types it."""
    environment = {
        **os.environ,
        "TROLY_HOME": str(gateway.settings.home),
        "TROLY_DATABASE_URL": gateway.settings.database_url,
        "COLUMNS": "200",
    }
    command = [sys.executable, "-m", "cli.app", "switch", *arguments]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


async def test_the_drill(connected: RunningGateway, telegram: FakeTelegram, rasa: FakeRasa) -> None:
    async with client_of(connected) as client:
        visitor = await open_session(client)

        # When Telegram is switched off, while the gateway runs
        status, said = await switch(connected, "off", "telegram", "--why", "bot bị giả mạo", "--by", "Trần Thị Trực")
        assert (status, said.strip()) == (0, "telegram is off.")

        # Then Telegram is answered with the notice, the web as ever
        telegram.user(555).says("ai chủ trì?")
        assert [one.text for one in await replies(telegram, 555, 2)][1] == NOTICE
        assert rasa.received == []
        assert (await visitor.say("ai chủ trì?")).json()["replies"][0]["outcome"] == "answered"
        assert 'troly_channel_off{channel="telegram"} 1.0' in (await client.get("/metrics")).text

        # When everything is switched off
        await switch(connected, "off", "all", "--why", "diễn tập", "--by", "Trần Thị Trực")

        # Then the web says so with 503, what was said before can still be read
        is_problem(await visitor.say("có ai không?"), 503, "switched_off")
        is_problem(await client.post("/v1/web/sessions"), 503, "switched_off")
        assert len(await visitor.history()) == 3

        # When all is on again, everybody is answered, and what was done can be read
        for name in ("all", "telegram"):
            await switch(connected, "on", name, "--why", "đã xong", "--by", "Trần Thị Trực")
        telegram.user(555).says("còn ai?")
        assert (await replies(telegram, 555, 3))[2].text.startswith("Trả lời: còn ai?")
        assert (await visitor.say("còn ai?")).status_code == 200
        status, said = await switch(connected, "show")
        assert status == 0
        assert said.startswith("Off: nothing")
        for word in ("telegram", "bot bị giả mạo", "Trần Thị Trực", "diễn tập", "đã xong"):
            assert word in said


async def test_a_switch_is_not_turned_without_a_name_and_a_reason(connected: RunningGateway) -> None:
    for arguments in (["off", "telegram"], ["off", "fax", "--why", "x"], ["off", "web", "--why", " "]):
        status, _ = await switch(connected, *arguments)
        assert status == 2
    assert connected.rows("select * from switches") == []
