"""The conversations that ``troly bench`` holds: who opens them, and what is said, turn by turn.

# a comment
@minh-long                      a visitor of this agency's page opens a conversation (``@`` alone: of no agency's)
plan: Ai chủ trì phủ sóng 5G?   a turn: its kind, then what is typed
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from evaluation.rows import QuestionFileError

BENCH_QUESTIONS = Path(__file__).parent / "questions" / "bench.txt"


class Kind(StrEnum):
    """What a turn asks of the assistant."""

    PLAN = "plan"
    GUIDE = "guide"
    FOLLOW_UP = "follow-up"
    REFUSAL = "refusal"
    DIALOGUE = "dialogue"
    NO_DIACRITICS = "no-diacritics"


@dataclass(frozen=True)
class Line:
    """One turn as typed."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Script:
    """One visitor's turns, in order."""

    agency: str | None
    lines: tuple[Line, ...]


def load_scripts(path: Path = BENCH_QUESTIONS) -> list[Script]:
    """Read a file of conversations. Raises ``QuestionFileError`` naming file, line and what is wrong."""
    opened: list[tuple[str | None, list[Line]]] = []
    for number, written in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = written.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("@"):
            opened.append((text[1:].strip() or None, []))
            continue
        if not opened:
            raise QuestionFileError(f"{path}:{number}: a turn before the first line that begins with '@'")
        opened[-1][1].append(_line(text, f"{path}:{number}"))
    scripts = [Script(agency, tuple(lines)) for agency, lines in opened if lines]
    if not scripts:
        raise QuestionFileError(f"{path}: no conversation in it")
    return scripts


def _line(text: str, place: str) -> Line:
    kind, _, said = text.partition(":")
    try:
        return Line(Kind(kind.strip()), _stated(said.strip()))
    except ValueError:
        kinds = ", ".join(Kind)
        raise QuestionFileError(f"{place}: {text!r} is not '<kind>: <text>' (kinds: {kinds})") from None


def _stated(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text
