"""The dossier table taken apart: groups under headings, papers with their numbers of originals and copies."""

from __future__ import annotations

import re

from knowledge_base.procedures.model import Paper, PaperGroup
from knowledge_base.procedures.rows import stated
from vietnamese import CAPITALS

_HEADER = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
# The count's cell is glued to the text before it and to the paper after it; "(01 bản chính)" in prose is neither.
_COUNT = re.compile(
    r"(?<=[^\s(])(?P<originals>(?<!\d)\d{1,2}|(?<=\d)\d) bản chính(?:,(?P<copies>\d{1,2}) bản sao)?(?=$|[^\s.,;:)/])"
    r"|(?<=[^\s(])(?P<only>(?<!\d)\d{1,2}|(?<=\d)\d) bản sao(?=$|[^\s.,;:)/])"
)
_FORM = re.compile(r"[^;\n]\.(?:docx?|xlsx?|pdf|rtf|rar|zip|png|jpe?g)$", re.IGNORECASE)
_FORM_LENGTH = 90
_SHORTEST = 15
_FORM_WORDS = r"M[ẫẪâa][uU]|MẪU|Phụ lục|PHỤ LỤC|PL|Bi[ểe]u|Đơn|ĐƠN|Tờ khai|TỜ KHAI|TK"
_SEAM = re.compile(rf"(?<=[^\s(/-])(?:(?={_FORM_WORDS})|(?<=[\w.;,:)”\"])(?<![{CAPITALS}])(?=[{CAPITALS}]))")
_BULLET = re.compile(r"^(?:(?:[-+*•–]|\d{1,2}[.)]|[a-zđ]\))\s*)+")


def paper_groups(text: str) -> tuple[PaperGroup, ...]:
    """The papers by groups, in the portal's order; empty when the text is no such table.

    >>> paper_groups("--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai1 bản chính")[0].papers[0].text
    'Tờ khai'
    """
    before, *bodies = text.split(_HEADER)
    groups: list[PaperGroup] = []
    heading = _heading(before)
    for number, body in enumerate(bodies, 1):
        papers, rest = _papers(body)
        if number == len(bodies) and len(rest.strip()) >= _SHORTEST:
            papers.append(_paper(rest, None))
        if papers:
            groups.append(PaperGroup(heading=heading, papers=tuple(papers)))
        heading = _heading(rest)
    return tuple(groups)


def _papers(body: str) -> tuple[list[Paper], str]:
    """The papers of one group, and what stands after the last count: the next group's heading."""
    papers: list[Paper] = []
    start = 0
    for count in _COUNT.finditer(body):
        text = body[start : count.start()]
        start = count.end()
        if text.strip():
            papers.append(_paper(text, count))
    return papers, body[start:]


def _paper(text: str, count: re.Match[str] | None) -> Paper:
    name, form = _without_form(" ".join(text.split()))
    originals: int | None = None
    copies: int | None = None
    # After another digit ("…ngày 01/01/20261 bản chính") the number cannot be told from what stands before it.
    if count is not None and not text[-1:].isdigit():
        originals = int(count["originals"] or 0)
        copies = int(count["copies"] or count["only"] or 0)
    return Paper(text=_BULLET.sub("", name).strip() or str(form), originals=originals, copies=copies, form=form)


def _without_form(text: str) -> tuple[str, str | None]:
    """The paper's name without the form's file name glued to it, where the seam can be seen."""
    if not _FORM.search(text[-8:]):
        return text, None
    start = max(len(text) - _FORM_LENGTH, 0)
    seams = [one.start() for one in _SEAM.finditer(text, start)]
    marked = [at for at in seams if re.match(_FORM_WORDS, text[at:])]
    if not (marked or seams):
        return text, None
    at = (marked or seams)[-1]
    return text[:at].strip(), text[at:].strip()


def _heading(text: str) -> str | None:
    heading = " ".join(text.split()).strip(" -*+•")
    return stated(heading)
