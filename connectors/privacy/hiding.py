"""Placeholders in the place of personal data."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.privacy.finding import find
from connectors.privacy.kinds import Kind

Names = Mapping[Kind, str]


def hide(text: str, names: Names) -> str:
    """``text`` with the name of its kind in brackets for everything personal.

    >>> hide("gọi 0905123456 nha", {Kind.PHONE: "số điện thoại"})
    'gọi [số điện thoại] nha'
    """
    pieces: list[str] = []
    end = 0
    for one in find(text):
        pieces += [text[end : one.start], placeholder(names[one.kind])]
        end = one.end
    return "".join([*pieces, text[end:]])


def kinds_hidden(text: str, names: Names) -> list[Kind]:
    """The kinds whose placeholders stand in a text, in the order of ``names``."""
    return [kind for kind, name in names.items() if placeholder(name) in text]


def placeholder(name: str) -> str:
    """What stands for the data: ``[số định danh]``."""
    return f"[{name}]"
