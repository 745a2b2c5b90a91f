"""Changes as Vietnamese sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge_base.publishing.changes import Change, Kind, Part
from knowledge_base.publishing.worded import in_sentence, word

_NUMBERED = re.compile(r"^[IVXLC]+\b|^\d")
_LONGEST = 220  # characters of a value; what is longer is cut at a word


def sentence(change: Change) -> str:
    """One change as a sentence, its place in brackets."""
    values = {
        "name": change.name,
        "before": _value(change.before),
        "after": _value(change.after),
        "place": place(change.locator),
        "of": word("of", name=in_sentence(change.name)),
        "about": "" if change.only else word("of", name=in_sentence(change.name)),
        "task": _task(change),
    }
    if change.part is Part.HEAD:
        said = word(f"head.{change.kind}", **values | {"field": word(f"head.fields.{change.field}")})
    else:
        said = word(f"{change.part}.{change.field}", **values)
    return (said[:1].upper() + said[1:]).replace("….", "…")


def sentences(changes: Sequence[Change], *, wording: bool = False) -> list[str]:
    """The changes of substance, a sentence each; those of words alone are counted, or told as well (``wording``)."""
    if not changes:
        return [word("same")]
    told = [one for one in changes if wording or not one.wording]
    lines = [sentence(one) for one in told]
    if left := len(changes) - len(told):
        lines.append(word("wording" if told else "wording_only", count=left))
    return lines


def place(locator: str) -> str:
    """`` (mục VII.6)``, `` (Phụ lục, mục 4.1)``, or nothing."""
    if not locator:
        return ""
    return word("place" if _NUMBERED.match(locator) else "place_as_it_is", locator=locator)


def _task(change: Change) -> str:
    if change.kind is not Kind.CHANGED:
        return _value(change.after or change.before)
    if change.number:
        return word("numbered", number=change.number, name=change.name)
    return word("unnumbered", name=change.name)


def _value(text: str | None) -> str:
    text = (text or word("nothing")).strip().rstrip(".;")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]}…"
