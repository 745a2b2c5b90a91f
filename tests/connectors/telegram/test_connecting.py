"""``troly telegram``, as an official types it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from connectors.channels.telegram.bot import UPDATES
from connectors.texts import load_texts
from settings import REPOSITORY
from tests.connectors.platforms import TELEGRAM_SECRET
from tests.fakes.telegram import FakeTelegram, Webhook

pytestmark = pytest.mark.asyncio
PUBLIC = "https://troly.example.vn/"


async def troly(home: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TROLY_")}
    environment = kept | {"TROLY_HOME": str(home)} | settings
    command = [sys.executable, "-m", "cli.app", "telegram", *arguments]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def bot_of(telegram: FakeTelegram) -> dict[str, str]:
    return {"TROLY_TELEGRAM_TOKEN": telegram.token, "TROLY_TELEGRAM_API": telegram.url}


async def test_a_bot_is_connected_looked_at_and_disconnected(telegram: FakeTelegram, tmp_path: Path) -> None:
    settings = bot_of(telegram) | {"TROLY_TELEGRAM_SECRET": TELEGRAM_SECRET, "TROLY_PUBLIC_URL": PUBLIC}
    status, said = await troly(tmp_path, "connect", **settings)
    assert status == 0, said
    assert "@fake_troly_bot: messages are sent to https://troly.example.vn/webhooks/telegram; 0 wait" in said
    assert telegram.webhook.url == "https://troly.example.vn/webhooks/telegram"
    assert telegram.webhook.secret == TELEGRAM_SECRET
    assert telegram.webhook.allowed == list(UPDATES)
    assert {one["command"]: one["description"] for one in telegram.commands} == load_texts().telegram_commands
    assert telegram.calls_of("setWebhook")[0].data.get("drop_pending_updates", "false") == "false"

    status, said = await troly(tmp_path, "status", **settings)
    assert (status, "webhooks/telegram" in said) == (0, True)

    status, said = await troly(tmp_path, "disconnect", **settings)
    assert (status, "fetched" in said) == (0, True)
    assert telegram.webhook == Webhook()
    assert TELEGRAM_SECRET not in said
    assert telegram.token not in said


async def test_what_is_missing_is_named_and_no_secret_shown(telegram: FakeTelegram, tmp_path: Path) -> None:
    status, said = await troly(tmp_path, "status")
    assert (status, "TROLY_TELEGRAM_TOKEN" in said) == (1, True)

    status, said = await troly(tmp_path, "connect", **bot_of(telegram))
    assert (status, "TROLY_TELEGRAM_SECRET" in said) == (1, True)

    plain = bot_of(telegram) | {"TROLY_TELEGRAM_SECRET": TELEGRAM_SECRET, "TROLY_PUBLIC_URL": "http://troly.example.vn"}
    status, said = await troly(tmp_path, "connect", **plain)
    assert (status, "https://" in said) == (1, True)
    assert not telegram.webhook.url

    other = FakeTelegram().token
    status, said = await troly(tmp_path, "status", **bot_of(telegram) | {"TROLY_TELEGRAM_TOKEN": other})
    assert (status, "does not know the token" in said) == (1, True)
    assert other not in said

    for name, wrong in (("TOKEN", "my-private-token"), ("SECRET", "short-secret"), ("SECRET", "có dấu" * 10)):
        status, said = await troly(tmp_path, "status", **bot_of(telegram) | {f"TROLY_TELEGRAM_{name}": wrong})
        assert (status, f"TROLY_TELEGRAM_{name}" in said) == (1, True)
        assert wrong not in said


async def test_a_telegram_out_of_reach_is_said_to_be(telegram: FakeTelegram, tmp_path: Path) -> None:
    settings = bot_of(telegram) | {"TROLY_TELEGRAM_API": "http://127.0.0.1:1"}
    status, said = await troly(tmp_path, "status", **settings)
    assert (status, "no_connection" in said) == (1, True)


async def test_nothing_is_loaded_for_channels_that_are_not_set_up_or_pages_that_nobody_opened(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TROLY_")}
    unneeded = {"telegram", "connectors.channels.zalo.channel", "connectors.web.shelf", "jinja2"}
    code = (
        "import sys; import cli.app; from connectors.app import create_app; from settings import load_settings; "
        f"create_app(load_settings()); print({unneeded} & set(sys.modules))"
    )
    environment = kept | {"TROLY_HOME": str(tmp_path), "TROLY_RASA_PORT": "1", "TROLY_ACTION_PORT": "1"}
    command = [sys.executable, "-c", code]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "set()", done.stderr
