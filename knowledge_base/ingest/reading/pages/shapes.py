"""How the beginnings of lines look: numbers, letters, dashes, and what recognition makes of them ("HI." for "III.")."""

from __future__ import annotations

import re

_MARKER = re.compile(
    r"^(?:[-–—•+*▪●○■◦·~]|\(?(?:[IVXLHl1|]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđA-ZĐ]|[cC]?[€¢])[.)](?:\d{1,2}[.)])?|\d{1,2}(?:\.\d{1,2}){1,3})$"
)
_STARTS = re.compile(
    r"^(?:[-–—•+*▪●○■◦·~](?:\s|(?=[A-ZĐÀ-Ỹ0-9][^A-Z]))|\(?(?:[IVXLHl1|]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđA-ZĐ]|[cC]?[€¢])[.)]\s"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\s|(?:Điều|Chương|Phần|Mục)\s+[\dIVXL]+|Căn cứ\s|Nơi nhận|PHỤ LỤC)"
)


def is_marker(text: str) -> bool:
    """Whether ``text`` is nothing but a number, a letter or a bullet that stands before a paragraph."""
    return bool(_MARKER.match(text))


def starts_with_marker(text: str) -> bool:
    """Whether ``text`` begins like a numbered or bulleted paragraph."""
    return bool(_STARTS.match(text))
