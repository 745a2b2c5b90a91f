"""What logs hold that they must not: secrets, personal data, words of users or of the assistant.

    python -m evaluation.log_scan var/logs

Secrets are those of this home's settings, and whatever has the shape of a bot's token or of a bearer token. Personal
data is what ``connectors.privacy`` finds. Our logs are English: a word with a letter that only Vietnamese has was
somebody's. Printed are file, line and kind, never the words. Exit status 1 when anything was found.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from connectors.privacy import find
from settings import REPOSITORY, load_settings

_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
_SHAPES = {
    "bot token": re.compile(r"(?<!\d)\d{8,}:[A-Za-z0-9_-]{20,}"),
    "bearer token": re.compile(r"(?i)\bbearer +[A-Za-z0-9._-]{16,}"),
    "token in an address": re.compile(r"(?i)[?&](?:access_|refresh_)?token=(?!\*)[^\s&\"']{8,}"),
}
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# What a log writes of its own: times, our ids, addresses, the public account of the agency.
_OUR_OWN = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,]?\d*(?:Z|[+-]\d\d:?\d\d)?"
    r"|\b[0-9a-f]{32}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b(?:pid|port|process|0x)[ =:]*[0-9a-f]+|\"(?:ms|inbound|part|seconds|line|generation)\": ?[\d.]+"
    r"|account\"?[:=] ?\"\d+\"|127\.0\.0\.1(?::\d+)?"
)
_SHORTEST_SECRET = 8
# They name documents and what is in them.
_OF_DOCUMENTS = ("index.log", "train.log")


@dataclass(frozen=True, slots=True)
class Leak:
    """Where, and of what kind."""

    file: Path
    line: int
    kind: str


def scan(places: Iterable[Path], secrets: Sequence[str] = ()) -> list[Leak]:
    """Everything in the logs in ``places`` (files, and ``*.log*`` below folders) that must not be there."""
    return [leak for path in _logs(places) for leak in _in_file(path, secrets)]


def kinds_in(line: str, secrets: Sequence[str] = ()) -> list[str]:
    """The kinds of what a line must not hold.

    >>> kinds_in('{"event": "turn.finished", "ms": 12.5}'), kinds_in("gọi 0905123456")
    ([], ['words', 'personal data'])
    """
    line = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), line)
    kinds = ["secret"] if any(len(one) >= _SHORTEST_SECRET and one in line for one in secrets) else []
    kinds += [name for name, shape in _SHAPES.items() if shape.search(line)]
    if _VIETNAMESE.search(line):
        kinds.append("words")
    return [*kinds, "personal data"] if find(_OUR_OWN.sub(" ", line)) else kinds


def _logs(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        yield from sorted(one for one in place.rglob("*.log*") if one.is_file()) if place.is_dir() else (place,)


def _in_file(path: Path, secrets: Sequence[str]) -> Iterator[Leak]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            kinds = kinds_in(line, secrets)
            yield from (Leak(path, number, kind) for kind in kinds if kind != "words" or path.name not in _OF_DOCUMENTS)


def main() -> None:
    """Scan, print where, and say by the exit status whether all was well."""
    parser = argparse.ArgumentParser(description="Look for secrets and personal data in logs.")
    parser.add_argument("places", nargs="*", type=Path, default=[REPOSITORY / "var" / "logs"])
    settings = load_settings()
    values = (getattr(settings, name) for name in type(settings).model_fields)
    leaks = scan(parser.parse_args().places, [one.get_secret_value() for one in values if isinstance(one, SecretStr)])
    for leak in leaks:
        print(f"{leak.file}:{leak.line}: {leak.kind}")
    print(f"{len(leaks)} found")
    raise SystemExit(1 if leaks else 0)


if __name__ == "__main__":
    main()
