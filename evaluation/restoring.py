"""The diacritics restorer, measured: texts and pages held out from its training, a real scan, its cost.

    python -m evaluation.restoring [--data ../shared/data] [--plans ../shared/plans] [--pages 40] [--json FILE]

Texts are held out by a hash of their row (``vietnamese.training.corpus``); sentences that also occur word for word in
training texts are left out, so reading all of those takes two minutes. Pages are rendered and read anew when
``text2image`` and ``tesseract`` are installed. A word is right when it is the word written, capitals aside.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from pathlib import Path

from rich.console import Console

from evaluation.figures import Figure, Figures, write_json
from evaluation.restoring_cost import cost, speed
from evaluation.restoring_scan import real_scan
from vietnamese import normalize, sentences
from vietnamese.restoration.places import words_like
from vietnamese.restoration.statistics import MARKS, statistics
from vietnamese.training.corpus import Part, texts
from vietnamese.training.trials import Trial, damaged_trials, held_out_pages, held_out_texts, misread, plain_trials

MOST = 2000  # sentences of a kind
MISREAD = 400
SEED = 7
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
SURE = 0.9


def unseen(found: dict[str, list[str]], data: Path) -> dict[str, list[str]]:
    """``found`` without what also stands in the training texts."""
    seen: set[int] = set()
    for text in texts(data, Part.TRAINING):
        whole = normalize(text.text)
        seen.update(map(hash, [whole] if text.name else sentences(whole)))
    return {kind: [one for one in some if hash(one) not in seen] for kind, some in found.items()}


def accuracy(kinds: dict[str, list[list[Trial]]]) -> Figures:
    """Right words without a restorer, by the commonest word of each form, and by the restorer."""
    rows = [_row(kind, trials) for kind, trials in kinds.items()]
    units = dict.fromkeys(("kind", "sentences", "words", "as typed", "unigram", "restored"), "")
    return Figures(
        title="Words right after their diacritics were taken off, and sentences wholly right",
        units={**units, "sentence": "", "sure": "", "right of sure": ""},
        rows=rows,
        notes={"sure": f"words with a confidence of at least {SURE}"},
    )


def reliability(modes: dict[str, Sequence[Trial]]) -> Figures:
    """Stated confidence against the share that is right."""
    rows: list[dict[str, Figure]] = []
    for mode, trials in modes.items():
        for low, high in pairwise(BINS):
            inside = [trial for trial in trials if low <= trial.word.confidence < high]
            stated = [trial.word.confidence for trial in inside]
            rows.append(
                {
                    "mode": mode,
                    "confidence": f"{low:.2f}-{min(high, 1.0):.2f}",
                    "words": len(inside),
                    "stated": _share(stated),
                    "right": _share([trial.right for trial in inside]),
                }
            )
    units = dict.fromkeys(("mode", "confidence", "words", "stated", "right"), "")
    return Figures("Confidence as stated, and words right", units, rows)


def measure(data: Path, plans: Path, pages: int) -> Iterable[Figures]:
    """All tables, each as soon as it is known."""
    found = unseen(held_out_texts(data, Part.TEST, MOST), data)
    plain = {kind: [list(plain_trials(one)) for one in some] for kind, some in found.items()}
    yield accuracy(plain)
    chance = random.Random(SEED)  # noqa: S311
    damaged = {
        f"{kind}, letters misread": [list(damaged_trials(one, misread(one, chance))) for one in some[:MISREAD]]
        for kind, some in found.items()
    }
    if shutil.which("text2image") and shutil.which("tesseract"):
        for name, language in (("English", "eng"), ("Vietnamese", "vie")):
            scans = held_out_pages(data, Part.TEST, pages, [language])
            damaged[f"pages read with {name} data"] = [list(damaged_trials(page, read)) for page, read in scans]
    yield accuracy(damaged)
    yield reliability({"plain": _flat(plain.values()), "damaged": _flat(damaged.values())})
    if (plans / "truong-quang-trong.txt").exists():
        yield real_scan(plans / "truong-quang-trong.txt")
    yield cost()
    yield speed(list(chain.from_iterable(found.values())))


def main() -> None:
    """Read the command line, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--plans", type=Path, default=Path("../shared/plans"))
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    console = Console(width=130)
    written = []
    for figures in measure(arguments.data, arguments.plans, arguments.pages):
        console.print(figures.as_table())
        written.append(figures.as_json())
        if arguments.json:
            write_json(arguments.json, {"restoring": written})


def _row(kind: str, sentence_trials: list[list[Trial]]) -> dict[str, Figure]:
    trials = _flat([sentence_trials])
    sure = [trial.right for trial in trials if trial.word.confidence >= SURE]
    return {
        "kind": kind,
        "sentences": len(sentence_trials),
        "words": len(trials),
        "as typed": _share([trial.word.typed.lower() == trial.written.lower() for trial in trials]),
        "unigram": _share([_commonest(trial.word.typed) == trial.written.lower() for trial in trials]),
        "restored": _share([trial.right for trial in trials]),
        "sentence": _share([all(trial.right for trial in one) for one in sentence_trials]),
        "sure": round(len(sure) / max(len(trials), 1), 4),
        "right of sure": _share(sure),
    }


def _commonest(typed: str) -> str:
    first = words_like(typed.lower()).words[0]
    return typed.lower() if first < len(MARKS) else statistics().words[first]


def _flat(kinds: Iterable[Iterable[Iterable[Trial]]]) -> list[Trial]:
    return [trial for kind in kinds for sentence in kind for trial in sentence]


def _share(values: Sequence[float]) -> Figure:
    return f"{sum(values) / len(values):.4f}" if values else float("nan")


if __name__ == "__main__":
    main()
