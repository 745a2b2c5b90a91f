"""Tesseract, the recognition program: one picture in, words with places and confidence out."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from functools import lru_cache

import cv2

from knowledge_base.ingest.reading.errors import ToolFailedError, ToolMissingError
from knowledge_base.ingest.reading.pages.parts import Box, Word
from knowledge_base.ingest.reading.pages.pictures import DPI, Picture
from knowledge_base.ingest.reading.spelling import tidy

PAGE, BLOCK = 3, 6
"""How Tesseract divides a picture (``--psm``): a whole page, one block of lines."""

_ORIENTATION_ONLY = 0
_TURN = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)
_SURE = re.compile(r"^Orientation confidence: ([\d.]+)$", re.MULTILINE)
_LEAST_SURE = 4.0
_NOISE = 0.25


def recognise(picture: Picture, *, seconds: float, layout: int = PAGE) -> list[Word]:
    """Read ``picture`` as Vietnamese; boxes are in pixels.

    Raises ``ToolMissingError`` without Tesseract or its Vietnamese data, ``ToolFailedError`` when it fails or takes
    longer than ``seconds``.
    """
    said = _run(picture, ["-l", "vie", "--psm", str(layout), "tsv"], seconds)
    rows = csv.DictReader(io.StringIO(said), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [word for row in rows if row["level"] == "5" and (word := _word(row)) is not None]


def orientation(picture: Picture, *, seconds: float) -> int | None:
    """By how many degrees clockwise ``picture`` has to be turned to stand upright; ``None`` when nothing tells."""
    if "osd" not in languages():
        return None
    try:
        said = _run(picture, ["-l", "osd", "--psm", str(_ORIENTATION_ONLY)], seconds)
    except ToolFailedError:
        return None
    turn, sure = _TURN.search(said), _SURE.search(said)
    if turn is None or sure is None or float(sure[1]) < _LEAST_SURE:
        return None
    return int(turn[1])


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """The data Tesseract has. Raises ``ToolMissingError`` when it or the Vietnamese data is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        raise ToolMissingError("tesseract")
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    found = frozenset(line.strip() for line in listed.stdout.splitlines()[1:])
    if "vie" not in found:
        raise ToolMissingError("tesseract-ocr-vie")
    return found


def _word(row: dict[str, str]) -> Word | None:
    # No Vietnamese word has an "ø": it is a "g" with a worn tail.
    text = tidy(row["text"] or "").replace("ø", "g")
    confidence = float(row["conf"]) / 100
    if not text or confidence < 0 or (confidence < _NOISE and not any(one.isalnum() for one in text)):
        return None
    left, top = float(row["left"]), float(row["top"])
    box = Box(left, top, left + float(row["width"]), top + float(row["height"]))
    return Word(text, box, confidence=min(1.0, confidence))


def _run(picture: Picture, options: list[str], seconds: float) -> str:
    languages()
    encoded = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
    command = ["tesseract", "stdin", "stdout", "--dpi", str(DPI), *options]
    try:
        # More threads than one make a page slower, by far, when several pages are read at a time.
        done = subprocess.run(
            command,
            input=encoded,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise ToolFailedError("tesseract", f"no answer within {seconds:.0f} s") from None
    if done.returncode != 0:
        raise ToolFailedError("tesseract", done.stderr.decode(errors="replace").strip()[-300:])
    return done.stdout.decode("utf-8", errors="replace")
