"""Picture files: photographs and scans of pages, one page for each picture in the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from knowledge_base.ingest.reading.errors import TooLargeError, TooManyPagesError, UnreadableError
from knowledge_base.ingest.reading.gathered import Gathered
from knowledge_base.ingest.reading.limits import Limits
from knowledge_base.ingest.reading.pages.assembling import assemble
from knowledge_base.ingest.reading.pages.layout import lay_out
from knowledge_base.ingest.reading.pages.pictures import Picture
from knowledge_base.ingest.reading.pages.recognising import recognise_pages

_DAMAGED = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)


def read_pictures(path: Path, limits: Limits) -> Gathered:
    """Recognise every picture of ``path``.

    Raises ``UnreadableError``, ``TooLargeError``, ``TooManyPagesError`` and ``ToolMissingError``.
    """
    image = _opened(path)
    with image:
        frames = int(getattr(image, "n_frames", 1))
        if frames > limits.pages:
            raise TooManyPagesError(frames, limits.pages)
        readings = recognise_pages(_frames(image, frames, limits), limits)
    blocks, joined = assemble(lay_out([reading.page for reading in readings]))
    findings = [finding for reading in readings for finding in reading.findings]
    return Gathered(blocks, [*findings, *joined], len(readings))


def grey(image: Image.Image) -> Picture:
    """A picture's grey values; what is see-through is paper."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered)
    if image.mode.startswith("I;16"):
        return np.asarray(np.asarray(image) >> 8, dtype=np.uint8)
    return np.asarray(image.convert("L"), dtype=np.uint8)


def _opened(path: Path) -> Image.Image:
    # The pixels are counted below, before they are unpacked.
    Image.MAX_IMAGE_PIXELS = None
    try:
        return Image.open(path)
    except _DAMAGED as error:
        raise UnreadableError(f"not a picture: {error}") from None


def _frames(image: Image.Image, count: int, limits: Limits) -> Iterator[tuple[int, Picture]]:
    for number in range(1, count + 1):
        try:
            image.seek(number - 1)
            pixels = image.width * image.height
            if pixels > limits.picture_pixels:
                raise TooLargeError("pixels", pixels, limits.picture_pixels)
            picture = grey(ImageOps.exif_transpose(image))
        except _DAMAGED as error:
            raise UnreadableError(f"not a whole picture: {error}") from None
        yield number, picture
