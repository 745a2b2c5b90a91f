"""Why a file was not read.

KnowledgeError
└── ReadingError
    ├── RefusedError              nothing is wrong with the server: the file has to change
    │   ├── EmptyFileError        no bytes, or no text on any page
    │   ├── UnreadableError       damaged: cut off, broken XML, not what its beginning promises
    │   ├── EncryptedError        asks for a password
    │   ├── MacrosError           carries macros
    │   ├── UnsafeError           XML that declares entities, the stuff of bombs
    │   ├── UnsupportedTypeError  a type that is not read; says what to save it as
    │   ├── WrongExtensionError   the name promises another type than the content is
    │   ├── TooLargeError         bytes, unpacked bytes, packing ratio, members, pixels
    │   └── TooManyPagesError
    ├── LimitError                reading was stopped to keep the server free
    │   ├── TimeLimitError
    │   └── MemoryLimitError
    ├── ReaderCrashedError        the reading process went down
    ├── ToolMissingError          a program that is not installed
    └── ToolFailedError           a program that fails

The clerk's sentences stand in ``errors.vi.yml`` under each error's ``code``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from knowledge_base.ingest.errors import KnowledgeError

_PACKAGES = {
    "tesseract": "tesseract-ocr tesseract-ocr-vie tesseract-ocr-osd",
    "tesseract-ocr-vie": "tesseract-ocr-vie",
}


class ReadingError(KnowledgeError):
    """Base: ``code`` names the sentence for the clerk, ``details`` fill its places; ``str()`` is for developers."""

    code: ClassVar[str] = "reading_failed"

    def __init__(self, message: str, **details: str) -> None:
        super().__init__(message)
        self.message = message
        self.details = details


class RefusedError(ReadingError):
    """The file itself is the reason."""


class EmptyFileError(RefusedError):
    """There is nothing to read. ``reason``: ``no_bytes`` or ``no_text``."""

    code = "empty"

    def __init__(self, reason: str) -> None:
        super().__init__(f"nothing to read: {reason}", reason=reason)


class UnreadableError(RefusedError):
    """The file is damaged."""

    code = "unreadable"

    def __init__(self, problem: str) -> None:
        super().__init__(f"cannot be read: {problem}", problem=problem)


class EncryptedError(RefusedError):
    """The file asks for a password."""

    code = "encrypted"

    def __init__(self) -> None:
        super().__init__("encrypted: asks for a password")


class MacrosError(RefusedError):
    """The file carries programs; ``part`` is where."""

    code = "macros"

    def __init__(self, part: str) -> None:
        super().__init__(f"carries macros: {part}", part=part)


class UnsafeError(RefusedError):
    """The file's XML declares entities or refers to other files; no word processor writes that."""

    code = "unsafe"

    def __init__(self, part: str) -> None:
        super().__init__(f"unsafe XML: {part}", part=part)


class UnsupportedTypeError(RefusedError):
    """A type that is not read. ``kind``: a key of ``kinds`` in the texts, which say what to do."""

    code = "unsupported_type"

    def __init__(self, kind: str) -> None:
        super().__init__(f"unsupported type: {kind}", kind=kind)


class WrongExtensionError(RefusedError):
    """The name ends otherwise than its content asks for."""

    code = "wrong_extension"

    def __init__(self, extension: str, kind: str, expected: str) -> None:
        super().__init__(
            f"extension {extension!r}, but the content is {kind}", extension=extension, kind=kind, expected=expected
        )


class TooLargeError(RefusedError):
    """More than a limit. ``what``: ``file``, ``text``, ``unpacked``, ``ratio``, ``members`` or ``pixels``."""

    code = "too_large"

    def __init__(self, what: str, value: float, limit: float) -> None:
        super().__init__(f"too large: {what} is {value:,.0f}, limit {limit:,.0f}", what=what, limit=_shown(what, limit))


class TooManyPagesError(RefusedError):
    """More pages than are read."""

    code = "too_many_pages"

    def __init__(self, pages: int, limit: int) -> None:
        super().__init__(f"{pages} pages, limit {limit}", pages=str(pages), limit=str(limit))


class LimitError(ReadingError):
    """Reading was stopped."""


class TimeLimitError(LimitError):
    """Reading took too long."""

    code = "time_limit"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not read within {seconds:.0f} s", seconds=f"{seconds:.0f}")


class MemoryLimitError(LimitError):
    """Reading asked for too much memory."""

    code = "memory_limit"

    def __init__(self, limit: int) -> None:
        super().__init__(f"asked for more than {limit:,} bytes of memory", limit=_shown("file", limit))


class ReaderCrashedError(ReadingError):
    """The reading process ended without an answer; ``how``: its exit status or signal."""

    code = "crashed"

    def __init__(self, how: str) -> None:
        super().__init__(f"the reading process ended without an answer: {how}", how=how)


class ToolMissingError(ReadingError):
    """A program is not installed; the message names the Debian packages."""

    code = "tool_missing"

    def __init__(self, tool: str) -> None:
        packages = _PACKAGES.get(tool, tool)
        super().__init__(f"{tool} is not installed: apt-get install {packages}", tool=tool, packages=packages)


class ToolFailedError(ReadingError):
    """A program was started and failed."""

    code = "tool_failed"

    def __init__(self, tool: str, problem: str) -> None:
        super().__init__(f"{tool} failed: {problem}", tool=tool, problem=problem)


def revived(told: dict[str, Any]) -> ReadingError:
    """The error that another process told as ``code``, ``message`` and ``details``."""
    kinds = {kind.code: kind for kind in _leaves(ReadingError)}
    kind = kinds.get(str(told.get("code")), ReadingError)
    error = kind.__new__(kind)
    details = told.get("details")
    ReadingError.__init__(
        error,
        str(told.get("message")),
        **{str(key): str(value) for key, value in (details if isinstance(details, dict) else {}).items()},
    )
    return error


def _leaves(kind: type[ReadingError]) -> Iterator[type[ReadingError]]:
    yield kind
    for one in kind.__subclasses__():
        yield from _leaves(one)


def _shown(what: str, limit: float) -> str:
    """A limit as the clerk reads it: mebibytes for sizes, plain numbers otherwise."""
    return f"{limit / 1024 / 1024:.0f} MB" if what in {"file", "text", "unpacked"} else f"{limit:.0f}"
