"""Documents a plan refers to: what it carries out, what it cites, who proposed it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from knowledge_base.ingest.structuring.clauses import Place
from knowledge_base.ingest.structuring.draft import DraftBasis
from knowledge_base.ingest.structuring.folded import cue
from knowledge_base.ingest.structuring.locators import PREAMBLE

_REFERENCE = re.compile(
    r"(?:s\S{1,2}\s+)?(?P<number>\d{1,5}\s*[/-]\s*(?:\d{4}\s*/\s*)?[A-ZĐ][\w&.]*(?:\s*[-/]\s*[A-ZĐ][\w&.]*)*)"
    r"(?P<date>,?\s*(?:ng\S{1,2}y\s*)?(?P<d>\d{1,2})\s*(?:/|th\S{1,2}ng)\s*(?P<m>\d{1,2})\s*(?:/|n\S{1,2}m)\s*(?P<y>\d{4}))?"
)
_OF = re.compile(r"\s*(?:c\S{1,2}a)\s+")
_ABOUT = re.compile(r"\s*,?\s*(?:v\S{1,2}\s+vi\S{1,2}c|v\S{1,2}|ban hành|phê duyệt|quy định)\s+")
_CUT = re.compile(r"[;:]|\.(?:\s|$)|,\s*(?=UBND|Ủy ban|Sở|Phòng|Quyết|Nghị|Kế hoạch|Chương trình)")
_NEXT = re.compile(r"\s(?:về việc|về|ban hành|phê duyệt|quy định|vé|ve|vè)\s")
_PROPOSER = re.compile(r"đề nghị của\s+(.+?)\s+tại\s", re.IGNORECASE)
_LONGEST_ISSUER = 12
_NEAR = 60  # characters from "Kế hoạch" to its number
Relation = Literal["carries_out", "cites", "proposed_by"]


def find_bases(places: Iterable[Place]) -> list[DraftBasis]:
    """Each document referred to, once, where it is first named."""
    found: dict[str, DraftBasis] = {}
    for place in places:
        for basis in _in_place(place):
            known = found.get(basis.number)
            if known is None or (known.relation == "cites" and basis.relation != "cites"):
                found[basis.number] = basis
    return list(found.values())


def _in_place(place: Place) -> Iterator[DraftBasis]:
    text, previous = place.text, 0
    for match in _REFERENCE.finditer(text):
        near = max(match.start() - _NEAR, 0)
        kinds = cue("cited_kind").all(place.folded[near : match.start()], damaged=place.damaged)
        if not kinds or match.start() - near - kinds[-1].end() > _LONGEST_ISSUER:
            continue
        begin = near + kinds[-1].start()
        kind = text[begin : near + kinds[-1].end()]
        issuer, title = _said_after(text, match.end())
        relation = _relation(place, previous, begin, kind)
        if relation == "proposed_by" and issuer is None and (proposer := _PROPOSER.search(text[: match.start()])):
            issuer = proposer[1].strip()
        doubtful = tuple(name for name, value in (("issuer", issuer), ("title", title)) if value is None)
        previous = match.end()
        yield DraftBasis(
            number=re.sub(r"\s+", "", match["number"]),
            date=_date(match),
            issuer=issuer,
            title=" ".join([kind[:1].upper() + kind[1:], title or match["number"]]),
            relation=relation,
            clause=place.clause.id,
            confidence=place.clause.confidence,
            page=place.clause.page,
            text=text[begin : match.end()],
            doubtful=doubtful,
        )


def _said_after(text: str, at: int) -> tuple[str | None, str | None]:
    """The issuer and the subject, from "của UBND tỉnh về phát triển …"."""
    cut = _CUT.search(text, at)
    rest = text[at : cut.start() if cut else len(text)]
    issuer = None
    if of := _OF.match(rest):
        about = _NEXT.search(rest, of.end())
        issuer = rest[of.end() : about.start() if about else len(rest)].strip(" ,")
        rest = rest[about.start() :] if about else ""
        if len(issuer.split()) > _LONGEST_ISSUER:
            issuer = " ".join(issuer.split()[:_LONGEST_ISSUER])
    about = _ABOUT.match(rest)
    title = rest[about.end() :].strip(" ,") if about else ""
    return issuer or None, title or None


def _relation(place: Place, after: int, before: int, kind: str) -> Relation:
    if place.clause.locator != PREAMBLE:
        return "cites"
    lead = place.folded[after:before]
    if cue("proposed").search(lead + place.folded[before : before + len(kind)], damaged=place.damaged):
        return "proposed_by"
    law = cue("law").match(place.folded, before, damaged=place.damaged)
    carried = cue("carrying_out").search(lead, damaged=place.damaged)
    return "carries_out" if carried and not law else "cites"


def _date(match: re.Match[str]) -> datetime.date | None:
    if not match["date"]:
        return None
    try:
        return datetime.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
