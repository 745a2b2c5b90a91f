"""Counting the lists of an OpenDocument text (OpenDocument 1.3, part 3, 5.3 and 19.880)."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge_base.ingest.reading.office.numbering import bullet, shown
from knowledge_base.ingest.reading.office.odt_styles import ListLevel

_LEVELS = 10


@dataclass
class Count:
    """The running numbers of a list, one for each level, from the outermost."""

    numbers: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)

    def next(self, depth: int, levels: dict[int, ListLevel], start: int | None = None) -> str:
        """Count one item at ``depth`` (from 1) and give what stands before it."""
        level = levels.get(depth)
        if level is None or depth > _LEVELS:
            return ""
        before = self.numbers[depth - 1]
        self.numbers[depth - 1] = start if start is not None else level.start if before is None else before + 1
        for deeper in range(depth, _LEVELS):
            self.numbers[deeper] = None
        if level.way == "bullet":
            return bullet(level.bullet)
        if level.way == "none":
            return f"{level.prefix}{level.suffix}".strip()
        first = max(1, depth - level.levels + 1)
        parts = [
            shown(self._number(one, levels), levels[one].way)
            for one in range(first, depth + 1)
            if one in levels and levels[one].way not in {"none", "bullet"}
        ]
        return f"{level.prefix}{'.'.join(parts)}{level.suffix}".strip()

    def _number(self, depth: int, levels: dict[int, ListLevel]) -> int:
        found = self.numbers[depth - 1]
        return levels[depth].start if found is None else found
