"""Names of procedures as search sees them: what is the same in all of them left out, one spelling."""

from __future__ import annotations

import re
from typing import Any

from knowledge_base.packaged import load_packaged
from vietnamese import normalize

_LEVEL = r"(?:cấp )?(?:trung ương|bộ|t[ỉi]nh|huyện|xã|tw)"
_PLACE = re.compile(
    rf"\s*\(?\s*(?:thực hiện )?tại {_LEVEL}(?:,\s*{_LEVEL})*\s*\)?\s*$|\s*\(\s*cấp (?:bộ|t[ỉi]nh|huyện|xã|tw)\s*\)",
    re.IGNORECASE,
)
_CODE = re.compile(r"\s*\(?\d\.\d{6}\)?")
_LEAD = re.compile(r"^(?:thủ tục|quy trình)\s*:?\s+", re.IGNORECASE)
_I_FOR_Y = re.compile(r"(?<![^\W_])(k|l|m|t|q?u?q|qu)(i|í|ì|ỉ|ĩ|ị)(?![^\W_])", re.IGNORECASE)
_Y = str.maketrans("iíìỉĩịIÍÌỈĨỊ", "yýỳỷỹỵYÝỲỶỸỴ")
_WORD = re.compile(r"\w+")


def load_words() -> dict[str, Any]:
    """The package's ``words.yml``."""
    loaded: dict[str, Any] = load_packaged("knowledge_base.procedures", "words.yml")
    return loaded


def short_name(name: str) -> str:
    """A name without "Thủ tục", its code and the level it is done at.

    >>> short_name("Thủ tục cấp lại thẻ căn cước (thực hiện tại cấp tỉnh)")
    'cấp lại thẻ căn cước'
    """
    text = _CODE.sub("", " ".join(name.split()))
    while (shorter := _PLACE.sub("", text).strip(" .;")) != text:
        text = shorter
    return _LEAD.sub("", text)


def spelled(text: str) -> str:
    """One spelling: lower case, "kí" as "ký", abbreviations of the field written out.

    >>> spelled("Đăng kí BHYT")
    'đăng ký bảo hiểm y tế'
    """
    one_way = _I_FOR_Y.sub(lambda found: found[1] + found[2].translate(_Y), normalize(text).lower())
    full: dict[str, str] = load_words()["abbreviations"]
    return _WORD.sub(lambda word: full.get(word.group(), word.group()), one_way)
