"""The review file: the draft's YAML written out for the clerk to edit, and read back as a record."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from pathlib import Path

from knowledge_base.ingest.errors import SourceError
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.yaml_source import Problem, load_record, problems
from knowledge_base.publishing.errors import ReviewError
from knowledge_base.publishing.texts import has, say
from knowledge_base.publishing.versions import Version

_LONGEST_VALUE = 80  # characters
_NAMED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def review_path(folder: Path, version: Version) -> Path:
    """Where the review file of a version lies: ``<folder>/minh-long-v2.yml``."""
    return folder / f"{version.document_id}-v{version.number}.yml"


def write_review(path: Path, text: str) -> Path | None:
    """Write the review file; a file that lies there with other content is kept under another name, which is returned.

    >>> write_review(Path("var/review/minh-long-v2.yml"), "title: …")  # doctest: +SKIP
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside: Path | None = None
    if path.exists() and path.read_bytes() != text.encode():
        moment = datetime.datetime.now(tz=datetime.UTC).strftime("%Y%m%dT%H%M%S%f")
        aside = path.rename(path.with_name(f"{path.stem}.{moment}{path.suffix}"))
    staged = path.with_suffix(".tmp")
    staged.write_text(text, encoding="utf-8")
    staged.replace(path)
    return aside


def read_review(path: Path, *, document: str, agency: str, plans: Collection[str]) -> PlanRecord:
    """The edited record of ``document``; ``plans`` are the documents that ``replaced_by`` may name.

    Raises ``ReviewError`` with everything that has to be mended, as ``file:line: field: …``.
    """
    try:
        found = problems(path, PlanRecord)
    except SourceError as error:
        place = f"{path}:{error.line}"
        raise ReviewError([say("review.unreadable", place=place, what=error.problem)]) from None
    if found:
        raise ReviewError([_said(path, one) for one in found])
    record = load_record(path, PlanRecord)
    wrong = []
    if record.document_id != document:
        wrong.append(_elsewhere(path, "other_document", "document_id", record.document_id, document))
    if record.agency != agency:
        wrong.append(_elsewhere(path, "other_agency", "agency", record.agency, agency))
    if record.replaced_by is not None and record.replaced_by not in plans:
        wrong.append(_elsewhere(path, "unknown_plan", "replaced_by", record.replaced_by, ""))
    if wrong:
        raise ReviewError(wrong)
    return record


def _said(path: Path, problem: Problem) -> str:
    """``file:line: field: …`` in Vietnamese."""
    whole = problem.field == "(whole file)"
    line = problem.line
    kind = f"review.kinds.{problem.kind}"
    if problem.kind == "value_error":
        what = _rule(problem.message.removeprefix("Value error, "))
        line = _line_of_id(path, problem.message) or line
    elif problem.value is None and problem.kind != "extra_forbidden":
        what = say("review.blank")
    elif has(kind):
        what = say(kind, value=_shown(problem.value), expected=_expected(problem))
    else:
        what = f"{problem.message} ({_shown(problem.value)})"
    return say(
        "review.problem", place=f"{path}:{line}", field=say("review.whole") if whole else problem.field, what=what
    )


def _rule(message: str) -> str:
    """A rule of the record in Vietnamese, with the ids it names."""
    for start in ("no clause has the id", "clause id used twice", "id used twice"):
        if message.startswith(start):
            return f"{say(f'review.rules.{start}')}: {message.split(': ', 1)[-1]}"
    for part in ("disagree", "is no range", "a period has", "period ends"):
        if part in message:
            return say(f"review.rules.{part}")
    return message


def _line_of_id(path: Path, message: str) -> int | None:
    """The last line that names the first of the ids in ``message``: where a reference leads nowhere."""
    if ": " not in message or not (named := _NAMED.match(message.split(": ", 1)[1])):
        return None
    wanted = re.compile(rf"\b(?:id|clause):\s*['\"]?{re.escape(named[0])}['\"]?\s*(?:[,}}#]|$)")
    lines = [at for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if wanted.search(line)]
    return lines[-1] if lines else None


def _expected(problem: Problem) -> str:
    context = problem.context
    return str(context.get("expected") or context.get("ge") or context.get("le") or "")


def _shown(value: object) -> str:
    shown = str(value)
    return shown if len(shown) <= _LONGEST_VALUE else f"{shown[: _LONGEST_VALUE - 1]}…"


def _elsewhere(path: Path, key: str, field: str, value: str, wanted: str) -> str:
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    line = next((at for at, text in lines if text.startswith(f"{field}:")), 1)
    return say(f"review.{key}", place=f"{path}:{line}", value=value, wanted=wanted)
