"""Pages rendered from known text and read by an optical reader that does not know Vietnamese.

Real scans reach us like that: read with English data, every letter it has no name for becomes a look-alike. What it
makes of each letter is counted from such pages rather than made up. Two programs do the work, ``text2image`` and
``tesseract`` (Debian packages ``tesseract-ocr``, ``tesseract-ocr-vie``, ``fonts-freefont-ttf``, ``fonts-texgyre``,
``fonts-linuxlibertine``, ``fonts-noto-core``, ``fonts-dejavu-core``).
"""

from __future__ import annotations

import difflib
import os
import random
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from vietnamese.folding import fold

FONTS = ("FreeSerif", "TeX Gyre Termes", "TeX Gyre Termes Bold", "Linux Libertine O", "Noto Serif", "DejaVu Serif")
RESOLUTIONS = (130, 150, 170, 200)  # dots per inch
EXPOSURES = (-1, 0, 0, 1)
LANGUAGES = ("eng", "eng", "eng", "eng", "vie")  # one in five read with the right data, yet not without mistakes
_LINES_A_PAGE = 40
_LINE = 85  # characters
_CAPITALS_ONE_IN = 12


class Pair(NamedTuple):
    """A word as it stands in the text and as it was read."""

    written: str
    read: str


def scan_pages(
    texts: Sequence[str], pages: int, seed: int, languages: Sequence[str] = LANGUAGES
) -> Iterator[tuple[str, str]]:
    """Yield ``pages`` pairs of page text and what the optical reader made of it.

    Raises ``FileNotFoundError`` when a program is missing.
    """
    chance = random.Random(seed)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(pages):
            page = _page(texts, chance)
            yield page, _read(page, Path(folder), chance.choice(languages), chance)


def paired(page: str, read: str) -> Iterator[Pair]:
    """Words of the page beside the words read; stretches where their number differs are left out."""
    left, right = page.split(), read.split()
    matcher = difflib.SequenceMatcher(None, list(map(fold, left)), list(map(fold, right)), autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag in ("equal", "replace") and i_end - i == j_end - j:
            yield from map(Pair, left[i:i_end], right[j:j_end])


def _page(texts: Sequence[str], chance: random.Random) -> str:
    lines: list[str] = []
    while len(lines) < _LINES_A_PAGE:
        words = chance.choice(texts).split()
        if chance.randrange(_CAPITALS_ONE_IN) == 0:
            words = [word.upper() for word in words[:40]]
        line = ""
        for word in words[:150]:
            if len(line) + len(word) > _LINE:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines.append(line)
    return "\n".join(lines[:_LINES_A_PAGE])


def _read(page: str, folder: Path, language: str, chance: random.Random) -> str:
    source, image = folder / "page.txt", folder / "page"
    source.write_text(page, encoding="utf-8")
    resolution = chance.choice(RESOLUTIONS)
    render = [
        "text2image", f"--text={source}", f"--outputbase={image}", f"--font={chance.choice(FONTS)}",
        "--fonts_dir=/usr/share/fonts", "--ptsize=13", f"--resolution={resolution}",
        f"--exposure={chance.choice(EXPOSURES)}",
        f"--xsize={resolution * 9}", f"--ysize={resolution * 12}", "--max_pages=1", "--degrade_image=true",
    ]  # fmt: skip
    subprocess.run(render, check=True, capture_output=True)
    recognise = ["tesseract", f"{image}.tif", "-", "-l", language, "--psm", "6"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    return subprocess.run(recognise, check=True, capture_output=True, text=True, env=environment).stdout
