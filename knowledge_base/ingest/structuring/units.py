"""Units: lists of them split, and the subject of a sentence told from what it has to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge_base.ingest.structuring.folded import cue, folded

_DOUBLED = re.compile(r"\b(\w+)\s+(?=\1\b)", re.IGNORECASE)
_BOUNDARY = re.compile(r"(?:^|[,;:.]\s+|[-–]\s+)")
_LONGEST = 30  # words of a unit's name, lists of units included
_LONGEST_AHEAD = 400  # characters from a unit's name to its verb
_LONGEST_HEAD = 60
_LONGEST_SENTENCE = 3000
_ENDS = re.compile(r"[.:;](?:\s|$)")
_HARD = re.compile(r"\s*[;•]\s*|^\s*[-–+]\s*")
_LINE = re.compile(r"\s*\n\s*(?P<next>.*)")
_SOFT = re.compile(r",\s*|:\s+|\s+[-–+]\s*(?=[A-ZĐ][^\W\d_]*[a-zà-ỹ])|\s+và\s+(?=các\b|[A-ZĐỦ])")


@dataclass(frozen=True)
class Subject:
    """Who, and where in the sentence the unit and the rest begin."""

    unit: str
    start: int
    rest: int


def split_units(text: str) -> tuple[tuple[str, ...], bool]:
    """The units of a table cell, and whether a misprint had to be read over.

    Split at ";", and at ",", ":" and "và" where a unit's name begins; commas inside a name stay.

    >>> split_units("Các phòng, ban, ngành, UBND cấp xã; Phòng Văn hóa, Khoa học và Thông tin")[0]
    ('Các phòng, ban, ngành', 'UBND cấp xã', 'Phòng Văn hóa, Khoa học và Thông tin')
    """
    repaired = _DOUBLED.sub("", text)
    doubtful = repaired != text
    units: list[str] = []
    for part in _HARD.split(_LINE.sub(_line_border, repaired)):
        names, misprinted = _split_soft(part.strip())
        units += names
        doubtful = doubtful or misprinted
    return tuple(dict.fromkeys(_capital(one) for one in units if one)), doubtful


def starts_unit(text: str, at: int = 0, *, damaged: bool = False) -> bool:
    """Whether a unit's name begins at ``at``."""
    return cue("unit_head").match_text(text[at : at + _LONGEST_HEAD], damaged=damaged) is not None


def find_subject(text: str, *, damaged: bool = False, verbs: str = "duty_verb") -> Subject | None:
    """The first unit that a verb of ``verbs`` follows: "Phòng A" of "…, Phòng A chủ trì …".

    A unit's name begins at the start, after a mark, or after "Yêu cầu", "Giao" and the like.
    """
    said = folded(text, damaged=damaged)
    opening = cue("duty_verb").match_text(text, damaged=damaged)
    if opening and not cue("sets_the_scene").match_text(text, damaged=damaged):
        return None  # it begins with what is to be done: the unit stands above
    text, said = text[:_LONGEST_SENTENCE], said[:_LONGEST_SENTENCE]
    starts = [found.end() for found in _BOUNDARY.finditer(text)]
    starts += [charged.end() + 1 for charged in cue("charge").all(said, damaged=damaged)]
    for start in sorted(set(starts)):
        if not starts_unit(text, start, damaged=damaged):
            continue
        subject = _up_to_verb(text, start, damaged, verbs)
        if subject:
            return subject
    return None


def _up_to_verb(text: str, start: int, damaged: bool, verbs: str) -> Subject | None:
    ahead = text[start : start + _LONGEST_AHEAD]
    ends = _ENDS.search(ahead)
    stop = ends.start() if ends else len(ahead)
    at = 0
    while (verb := cue(verbs).search_text(ahead, at, damaged=damaged)) and verb.start() < stop:
        at = verb.end()
        unit = ahead[: verb.start()].strip(" ,–-")
        named = ahead[verb.start()].isupper() or _inside_brackets(ahead, verb.start())
        if named or _is_attribute(ahead, verb.end(), damaged) or not unit:
            continue
        if len(unit.split()) > _LONGEST or not starts_unit(unit, damaged=damaged):
            return None
        return Subject(_capital(unit), start, start + verb.start())
    return None


def _is_attribute(text: str, end: int, damaged: bool) -> bool:
    """Whether the verb belongs to the unit's name: "các bộ phận tham mưu, cán bộ …", "cơ quan quản lý".

    So it is where a comma follows and then no verb.
    """
    if text[end : end + 2] != ", ":
        return False
    follows = end + 2
    return not cue("duty_verb").match_text(text, follows, damaged=damaged) and starts_unit(
        text, follows, damaged=damaged
    )


def _inside_brackets(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at)


def _line_border(line: re.Match[str]) -> str:
    """A line of a cell is a unit of its own, or goes on with the one above."""
    begun = line["next"].lstrip("-–+ ")
    return f"; {begun}" if _begins_name(begun, 0) or begun != line["next"] else f" {begun}"


def _split_soft(text: str) -> tuple[list[str], bool]:
    cuts: list[tuple[int, int]] = []
    misprinted = False
    for found in _SOFT.finditer(text):
        if _inside_brackets(text, found.start()) or not _begins_name(text, found.end()):
            continue
        if "và" in found.group() and text[: found.start()].endswith("HĐND"):
            continue  # "Văn phòng HĐND và UBND" is one office
        cuts.append(found.span())
        misprinted = misprinted or found.group().startswith(":")
    ends = [start for start, _ in cuts] + [len(text)]
    begins = [0] + [end for _, end in cuts]
    pieces = [text[begin:end] for begin, end in zip(begins, ends, strict=True)]
    return [piece.strip(" ,.;:") for piece in pieces], misprinted


def _begins_name(text: str, at: int) -> bool:
    """Whether a new unit's name begins at ``at``: a unit's word with a capital, or "các …"."""
    return at < len(text) and starts_unit(text, at) and (text[at].isupper() or text.lower().startswith("các ", at))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
