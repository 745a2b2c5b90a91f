"""How an OpenDocument paragraph looks, and how its lists count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from odfdo import Element

_DEEPEST = 12
_DRAWN = re.compile(r"(?!none|hidden|0(?:\.0*)?[a-z])")
_BOLD = {"bold", "600", "700", "800", "900"}
_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}


@dataclass(frozen=True)
class ListLevel:
    """One level of a list: ``way`` as in ``numbering.shown``, what stands around the number, how many levels show."""

    way: str
    prefix: str
    suffix: str
    start: int
    levels: int
    bullet: str = ""


class Styles:
    """Styles by family and name, lists by name; automatic styles hide common ones of the same name."""

    def __init__(self, parts: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        self.outline: dict[int, ListLevel] = {}
        for part in parts:
            for style in part.xpath("//style:style"):
                if isinstance(style, Element):
                    family, name = style.get_attribute("style:family"), style.get_attribute("style:name")
                    self._styles[str(family), str(name)] = style
            for one in part.xpath("//text:list-style"):
                if isinstance(one, Element):
                    self._lists[str(one.get_attribute("style:name"))] = dict(_levels(one))
            for one in part.xpath("//text:outline-style"):
                if isinstance(one, Element):
                    self.outline = dict(_levels(one))

    def list_levels(self, name: str | None) -> dict[int, ListLevel]:
        return self._lists.get(name or "", {})

    def list_of_paragraph(self, style: str | None) -> str | None:
        """The list style that a paragraph style brings along."""
        for one in self._chain("paragraph", style):
            name = one.get_attribute("style:list-style-name")
            if name:
                return str(name)
        return None

    def bold(self, family: str, name: str | None) -> bool | None:
        """Whether a style makes bold; ``None`` when it leaves that open."""
        weight = self._property(family, name, "style:text-properties", "fo:font-weight")
        return None if weight is None else weight in _BOLD

    def capitals(self, family: str, name: str | None) -> bool:
        return self._property(family, name, "style:text-properties", "fo:text-transform") == "uppercase"

    def hidden(self, family: str, name: str | None) -> bool:
        return self._property(family, name, "style:text-properties", "text:display") == "none"

    def font(self, family: str, name: str | None) -> str | None:
        return self._property(family, name, "style:text-properties", "style:font-name")

    def centred(self, name: str | None) -> bool:
        return self._property("paragraph", name, "style:paragraph-properties", "fo:text-align") == "center"

    def cell_is_lined(self, name: str | None) -> bool:
        """Whether a cell's style draws any of its sides."""
        for one in self._chain("table-cell", name):
            for properties in one.get_elements("style:table-cell-properties"):
                borders = [str(value) for key, value in properties.attributes.items() if key.startswith("fo:border")]
                if borders:
                    return any(_DRAWN.match(border) for border in borders)
        return False

    def _property(self, family: str, name: str | None, group: str, key: str) -> str | None:
        for one in self._chain(family, name):
            for properties in one.get_elements(group):
                value = properties.get_attribute(key)
                if value is not None:
                    return str(value)
        return None

    def _chain(self, family: str, name: str | None) -> Iterator[Element]:
        for _ in range(_DEEPEST):
            style = self._styles.get((family, name or ""))
            if style is None:
                return
            yield style
            parent = style.get_attribute("style:parent-style-name")
            name = str(parent) if parent else None


def _levels(style: Element) -> Iterator[tuple[int, ListLevel]]:
    for level in style.children:
        depth = int(str(level.get_attribute("text:level") or 1))
        if level.tag == "text:list-level-style-bullet":
            yield depth, ListLevel("bullet", "", "", 1, 1, str(level.get_attribute("text:bullet-char") or "-"))
        elif level.tag in {"text:list-level-style-number", "text:outline-level-style"}:
            yield (
                depth,
                ListLevel(
                    way=_FORMATS.get(str(level.get_attribute("style:num-format") or ""), "decimal"),
                    prefix=str(level.get_attribute("style:num-prefix") or ""),
                    suffix=str(level.get_attribute("style:num-suffix") or ""),
                    start=int(str(level.get_attribute("text:start-value") or 1)),
                    levels=int(str(level.get_attribute("text:display-levels") or 1)),
                ),
            )
