"""Questions with the outcome, sources and key facts that a right answer has."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge_base.answer.reply import Outcome


class QuestionFileError(Exception):
    """A question file is unusable; the message names file, line and field."""


class Source(BaseModel):
    """Where the answer stands: lines of a plan's original, or fact codes of a guide topic."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    plan: str | None = None
    lines: tuple[int, int] | None = None
    quote: str | None = None
    quote_restored: str | None = None
    guide_topic: str | None = None
    facts: list[str] = []

    @property
    def document(self) -> str | None:
        """The plan's document id."""
        return self.plan.removesuffix(".txt") if self.plan else None


class Row(BaseModel):
    """One question of a ``questions/*.jsonl`` file."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question: str
    agency: str | None = None
    context: list[str] | None = None
    kind: str
    register_: str
    outcome: Outcome
    sources: list[Source] = []
    expected: list[str] = []


def load_rows(path: Path) -> list[Row]:
    """Read a question file. Raises ``QuestionFileError``."""
    rows = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{path}: cannot be read as UTF-8 text: {error}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            if not isinstance(data, dict):
                raise ValueError(f"a row is a JSON object, not {type(data).__name__}")
            rows.append(Row.model_validate({**data, "register_": data.get("register", "")}))
        except (ValueError, ValidationError) as error:
            raise QuestionFileError(f"{path}:{number}: {error}") from None
    return rows
