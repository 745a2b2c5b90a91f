"""What the NLU learns from the knowledge: names of agencies, units and topics, and how guides and plans are asked for.

Rasa's format: a ``lookup`` with every spelling and a ``synonym`` per canonical value; the guides' other wordings
and the glossary's terms as examples of the guide intents, and how people ask for the places of plans as examples of the
plan intents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from itertools import chain
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from knowledge_base.ingest.agencies import ELSEWHERE, names_of
from knowledge_base.ingest.library import Library, load_library
from knowledge_base.ingest.records import ClauseKind, GlossaryEntry, PlanRecord
from vietnamese import fold

# One letter or a word of everyday speech is no name of a topic.
SHORTEST_TOPIC = 3
# Words that a question about almost anything may use; they do not tell what it is about.
# Wordings taken of each section or place: enough to know such questions, few enough not to drown the other intents.
WORDINGS = 4
# … and of those that a section lists last, which are the short ones.
SHORT_ONES = 2
# What such a wording counts beside one written by hand: many of them must not outvote the few of other intents.
WEIGHT = 0.15
EVERYDAY = frozenset(
    {"linh", "a i", "lag", "pass", "mang", "may", "app", "ung dung", "du lieu", "internet", "nen tang so", "dien thoai"}
)


_INTENTS = (
    ("ask_definition", re.compile(r"\b(la gi|la sao|nghia la|khac nhau|khac gi|khac .* o dau|the nao la)\b")),
    ("ask_scam_check", re.compile(r"\b(lua|that khong|that ko|tin duoc|gia mao|co that|gat)\b")),
    (
        "ask_how_to",
        re.compile(r"\b(the nao|lam sao|ra sao|cach|cac buoc|o dau|man rang|lam gi|huong dan|cho nao)\b"),
    ),
)
_OTHERWISE = "ask_rule"
# Who is asked for, or when, whatever place of a plan says it.
_OF_PLANS = (
    (
        "ask_responsible",
        re.compile(
            r"\b((phong|bo phan|don vi|co quan|cong chuc|ben|ban|nganh|cap|cho) (nao|mo)|ai (lo|lam|chiu|chu|phu))\b"
        ),
    ),
    ("ask_period", re.compile(r"\b(khi nao|bao gio|chung nao|nam nao|luc nao|nam may|thoi gian|thoi han|bao lau)\b")),
)
_BY_KIND = {
    ClauseKind.FUNDING: "ask_funding",
    ClauseKind.PREAMBLE: "ask_plan_info",
    ClauseKind.PURPOSE: "ask_plan_info",
    ClauseKind.CLOSING: "ask_plan_info",
    ClauseKind.RECIPIENTS: "ask_plan_info",
}
_URGENT = ("phong-chong-lua-dao", "bi-lua-lam-gi-ngay")


def write_lookups(knowledge_dir: Path, folder: Path) -> list[Path]:
    """Write the tables of agencies, units and topics and the guides' questions under ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    taken = written_examples(folder.parent / "nlu")
    for name, text in render_lookups(load_library(knowledge_dir), taken).items():
        path = folder / f"{name}.yml"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def written_examples(folder: Path) -> frozenset[str]:
    """The examples written by hand under ``folder``, folded: what they say an intent is holds."""
    nodes = [node for path in sorted(folder.glob("*.yml")) for node in YAML(typ="safe").load(path)["nlu"]]
    lines = (line for node in nodes for line in str(node.get("examples", "")).splitlines())
    return frozenset(fold(line.strip().removeprefix("- ")) for line in lines)


def render_lookups(library: Library, taken: frozenset[str] = frozenset()) -> dict[str, str]:
    """The tables as YAML text, by file name; questions that are ``taken`` (folded) are left out."""
    agencies = {**names_of(library.agencies), ELSEWHERE: library.elsewhere}
    units: dict[str, list[str]] = {}
    for plan in library.plans:
        named = [unit for task in plan.tasks for unit in (*task.lead_units, *task.coordinating_units)]
        for unit in dict.fromkeys([*named, *(duty.unit for duty in plan.duties)]):
            units.setdefault(unit, [unit])
    topics = {entry.term: _names_of(entry) for entry in library.glossary}
    topics = {term: [name for name in names if _tells(name)] for term, names in topics.items()}
    return {
        "agency": _table("agency", agencies),
        "unit": _table("unit", units),
        "topic": _table("topic", {term: names for term, names in topics.items() if names}),
        "questions": _questions(library, taken),
    }


def _questions(library: Library, taken: frozenset[str]) -> str:
    """The wordings by intent, each once for an intent."""
    by_intent: dict[str, dict[str, str]] = {}
    for intent, wording in _worded(library):
        if fold(wording) not in taken:
            by_intent.setdefault(intent, {}).setdefault(fold(wording), wording)
    nodes: list[dict[str, object]] = [
        {"intent": intent, "metadata": {"weight": WEIGHT}, "examples": _lines(sorted(wordings.values()))}
        for intent, wordings in sorted(by_intent.items())
    ]
    return _dumped(nodes)


def _worded(library: Library) -> Iterator[tuple[str, str]]:
    """The wordings of plans and guides, and what terms mean, each with its intent."""
    for plan in library.plans:
        for item, asked in library.asked.get(plan.document_id, {}).items():
            for wording in asked[:: max(len(asked) // WORDINGS, 1)]:
                yield _intent_of_plan(plan, item, wording), wording
    for guide in library.guides:
        for section in guide.sections:
            urgent = (guide.document_id, section.id) == _URGENT
            for wording in (section.title, *section.asked[:WORDINGS], *section.asked[WORDINGS:][-SHORT_ONES:]):
                yield "urgent_help" if urgent else _intent_of(wording), wording
    for entry in library.glossary:
        for name in (entry.term, *entry.aliases):
            yield "ask_definition", f"{name} là gì"


def _intent_of(wording: str) -> str:
    """What is asked by a wording of a guide; one that fits no pattern asks for a rule."""
    folded = fold(wording)
    return next((intent for intent, pattern in _INTENTS if pattern.search(folded)), _OTHERWISE)


def _intent_of_plan(plan: PlanRecord, item: str, wording: str) -> str:
    """What is asked by a wording of one of a plan's places: of targets and reports that, else by pattern and place."""
    if item in {one.id for one in plan.targets}:
        return "ask_target"
    if item in {one.id for one in plan.report_deadlines}:
        return "ask_deadline"
    folded = fold(wording)
    by_pattern = (intent for intent, pattern in _OF_PLANS if pattern.search(folded))
    by_place = (_BY_KIND[one.kind] for one in plan.clauses if one.id == item and one.kind in _BY_KIND)
    return next(chain(by_pattern, by_place), "ask_task")


def _names_of(entry: GlossaryEntry) -> list[str]:
    """A term's names and the names within them: "A, B (C)" is A, B and C as well."""
    parts = [part.strip() for name in (entry.term, *entry.aliases) for part in re.split(r"[,()]", name)]
    return list(dict.fromkeys([entry.term, *entry.aliases, *(part for part in parts if part)]))


def _tells(name: str) -> bool:
    return len(name) >= SHORTEST_TOPIC - name.isupper() and fold(name) not in EVERYDAY


def _table(entity: str, spellings: Mapping[str, Iterable[str]]) -> str:
    unique: dict[str, dict[str, None]] = {}
    taken: set[str] = set()
    for value, names in spellings.items():
        for name in names:
            if name.lower() not in taken:
                taken.add(name.lower())
                unique.setdefault(value, {})[name] = None
    everything = [name for names in unique.values() for name in names]
    nodes: list[dict[str, object]] = [{"lookup": entity, "examples": _lines(everything)}]
    nodes += [{"synonym": value, "examples": _lines(names)} for value, names in unique.items()]
    return _dumped(nodes)


def _dumped(nodes: list[dict[str, object]]) -> str:
    stream = StringIO()
    yaml = YAML()
    yaml.width = 200  # characters
    stream.write("# Written by `troly lookups` from knowledge_base/; do not edit by hand.\n")
    yaml.dump({"version": "3.1", "nlu": nodes}, stream)
    return stream.getvalue()


def _lines(names: Iterable[str]) -> LiteralScalarString:
    lines: LiteralScalarString = LiteralScalarString("".join(f"- {name}\n" for name in names))
    return lines
