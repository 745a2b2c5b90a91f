"""Helpers: codes asked for and typed by visitors of the web."""

from __future__ import annotations

import re
from typing import Any

from tests.connectors.harness import Visitor


def code_in(text: str) -> str:
    """The code that a reply shows."""
    found = re.search(r"\b(\d{3}-\d{3})\b", text)
    assert found, text
    return found[1]


async def told(visitor: Visitor, text: str) -> str:
    """What a visitor is told to a message about links."""
    response = await visitor.say(text)
    assert response.status_code == 200, response.text
    [reply] = response.json()["replies"]
    assert reply["outcome"] == "account"
    words: str = reply["text"]
    return words


async def code_of(visitor: Visitor) -> str:
    """A new code of a visitor."""
    return code_in(await told(visitor, "mã liên kết"))


async def link(visitor: Visitor, other: Visitor) -> str:
    """Link two; returns what ``other``, who types the code, is told."""
    return await told(other, f"mã {await code_of(visitor)}")


async def seen(visitor: Visitor) -> list[tuple[str, str]]:
    """What the history shows of linked conversations: who said what."""
    return [(one["role"], words(one)) for one in await visitor.history() if one.get("channel")]


def words(item: dict[str, Any]) -> str:
    """The text of an item of the history."""
    text: str = item["text"] if item["role"] == "user" else item["reply"]["text"]
    return text
