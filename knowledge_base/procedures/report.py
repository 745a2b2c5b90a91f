"""What an operator reads of the catalogue: the report of an import, lists, one procedure, in plain Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge_base.packaged import Sentences
from knowledge_base.procedures.catalogue import CatalogueFacts
from knowledge_base.procedures.importing import ImportReport
from knowledge_base.procedures.store import Entry

_SENTENCES = Sentences("knowledge_base.procedures", "report.vi.yml")


def import_lines(report: ImportReport) -> list[str]:
    """The report of an import, line by line."""
    facts = report.facts
    lines = [
        told(
            "imported",
            count=facts.procedures,
            source=facts.source,
            seconds=report.seconds,
            added=report.added,
            changed=report.changed,
            removed=report.removed,
        ),
        told("date_given" if report.date_given else "date_of_file", date=facts.date),
        told("levels", levels=", ".join(f"{level} {count}" for level, count in report.by_level.items())),
    ]
    if report.empty_lines:
        lines.append(told("empty_lines", count=report.empty_lines))
    lines.append(told("nothing_skipped" if report.remarks else "all_clear"))
    for one in report.remarks:
        codes = ", ".join(one.codes) + (", …" if one.count > len(one.codes) else "")
        lines.append(told("remark", text=told(f"remarks.{one.key}"), count=one.count, codes=codes))
    return lines


def list_lines(facts: CatalogueFacts, entries: Iterable[Entry]) -> list[str]:
    """A list of procedures with what the catalogue says of itself."""
    lines = [told("line", code=one.code, levels=", ".join(one.levels), name=one.name) for one in entries]
    return [
        *lines,
        told("listed", shown=len(lines), count=facts.procedures),
        told("date", date=facts.date, source=facts.source, count=facts.procedures),
    ]


def told(key: str, **values: object) -> str:
    """The sentence under ``key`` (``a.b`` for a nested one) with ``values`` filled in."""
    return _SENTENCES.fill(key, **values)
