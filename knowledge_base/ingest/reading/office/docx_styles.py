"""How a Word paragraph looks: bold, capitals, centred, heading; its own formatting first, then its styles'."""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element

_OFF = {"0", "false", "off", "none"}
_DEEPEST = 12


class Styles:
    """The styles of a document, asked by id."""

    def __init__(self, styles: _Element) -> None:
        self._by_id = {one.get(qn("w:styleId")): one for one in styles.iterfind(qn("w:style"))}
        self._default = next(
            (
                one.get(qn("w:styleId"))
                for one in styles.iterfind(qn("w:style"))
                if one.get(qn("w:type")) == "paragraph" and one.get(qn("w:default")) in {"1", "true"}
            ),
            None,
        )

    def chain(self, style_id: str | None) -> Iterator[_Element]:
        """A style and those it is based on."""
        for _ in range(_DEEPEST):
            style = self._by_id.get(style_id)
            if style is None:
                return
            yield style
            based = style.find(qn("w:basedOn"))
            style_id = based.get(qn("w:val")) if based is not None else None

    def paragraph_property(self, paragraph: _Element, name: str) -> _Element | None:
        """The ``w:pPr`` child ``name`` that holds for ``paragraph``."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn(name)}")
        if own is not None:
            return own
        for style in self.chain(self.style_of(paragraph)):
            found = style.find(f"{qn('w:pPr')}/{qn(name)}")
            if found is not None:
                return found
        return None

    def run_flag(self, run: _Element, paragraph: _Element, name: str) -> bool:
        """Whether ``w:b``, ``w:caps`` or ``w:vanish`` holds for ``run``."""
        found = self._run_property(run, paragraph, name)
        return found is not None and found.get(qn("w:val"), "1") not in _OFF

    def run_font(self, run: _Element, paragraph: _Element) -> str | None:
        """The name of the run's font."""
        found = self._run_property(run, paragraph, "w:rFonts")
        return None if found is None else found.get(qn("w:ascii")) or found.get(qn("w:hAnsi"))

    def style_of(self, paragraph: _Element) -> str | None:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return style.get(qn("w:val")) if style is not None else self._default

    def heading_level(self, paragraph: _Element) -> int | None:
        """1 to 9 for a heading: the outline level (ISO/IEC 29500-1, 17.3.1.20) counted from 1."""
        outline = self.paragraph_property(paragraph, "w:outlineLvl")
        if outline is None:
            return None
        level = int(outline.get(qn("w:val"), "9"))
        return level + 1 if level < 9 else None

    def centred(self, paragraph: _Element) -> bool:
        alignment = self.paragraph_property(paragraph, "w:jc")
        return alignment is not None and alignment.get(qn("w:val")) == "center"

    def table_is_lined(self, table: _Element) -> bool:
        """Whether any line of the table is drawn, by itself, by its cells or by its style."""
        own = table.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
        if own is not None and len(own):
            if _drawn(own):
                return True
        else:
            style = table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")
            for one in self.chain(style.get(qn("w:val")) if style is not None else None):
                borders = one.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
                if borders is not None:
                    if _drawn(borders):
                        return True
                    break
        return sum(_drawn(borders) for borders in table.iter(qn("w:tcBorders"))) > 2

    def _run_property(self, run: _Element, paragraph: _Element, name: str) -> _Element | None:
        own = run.find(f"{qn('w:rPr')}/{qn(name)}")
        if own is not None:
            return own
        character = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
        ids = [character.get(qn("w:val"))] if character is not None else []
        for style_id in (*ids, self.style_of(paragraph)):
            for style in self.chain(style_id):
                found = style.find(f"{qn('w:rPr')}/{qn(name)}")
                if found is not None:
                    return found
        return None


def _drawn(borders: _Element) -> bool:
    return any(one.get(qn("w:val"), "nil") not in {"nil", "none"} for one in borders)
