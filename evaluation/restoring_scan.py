"""The real scan without a text to compare with: pairs of words of the committed record, looked for in it.

The record restates the plan with the plan's own words, so two words that follow each other in both should be spelled
alike. The record and the scan are only measured with, never trained on.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from evaluation.figures import Figure, Figures
from settings import REPOSITORY
from vietnamese import fold, normalize, words
from vietnamese.restoring import restore

Pairs = Counter[tuple[str, str]]
_RECORD = REPOSITORY / "knowledge_base" / "plans" / "truong-quang-trong.yml"


def real_scan(scan: Path) -> Figures:
    """For the scan as it is and restored: the record's pairs that stand in it, and how many in the right spelling."""
    text = scan.read_text(encoding="utf-8")
    restored = restore(text, damaged=True)
    wanted = set(_pairs(_record_text()))
    rows: list[dict[str, Figure]] = []
    for name, one in (("as scanned", text), ("restored", restored.text)):
        found = _pairs(one)
        forms = {_folded(pair) for pair in wanted}
        alike = sum(times for pair, times in found.items() if _folded(pair) in forms)
        exact = sum(times for pair, times in found.items() if pair in wanted)
        rows.append(
            {
                "text": name,
                "pairs": sum(found.values()),
                "in the record but for marks": alike,
                "in the record": exact,
                "share": f"{exact / max(alike, 1):.4f}",
                "record pairs found": f"{len(wanted & set(found)) / len(wanted):.4f}",
                "words below 0.9": sum(word.confidence < 0.9 for word in restored.words) if name == "restored" else 0,
            }
        )
    return Figures(f"A real scan ({scan.stem}) against its record", dict.fromkeys(rows[0], ""), rows)


def _record_text() -> str:
    return "\n".join(_strings(YAML(typ="safe").load(_RECORD.read_text(encoding="utf-8"))["clauses"]))


def _strings(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for key, value in node.items() if key in ("content", "heading_path") for text in _strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in _strings(value)]
    return [node] if isinstance(node, str) else []


def _pairs(text: str) -> Pairs:
    """Neighbouring words of letters within a line, in small letters."""
    found: Pairs = Counter()
    for line in normalize(text).lower().split("\n"):
        found.update(pair for pair in pairwise(words(line)) if all(map(str.isalpha, pair)))
    return found


def _folded(pair: tuple[str, str]) -> tuple[str, str]:
    return fold(pair[0]), fold(pair[1])
