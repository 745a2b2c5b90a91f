"""How much of what people should not type is found: recall per kind, and false alarms.

    python -m evaluation.personal_data [--seed 7] [--each 120] [--misses 20]

Messages are made up from ``personal_data.yml``: fictional data of the right structure, in the groupings, spellings and
disguises in which people type it. A value counts as found when none of it is left and its placeholder names the
right kind. The sentences of ``questions/safety/money_and_plans.txt`` must come through untouched.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from ruamel.yaml import YAML

from connectors.privacy import Kind, hide
from evaluation.figures import Figures
from settings import REPOSITORY
from vietnamese import fold

PHRASINGS = Path(__file__).with_suffix(".yml")
HARMLESS = REPOSITORY / "evaluation" / "questions" / "safety" / "money_and_plans.txt"
LEAST_RECALL = 0.98
_NAMES = {kind: f"<{kind.value}>" for kind in Kind}
_KINDS = {
    "identity": Kind.IDENTITY,
    "identity_old": Kind.IDENTITY,
    "passport": Kind.IDENTITY,
    "phone": Kind.PHONE,
    "card": Kind.CARD,
    "account": Kind.ACCOUNT,
    "code": Kind.SECRET,
    "password": Kind.SECRET,
    "email": Kind.EMAIL,
    "social_insurance": Kind.INSURANCE,
    "health_insurance": Kind.INSURANCE,
}
_SHORTHAND = {
    "số điện thoại": "sđt",
    "không": "ko",
    "được": "dc",
    "của": "cua",
    "mật khẩu": "mk",
    "số tài khoản": "stk",
}


@dataclass(frozen=True)
class Message:
    """A made-up message; ``values`` are what must not be left of it."""

    kind: str
    text: str
    values: tuple[str, ...]


def make_messages(seed: int, each: int) -> Iterator[Message]:
    """``each`` messages of every kind; the same ones for the same seed."""
    draw = random.Random(seed)  # noqa: S311  the same messages in every run, no secret
    data: dict[str, Any] = YAML(typ="safe").load(PHRASINGS)
    for kind, phrasings in data["phrasings"].items():
        for number in range(each):
            yield _message(kind, phrasings[number % len(phrasings)], data["asks"], draw)


def measure(messages: list[Message], harmless: list[str]) -> tuple[Figures, Figures, list[str]]:
    """Recall per kind, false alarms, and the messages that were missed."""
    missed: list[str] = []
    counts: dict[str, list[int]] = {}
    for message in messages:
        hidden = hide(message.text, _NAMES)
        found = not any(value in hidden for value in message.values) and f"[{_NAMES[_KINDS[message.kind]]}]" in hidden
        tally = counts.setdefault(message.kind, [0, 0])
        tally[0] += 1
        tally[1] += found
        if not found:
            missed.append(f"{message.kind}: {message.text!r} -> {hidden!r}")
    counts["all"] = [sum(row[0] for row in counts.values()), sum(row[1] for row in counts.values())]
    recall = Figures(
        "Personal data found",
        {"kind": "", "messages": "", "found": "", "recall": ""},
        [
            {"kind": kind, "messages": total, "found": found, "recall": f"{found / total if total else math.nan:.4f}"}
            for kind, (total, found) in counts.items()
        ],
    )
    alarms = [line for line in harmless if hide(line, _NAMES) != line]
    missed += [f"false alarm: {line!r} -> {hide(line, _NAMES)!r}" for line in alarms]
    false = Figures(
        "Harmless sentences",
        {"sentences": "", "false alarms": ""},
        [{"sentences": len(harmless), "false alarms": len(alarms)}],
    )
    return recall, false, missed


def main() -> None:
    """Print both tables; end with 1 when a kind is found too rarely or a harmless sentence is touched."""
    parser = argparse.ArgumentParser(description="Measure how personal data in messages is found.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--each", type=int, default=120, help="messages of every kind")
    parser.add_argument("--misses", type=int, default=10, help="how many of what went wrong are shown")
    options = parser.parse_args()
    harmless = HARMLESS.read_text(encoding="utf-8").splitlines()
    recall, false, missed = measure(list(make_messages(options.seed, options.each)), harmless)
    console = Console()
    console.print(recall.as_table(), false.as_table())
    for one in missed[: options.misses]:
        console.print(one, markup=False, soft_wrap=True)
    rare = any(float(row["recall"]) < LEAST_RECALL for row in recall.rows)
    raise SystemExit(1 if rare or false.rows[0]["false alarms"] else 0)


def _message(kind: str, phrasing: str, asks: list[str], draw: random.Random) -> Message:
    values = [_MAKERS[kind](draw) for _ in range(phrasing.count("{}"))]
    around = phrasing
    place = draw.random()
    if place < 0.4:
        around = f"{phrasing}{draw.choice([', ', '. ', ' ', chr(10)])}{draw.choice(asks)}"
    elif place < 0.6:
        around = f"{draw.choice(asks)}{draw.choice(['? ', '. ', ', ', chr(10)])}{phrasing}"
    around = _spelled(around, draw)
    written = [_disguised(value, kind, draw) for value in values]
    return Message(kind, around.format(*written), tuple(written))


def _spelled(text: str, draw: random.Random) -> str:
    """As it is, without diacritics, in shorthand, or in capitals."""
    way = draw.random()
    if way < 0.35:
        return fold(text)
    if way < 0.5:
        for full, short in _SHORTHAND.items():
            text = text.replace(full, short)
        return text.lower()
    return text.upper() if way < 0.55 else text


def _disguised(value: str, kind: str, draw: random.Random) -> str:
    """Digits in other scripts, with something invisible between, or one by one."""
    if kind in {"email", "password", "passport"}:
        return value
    way = draw.random()
    if way < 0.06:
        return value.translate({ord("0") + n: chr(0xFF10 + n) for n in range(10)})
    if way < 0.12:
        return draw.choice("\u200b\u2060\u00ad\u200d").join(value)
    if way < 0.18 and value.isdigit():
        return " ".join(value)
    return value


def _digits(draw: random.Random, count: int) -> str:
    return "".join(draw.choices("0123456789", k=count))


def _grouped(value: str, sizes: tuple[int, ...], draw: random.Random) -> str:
    glue = draw.choice(" .-  ")
    pieces: list[str] = []
    for size in sizes:
        pieces.append(value[:size])
        value = value[size:]
    return glue.join(pieces)


def _identity(draw: random.Random) -> str:
    century, years = draw.choice([("0", (25, 99)), ("1", (25, 99)), ("2", (0, 20)), ("3", (0, 20))])
    value = f"{draw.randint(1, 96):03}{century}{draw.randint(*years):02}{_digits(draw, 6)}"
    return value if draw.random() < 0.75 else _grouped(value, draw.choice([(3, 3, 3, 3), (4, 4, 4)]), draw)


def _identity_old(draw: random.Random) -> str:
    value = str(draw.randint(1, 3)) + _digits(draw, 8)
    return value if draw.random() < 0.8 else _grouped(value, (3, 3, 3), draw)


def _phone(draw: random.Random) -> str:
    local = draw.choice("35789") + _digits(draw, 8)
    way = draw.random()
    if way < 0.5:
        return "0" + local
    if way < 0.75:
        return _grouped("0" + local, draw.choice([(4, 3, 3), (3, 3, 4), (4, 6), (4, 2, 2, 2), (3, 7)]), draw)
    if way < 0.9:
        return draw.choice(["+84", "+84 ", "0084", "84"]) + local
    return "+84 " + _grouped(local, (3, 3, 3), draw)


def _card(draw: random.Random) -> str:
    start = draw.choice(["4", "51", "55", "2221", "9704", "3530", "62"])
    value = start + _digits(draw, 15 - len(start))
    value += next(digit for digit in "0123456789" if _checks(value + digit))
    return value if draw.random() < 0.5 else _grouped(value, (4, 4, 4, 4), draw)


def _checks(value: str) -> bool:
    odd, even = value[-1::-2], value[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10 == 0


def _account(draw: random.Random) -> str:
    value = draw.choice("01257") + _digits(draw, draw.choice([8, 9, 11, 12, 13]))
    return value if draw.random() < 0.85 else _grouped(value, (4, 4, len(value) - 8), draw).rstrip(" .-")


def _code(draw: random.Random) -> str:
    return _digits(draw, draw.choice([4, 6, 6, 6, 6, 8]))


def _password(draw: random.Random) -> str:
    word = draw.choice(["Abc", "hoa", "Quangngai", "matkhau", "Troly", "nhatui", "Mo"])
    number = _digits(draw, draw.choice([3, 4, 4]))
    return draw.choice(
        [f"{word}@{number}", f"{word}{number}", f"{word.capitalize()}#{number}!", f"{number}{word}{number}"]
    )


def _email(draw: random.Random) -> str:
    name = draw.choice(["nguyenvana", "le.thi.b", "tran_muoi", "hoa", "bay.xom3"]) + _digits(
        draw, draw.choice([0, 2, 4])
    )
    host = draw.choice(["gmail.com", "yahoo.com.vn", "example.org", "vnu.edu.vn", "outlook.com"])
    return draw.choice([f"{name}@{host}", f"{name}@{host}", f"{name} @ {host}", f"{name}@{host}".upper()])


def _social(draw: random.Random) -> str:
    value = f"{draw.randint(1, 96):02}{_digits(draw, 8)}"
    return value if draw.random() < 0.85 else _grouped(value, (2, 4, 4), draw)


def _health(draw: random.Random) -> str:
    start = draw.choice(["DN", "HX", "GD", "TE", "HS", "HT", "CN", "SV"])
    value = f"{start}{draw.randint(1, 5)}{draw.randint(1, 96):02}{_digits(draw, 10)}"
    if draw.random() < 0.3:
        return _grouped(value, (2, 1, 2, 10), draw)
    return draw.choice([value, value.lower()])


_MAKERS: Mapping[str, Callable[[random.Random], str]] = {
    "identity": _identity,
    "identity_old": _identity_old,
    "passport": lambda draw: draw.choice("BCNP") + _digits(draw, 7),
    "phone": _phone,
    "card": _card,
    "account": _account,
    "code": _code,
    "password": _password,
    "email": _email,
    "social_insurance": _social,
    "health_insurance": _health,
}


if __name__ == "__main__":
    main()
