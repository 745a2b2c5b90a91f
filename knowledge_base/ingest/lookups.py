"""Lookup tables for the NLU, written from the knowledge so that both know the same names.

Rasa's format: a ``lookup`` with every spelling and a ``synonym`` per canonical value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from knowledge_base.ingest.library import Library, load_library
from vietnamese import fold

# One letter or a word of everyday speech is no name of a topic.
SHORTEST_TOPIC = 3
# Words that a question about almost anything may use; they do not tell what it is about.
EVERYDAY = frozenset({"mang", "may", "app", "ung dung", "du lieu", "internet", "nen tang so", "dien thoai"})


def write_lookups(knowledge_dir: Path, folder: Path) -> list[Path]:
    """Write ``agency.yml``, ``unit.yml`` and ``topic.yml`` under ``folder`` from the knowledge's files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in render_lookups(load_library(knowledge_dir)).items():
        path = folder / f"{name}.yml"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def render_lookups(library: Library) -> dict[str, str]:
    """The three tables as YAML text, by their entity's name."""
    agencies = {one.slug: [one.name, *one.aliases, *one.successors] for one in library.agencies}
    units: dict[str, list[str]] = {}
    for plan in library.plans:
        named = [unit for task in plan.tasks for unit in (*task.lead_units, *task.coordinating_units)]
        for unit in dict.fromkeys([*named, *(duty.unit for duty in plan.duties)]):
            units.setdefault(unit, [unit])
    topics = {entry.term: [entry.term, *entry.aliases] for entry in library.glossary}
    topics = {term: [name for name in names if _tells(name)] for term, names in topics.items()}
    return {
        "agency": _table("agency", agencies),
        "unit": _table("unit", units),
        "topic": _table("topic", {term: names for term, names in topics.items() if names}),
    }


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
    nodes = [{"lookup": entity, "examples": _lines(everything)}]
    nodes += [{"synonym": value, "examples": _lines(names)} for value, names in unique.items()]
    stream = StringIO()
    yaml = YAML()
    yaml.width = 200  # characters
    stream.write("# Written by `troly lookups` from knowledge_base/; do not edit by hand.\n")
    yaml.dump({"version": "3.1", "nlu": nodes}, stream)
    return stream.getvalue()


def _lines(names: Iterable[str]) -> LiteralScalarString:
    return LiteralScalarString("".join(f"- {name}\n" for name in names))
