"""Digits that belong together: runs of groups, with blanks, dots, dashes or brackets between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise

_RUN = re.compile(r"\d+(?:[ .\-_()·]{1,3}\d+)*")
_GROUP = re.compile(r"\d+")
_LETTERS_AND_DIGIT = re.compile(r"[a-z]+\d")
_OF_A_DOCUMENT = re.compile(r"/[a-z]")


@dataclass(frozen=True, slots=True)
class Part:
    """Some groups of a run that follow each other. ``first`` and ``last`` say which; ``glue`` is what joins them."""

    digits: str
    start: int
    end: int
    sizes: tuple[int, ...]
    glue: tuple[str, ...]
    first: int
    last: int

    @property
    def whole(self) -> bool:
        """Written without anything between the digits."""
        return len(self.sizes) == 1

    @property
    def even(self) -> bool:
        """The same sign between all groups."""
        return len(set(self.glue)) <= 1

    @property
    def in_thousands(self) -> bool:
        """Written as a quantity is: "1.234.567", and not as a number that begins with 0."""
        grouped = not self.whole and self.sizes[0] <= 3 and set(self.sizes[1:]) == {3}
        return grouped and self.even and not self.digits.startswith("0")


class Run:
    """A run in a text; ``coded`` groups hang on letters ("H48.12-250712-0034") and are no number of their own."""

    def __init__(self, text: str, start: int, end: int) -> None:
        found = [(start + one.start(), start + one.end()) for one in _GROUP.finditer(text[start:end])]
        self.start, self.end = start, end
        self._text = text
        self._digits = (0, *accumulate(end - start for start, end in found))
        self.groups = tuple(found)
        self.glue = tuple(text[left[1] : right[0]].strip() or " " for left, right in pairwise(found))

    def part(self, first: int, last: int) -> Part:
        """The groups ``first`` to ``last`` (exclusive)."""
        chosen = self.groups[first:last]
        digits = "".join(self._text[start:end] for start, end in chosen)
        sizes = tuple(end - start for start, end in chosen)
        return Part(digits, chosen[0][0], chosen[-1][1], sizes, self.glue[first : last - 1], first, last)

    def length(self, first: int, last: int) -> int:
        """How many digits the groups ``first`` to ``last`` (exclusive) have."""
        return self._digits[last] - self._digits[first]

    @property
    def coded_left(self) -> int:
        """How many groups at the start belong to a code of letters and digits."""
        before = self._text[: self.start]
        if not before[-1:].isalpha() and not (before[-1:] in set("-./_#") and before[-2:-1].isalnum()):
            return 0
        count = 1
        while count < len(self.groups) and self.glue[count - 1] in {"-", ".", "_"}:
            count += 1
        return count

    @property
    def coded_right(self) -> int:
        """How many groups at the end belong to such a code, or to a document's number ("252/KH-UBND")."""
        after = self._text[self.end :]
        if not (_LETTERS_AND_DIGIT.match(after) or _OF_A_DOCUMENT.match(after)):
            return 0
        count = 1
        while count < len(self.groups) and self.glue[-count] in {"-", ".", "_"}:
            count += 1
        return count


def runs_of(text: str) -> list[Run]:
    """The runs of a text, in order."""
    return [Run(text, one.start(), one.end()) for one in _RUN.finditer(text)]
