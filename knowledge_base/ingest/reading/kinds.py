"""What a file really is, told by its content; its name has to agree."""

from __future__ import annotations

import zipfile
import zlib
from enum import Enum
from pathlib import Path

from knowledge_base.ingest.reading.errors import (
    EmptyFileError,
    EncryptedError,
    MacrosError,
    UnreadableError,
    UnsupportedTypeError,
    WrongExtensionError,
)

_START = 4096
_SAMPLE = 65536
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Kind(Enum):
    """A type that is read: its media type and the extensions its files may have."""

    PDF = ("application/pdf", (".pdf",))
    DOCX = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
    ODT = ("application/vnd.oasis.opendocument.text", (".odt",))
    PNG = ("image/png", (".png",))
    JPEG = ("image/jpeg", (".jpg", ".jpeg"))
    TIFF = ("image/tiff", (".tif", ".tiff"))
    BMP = ("image/bmp", (".bmp",))
    WEBP = ("image/webp", (".webp",))
    TEXT = ("text/plain", (".txt", ".md", ".markdown"))

    def __init__(self, media_type: str, extensions: tuple[str, ...]) -> None:
        self.media_type = media_type
        self.extensions = extensions

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def is_package(self) -> bool:
        return self in {Kind.DOCX, Kind.ODT}


_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"II*\x00", Kind.TIFF),
    (b"MM\x00*", Kind.TIFF),
)
_UNSUPPORTED_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"GIF8", "gif"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"%!PS", "other"),
)
_DOCX_TYPES = {
    b"wordprocessingml.document.main+xml": None,
    b"ms-word.document.macroEnabled.main+xml": "docm",
    b"ms-word.template.macroEnabledTemplate.main+xml": "dotm",
    b"wordprocessingml.template.main+xml": "dotx",
}


def kind_of(path: Path) -> Kind:
    """Tell the type of ``path`` by its content and compare it with its name.

    Raises ``EmptyFileError``, ``UnreadableError``, ``EncryptedError``, ``MacrosError``, ``UnsupportedTypeError`` and
    ``WrongExtensionError``.
    """
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
    except OSError as error:
        raise UnreadableError(error.strerror or "cannot be opened") from None
    if not sample.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise EmptyFileError("no_bytes")
    kind = _sniffed(path, sample)
    extension = path.suffix.lower()
    if extension not in kind.extensions:
        raise WrongExtensionError(extension, kind.name.lower(), kind.extensions[0])
    return kind


def _sniffed(path: Path, sample: bytes) -> Kind:
    start = sample[:_START]
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    if b"%PDF-" in start[:1024]:
        return Kind.PDF
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return Kind.WEBP
    if start.startswith(b"BM") and len(sample) > 26 and sample[6:10] == bytes(4):
        return Kind.BMP
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packaged(path)
    if start.startswith(_OLE):
        raise _old_office(path)
    if start[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}:
        raise UnsupportedTypeError("heic")
    for magic, name in _UNSUPPORTED_MAGIC:
        if start.startswith(magic):
            raise UnsupportedTypeError(name)
    return _text(path, sample)


def _packaged(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "mimetype" in names:
                with package.open("mimetype") as media_type:
                    return _open_document(media_type.read(200))
            if "[Content_Types].xml" in names:
                with package.open("[Content_Types].xml") as types:
                    return _office_open(types.read(1_000_000), names)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, RuntimeError, zlib.error) as error:
        raise UnreadableError(f"damaged package: {error}") from None
    raise UnsupportedTypeError("archive")


def _open_document(media_type: bytes) -> Kind:
    if media_type.strip() == Kind.ODT.media_type.encode():
        return Kind.ODT
    for part, name in ((b"spreadsheet", "spreadsheet"), (b"presentation", "slides"), (b"text-template", "ott")):
        if part in media_type:
            raise UnsupportedTypeError(name)
    raise UnsupportedTypeError("other")


def _office_open(types: bytes, names: set[str]) -> Kind:
    for marker, other in _DOCX_TYPES.items():
        if marker in types:
            if other in {"docm", "dotm"}:
                raise MacrosError(other)
            if other:
                raise UnsupportedTypeError(other)
            return Kind.DOCX
    if any(name.startswith("xl/") for name in names):
        raise UnsupportedTypeError("spreadsheet")
    if any(name.startswith("ppt/") for name in names):
        raise UnsupportedTypeError("slides")
    raise UnreadableError("an Office package without a document")


def _old_office(path: Path) -> Exception:
    """An OLE file: a document of Word 97–2003, or a newer one behind a password."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return EncryptedError()
    if "WordDocument".encode("utf-16-le") in content:
        return UnsupportedTypeError("doc")
    if "Workbook".encode("utf-16-le") in content:
        return UnsupportedTypeError("spreadsheet")
    return UnsupportedTypeError("doc" if path.suffix.lower() == ".doc" else "other")


def _text(path: Path, sample: bytes) -> Kind:
    extension = path.suffix.lower()
    promised = next((kind for kind in Kind if extension in kind.extensions), None)
    lowered = sample[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if lowered.startswith((b"<!doctype html", b"<html")):
        raise UnsupportedTypeError("html")
    controls = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    if sample.startswith(_UTF16) or (b"\0" not in sample and controls <= len(sample) // 200):
        if promised is None and extension:
            raise UnsupportedTypeError("other")
        return Kind.TEXT
    if promised is not None:
        raise UnreadableError(f"the content is not {promised.name}")
    raise UnsupportedTypeError("other")
