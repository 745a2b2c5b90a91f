"""Quotes: the sentences of an original that say what was answered, word for word.

A quote is one or more whole sentences of the clause (whole cells of a table's row), in their order, with "…" where
something between them is left out. Only a sentence that alone is longer than a quote may be is cut, between its parts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from knowledge_base.answer.texts import say
from knowledge_base.ingest.originals import Original, whole_paragraphs
from vietnamese import fold, normalize, sentences

LONGEST = 300
"""Characters of a quote, the note of a repair not counted."""

LONGEST_CELL = 180
"""Characters of one cell where the row is too long to be quoted whole."""

WORTH_ADDING = 0.3
FIGURE_WEIGHT = 20.0
NEEDED_WEIGHT = 1000.0
ASKED_WEIGHT = 0.5
WORDS_TOGETHER = 8
SHORT_CELL = 12  # a row's number
CUT = "…"

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_SYLLABLE = re.compile(r"[^\W\d_]+")
_MARKER = re.compile(r"^\s*(?:[-–—•*+▪●]\s*|(?:\d{1,2}(?:\.\d{1,2})*|[a-zđA-ZĐ]|[IVXLC]{1,6})[.)]\s+)(?=\S)")
# "1. Mục đích", "TP. Hồ Chí Minh": no sentence ends here.
_NO_END = re.compile(r"(?:^|[\s(])(?:[IVXLC]{1,6}|\d{1,2}|[^\W\d_]|TP|TX|TT|ThS|TS|PGS|GS|BS|KS|CN|tr|đ/c|Đ/c|ĐT)\.$")
_JOINTS = (re.compile(r"(?<=;)\s+"), re.compile(r"(?<=[;,:])\s+"))


@dataclass(frozen=True)
class Statement:
    """What was answered from one clause.

    ``said`` are the record's words for it, ``asked`` the question, ``figures`` those that the quote has to hold: an
    aimed-at value or a day is never shown beside a wording that does not state it.
    """

    said: str
    asked: str = ""
    figures: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Piece:
    """A sentence of a paragraph or a cell of a row; ``line`` and ``at`` are its place."""

    text: str
    line: int
    at: int
    cell: bool = False
    heading: bool = False
    repaired: bool = False
    features: frozenset[str] = field(default_factory=frozenset)


def figures_of(text: str) -> frozenset[str]:
    """The figures in ``text``, each in one form: "01" is "1", "1.500" is "1500", "ngày 05/12" is "5" and "12"."""
    return frozenset(_figure(one) for one in _FIGURE.findall(text))


def quote(original: Original, clause: str, statement: Statement) -> str | None:
    """The sentences of ``clause`` that state it; ``None`` when the original has none, or not with these figures."""
    pieces = list(_pieces(original, clause))
    if any(not one.heading for one in pieces):
        pieces = [one for one in pieces if not one.heading]
    weights = _weights(pieces, statement)
    chosen = _choose(pieces, weights)
    if not chosen:
        return None
    whole = sum(len(one.text) for one in chosen) <= LONGEST
    kept = [one if whole else _shortened(one, weights) for one in chosen]
    text = _joined(kept, pieces)
    stated = figures_of(text)
    wanted = figures_of(statement.said)
    if not statement.figures <= stated or (wanted and not wanted & stated):
        return None
    return say("quote_repaired", quote=text) if any(one.repaired for one in kept) else text


def _pieces(original: Original, clause: str) -> Iterator[_Piece]:
    paragraphs = whole_paragraphs(part for part in original.parts if part.clause == clause and not part.rows)
    for line, part in enumerate(paragraphs):
        for at, one in enumerate(_sentences(_MARKER.sub("", part.shown))):
            yield _piece(one, line, at, heading=part.heading, repaired=part.repaired is not None)
    line = len(original.parts)
    for part in original.parts:
        for read, shown, where in zip(part.rows, part.shown_rows, part.row_clauses, strict=False):
            if where == clause:
                line += 1
                yield from _cells(shown, line, repaired=shown != read)


def _cells(row: Sequence[str], line: int, *, repaired: bool) -> Iterator[_Piece]:
    filled = [text for cell in row if (text := " ".join(cell.split()))]
    if len(set(filled)) == 1:  # one cell over the whole row
        filled = filled[:1]
    for at, text in enumerate(filled):
        yield _piece(text, line, at, cell=True, repaired=repaired)


def _piece(text: str, line: int, at: int, *, cell: bool = False, heading: bool = False, repaired: bool) -> _Piece:
    return _Piece(text, line, at, cell, heading, repaired, _features(text))


def _sentences(text: str) -> list[str]:
    """Sentences; an abbreviation or a number before a heading ends none."""
    found: list[str] = []
    for one in sentences(" ".join(text.split())):
        if found and _NO_END.search(found[-1]):
            found[-1] = f"{found[-1]} {one}"
        else:
            found.append(one)
    return found


@lru_cache(maxsize=4096)
def _features(text: str) -> frozenset[str]:
    syllables = _SYLLABLE.findall(fold(normalize(text)))
    pairs = (f"{one} {other}" for one, other in pairwise(syllables))
    return frozenset(syllables) | frozenset(pairs) | figures_of(text)


def _figure(text: str) -> str:
    plain = text.replace(".", "") if _THOUSANDS.fullmatch(text) else text.replace(".", ",")
    return re.sub(r"^0+(?=\d)", "", plain)


def _weights(pieces: Sequence[_Piece], statement: Statement) -> dict[str, float]:
    """What each feature of the answer is worth: less where many sentences have it, more where it is a figure."""
    among = Counter(feature for one in pieces for feature in one.features)
    weights = dict.fromkeys(_features(statement.asked), ASKED_WEIGHT)
    weights |= dict.fromkeys(_features(statement.said), 1.0)
    weights |= dict.fromkeys(figures_of(statement.said), FIGURE_WEIGHT)
    weights |= dict.fromkeys(statement.figures, NEEDED_WEIGHT)
    return {feature: weight / among[feature] for feature, weight in weights.items() if feature in among}


def _choose(pieces: Sequence[_Piece], weights: dict[str, float]) -> list[_Piece]:
    """The best piece, then those that add much and still fit, in the document's order."""
    chosen: list[_Piece] = []
    covered: set[str] = set()
    first = 0.0
    rest = list(pieces)
    while rest:
        best = max(rest, key=lambda one: _worth(one.features - covered, weights))
        gain = _worth(best.features - covered, weights)
        if gain <= 0 or (gain < WORTH_ADDING * first and not best.cell):
            break
        rest.remove(best)
        if chosen and sum(map(_length, chosen)) + _length(best) > LONGEST:
            continue
        first = first or gain
        chosen.append(best)
        covered |= best.features
    return sorted([*chosen, *_row_mates(pieces, chosen)], key=lambda one: (one.line, one.at))


def _row_mates(pieces: Sequence[_Piece], chosen: Sequence[_Piece]) -> Iterator[_Piece]:
    """The other cells of the rows that are quoted, as far as they fit, the number in any case."""
    used = sum(map(_length, chosen))
    for line in {one.line for one in chosen if one.cell}:
        for one in sorted((one for one in pieces if one.line == line and one not in chosen), key=_length):
            used += _length(one)
            if used <= LONGEST or (one.at == 0 and len(one.text) <= SHORT_CELL):
                yield one


def _length(piece: _Piece) -> int:
    return min(len(piece.text), LONGEST_CELL if piece.cell else LONGEST)


def _worth(features: Iterable[str], weights: dict[str, float]) -> float:
    return math.fsum(weights.get(feature, 0.0) for feature in features)  # the same in whatever order a set is read


def _shortened(piece: _Piece, weights: dict[str, float]) -> _Piece:
    """A piece that is not too long as it is; else the parts of it that say most, cut between parts if it has any."""
    longest = _length(piece)
    if len(piece.text) <= longest:
        return piece
    parts = _parts(piece.text, longest)
    best, span = -1.0, (0, 1)
    for start in range(len(parts)):
        end, length = start, 0
        while end < len(parts) and length + len(parts[end]) <= longest:
            length += len(parts[end]) + 1
            end += 1
        end = max(end, start + 1)
        worth = _worth(_features(" ".join(parts[start:end])), weights)
        if worth > best + 1e-9:
            best, span = worth, (start, end)
    text = " ".join(parts[slice(*span)])
    text = f"{CUT} {text}" if span[0] else text
    text = f"{text} {CUT}" if span[1] < len(parts) else text
    return _Piece(text, piece.line, piece.at, piece.cell, piece.heading, piece.repaired)


def _parts(text: str, longest: int) -> list[str]:
    """What a sentence is cut between: semicolons, else commas, else groups of words."""
    for joint in _JOINTS:
        parts = joint.split(text)
        if max(map(len, parts)) <= longest:
            return parts
    words = text.split(" ")
    return [" ".join(words[at : at + WORDS_TOGETHER]) for at in range(0, len(words), WORDS_TOGETHER)]


def _joined(chosen: Sequence[_Piece], pieces: Sequence[_Piece]) -> str:
    order = {(one.line, one.at): place for place, one in enumerate(pieces)}
    text = chosen[0].text
    for before, one in pairwise(chosen):
        blank = " · " if one.cell and before.line == one.line else " "
        gap = order[one.line, one.at] > order[before.line, before.at] + 1
        text += f"{blank}{CUT}{blank}{one.text}" if gap else f"{blank}{one.text}"
    return text
