"""Zip packages (.docx, .odt) before they are unpacked: bombs, passwords, macros, hostile or broken XML."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath
from xml.sax import SAXException

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from knowledge_base.ingest.reading.errors import (
    EncryptedError,
    MacrosError,
    TooLargeError,
    UnreadableError,
    UnsafeError,
)
from knowledge_base.ingest.reading.kinds import Kind
from knowledge_base.ingest.reading.limits import MEBIBYTE, Limits

_CHUNK = 64 * 1024
_SMALL = 10 * MEBIBYTE
"""A package that unpacks to less is let through whatever its ratio: plain XML packs well."""
_ENCRYPTED_FLAG = 0x1
_MAIN_PARTS = {Kind.DOCX: "word/document.xml", Kind.ODT: "content.xml"}


def check_package(path: Path, kind: Kind, limits: Limits) -> None:
    """Refuse what must not be unpacked.

    Raises ``TooLargeError``, ``EncryptedError``, ``MacrosError``, ``UnsafeError`` and ``UnreadableError``.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            _sizes(path, members, limits)
            if any(member.flag_bits & _ENCRYPTED_FLAG for member in members) or _odt_is_encrypted(package, kind):
                raise EncryptedError
            _no_macros(members)
            if _MAIN_PARTS[kind] not in package.namelist():
                raise UnreadableError(f"no {_MAIN_PARTS[kind]}")
            left = limits.unpacked_bytes
            for member in members:
                if PurePosixPath(member.filename).suffix.lower() in {".xml", ".rels"}:
                    left -= _parsed(package, member, left, limits)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error, OSError, RuntimeError) as error:
        raise UnreadableError(f"damaged package: {error}") from None


def _sizes(path: Path, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.packed_members:
        raise TooLargeError("members", len(members), limits.packed_members)
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.unpacked_bytes:
        raise TooLargeError("unpacked", unpacked, limits.unpacked_bytes)
    ratio = unpacked / max(1, path.stat().st_size)
    if unpacked > _SMALL and ratio > limits.packed_ratio:
        raise TooLargeError("ratio", ratio, limits.packed_ratio)


def _no_macros(members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        name = member.filename
        if name.lower().endswith(("vbaproject.bin", "vbadata.xml")):
            raise MacrosError(name)
        if name.startswith(("Basic/", "Scripts/")) and not name.endswith(("/", "script-lc.xml", "script-lb.xml")):
            raise MacrosError(name)


def _odt_is_encrypted(package: zipfile.ZipFile, kind: Kind) -> bool:
    manifest = "META-INF/manifest.xml"
    if kind is not Kind.ODT or manifest not in package.namelist():
        return False
    with package.open(manifest) as file:
        return b"encryption-data" in file.read(MEBIBYTE)


def _parsed(package: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, limits: Limits) -> int:
    """Parse one member without keeping anything; how many bytes it had."""
    parser = make_parser()
    parser.forbid_entities, parser.forbid_external, parser.forbid_dtd = True, True, False
    read = 0
    try:
        with package.open(member) as file:
            while chunk := file.read(_CHUNK):
                read += len(chunk)
                if read > left:
                    raise TooLargeError("unpacked", read, limits.unpacked_bytes)
                parser.feed(chunk)
        parser.close()
    except DefusedXmlException as error:
        raise UnsafeError(f"{member.filename}: {type(error).__name__}") from None
    except SAXException as error:
        raise UnreadableError(f"{member.filename}: {error}") from None
    return read
