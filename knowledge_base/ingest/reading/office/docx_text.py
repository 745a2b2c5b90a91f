"""The text of a Word paragraph: its runs, with tracked insertions taken and deletions left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element

from knowledge_base.ingest.reading.legacy_fonts import converted, is_legacy
from knowledge_base.ingest.reading.office.docx_styles import Styles
from knowledge_base.ingest.reading.office.pieces import Notes

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_VML_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_INSERTED = {qn("w:ins"), qn("w:moveTo")}
_DELETED = {qn("w:del"), qn("w:moveFrom")}
_CARRIERS = {qn("w:hyperlink"), qn("w:smartTag"), qn("w:fldSimple"), qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml")}
_NOTES = {
    qn("w:footnoteReference"): "footnote",
    qn("w:endnoteReference"): "footnote",
    qn("w:commentReference"): "comment",
}
_PLAIN = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): "\t"}


@dataclass
class Spoken:
    """A paragraph's text, whether all of it is bold, and the text boxes that hang on it."""

    text: str = ""
    bold: bool = True
    boxes: list[_Element] = field(default_factory=list)


def spoken(paragraph: _Element, styles: Styles, notes: Notes) -> Spoken:
    """Read the runs of ``paragraph``; what is not text is counted in ``notes``."""
    result = Spoken()
    for run in _runs(paragraph, notes):
        if styles.run_flag(run, paragraph, "w:vanish"):
            if any(text.text and text.text.strip() for text in run.iterfind(qn("w:t"))):
                notes.leave_out("hidden_text")
            continue
        text = _run_text(run, result, notes)
        font = styles.run_font(run, paragraph)
        if text.strip() and font is not None and is_legacy(font):
            text = converted(text, font)
            notes.fonts.add(font)
        if styles.run_flag(run, paragraph, "w:caps"):
            text = text.upper()
        if text.strip() and not styles.run_flag(run, paragraph, "w:b"):
            result.bold = False
        result.text += text
    result.bold = result.bold and bool(result.text.strip())
    return result


def _runs(parent: _Element, notes: Notes) -> Iterator[_Element]:
    for child in parent:
        if child.tag == qn("w:r"):
            yield child
        elif child.tag in _INSERTED:
            notes.changes += 1
            yield from _runs(child, notes)
        elif child.tag in _DELETED:
            notes.changes += 1
        elif child.tag in _CARRIERS:
            yield from _runs(child, notes)
        elif next(child.iter(_MATH_TEXT), None) is not None:
            notes.leave_out("formula")


def _run_text(run: _Element, result: Spoken, notes: Notes) -> str:
    text = ""
    for child in run:
        if child.tag == qn("w:t"):
            text += child.text or ""
        elif child.tag in _PLAIN:
            text += _PLAIN[child.tag]
        elif child.tag == qn("w:br"):
            text += "\n" if child.get(qn("w:type"), "textWrapping") == "textWrapping" else ""
        elif child.tag == qn("w:sym"):
            text += chr(int(child.get(qn("w:char"), "2022"), 16))
        elif child.tag in _NOTES:
            notes.leave_out(_NOTES[child.tag])
        elif child.tag == qn("w:object"):
            notes.leave_out("embedded_object")
        elif child.tag == _ALTERNATIVES:
            choice = child.find(_CHOICE)
            _drawing(choice if choice is not None else child, result, notes)
        elif child.tag in {qn("w:drawing"), qn("w:pict")}:
            _drawing(child, result, notes)
    return text


def _drawing(drawing: _Element, result: Spoken, notes: Notes) -> None:
    boxes = list(drawing.iter(qn("w:txbxContent")))
    result.boxes += boxes
    pictures = sum(1 for _ in drawing.iter(_PICTURE, _VML_PICTURE))
    if pictures:
        notes.leave_out("picture", pictures)
    elif next(drawing.iter(_CHART), None) is not None:
        notes.leave_out("chart")
    elif next(drawing.iter(_DIAGRAM), None) is not None:
        notes.leave_out("diagram")
