"""``troly ask``: one question, through the same door as the widget."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from runtime.assistant import running_assistant
from runtime.conversation import Reply, conversation
from runtime.progress import Reporter
from settings import load_settings

Api = Annotated[str | None, typer.Option(help="Address of a running assistant; else this home's, or a temporary one.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command()(ask)


def ask(
    question: Annotated[str, typer.Argument(help="What a resident would type.")],
    agency: Annotated[str | None, typer.Option(help="Whose page the visitor is on, such as minh-long.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the Reply as JSON (DESIGN §6).")] = False,
    api: Api = None,
) -> None:
    """Ask a question and print the reply with its sources and buttons."""
    with assistant_address(api) as address, conversation(address, agency) as visitor:
        replies = visitor.ask(question)
    for reply in replies:
        if as_json:
            typer.echo(json.dumps(reply, ensure_ascii=False, indent=2))
        else:
            Console().print(shown(reply))


@contextlib.contextmanager
def assistant_address(api: str | None) -> Iterator[str]:
    """The address to ask: the one given, that of the running assistant, or of a temporary one."""
    if api is not None:
        yield api
        return
    with running_assistant(load_settings(), Reporter(to_stderr=True)) as assistant:
        yield assistant.url


def shown(reply: Reply) -> RenderableType:
    """A reply for the terminal: text, sources, buttons; the outcome in the corner."""
    parts = [Text(reply["text"])]
    if reply["citations"]:
        parts.append(Text("\nNguồn:", style="bold"))
        parts += [Text(f"• {_source(citation)}", style="dim") for citation in reply["citations"]]
    if reply["buttons"]:
        parts.append(Text("\n" + "  ".join(f"[{button['title']}]" for button in reply["buttons"]), style="cyan"))
    return Panel(Group(*parts), subtitle=reply["outcome"], subtitle_align="right")


def _source(citation: dict[str, str | None]) -> str:
    details = [citation.get("number"), citation.get("issuer"), citation.get("issued")]
    known = ", ".join(detail for detail in details if detail)
    place = f" — {citation['locator']}" if citation.get("locator") else ""
    return f"{citation['title']}{f' ({known})' if known else ''}{place}"
