"""What a procedure's fields read like in an answer: quoted, shortened with a word about it, or said to be missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from knowledge_base.answer.texts import say
from knowledge_base.procedures.asking import Field
from knowledge_base.procedures.model import Filing, Paper, Procedure

MOST_PAPERS = 6
MOST_STEPS = 6
MOST_BASES = 6
LONGEST_PIECE = 220
LONGEST_TEXT = 500
_STEP = re.compile(r"\n+(?=\s*\S)")
_CUT = "…"
_CONDITIONS = ("Trường hợp", "Nếu", "Đối với", "Khi")


def field_lines(procedure: Procedure, field: Field) -> list[str]:
    """The lines that answer ``field``; none where the data do not state it."""
    return _WRITERS[field](procedure)


def card_lines(procedure: Procedure) -> list[str]:
    """Everything in short: who does it, how long, what it costs, how to file, how many papers."""
    lines = [*_offices(procedure), *_where_methods(procedure)]
    times = _by_method(procedure.filings, _time)
    fees = _by_method(procedure.filings, _fee)
    lines.append(say("procedures.card_time", value=_joined(times) or say("procedures.not_given")))
    lines.append(say("procedures.card_fee", value=_joined(fees) or say("procedures.not_given")))
    if any(one.fee_unclear for one in procedure.filings):
        lines.append(say("procedures.fee_unclear"))
    count = procedure.paper_count
    lines.append(say("procedures.card_papers", count=count) if count else say("procedures.card_no_papers"))
    return lines


def levels_text(procedure: Procedure) -> str:
    """The levels in the words of a sentence: "cấp xã, cấp tỉnh"."""
    return ", ".join(say(f"procedures.level_names.{level}") for level in procedure.levels)


def shortened(text: str, longest: int = LONGEST_PIECE) -> str:
    """``text`` on one line, cut at a word with an ellipsis when it is longer than ``longest`` characters."""
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    return f"{flat[:longest].rsplit(' ', 1)[0].rstrip(' ,;:.')}{_CUT}"


def _documents(procedure: Procedure) -> list[str]:
    if not procedure.papers:
        return []
    lines = [say("procedures.documents")]
    number = 0
    groups = len(procedure.papers)
    for at, group in enumerate(procedure.papers[:MOST_PAPERS], 1):
        # A later group ("Giấy tờ phải xuất trình") is not crowded out by a long first one.
        room = MOST_PAPERS - number - min(groups - at, MOST_PAPERS // 3)
        if room <= 0:
            break
        if group.heading:
            lines.append(shortened(group.heading))
        for paper in sorted(group.papers, key=_last_to_name)[:room]:
            number += 1
            count = _count(paper)
            lines.append(say("procedures.paper", number=number, text=shortened(paper.text), count=count))
    if procedure.paper_count > number:
        lines.append(say("procedures.more_papers", count=procedure.paper_count - number))
    return _with_cut_note(lines)


def _last_to_name(paper: Paper) -> int:
    """What everybody needs first, then what some do, notes without a sheet last; the portal has no order."""
    if paper.originals == 0 and paper.copies == 0:
        return 2
    return 1 if paper.text.startswith(_CONDITIONS) else 0


def _count(paper: Paper) -> str:
    counts = [
        *([say("procedures.originals", count=paper.originals)] if paper.originals else []),
        *([say("procedures.copies", count=paper.copies)] if paper.copies else []),
    ]
    return f" ({', '.join(counts)})" if counts else ""


def _fees(procedure: Procedure) -> list[str]:
    lines = _table("procedures.fee", procedure, _fee)
    if lines and any(one.fee_unclear for one in procedure.filings):
        lines.append(say("procedures.fee_unclear"))
    return _with_cut_note(lines)


def _times(procedure: Procedure) -> list[str]:
    return _with_cut_note(_table("procedures.time", procedure, _time_with_note))


def _table(key: str, procedure: Procedure, value: Callable[[Filing], str | None]) -> list[str]:
    rows = _by_method(procedure.filings, value)
    if not rows:
        return []
    return [say(key), *(say("procedures.by_method", methods=methods, value=text) for methods, text in rows)]


def _by_method(filings: Iterable[Filing], value: Callable[[Filing], str | None]) -> list[tuple[str, str]]:
    """The ways of filing that share a value, joined: ("Trực tuyến, Trực tiếp", "10 Ngày"); none if nobody has one."""
    methods: dict[str, list[str]] = {}
    stated = False
    for one in filings:
        text = value(one)
        stated = stated or text is not None
        named = methods.setdefault(text or say("procedures.not_given"), [])
        if one.method not in named:
            named.append(one.method)
    return [(", ".join(names), text) for text, names in methods.items()] if stated else []


def _joined(rows: Sequence[tuple[str, str]]) -> str:
    if len(rows) == 1:
        return rows[0][1]
    return "; ".join(f"{methods}: {text}" for methods, text in rows)


def _fee(filing: Filing) -> str | None:
    if filing.run_together:
        return say("procedures.run_together", value=filing.run_together)
    if filing.fee is None:
        return shortened(filing.fee_note, LONGEST_TEXT) if filing.fee_note else None
    if filing.fee_note is None:
        return shortened(filing.fee, LONGEST_TEXT)
    return say("procedures.note", value=filing.fee, note=shortened(filing.fee_note, LONGEST_TEXT))


def _time(filing: Filing) -> str | None:
    if filing.run_together:
        return say("procedures.run_together", value=filing.run_together)
    if filing.time is None:
        return None
    return say("procedures.no_unit", value=filing.time) if filing.time_without_unit else filing.time


def _time_with_note(filing: Filing) -> str | None:
    time = _time(filing)
    if filing.note is None:
        return time
    note = shortened(filing.note)
    return note if time is None else say("procedures.note", value=time, note=note)


def _where(procedure: Procedure) -> list[str]:
    lines = _where_methods(procedure)
    if procedure.address:
        lines.append(say("procedures.address", text=shortened(procedure.address, LONGEST_TEXT)))
    return _with_cut_note([*lines, *_offices(procedure)])


def _where_methods(procedure: Procedure) -> list[str]:
    methods = dict.fromkeys(one.method.lower() for one in procedure.filings)
    return [say("procedures.where", methods=", ".join(methods))] if methods else []


def _who(procedure: Procedure) -> list[str]:
    return [say("procedures.levels", levels=levels_text(procedure)), *_offices(procedure)]


def _offices(procedure: Procedure) -> list[str]:
    lines = []
    if procedure.offices:
        lines.append(say("procedures.offices", text=shortened(procedure.offices)))
    if procedure.authority and procedure.authority != procedure.offices:
        lines.append(say("procedures.authority", text=shortened(procedure.authority)))
    return lines


def _steps(procedure: Procedure) -> list[str]:
    if not procedure.steps:
        return []
    pieces = [one.strip() for one in _STEP.split(procedure.steps) if one.strip()]
    lines = [say("procedures.steps"), *(shortened(one) for one in pieces[:MOST_STEPS])]
    if len(pieces) > MOST_STEPS:
        lines.append(say("procedures.more_steps", count=len(pieces) - MOST_STEPS))
    return _with_cut_note(lines)


def _basis(procedure: Procedure) -> list[str]:
    if not procedure.bases:
        return []
    lines = [say("procedures.basis")]
    for one in procedure.bases[:MOST_BASES]:
        if one.number and one.title:
            lines.append(say("procedures.basis_line", number=one.number, title=shortened(one.title)))
        else:
            lines.append(say("procedures.basis_bare", text=one.number or shortened(one.title)))
    if len(procedure.bases) > MOST_BASES:
        lines.append(say("procedures.more_bases", count=len(procedure.bases) - MOST_BASES))
    return _with_cut_note(lines)


def _conditions(procedure: Procedure) -> list[str]:
    lines = []
    if procedure.conditions:
        lines += [say("procedures.conditions"), shortened(procedure.conditions, LONGEST_TEXT)]
    if procedure.applicants:
        lines.append(say("procedures.applicants", text=procedure.applicants.rstrip(".")))
    return _with_cut_note(lines)


def _result(procedure: Procedure) -> list[str]:
    if not procedure.results:
        return []
    return [
        say("procedures.result"),
        *(say("procedures.bullet", text=shortened(one)) for one in procedure.results[:MOST_PAPERS]),
    ]


def _with_cut_note(lines: list[str]) -> list[str]:
    """The lines, with a word about shortened ones when there are any."""
    return [*lines, say("procedures.shortened")] if any(_CUT in line for line in lines) else lines


_WRITERS: dict[Field, Callable[[Procedure], list[str]]] = {
    Field.DOCUMENTS: _documents,
    Field.FEE: _fees,
    Field.TIME: _times,
    Field.WHERE: _where,
    Field.WHO: _who,
    Field.STEPS: _steps,
    Field.BASIS: _basis,
    Field.CONDITIONS: _conditions,
    Field.RESULT: _result,
}
