"""How much a file may ask for before it is refused."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

MEBIBYTE = 1024 * 1024


class Limits(BaseModel):
    """Bounds of one reading; the defaults let a scanned plan of 100 pages through on a small server.

    ``seconds``: wall clock for the whole file. ``page_seconds``: recognition of one page; a page that takes longer is
    reported and left out. ``memory_bytes``: address space of the reading process and of each program it starts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_bytes: int = Field(default=60 * MEBIBYTE, gt=0)
    unpacked_bytes: int = Field(default=300 * MEBIBYTE, gt=0)
    text_bytes: int = Field(default=8 * MEBIBYTE, gt=0)
    packed_ratio: float = Field(default=120, gt=1)
    packed_members: int = Field(default=5000, gt=0)
    pages: int = Field(default=300, gt=0)
    picture_pixels: int = Field(default=80_000_000, gt=0)
    page_seconds: float = Field(default=90, gt=0)
    seconds: float = Field(default=900, gt=0)
    memory_bytes: int = Field(default=2048 * MEBIBYTE, gt=0)
    answer_bytes: int = Field(default=64 * MEBIBYTE, gt=0)
    workers: int = Field(default=2, gt=0, le=16)
