"""Files made from a plan's text as an office would send them: typed, printed to PDF, scanned, photographed.

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

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

from knowledge_base.ingest.reading.plain import read_plain
from knowledge_base.ingest.structuring.rendering_files import write_docx

POINTS_PER_INCH = 72
SECONDS_TO_CONVERT = 180
_DESK, _DESK_EDGE = 70, 0.06


@dataclass(frozen=True)
class Scan:
    """How a page was pictured: dots per inch, quarter turns in degrees, skew in degrees.

    ``blur`` and ``grain``: deviations in pixels and grey values. ``tilt``: the share of the page's width by which its
    far edge looks narrower than its near one, for a photograph taken aslant of a page on a dark desk.
    """

    dpi: int
    turn: int = 0
    skew: float = 0.0
    blur: float = 0.0
    grain: float = 6.0
    tilt: float = 0.0


SCANS = {
    "scan-300": Scan(300),
    "scan-150": Scan(150),
    "scan-300-turned": Scan(300, turn=90),
    "scan-300-skewed": Scan(300, skew=2.0),
    "scan-150-worn": Scan(150, skew=-0.7, blur=1.0, grain=18.0),
    "photo": Scan(300, tilt=0.08, blur=0.8, grain=8.0),
}
KINDS = ("txt", "docx", "pdf", *SCANS)


class ConversionError(Exception):
    """LibreOffice is missing or could not convert a file."""


def renditions(text: Path, folder: Path, kinds: Sequence[str]) -> Iterator[Path]:
    """Make the file of each kind under ``folder``, one after the other. Raises ``ConversionError``."""
    docx = folder / f"{text.stem}.docx"
    write_docx(read_plain(text), docx)
    pdf = convert(docx) if {"pdf", *SCANS} & set(kinds) else None
    for kind in kinds:
        if kind in SCANS and pdf is not None:
            how = SCANS[kind]
            yield scanned_pdf(list(pictures(pdf, how)), folder / f"{text.stem}-{kind}.pdf", dpi=how.dpi)
        else:
            yield {"txt": text, "docx": docx, "pdf": pdf or docx}[kind]


def convert(source: Path, kind: str = "pdf") -> Path:
    """Let LibreOffice print ``source`` or store it as another ``kind``, beside it. Raises ``ConversionError``."""
    program = shutil.which("soffice")
    if program is None:
        raise ConversionError("soffice is not installed (Debian: apt-get install libreoffice-writer)")
    with tempfile.TemporaryDirectory() as profile:
        command = [
            program,
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            *("--convert-to", kind, "--outdir", str(source.parent), str(source)),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS_TO_CONVERT, check=False)
    made = source.with_suffix(f".{kind}")
    if not made.exists():
        raise ConversionError(f"{source.name} could not be made into {kind}: {done.stderr.strip()[-300:]}")
    return made


def pictures(pdf: Path, how: Scan, *, seed: int | None = None) -> Iterator[Image.Image]:
    """The pages in grey as a scanner or a telephone sees them.

    With a ``seed`` every page has the same grain; without one each page has its own, the same in every run.
    """
    going_on = np.random.default_rng(how.dpi)
    document = pdfium.PdfDocument(pdf)
    try:
        for page in document:
            picture = page.render(scale=how.dpi / POINTS_PER_INCH).to_pil().convert("L")
            if how.skew:
                picture = picture.rotate(how.skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
            if how.tilt:
                picture = _photographed(picture, how.tilt)
            if how.blur:
                picture = picture.filter(ImageFilter.GaussianBlur(how.blur))
            grain = going_on if seed is None else np.random.default_rng(seed)
            grey = np.asarray(picture) + grain.normal(0, how.grain, (picture.height, picture.width))
            picture = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
            yield picture.rotate(-how.turn, expand=True) if how.turn else picture
    finally:
        document.close()


def scanned_pdf(pages: Sequence[Image.Image], path: Path, *, dpi: int = 300) -> Path:
    """A PDF at ``path`` that holds nothing but pictures of pages."""
    pages[0].save(path, save_all=True, append_images=list(pages[1:]), resolution=dpi)
    return path


def _photographed(page: Image.Image, tilt: float) -> Image.Image:
    """The page as a telephone held at its foot sees it: its far edge narrower, its sides leaning, a desk around."""
    width, height = page.size
    edge, lean = int(_DESK_EDGE * width), int(tilt * width / 2)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    seen = np.array(
        [
            [edge + lean, edge],
            [edge + width - 1.2 * lean, edge + 0.4 * lean],
            [edge + width, edge + height],
            [edge, edge + height - 0.5 * lean],
        ],
        dtype=np.float32,
    )
    way = cv2.getPerspectiveTransform(corners, seen)
    size = (width + 2 * edge, height + 2 * edge)
    return Image.fromarray(
        cv2.warpPerspective(np.asarray(page), way, size, flags=cv2.INTER_CUBIC, borderValue=(_DESK, _DESK, _DESK))
    )
