"""Text typed before Unicode: TCVN3 (".VnTime") and VNI ("VNI-Times") put Vietnamese letters in other letters' places.

The font's name tells the code; TCVN 5712:1993 and VNI-Win give the letters.

>>> converted("Uû ban nhaân daân", "VNI-Times")
'Ủ ban nhân dân'
"""

from __future__ import annotations

import re

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬­®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_VNI_TONES = ("ùøûõï", "áàåãä", "éèúüë")
_VNI_SINGLE = {"æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}
_VNI_ROWS = {
    ("a", 0): "áàảãạ", ("a", 1): "ấầẩẫậ", ("a", 2): "ắằẳẵặ",
    ("e", 0): "éèẻẽẹ", ("e", 1): "ếềểễệ",
    ("o", 0): "óòỏõọ", ("o", 1): "ốồổỗộ",
    ("ô", 0): "ớờởỡợ",
    ("u", 0): "úùủũụ",
    ("ö", 0): "ứừửữự",
    ("y", 0): "ýỳỷỹỵ",
}  # fmt: skip
_VNI_BARE = {"aâ": "â", "aê": "ă", "eâ": "ê", "oâ": "ô"}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLE) | dict(_VNI_BARE)
    for (base, row), letters in _VNI_ROWS.items():
        table |= {base + tone: letter for tone, letter in zip(_VNI_TONES[row], letters, strict=True)}
    return table | {key.upper(): value.upper() for key, value in table.items()} | {
        key.capitalize(): value.upper() for key, value in table.items() if len(key) == 2
    }  # fmt: skip


_VNI = _vni_table()
_VNI_PARTS = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def is_legacy(font: str | None) -> bool:
    """Whether a font of this name holds no Unicode."""
    name = _plain(font)
    return name.startswith((".vn", "vni-", "vni "))


def converted(text: str, font: str) -> str:
    """``text`` typed in the legacy ``font``, in Unicode; fonts whose name ends in "H" show capitals."""
    name = _plain(font)
    if name.startswith(".vn"):
        letters = text.translate(_TCVN3)
        return letters.upper() if re.search(r"h(?:[,-]|$)", name) else letters
    return _VNI_PARTS.sub(lambda found: _VNI[found[0]], text)


def _plain(font: str | None) -> str:
    return _SUBSET.sub("", font or "").lower()
