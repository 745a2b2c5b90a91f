"""Restoring: Vietnamese typed without diacritics, or misread by an optical reader, written out in full.

>>> restore("phat trien ha tang so").text
'phát triển hạ tầng số'
>>> restore("Phat trién ha tang s6", damaged=True).text
'Phát triển hạ tầng số'

Text that carries its diacritics is left as it is. What was not read with certainty says so, with what else it may be.
How well it does stands in ``restoration/README.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from vietnamese.restoration import condition
from vietnamese.restoration import damaged as damaged_text
from vietnamese.restoration.calibration import STRANGE, Mode, confidence_of
from vietnamese.restoration.casing import cased_like
from vietnamese.restoration.lattice import Reading, read
from vietnamese.restoration.places import Sentence
from vietnamese.restoration.statistics import MARKS, NUMBER, UNKNOWN, statistics
from vietnamese.restoration.tokens import Kind, Token

Need = Literal["none", "plain", "damaged"]

_FIGURES_GIVE_WAY = 0.9  # a number is read as a word only from this probability
_WORTH_SHOWING = 0.01


class Candidate(NamedTuple):
    """A word that may stand at a place, and the probability that it does."""

    text: str
    probability: float


class RestoredWord(NamedTuple):
    """A word as typed and as restored; ``start`` and ``end`` are positions in the typed text.

    ``confidence`` is the measured probability that ``restored`` is right; a word that was left alone because its line
    needs no restoring has 1. ``candidates`` are the two likeliest where there is a doubt, ``restored`` first.
    """

    typed: str
    restored: str
    confidence: float
    start: int
    end: int
    candidates: tuple[Candidate, ...] = ()


class Restoration(NamedTuple):
    """The restored text and every word of it, in order."""

    text: str
    words: tuple[RestoredWord, ...]


def restore(text: str, *, damaged: bool = False) -> Restoration:
    """Restore the diacritics of ``text``; with ``damaged`` also letters that were misread.

    Words that carry diacritics are evidence and stay, unless the text is damaged. Punctuation, blanks, figures and
    codes ("30/KH-UBND", "5G", addresses) stay; capitals are kept.
    """
    words = _restored(damaged_text.sentences(text), "damaged") if damaged else _plain(text)
    return Restoration(_joined(text, words), tuple(words))


def needs_restoring(text: str) -> Need:
    """Say whether ``text`` was typed without diacritics, misread by an optical reader, or neither.

    >>> needs_restoring("Phát triển hạ tầng số"), needs_restoring("phat trien ha tang so")
    ('none', 'plain')
    """
    if condition.is_damaged(text):
        return "damaged"
    return "plain" if any(word.typed != word.restored for word in restore(text).words) else "none"


def _plain(text: str) -> list[RestoredWord]:
    lines = condition.lines(text)
    asked = [line.sentences for line in lines if line.to_read]
    readings = iter(_readings([sentence for sentences in asked for sentence in sentences]))
    among_marked = any(line.marked for line in lines)
    words: list[RestoredWord] = []
    for line in lines:
        read_line = [next(readings) for _ in line.sentences] if line.to_read else []
        if line.to_read and condition.lacks_diacritics(line, read_line, among_marked=among_marked):
            for sentence, reading in zip(line.sentences, read_line, strict=True):
                words += _words(sentence, reading, "plain")
        else:
            words += [RestoredWord(one.text, one.text, 1.0, one.start, one.end) for one in line.words]
    return words


def _restored(sentences: Sequence[Sentence], mode: Mode) -> list[RestoredWord]:
    words: list[RestoredWord] = []
    for sentence, reading in zip(sentences, _readings(sentences), strict=True):
        words += _words(sentence, reading, mode)
    return words


def _readings(sentences: Sequence[Sentence]) -> list[list[Reading]]:
    return read([[slot.place for slot in sentence] for sentence in sentences], statistics())


def _words(sentence: Sentence, readings: Sequence[Reading], mode: Mode) -> list[RestoredWord]:
    loud = [slot.token.text.isupper() and len(slot.token.text) > 2 for slot in sentence]
    return [
        _word(slot.token, reading, mode, among_capitals=mode == "plain" or any(loud[max(at - 1, 0) : at + 2]))
        for at, (slot, reading) in enumerate(zip(sentence, readings, strict=True))
        if slot.word
    ]


def _word(token: Token, reading: Reading, mode: Mode, *, among_capitals: bool) -> RestoredWord:
    typed, start, end = token.text, token.start, token.end
    if mode == "plain" and not typed.isascii():
        return RestoredWord(typed, typed, 1.0, start, end)
    words, shares = reading.words, reading.shares
    if token.kind is Kind.NUMBER and shares[0] < _FIGURES_GIVE_WAY and NUMBER in words:
        words, shares = [NUMBER], [shares[words.index(NUMBER)]]
    best = _spelled(typed, words[0], among_capitals=among_capitals)
    confidence = confidence_of(STRANGE if words[0] == UNKNOWN else shares[0], mode)
    if len(words) == 1 or shares[1] < _WORTH_SHOWING:
        return RestoredWord(typed, best, confidence, start, end)
    other = (1 - confidence) * shares[1] / max(1 - shares[0], shares[1])
    second = _spelled(typed, words[1], among_capitals=among_capitals)
    return RestoredWord(typed, best, confidence, start, end, (Candidate(best, confidence), Candidate(second, other)))


def _spelled(typed: str, word: int, *, among_capitals: bool) -> str:
    if word < len(MARKS):
        return typed
    known = statistics()
    restored = known.words[word]
    if not typed.isalpha() and restored in known.spellings:
        return known.spellings[restored]
    return cased_like(typed, restored, among_capitals=among_capitals)


def _joined(text: str, words: Sequence[RestoredWord]) -> str:
    pieces: list[str] = []
    end = 0
    for word in words:
        if word.typed != word.restored:
            pieces += [text[end : word.start], word.restored]
            end = word.end
    return "".join([*pieces, text[end:]])
