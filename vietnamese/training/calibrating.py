"""Measure what the restorer's probabilities are worth, on texts and pages it was not trained on.

Isotonic regression by pooling adjacent violators (Ayer et al., 1955) over bins of equal size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from vietnamese.restoration.calibration import CALIBRATION, STRANGE, Knots, table
from vietnamese.training.corpus import Part
from vietnamese.training.trials import Trial, damaged_trials, held_out_pages, held_out_texts, plain_trials

IDENTITY: Knots = ((STRANGE, STRANGE), (0.0, 0.0), (1.0, 1.0))
TEXTS = 1500  # of each source
PAGES = 30
_BIN = 200  # words
_HIGHEST = 0.999


def calibrate(data: Path, folder: Path) -> None:
    """Write the table for both modes; probabilities count as they are while measuring."""
    write({"plain": IDENTITY, "damaged": IDENTITY}, folder / CALIBRATION)
    plain = [
        trial
        for texts in held_out_texts(data, Part.TUNING, TEXTS).values()
        for text in texts
        for trial in plain_trials(text)
    ]
    damaged = [trial for page, read in held_out_pages(data, Part.TUNING, PAGES) for trial in damaged_trials(page, read)]
    write({"plain": fitted(plain), "damaged": fitted(damaged)}, folder / CALIBRATION)


def fitted(trials: Iterable[Trial]) -> Knots:
    """Pairs of probability and share of right words, both rising, and one for unknown words."""
    known = sorted((trial.word.confidence, trial.right) for trial in trials)
    strange = [right for share, right in known if share == STRANGE]
    known = [one for one in known if one[0] != STRANGE]
    bins = [known[at : at + _BIN] for at in range(0, len(known), _BIN)]
    blocks: list[tuple[float, float, int]] = []
    for one in bins:
        blocks.append((_mean([share for share, _ in one]), _mean([right for _, right in one]), len(one)))
        while len(blocks) > 1 and blocks[-2][1] >= blocks[-1][1]:
            (left, low, few), (right, high, many) = blocks[-2:]
            whole = few + many
            blocks[-2:] = [((left * few + right * many) / whole, (low * few + high * many) / whole, whole)]
    knots = [(STRANGE, _mean(strange) if strange else 0.5), (0.0, 0.0)]
    knots += [(share, min(_HIGHEST, right)) for share, right, _ in blocks]
    return tuple(knots)


def write(tables: Mapping[str, Knots], path: Path) -> None:
    """One knot a line; forgets the table read before."""
    lines = ["# mode<TAB>share<TAB>confidence (share -1: words not known); written by `python -m vietnamese.training`"]
    lines += [f"{mode}\t{share:.6g}\t{right:.6g}" for mode, knots in tables.items() for share, right in knots]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    table.cache_clear()


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
