"""Finding personal data: what stands beside a word that names it first, then what its shape gives away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from connectors.privacy import secrets, shapes
from connectors.privacy.kinds import Kind
from connectors.privacy.labelled import LONGEST, Fit, fitting, follows
from connectors.privacy.reading import Reading, read
from connectors.privacy.runs import Part, Run, runs_of
from connectors.privacy.words import NOTHING, Label, Tie, counts, is_glue, labels_in, tie

_NAME = r"[a-z0-9][a-z0-9._%+-]*"
_EMAIL = re.compile(
    rf"(?<![a-z0-9._%+-]){_NAME} ?(?:@|\(at\)|\[at\]|(?<= )a cong(?= )|(?<= )at(?= )) ?"
    rf"(?P<host>[a-z0-9-]+(?: ?(?:\.|(?<= )cham(?= )|[(\[]dot[)\]]) ?[a-z0-9-]+)*"
    rf" ?(?:\.|(?<= )cham(?= )|[(\[]dot[)\]]) ?(?:com|vn|net|org|edu|gov|info|me|io))(?![a-z0-9])"
)
_OFFICIAL = re.compile(r"gov ?\. ?vn$")
_WORDS_OF_TWO = frozenset({"tk", "so", "ck", "no", "co", "cc", "ca", "ta", "bc"})
_PASSPORT = re.compile(r"(?<![a-z0-9])[a-z] ?\d{7,8}(?![a-z0-9])")
_WORD_BEFORE = re.compile(r"[a-z]+$")
_LOOK_BACK = 60
_PLUS = re.compile(r"\(?\+ ?\(?$")
_BRACKET = re.compile(r"\($")
_CODE_BEFORE = re.compile(r"[a-z0-9#][a-z0-9._#/-]*$")


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data in ``text[start:end]`` as it was typed."""

    kind: Kind
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Everything personal in a message, in order, nothing twice.

    >>> [(one.kind.value, one.start, one.end) for one in find("sđt 0905 123 456")]
    [('phone', 4, 16)]
    """
    reading = read(text)
    search = _Search(reading)
    search.run()
    found = [Found(kind, *reading.typed(start, end)) for start, end, kind in search.found]
    return sorted(found, key=lambda one: one.start)


class _Search:
    """One message being searched; what was found is blank to what is searched next."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.text
        self.labels = labels_in(self.text)
        self.found: list[tuple[int, int, Kind]] = []

    def run(self) -> None:
        self._each(_EMAIL.finditer(self.text), Kind.EMAIL, lambda one: not _OFFICIAL.search(one["host"]))
        self._each(shapes.HEALTH_CARD.finditer(self.text), Kind.INSURANCE, self._is_health_card)
        self._each(_PASSPORT.finditer(self.text), Kind.IDENTITY, lambda one: self._is_passport(one.start()))
        for start, end in secrets.passwords(self.text, self.labels):
            self._keep(start, end, Kind.SECRET)
        for run in runs_of(self.text):
            self._search(run)

    def _each(self, matches: Iterator[re.Match[str]], kind: Kind, fits: Callable[[re.Match[str]], bool]) -> None:
        for one in matches:
            if fits(one):
                self._keep(one.start(), one.end(), kind)

    def _keep(self, start: int, end: int, kind: Kind) -> None:
        if not any(start < other_end and other < end for other, other_end, _ in self.found):
            self.found.append((start, end, kind))
            self.text = self.text[:start] + " " * (end - start) + self.text[end:]

    def _is_passport(self, start: int) -> bool:
        return any(label.name == "passport" for label, _ in self._governing(start))

    def _is_health_card(self, match: re.Match[str]) -> bool:
        """By itself only where its letters are no word that stands before other numbers ("tk", "số")."""
        return match[0][:2] not in _WORDS_OF_TWO or any(
            label.name == "insurance" for label, _ in self._governing(match.start())
        )

    def _search(self, run: Run) -> None:
        first, last = self._free(run)
        while first < last:
            part = self._labelled(run, first, last) or self._shaped(run, first, last)
            first = part.last if part else first + 1

    def _free(self, run: Run) -> tuple[int, int]:
        """The groups that are no part of a code, nor of what was found already."""
        before = _CODE_BEFORE.search(self._before(run.start))
        glued = before is not None and not self._joins(before[0])
        return (run.coded_left if glued else 0), len(run.groups) - run.coded_right

    def _before(self, start: int) -> str:
        return self.text[max(0, start - _LOOK_BACK) : start]

    def _joins(self, before: str) -> bool:
        """Whether what stands right before a number is a word and not the beginning of a code."""
        word = _WORD_BEFORE.search(before)
        if word is None:
            return not any(sign.isdigit() or sign == "#" for sign in before)
        return not any(sign.isdigit() or sign == "#" for sign in before) and is_glue(word[0])

    def _governing(self, start: int) -> list[tuple[Label, Tie]]:
        """The labels before ``start`` that reach it, the nearest first."""
        reach: list[tuple[Label, Tie]] = []
        for label in reversed([one for one in self.labels if one.end <= start]):
            tied = tie(self.text[label.end : start])
            if tied is Tie.NONE:
                break
            reach.append((label, tied))
            if label.name == NOTHING:
                break
        return reach

    def _labelled(self, run: Run, first: int, last: int) -> Part | None:
        start = run.groups[first][0]
        for label, tied in self._governing(start):
            if label.name == NOTHING:
                return None
            if (fit := fitting(label, tied, run, first, last, self.text)) is not None:
                return self._take(fit)
        if (behind := follows(run, first, last, self.text, self.labels)) is not None:
            return self._take(behind)
        return None

    def _take(self, fit: Fit) -> Part:
        start = fit.part.start
        if fit.kind is Kind.PHONE and (
            sign := _PLUS.search(self._before(start)) or _BRACKET.search(self._before(start))
        ):
            start -= len(sign[0])
        self._keep(start, fit.part.end, fit.kind)
        return fit.part

    def _shaped(self, run: Run, first: int, last: int) -> Part | None:
        if any(label.name == NOTHING and tied is Tie.DIRECT for label, tied in self._governing(run.start)[:1]):
            return None
        for end in range(min(last, first + LONGEST), first, -1):
            if run.length(first, end) not in shapes.LENGTHS:
                continue
            part = run.part(first, end)
            abroad = _PLUS.search(self._before(part.start)) is not None
            kind = shapes.by_shape(part, abroad=abroad)
            if kind is None or not (part.whole or abroad or self._stands_alone(run, part, last)):
                continue
            if counts(self.text[part.end :]) and (not part.whole or not part.digits.startswith("0")):
                continue
            return self._take(Fit(part, kind))
        return None

    def _stands_alone(self, run: Run, part: Part, last: int) -> bool:
        """Whether groups are a number and not a piece of a longer row: its neighbours are joined by another sign."""
        left = part.first == 0 or run.glue[part.first - 1] not in part.glue or not self._holds(run, part.first - 1)
        right = part.last == len(run.groups) or run.glue[part.last - 1] not in part.glue
        return left and (right or self._another(run, part.last, last))

    def _holds(self, run: Run, group: int) -> bool:
        return self.text[run.groups[group][0]].isdigit()

    def _another(self, run: Run, first: int, last: int) -> bool:
        return any(
            shapes.by_shape(run.part(first, end), abroad=False)
            for end in range(first + 1, min(last, first + LONGEST) + 1)
        )
