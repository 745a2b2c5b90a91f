"""The whole library: every file under ``knowledge_base/`` read, checked and joined."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path

from knowledge_base.ingest.agencies import load_agencies, load_elsewhere
from knowledge_base.ingest.asked import FOLDER as ASKED
from knowledge_base.ingest.asked import Wordings, load_asked
from knowledge_base.ingest.errors import SourceError
from knowledge_base.ingest.guides import Guide, GuideSection, fill_in, load_guide
from knowledge_base.ingest.no_smartphone import WithoutSmartphone
from knowledge_base.ingest.originals import Original
from knowledge_base.ingest.records import Agency, Contact, Fact, GlossaryEntry, PlanRecord
from knowledge_base.ingest.yaml_source import load_record, load_records

_LAW = re.compile(r"(?:Bộ luật|Luật|Nghị định|Nghị quyết|Thông tư|Quyết định|Chỉ thị|Công văn)\b.*\d")


@dataclass(frozen=True)
class Library:
    """What the assistant knows, as models. ``values`` maps ("fact"|"contact", key) to the text shown.

    ``originals`` and ``before`` come with plans that an operator published: the original's wording, and the record
    that was in force before the one in ``plans``, each at most once for a document. ``elsewhere`` are names of agencies
    of which there is no document, ``asked`` the wordings that ask for the places of a plan, by its ``document_id``.
    """

    agencies: list[Agency]
    plans: list[PlanRecord]
    guides: list[Guide]
    glossary: list[GlossaryEntry]
    facts: list[Fact]
    contacts: list[Contact]
    values: dict[tuple[str, str], str] = field(default_factory=dict)
    originals: list[Original] = field(default_factory=list)
    before: list[PlanRecord] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    asked: dict[str, Wordings] = field(default_factory=dict)


def load_library(folder: Path, *, today: datetime.date | None = None) -> Library:
    """Read the knowledge under ``folder``; facts past their review date carry that warning.

    Raises ``SourceError`` naming the file, the line and the value of the first thing that is wrong.
    """
    today = today or datetime.datetime.now(tz=datetime.UTC).date()
    agencies = load_agencies(folder / "agencies.yml")
    facts = load_records(folder / "facts.yml", Fact)
    contacts = load_records(folder / "contacts.yml", Contact)
    values = {("fact", one.key): _dated(one.value, one.review_by, today) for one in facts}
    values |= {("contact", one.key): _dated(one.value, one.review_by, today) for one in contacts}
    if len(values) != len(facts) + len(contacts):
        keys = [one.key for one in facts] + [one.key for one in contacts]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        raise SourceError(folder / "facts.yml", 1, f"key used twice: {', '.join(twice)}")
    plans = _plans(folder, {agency.slug for agency in agencies})
    _plans_are_there(folder, agencies, plans)
    paths = sorted((folder / "guides").glob("*.md"))
    guides = [_filled(path, load_guide(path), values, facts) for path in paths]
    _sections_are_there(folder / "guides", guides)
    return Library(
        agencies=agencies,
        plans=plans,
        guides=guides,
        glossary=_glossary(folder / "glossary.yml"),
        facts=facts,
        contacts=contacts,
        values=values,
        elsewhere=load_elsewhere(folder / "elsewhere.yml"),
        asked=load_asked(folder / ASKED, plans),
    )


def _plans(folder: Path, known: set[str]) -> list[PlanRecord]:
    plans = []
    for path in sorted((folder / "plans").glob("*.yml")):
        plan = load_record(path, PlanRecord)
        if plan.document_id != path.stem:
            raise SourceError(path, 1, f"document_id {plan.document_id!r} is not the file's name")
        if plan.agency not in known:
            raise SourceError(path, 1, f"agency {plan.agency!r} is not in agencies.yml")
        plans.append(plan)
    return plans


def _plans_are_there(folder: Path, agencies: list[Agency], plans: list[PlanRecord]) -> None:
    known = {plan.document_id for plan in plans}
    for agency in agencies:
        for slug in agency.plans:
            if slug not in known:
                raise SourceError(folder / "agencies.yml", 1, f"agency {agency.slug}: no file holds the plan {slug!r}")


def _sections_are_there(folder: Path, guides: list[Guide]) -> None:
    """Every section that another one sends those without a smartphone to exists, and sends nobody further."""
    sections = {f"{guide.document_id}:{one.id}": one for guide in guides for one in guide.sections}
    for name, section in sections.items():
        other = section.without_smartphone.section if section.without_smartphone else None
        if other is not None and (other not in sections or sections[other].without_smartphone is not None):
            path = folder / f"{name.partition(':')[0]}.md"
            raise SourceError(path, section.line, f"section {section.id}: no-phone: no section {other!r} that tells it")


def _glossary(path: Path) -> list[GlossaryEntry]:
    entries = load_records(path, GlossaryEntry)
    ids = [entry.id for entry in entries]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise SourceError(path, 1, f"id used twice: {', '.join(twice)}")
    return entries


def _filled(path: Path, guide: Guide, values: dict[tuple[str, str], str], facts: list[Fact]) -> Guide:
    unknown = [key for key in guide.head.legal_basis if ("fact", key) not in values]
    if unknown:
        raise SourceError(path, 1, f"legal_basis: no fact has the key {unknown[0]!r}")

    def fill(section: GuideSection) -> GuideSection:
        return section.model_copy(
            update={
                "lead": fill_in(path, section.line, section.lead, values),
                "steps": [fill_in(path, section.line, step, values) for step in section.steps],
                "cautions": [fill_in(path, section.line, caution, values) for caution in section.cautions],
                "laws": _laws(section, values, facts),
                "without_smartphone": section.without_smartphone and fill_way(section, section.without_smartphone),
            }
        )

    def fill_way(section: GuideSection, way: WithoutSmartphone) -> WithoutSmartphone:
        return way.model_copy(
            update={
                "lead": fill_in(path, section.line, way.lead, values),
                "steps": [fill_in(path, section.line, step, values) for step in way.steps],
                "cautions": [fill_in(path, section.line, caution, values) for caution in way.cautions],
            }
        )

    return guide.model_copy(update={"sections": [fill(section) for section in guide.sections]})


def _laws(section: GuideSection, values: dict[tuple[str, str], str], facts: list[Fact]) -> list[str]:
    """The laws that the facts of a section name, or else those that the facts were taken from."""
    told = [fact for fact in facts if set(fact.source_codes) & set(section.facts)]
    named = [values["fact", fact.key] for fact in told if _LAW.match(fact.value)]
    taken = [part for fact in told for part in fact.source.split("; ") if _LAW.match(part)]
    return list(dict.fromkeys(named or taken))


def _dated(value: str, review_by: datetime.date, today: datetime.date) -> str:
    if today <= review_by:
        return value
    return f"{value} (thông tin đã quá hạn rà soát {review_by:%d/%m/%Y}, xin hỏi lại trước khi dùng)"
