"""What the optical reader makes of each letter, counted from words beside their readings.

A letter may be read as nothing or as up to ``LONGEST`` characters. Which part of a reading belongs to which letter is
not known and is estimated by expectation–maximisation (as in Jiampojamarn et al., 2007, many-to-many alignment).
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from vietnamese.normalising import normalize
from vietnamese.restoration.misreading import LONGEST
from vietnamese.spelling import TONES
from vietnamese.training.scans import Pair

ROUNDS = 8
LEAST_SHARE = 0.0004
LENT = 20.0  # readings that look-alikes lend to a letter
_EDGES = " .,;:!?()[]{}\"'“”‘’…-–—+*/|"

# Seen on real scans, yet not on rendered pages: readings added to those counted.
KNOWN = {
    "Đ": {"p": 30.0, "b": 20.0, "dp": 5.0, "f": 3.0},
    "Ộ": {"q": 10.0},
    "I": {"1": 20.0, "l": 30.0, "!": 3.0},
    "O": {"0": 20.0},
    "Ự": {"w": 10.0},
    "Ư": {"w": 10.0},
    "ư": {"w": 30.0, "u’": 5.0, "u'": 5.0},
    "ự": {"w": 30.0, "yu": 5.0},
    "ố": {"b": 40.0, "$": 3.0, "0": 10.0, "o6": 3.0},
    "ỗ": {"j": 5.0, "{": 5.0},
    "Ỗ": {"j": 5.0, "{": 5.0},
    "ộ": {"0": 10.0},
    "ơ": {"0": 10.0},
    "ó": {"0": 10.0},
    "o": {"0": 10.0},
    "i": {"1": 20.0},
}

Shares = Mapping[str, Mapping[str, float]]


def learn(pairs: Iterable[Pair]) -> dict[str, dict[str, float]]:
    """The share of readings of each letter, from pairs of words; rare readings are left out."""
    times: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        written = normalize(pair.written).strip(_EDGES)
        if written.isalpha() and (read := pair.read.lower().strip(_EDGES)):
            times[written, read] += 1
    shares: Shares = {}
    totals: dict[str, dict[str, float]] = {}
    for _ in range(ROUNDS):
        totals = defaultdict(lambda: defaultdict(float))
        for (written, read), seen in times.items():
            if abs(len(written) - len(read)) <= LONGEST:
                _add(written, read, seen, shares, totals)
        shares = _normalised(totals)
    return _pruned(_normalised(_shared(totals)))


def write(shares: Shares, path: Path) -> None:
    """One reading a line: letter, reading (empty for none), share."""
    lines = ["# letter<TAB>read as<TAB>share; written by `python -m vietnamese.training`"]
    for letter in sorted(shares):
        ordered = sorted(shares[letter].items(), key=lambda one: (-one[1], one[0]))
        lines += [f"{letter}\t{read}\t{share:.4f}" for read, share in ordered]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _add(written: str, read: str, seen: int, shares: Shares, totals: dict[str, dict[str, float]]) -> None:
    """Add the expected number of times each letter of ``written`` was read as each part of ``read``."""
    columns = len(read) + 1
    forward = [[0.0] * columns for _ in range(len(written) + 1)]
    backward = [[0.0] * columns for _ in range(len(written) + 1)]
    forward[0][0] = backward[len(written)][len(read)] = 1.0
    steps = [
        (at, start, end, _share(letter, read[start:end], shares))
        for at, letter in enumerate(written)
        for start in range(columns)
        for end in range(start, min(columns, start + LONGEST + 1))
    ]
    for at, start, end, share in steps:
        forward[at + 1][end] += forward[at][start] * share
    for at, start, end, share in reversed(steps):
        backward[at][start] += backward[at + 1][end] * share
    whole = forward[len(written)][len(read)]
    if whole < 1e-12:
        return
    for at, start, end, share in steps:
        expected = forward[at][start] * share * backward[at + 1][end] / whole
        if expected > 1e-4:
            totals[written[at]][read[start:end]] += seen * expected


def _share(letter: str, read: str, shares: Shares) -> float:
    if shares:
        return shares.get(letter, {}).get(read, 1e-7)
    # The first round knows only that a letter is usually read as one character, most often as itself without marks.
    from vietnamese.folding import fold

    return 0.8 if read == fold(letter) else (0.01, 0.1, 0.02, 0.004)[len(read)]


def _shared(totals: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Lend each letter the readings of the letters that look like it: "ồ" was seen less often than "ố"."""
    pools: dict[str, Counter[str]] = defaultdict(Counter)
    for letter, readings in totals.items():
        for pool in _looks(letter):
            pools[pool].update(readings)
    shared: dict[str, dict[str, float]] = {}
    for letter, readings in totals.items():
        mixed = Counter(readings)
        mixed.update(KNOWN.get(letter, {}))
        for pool in _looks(letter):
            whole = sum(pools[pool].values())
            mixed.update({read: LENT * seen / whole for read, seen in pools[pool].items()})
        shared[letter] = dict(mixed)
    return shared


def _looks(letter: str) -> list[str]:
    """What a marked letter shares with others: its shape below the tone, and its case and base letter."""
    tone_less = "".join(one for one in unicodedata.normalize("NFD", letter) if one not in TONES)
    base = tone_less[0]
    if letter.isascii():
        return []
    return [f"{unicodedata.normalize('NFC', tone_less)} {'toned' if tone_less != letter else ''}", f"{base} marked"]


def _normalised(totals: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    wholes = {letter: sum(readings.values()) for letter, readings in totals.items()}
    return {
        letter: {read: seen / wholes[letter] for read, seen in readings.items() if seen >= 0.01}
        for letter, readings in totals.items()
    }


def _pruned(shares: Shares) -> dict[str, dict[str, float]]:
    return {
        letter: {read: share for read, share in readings.items() if share >= LEAST_SHARE}
        for letter, readings in shares.items()
    }
