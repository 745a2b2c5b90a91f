"""A message as words that remember where they stood, and the marks between them: what questions are told apart in."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Collection, Iterator, List, NamedTuple, Sequence, Tuple

from bot.question_words import FOLDED, FOLDED_SYLLABLES, MARKED, MARKED_SYLLABLES
from vietnamese import expand, fold, has_diacritics

_RUN = re.compile("\\d+(?:[.,/]\\d+)+|(?:[^\\W_]|[\u0300-\u036f])+")  # "4.4" and "5/12" are one word
_ENDS = re.compile(r"[?？!…;\n]|\.(?=\s|$)")
_PAUSES = re.compile(r"[,:–—]|\s-\s")
_LIST_MARK = re.compile(r"\s*[).:/]\s*(?!\d)")


class Word(NamedTuple):
    """One word: its place in the text, how it is read, and the marks that follow it.

    ``listed`` marks the number of a list's entry: "1)", "2.".
    """

    start: int
    end: int
    form: str
    ends: bool
    pauses: bool
    asked: bool
    listed: bool


class Utterance:
    """The words of ``text``; those within ``names`` (places in the text) say nothing of the matter."""

    def __init__(self, text: str, names: Collection[Tuple[int, int]] = ()) -> None:
        """Split the text; patterns for text with or without diacritics are chosen once."""
        self._text = text
        self._marked = has_diacritics(text)
        self.patterns = MARKED if self._marked else FOLDED
        self.syllables = MARKED_SYLLABLES if self._marked else FOLDED_SYLLABLES
        self.words: Sequence[Word] = list(_words(text, self._marked))
        self._named = [any(one.start < end and start < one.end for start, end in names) for one in self.words]
        self.places: List[int] = []
        pieces: List[str] = []
        length = 0
        for word in self.words:
            self.places.append(length)
            pieces.append(f"{word.form} , " if word.ends or word.pauses else f"{word.form} ")
            length += len(pieces[-1])
        self.joined = "".join(pieces).rstrip()

    def said(self, first: int, last: int) -> str:
        """Words ``first`` to ``last`` (exclusive) as patterns read them."""
        if first >= last:
            return ""
        end = self.places[last] - 1 if last < len(self.places) else len(self.joined)
        return self.joined[self.places[first] : end].strip(" ,")

    def unnamed(self, first: int, last: int) -> str:
        """Those words without the names among them."""
        return " ".join(word.form for word in self._own(first, last))

    def matter(self, first: int, last: int) -> List[str]:
        """The syllables among those words that say what is asked about."""
        syllables = (one for word in self._own(first, last) for one in word.form.split())
        return [one for one in syllables if one not in self.syllables.empty and not one.isdigit()]

    def _own(self, first: int, last: int) -> List[Word]:
        named = self._named[first:last]
        return [word for word, is_name in zip(self.words[first:last], named, strict=True) if not is_name]

    def span(self, first: int, last: int) -> Tuple[int, int]:
        """Where those words stand in the text, a question mark behind them included."""
        end = self.words[last - 1].end
        return self.words[first].start, end + 1 if self._text[end : end + 1] == "?" else end


def _words(text: str, marked: bool) -> Iterator[Word]:
    runs = list(_RUN.finditer(text))
    listed = 0
    for number, run in enumerate(runs):
        raw, start, end = run.group(), run.start(), run.end()
        gap = text[end : runs[number + 1].start() if number + 1 < len(runs) else len(text)]
        before = text[runs[number - 1].end() : start] if number else "\n"
        if raw == str(listed + 1) and _is_list_mark(before, gap, listed > 0):
            listed += 1
            yield Word(start, end, raw, False, False, False, True)
        else:
            form = "a.i." if raw == "AI" else _form(raw, marked)
            yield Word(start, end, form, bool(_ENDS.search(gap)), bool(_PAUSES.search(gap)), "?" in gap, False)


def _is_list_mark(before: str, gap: str, going_on: bool) -> bool:
    """Whether a number between these marks counts the entries of a list: "1) …", "1. … 2. …", "? 2 …"."""
    if _LIST_MARK.match(gap):
        return going_on or gap.startswith(")") or bool(_ENDS.search(before) or _PAUSES.search(before))
    return gap == " " and bool(_ENDS.search(before))


@lru_cache(maxsize=16384)
def _form(raw: str, marked: bool) -> str:
    plain = expand(unicodedata.normalize("NFC", raw).lower()).lower()
    return plain if marked else fold(plain)
