"""``troly switch``: turn a channel or the whole assistant off and on, and see who did, when and why."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from connectors.delivery.database import Database
from connectors.delivery.switches import EVERYTHING, Change, Switches
from settings import load_settings

switch = typer.Typer(
    help="Turn a channel, or everything, off and on (docs/runbooks/switches.md).", no_args_is_help=True
)
# What there is to turn; a channel that is not set up may be turned too.
NAMES = (EVERYTHING, "web", "zalo", "zalo_bot", "telegram")

Name = Annotated[str, typer.Argument(help=", ".join(NAMES))]
Why = Annotated[str, typer.Option("--why", help="The reason; it is kept.")]
Who = Annotated[str, typer.Option("--by", help="Who decided it.", default_factory=getpass.getuser)]
Result = TypeVar("Result")


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(switch, name="switch")


@switch.command()
def off(name: Name, why: Why, who: Who) -> None:
    """Switch off: the web answers 503, platforms are answered with a notice. No restart is needed."""
    _turn(name, who, why, off=True)


@switch.command()
def on(name: Name, why: Why, who: Who) -> None:
    """Switch on again."""
    _turn(name, who, why, off=False)


@switch.command()
def show() -> None:
    """Say what is off, and the last changes."""
    changes = asyncio.run(_with_switches(lambda switches: switches.history()))
    _print(asyncio.run(_with_switches(lambda switches: switches.state())), changes)


def _turn(name: str, who: str, why: str, *, off: bool) -> None:
    if name not in NAMES:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(NAMES)}")
    if not why.strip() or not who.strip():
        raise typer.BadParameter("say who and why: it will be asked")
    asyncio.run(_with_switches(lambda switches: switches.turn(name, off=off, who=who.strip(), why=why.strip())))
    Console().print(f"{name} is {'off' if off else 'on'}.", highlight=False)


async def _with_switches(work: Callable[[Switches], Awaitable[Result]]) -> Result:
    database = Database(load_settings().database_url)
    try:
        await database.create()
        return await work(Switches(database, 0))
    finally:
        await database.close()


def _print(state: Sequence[Change], changes: Sequence[Change]) -> None:
    console = Console()
    console.print(f"Off: {', '.join(change.name for change in state if change.off) or 'nothing'}", highlight=False)
    table = Table("when", "switch", "turned", "by", "why")
    for change in changes:
        when = change.at.astimezone().strftime("%d/%m/%Y %H:%M")
        table.add_row(when, change.name, "off" if change.off else "on", change.who, change.why)
    if changes:
        console.print(table)
