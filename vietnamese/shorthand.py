"""Shorthand of chats, dialect words of Quảng Ngãi and the south, and spoken names, written out.

``shorthand.txt`` holds the forms that have one reading in a question to a local authority. A form is matched as a
whole word on lower-case text; what is not in the table stays as it was typed.
"""

from __future__ import annotations

import re
from importlib.resources import files


def _table() -> dict[str, str]:
    text = files("vietnamese").joinpath("shorthand.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split(": ", 1) for line in lines)


# Dialect words that are also the first or last syllable of common words are left alone beside those.
_BESIDE = (
    (re.compile(r"(?<![\w-])bn(?=\s+(?:%|\w))"), "bao nhiêu"),
    (re.compile(r"(?<![\w-])mô(?!\s+(?:hình|tả|phỏng|tơ|men|thức|đun|bản))(?![\w-])"), "đâu"),
    (
        re.compile(
            r"(?<![\w-])(?<!địa )(?<!dia )(?<!chu )(?<!thu )"
            r"chi(?!\s+(?:ph[ií]|ti[eếê]|tr[aả]|nh[aá]nh|b[oộ]|c[uụ]c|h[oộ]i|vi[eệ]n|ng[aâ]n|d[uù]ng)\w*)(?![\w-])"
        ),
        "gì",
    ),
)
_TABLE = _table()
_FORMS = "|".join(sorted(map(re.escape, _TABLE), key=len, reverse=True))
_FORM = re.compile(rf"(?<![\w@./&-])({_FORMS})(?![\w@/&-])")
_DOUBLED = re.compile(r"\bbao bao nhiêu\b")


def expand(text: str) -> str:
    """Write shorthand and dialect words out; what is replaced becomes lower case.

    >>> expand("chữ ký số làm ntn, tui ko biết")
    'chữ ký số làm như thế nào, tôi không biết'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        return text
    pieces: list[str] = []
    end = 0
    for match in _FORM.finditer(lowered):
        pieces += [text[end : match.start()], _TABLE[match.group(1)]]
        end = match.end()
    expanded = _DOUBLED.sub("bao nhiêu", "".join([*pieces, text[end:]]))
    for pattern, full in _BESIDE:
        expanded = pattern.sub(full, expanded)
    return expanded
