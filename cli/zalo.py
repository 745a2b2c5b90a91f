"""``troly zalo status``."""

from __future__ import annotations

import asyncio

import typer
from rich.console import Console

from connectors.channels.zalo.looking import Standing, look
from settings import load_settings

zalo = typer.Typer(help="The connection to a Zalo Official Account (docs/zalo.md).", no_args_is_help=True)

_NOT_CONNECTED = 3


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(zalo, name="zalo")


@zalo.callback()
def commands() -> None:
    """Keep ``status`` a command of its own."""


@zalo.command()
def status() -> None:
    """Say which OA is connected and until when. Exit status 3 when an official has to connect it (again)."""
    standing = asyncio.run(look(load_settings()))
    Console(soft_wrap=True).print(_words(standing), highlight=False)
    if standing.account is None or standing.dead:
        raise typer.Exit(_NOT_CONNECTED)


def _words(standing: Standing) -> str:
    if not standing.readable:
        return "The tokens were sealed with another TROLY_GATEWAY_SECRET: open /zalo/connect again."
    if standing.account is None or standing.access_until is None or standing.refresh_until is None:
        return "No OA is connected: open /zalo/connect."
    times = (
        f"access until {standing.access_until:%d/%m/%Y %H:%M} UTC, renewable until {standing.refresh_until:%d/%m/%Y}"
    )
    if standing.dead:
        return f"OA {standing.account}: Zalo refuses to renew the token ({times}): open /zalo/connect again."
    return f"OA {standing.account}: connected, {times}"
