"""Text from the public: cleaned for storage, and made unable to start a Rasa command."""

from __future__ import annotations

import unicodedata

SLASHES = "/\uff0f\u2044\u2215\u29f8"  # every sign a later normalisation might turn into "/"
_KEPT_CONTROLS = "\n\t"
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs by category, blank to the eye


def clean(text: str) -> str:
    r"""NFC, one kind of line end, no control characters, nothing invisible at either end.

    >>> clean("  Ky\u0301 số\r\n\x00 ")
    'Ký số'
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign for sign in text if sign in _KEPT_CONTROLS or unicodedata.category(sign) not in ("Cc", "Cs"))
    start, end = 0, len(text)
    while start < end and _is_invisible(text[start]):
        start += 1
    while end > start and _is_invisible(text[end - 1]):
        end -= 1
    return text[start:end]


def neutralise(text: str) -> str:
    r"""``text`` without the leading slashes, and what hides them, that Rasa would read as an intent.

    >>> neutralise("\u200b //restart")
    'restart'
    """
    start = 0
    while start < len(text) and (text[start] in SLASHES or _hides(text[start])):
        start += 1
    return text[start:]


def _is_invisible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc", "Zs", "Zl", "Zp") or sign in _BLANK_LETTERS


def _hides(sign: str) -> bool:
    # Wider, for what only Rasa sees: also marks with nothing to stand on, as its channel takes them off too.
    return unicodedata.category(sign)[0] in "CMZ" or sign in _BLANK_LETTERS
