"""``troly deliveries``: what could not be delivered, sent again or put away on a machine without a browser."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from connectors.channels.protocol import Window
from connectors.channels.zalo.windows import Windows
from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.dead_letters import DeadLetter, DeadLetters, Decision
from connectors.delivery.explaining import shown_time, until_when, why
from connectors.texts import load_texts
from settings import load_settings

deliveries = typer.Typer(
    help="Replies that a platform did not take (docs/runbooks/deliveries.md).", no_args_is_help=True
)

Ids = Annotated[list[int], typer.Argument(help="The numbers that `troly deliveries show` prints.")]
Who = Annotated[str, typer.Option("--by", help="Who decided it.", default_factory=getpass.getuser)]
Result = TypeVar("Result")


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(deliveries, name="deliveries")


@deliveries.command()
def show() -> None:
    """Say what was given up and why, and what was decided last."""

    async def read(database: Database) -> list[tuple[DeadLetter, Window | None]]:
        windows = Windows(database)
        return [(one, await _window(windows, one)) for one in await DeadLetters(database).latest()]

    letters = asyncio.run(_with_database(read))
    decided = asyncio.run(_with_database(lambda database: DeadLetters(database).decided(20)))
    console, texts = Console(), load_texts().desk
    if letters:
        console.print(_letters(letters))
    else:
        console.print("Nothing: all was delivered, or still is.")
    table = Table("when", "number", "conversation", "decision", "by")
    for one in decided:
        table.add_row(shown_time(one.at), str(one.part_id), one.conversation_id, texts.decisions[one.decision], one.who)
    if decided:
        console.print(table)


@deliveries.command()
def again(numbers: Ids, who: Who) -> None:
    """Send these once more; a running assistant takes them up within half a minute."""
    _decide(numbers, Decision.AGAIN, who)


@deliveries.command()
def away(numbers: Ids, who: Who) -> None:
    """Put these away: nobody will send them."""
    _decide(numbers, Decision.AWAY, who)


def _decide(numbers: list[int], decision: Decision, who: str) -> None:
    if not who.strip():
        raise typer.BadParameter("say who: it will be asked")
    decide = asyncio.run(_with_database(lambda database: DeadLetters(database).decide(numbers, decision, who.strip())))
    words = "to be sent again" if decision is Decision.AGAIN else "put away"
    Console().print(f"{len(decide)} of {len(set(numbers))} {words}.", highlight=False)
    if not decide:
        raise typer.Exit(1)


def _letters(letters: Sequence[tuple[DeadLetter, Window | None]]) -> Table:
    texts, moment = load_texts().desk, now()
    table = Table("number", "given up", "where", "conversation", "why", "until when")
    for one, window in letters:
        table.add_row(
            str(one.id),
            shown_time(one.closed_at),
            texts.places.get(one.channel, one.channel),
            one.conversation_id,
            f"{why(one, texts)} [{one.error}]".replace("[", r"\["),
            until_when(window, moment, texts) if window else "",
        )
    return table


async def _window(windows: Windows, letter: DeadLetter) -> Window | None:
    return await windows.of(letter.conversation_id) if letter.channel == "zalo" else None


async def _with_database(work: Callable[[Database], Awaitable[Result]]) -> Result:
    database = Database(load_settings().database_url)
    try:
        await database.create()
        return await work(database)
    finally:
        await database.close()
