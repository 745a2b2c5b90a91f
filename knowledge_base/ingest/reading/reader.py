"""The one door: a file becomes a document, or an error that a clerk understands.

>>> from pathlib import Path
>>> read(Path("ke-hoach.docx")).blocks[0].text  # doctest: +SKIP
'ỦY BAN NHÂN DÂN'
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from knowledge_base.ingest.reading.document import Document
from knowledge_base.ingest.reading.errors import EmptyFileError, TooLargeError, UnreadableError
from knowledge_base.ingest.reading.gathered import Gathered
from knowledge_base.ingest.reading.isolation import in_child
from knowledge_base.ingest.reading.kinds import Kind, kind_of
from knowledge_base.ingest.reading.limits import Limits
from knowledge_base.ingest.reading.packages import check_package
from knowledge_base.ingest.reading.plain import read_plain

DEFAULT_LIMITS = Limits()


def read(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read ``path`` in a process of its own, within ``limits``.

    Raises a ``ReadingError``: the file's fault (``RefusedError``), a limit (``LimitError``), a missing program
    (``ToolMissingError``), or a crash of the reading process (``ReaderCrashedError``). The caller lives on.
    """
    _size(path, limits)
    return in_child(path, limits)


def read_here(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read ``path`` in this process: what the reading process does. Memory and time are not limited here."""
    size = _size(path, limits)
    kind = kind_of(path)
    if kind is Kind.TEXT:
        if size > limits.text_bytes:
            raise TooLargeError("text", size, limits.text_bytes)
        document = read_plain(path)
    else:
        if kind.is_package:
            check_package(path, kind, limits)
        gathered = _reader(kind)(path, limits)
        document = Document(
            name=path.name,
            media_type=kind.media_type,
            sha256=_digest(path),
            page_count=gathered.page_count,
            blocks=tuple(gathered.blocks),
            findings=tuple(gathered.findings),
        )
    if not document.blocks:
        raise EmptyFileError("no_text")
    return document


def _reader(kind: Kind) -> Callable[[Path, Limits], Gathered]:
    """The reader of a type; its libraries are loaded only when they are needed."""
    if kind is Kind.PDF:
        from knowledge_base.ingest.reading.pdf import read_pdf

        return read_pdf
    if kind is Kind.DOCX:
        from knowledge_base.ingest.reading.office.docx import read_docx

        return read_docx
    if kind is Kind.ODT:
        from knowledge_base.ingest.reading.office.odt import read_odt

        return read_odt
    from knowledge_base.ingest.reading.picture_files import read_pictures

    return read_pictures


def _size(path: Path, limits: Limits) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableError(error.strerror or "cannot be opened") from None
    if size > limits.file_bytes:
        raise TooLargeError("file", size, limits.file_bytes)
    return size


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
