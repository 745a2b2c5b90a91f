"""Files made from a plan's text as an office would send them: typed, printed to PDF, scanned straight, turned, skewed.

    for file in renditions(Path("minh-long.txt"), folder, ["docx", "scan-300"]): ...

A file's name begins with the source's, so that it can be compared with the record of the same name.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from knowledge_base.ingest.reading.plain import read_plain
from knowledge_base.ingest.structuring.rendering_files import write_docx

POINTS_PER_INCH = 72
SECONDS_TO_CONVERT = 180
GRAIN = 6.0


@dataclass(frozen=True)
class Scan:
    """How a page was laid on the scanner: dots per inch, quarter turns in degrees, skew in degrees."""

    dpi: int
    turn: int = 0
    skew: float = 0.0


SCANS = {
    "scan-300": Scan(300),
    "scan-150": Scan(150),
    "scan-300-turned": Scan(300, turn=90),
    "scan-300-skewed": Scan(300, skew=2.0),
}
KINDS = ("txt", "docx", "pdf", *SCANS)


class ConversionError(Exception):
    """LibreOffice is missing or could not convert a file."""


def renditions(text: Path, folder: Path, kinds: Sequence[str]) -> Iterator[Path]:
    """Make the file of each kind under ``folder``, one after the other. Raises ``ConversionError``."""
    docx = folder / f"{text.stem}.docx"
    write_docx(read_plain(text), docx)
    pdf = to_pdf(docx) if {"pdf", *SCANS} & set(kinds) else None
    for kind in kinds:
        if kind in SCANS and pdf is not None:
            yield scan(pdf, folder / f"{text.stem}-{kind}.pdf", SCANS[kind])
        else:
            yield {"txt": text, "docx": docx, "pdf": pdf or docx}[kind]


def to_pdf(source: Path) -> Path:
    """Let LibreOffice print ``source``; the PDF stands beside it. Raises ``ConversionError``."""
    program = shutil.which("soffice")
    if program is None:
        raise ConversionError("soffice is not installed (Debian: apt-get install libreoffice-writer)")
    with tempfile.TemporaryDirectory() as profile:
        command = [
            program,
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            *("--convert-to", "pdf", "--outdir", str(source.parent), str(source)),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_TO_CONVERT, check=False)
    made = source.with_suffix(".pdf")
    if not made.exists():
        raise ConversionError(f"{source.name} could not be printed: {done.stderr.strip()[-300:]}")
    return made


def scan(pdf: Path, path: Path, how: Scan) -> Path:
    """A PDF that holds nothing but grey pictures of the pages, with the grain of a scanner."""
    pictures = list(_pictures(pdf, how))
    pictures[0].save(path, save_all=True, append_images=pictures[1:], resolution=how.dpi)
    return path


def _pictures(pdf: Path, how: Scan) -> Iterator[Image.Image]:
    grain = np.random.default_rng(how.dpi)
    document = pdfium.PdfDocument(pdf)
    try:
        for page in document:
            picture = page.render(scale=how.dpi / POINTS_PER_INCH).to_pil().convert("L")
            if how.skew:
                picture = picture.rotate(how.skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
            grey = np.asarray(picture) + grain.normal(0, GRAIN, (picture.height, picture.width))
            picture = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
            yield picture.rotate(-how.turn, expand=True) if how.turn else picture
    finally:
        document.close()
