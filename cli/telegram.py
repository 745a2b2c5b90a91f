"""``troly telegram connect``, ``disconnect``, ``status``."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import typer
from rich.console import Console

from connectors.texts import load_texts
from settings import load_settings

if TYPE_CHECKING:
    from connectors.channels.telegram.connecting import Connection

telegram = typer.Typer(help="Connect the assistant to a Telegram bot (docs/telegram.md).", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(telegram, name="telegram")


@telegram.command("connect")
def connect_bot() -> None:
    """Have Telegram send what residents write to TROLY_PUBLIC_URL, and set the bot's menu."""
    from connectors.channels.telegram.connecting import connect

    _show(asyncio.run(connect(load_settings(), load_texts())))


@telegram.command("disconnect")
def disconnect_bot() -> None:
    """Have it wait at Telegram instead; without TROLY_TELEGRAM_SECRET the assistant fetches it."""
    from connectors.channels.telegram.connecting import disconnect

    _show(asyncio.run(disconnect(load_settings())))


@telegram.command()
def status() -> None:
    """Say how the bot is connected, and what Telegram could not deliver."""
    from connectors.channels.telegram.connecting import look

    _show(asyncio.run(look(load_settings())))


def _show(connection: Connection) -> None:
    console = Console(soft_wrap=True)
    goes = f"sent to {connection.url}" if connection.url else "fetched"
    console.print(f"@{connection.username}: messages are {goes}; {connection.waiting} wait", highlight=False)
    if connection.trouble:
        console.print(f"Telegram's last trouble: {connection.trouble}", highlight=False, markup=False)
