"""Files that must be refused, and files that are not what their name says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdf
from PIL import Image

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def docx_bytes(text: str = "Nội dung kế hoạch") -> bytes:
    made, kept = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.save(kept)
    return kept.getvalue()


def repacked(
    content: bytes,
    path: Path,
    *,
    replaced: dict[str, bytes] | None = None,
    added: dict[str, bytes] | None = None,
    dropped: str | None = None,
) -> Path:
    """The package ``content`` with some of its members changed."""
    replaced = replaced or {}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != dropped:
                new.writestr(name, replaced.get(name, old.read(name)))
        for name, more in (added or {}).items():
            new.writestr(name, more)
    return path


def zip_bomb(path: Path, *, mebibytes: int) -> Path:
    """A Word file whose picture is so many mebibytes of nothing."""
    return repacked(docx_bytes(), path, added={"word/media/image1.png": bytes(mebibytes * 1024 * 1024)})


def blank_pdf(path: Path, *, pages: int = 1, password: str | None = None) -> Path:
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password is not None:
        writer.encrypt(password, algorithm="AES-256")
    writer.write(str(path))
    return path


def huge_picture(path: Path, side: int) -> Path:
    Image.new("1", (side, side), 1).save(path)
    return path
