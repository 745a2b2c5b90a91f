"""Text files of any age: UTF-8 and UTF-16, the code page of Vietnamese Windows, and the fonts before Unicode."""

from __future__ import annotations

import codecs
import unicodedata

from knowledge_base.ingest.reading.legacy_fonts import converted

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# The commonest syllables of administrative texts: a wrong decoding has none of them.
_COMMON = frozenset(
    "của|và|các|được|thực|hiện|nhân|dân|kế|hoạch|xã|người|đến|trên|với|về|tổ|chức|số".split("|")  # noqa: SIM905
)
_LOWER = "ăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_LETTERS = frozenset(_LOWER + _LOWER.upper())


def decode(data: bytes) -> tuple[str, str | None]:
    """The text of ``data`` in NFC, and the name of the encoding where it had to be guessed."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return unicodedata.normalize("NFC", data.decode(name, errors="replace")), None
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8")), None
    except UnicodeDecodeError:
        pass
    western = data.decode("cp1252", errors="replace")
    guesses = {
        "windows-1258": unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")),
        "TCVN3": converted(data.decode("latin-1"), ".VnTime"),
        "VNI": converted(western, "VNI-Times"),
    }
    best = max(guesses, key=lambda name: _vietnamese(guesses[name]))
    return guesses[best], best


def _vietnamese(text: str) -> tuple[int, float]:
    """How Vietnamese a decoding is: its common syllables, then the share of Vietnamese letters beyond ASCII."""
    common = sum(word in _COMMON for word in text.lower().split())
    beyond = [one for one in text if not one.isascii()]
    return common, sum(one in _LETTERS for one in beyond) / len(beyond) if beyond else 1.0
