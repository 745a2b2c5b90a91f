"""Make the restorer's three files from the corpora.

    python -m vietnamese.training ../shared/data

``syllables.npz`` is counted from the texts (two minutes), ``misreadings.tsv`` from pages rendered from them and read
again (a quarter of an hour; ``--pages 0`` keeps the file), ``calibration.tsv`` from texts and pages kept for tuning.
The same data gives the same files.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Any

import numpy as np

from vietnamese.normalising import normalize
from vietnamese.restoration.misreading import MISREADINGS
from vietnamese.restoration.statistics import SYLLABLES
from vietnamese.training import calibrating, misreadings
from vietnamese.training.corpus import Part, texts
from vietnamese.training.counting import count, read_corpus
from vietnamese.training.scans import paired, scan_pages
from vietnamese.training.smoothing import Kind, Settings, train

FOLDER = Path(__file__).parents[1] / "restoration"
# Kinds of text: their share in the mixture and their sources.
KINDS = (
    (0.4, ("law", "procedures")),
    (0.4, ("news", "units")),
    (0.2, ("questions",)),
)
PAGES, SEED = 500, 20260701
_SHORTEST, _LONGEST = 60, 1500  # characters of the texts that are rendered


def make_syllables(data: Path) -> None:
    """Count the training texts and write the statistics."""
    corpus = read_corpus(texts(data, Part.TRAINING))
    size = len(corpus.words)
    kinds = []
    for share, sources in KINDS:
        streams = [corpus.streams[source] for source in sources]
        kinds.append(Kind(share, count(streams, size, 2), count(streams, size, 3)))
    arrays: dict[str, Any] = dict(train(corpus.words, kinds, Settings()))
    arrays["spellings"] = np.frombuffer("\n".join(corpus.spellings).encode(), np.uint8)
    np.savez_compressed(FOLDER / SYLLABLES, **arrays)


def make_misreadings(data: Path, pages: int) -> None:
    """Render training texts, read them again, and write what became of each letter."""
    chance = random.Random(SEED)  # noqa: S311
    pool = [normalize(text.text)[:_LONGEST] for text in texts(data, Part.TRAINING) if len(text.text) >= _SHORTEST]
    scans = scan_pages(chance.sample(pool, min(len(pool), pages * 20)), pages, SEED)
    shares = misreadings.learn(pair for page, read in scans for pair in paired(page, read))
    misreadings.write(shares, FOLDER / MISREADINGS)


def main() -> None:
    """Read the command line and make the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of the corpora")
    parser.add_argument("--pages", type=int, default=PAGES, help="pages to render and read; 0 keeps misreadings.tsv")
    parser.add_argument("--only-calibrate", action="store_true", help="keep the other two files")
    arguments = parser.parse_args()
    if not arguments.only_calibrate:
        make_syllables(arguments.data)
        if arguments.pages:
            make_misreadings(arguments.data, arguments.pages)
    calibrating.calibrate(arguments.data, FOLDER)


if __name__ == "__main__":
    main()
