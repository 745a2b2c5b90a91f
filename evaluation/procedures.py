"""Measure the catalogue of procedures: is the right one found first, how fast, how long an import takes.

    python -m evaluation.procedures FILE_OF_PROCEDURES --questions evaluation/questions/procedures/measured.jsonl
    python -m evaluation.procedures FILE_OF_PROCEDURES --fit      # what a belief is made of, fitted and printed
    python -m evaluation.procedures FILE_OF_PROCEDURES --api http://127.0.0.1:8000    # a running assistant that has it

The file is imported into a folder that is thrown away. Every question is asked as typed and without diacritics; a row
names the codes that are right (one procedure at several levels has several). `tuning.jsonl` is what weights
and wordings were tuned on, `measured.jsonl` is held out. Asked of the whole assistant (index in force, act
``ask_procedure``), a question is answered from the right procedure, another, asked back, or left to plans and guides;
wordings of the guides' own sections are asked as well and should stay with the guides.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as PydanticField
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from evaluation.figures import quantiles, shown
from evaluation.memory import peak_megabytes
from evaluation.report import share
from evaluation.rows import QuestionFileError
from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.reply import Outcome, Reply
from knowledge_base.ingest.library import load_library
from knowledge_base.procedures.asking import Field, read_question
from knowledge_base.procedures.catalogue import Catalogue, CurrentCatalogue
from knowledge_base.procedures.importing import import_procedures
from knowledge_base.procedures.model import ID_PREFIX
from knowledge_base.procedures.search import features_of
from knowledge_base.search.encoding import Encoder
from runtime.conversation import conversation
from settings import REPOSITORY, Settings, load_settings
from vietnamese import fold

HELD_OUT = REPOSITORY / "evaluation" / "questions" / "procedures" / "measured.jsonl"
TUNING = REPOSITORY / "evaluation" / "questions" / "procedures" / "tuning.jsonl"
GUIDE_WORDINGS = 1000
FIRST_FEW = 3


class ProcedureQuestion(BaseModel):
    """One row: the question, the codes that are right, the field asked for (``None``: none), how it is typed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    codes: list[str]
    field: Field | None
    register_: str = PydanticField(alias="register")


@dataclass(frozen=True)
class Asked:
    """One question asked of the search: the rank of the right procedure (0 is first), milliseconds, field seen."""

    row: ProcedureQuestion
    text: str
    rank: int | None
    milliseconds: float
    field_seen: bool
    first: str


def load_questions(path: Path) -> list[ProcedureQuestion]:
    """Read a file of questions. Raises ``QuestionFileError`` naming the line."""
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            questions.append(ProcedureQuestion.model_validate_json(line))
        except ValidationError as error:
            raise QuestionFileError(f"{path}:{number}: {error}") from None
    return questions


def ask_search(catalogue: Catalogue, row: ProcedureQuestion, text: str) -> Asked:
    """Ask the catalogue's search alone."""
    started = time.perf_counter()
    asked = read_question(text)
    found = catalogue.find(asked)
    milliseconds = (time.perf_counter() - started) * 1000
    rank = next((at for at, one in enumerate(found) if one.code in row.codes), None)
    seen = row.field in asked.fields if row.field else not asked.fields
    return Asked(row, text, rank, milliseconds, seen, found[0].name if found else "")


def measure_search(catalogue: Catalogue, rows: Sequence[ProcedureQuestion], console: Console) -> None:
    """Print how often the right procedure is first, as typed and folded, with the failures."""
    table = Table("typed", "right first", "95 %", f"in the first {FIRST_FEW}", "field seen", "p50 (ms)", "p95 (ms)")
    failures: list[Asked] = []
    for name, typed in (("as typed", str), ("without diacritics", fold)):
        ask_search(catalogue, rows[0], rows[0].question)
        answers = [ask_search(catalogue, row, typed(row.question)) for row in rows]
        first = [one for one in answers if one.rank == 0]
        few = [one for one in answers if one.rank is not None and one.rank < FIRST_FEW]
        times = quantiles([one.milliseconds for one in answers])
        interval = share(one.rank == 0 for one in answers)
        table.add_row(
            name,
            f"{len(first)}/{len(answers)} = {len(first) / len(answers):.3f}",
            f"{interval['low']:.2f}-{interval['high']:.2f}",
            f"{len(few) / len(answers):.3f}",
            f"{sum(one.field_seen for one in answers) / len(answers):.3f}",
            shown(times["p50"]),
            shown(times["p95"]),
        )
        failures += [one for one in answers if one.rank != 0]
    console.print(table)
    for one in failures:
        where = "not found" if one.rank is None else f"rank {one.rank + 1}"
        console.print(f"{one.row.id} {one.text!r}: {where}, first is {one.first!r}", highlight=False)


def measure_answers(assistant: Assistant, rows: Sequence[ProcedureQuestion], console: Console) -> None:
    """Print what becomes of the questions in the whole assistant."""
    table = Table("typed", *_VERDICTS)
    for name, typed in (("as typed", str), ("without diacritics", fold)):
        verdicts = Counter(_verdict(_ask(assistant, typed(row.question)), row.codes) for row in rows)
        table.add_row(name, *(f"{verdicts[one]}/{len(rows)}" for one in _VERDICTS))
    console.print(table)


def measure_guides(assistant: Assistant, without: Assistant, settings: Settings, console: Console) -> None:
    """Print how many wordings of the guides' sections are answered otherwise once procedures are imported."""
    library = load_library(settings.knowledge_dir)
    asked = _some(one for guide in library.guides for section in guide.sections for one in section.asked)
    taken = [one for one in asked if _of_procedure(_ask(assistant, one)) and not _of_procedure(_ask(without, one))]
    console.print(f"wordings of guide sections now answered from procedures: {len(taken)}/{len(asked)}")
    for one in taken:
        console.print(f"  {one}", highlight=False)


def _some(wordings: Iterable[str]) -> list[str]:
    """A sample, the same in every run."""
    every = list(wordings)
    return random.Random(0).sample(every, min(GUIDE_WORDINGS, len(every)))  # noqa: S311 - not for secrets


_VERDICTS = ("right", "asked back, right among the buttons", "asked back", "another procedure", "elsewhere")


def _verdict(reply: Reply, codes: Sequence[str]) -> str:
    if any(one.document_id.removeprefix(ID_PREFIX) in codes for one in reply.citations):
        return "right"
    if reply.outcome is Outcome.CLARIFICATION:
        offered = any(code in button.payload for button in reply.buttons for code in codes)
        return "asked back, right among the buttons" if offered else "asked back"
    return "another procedure" if _of_procedure(reply) else "elsewhere"


def _ask(assistant: Assistant, text: str) -> Reply:
    return assistant.answer(Question(text=text, act=Act.ASK_PROCEDURE)).reply


def measure_running(base_url: str, rows: Sequence[ProcedureQuestion], console: Console) -> None:
    """Print how many a running assistant answers from the right procedure, its NLU included, with the others."""
    for name, typed in (("as typed", str), ("without diacritics", fold)):
        wrong = []
        for row in rows:
            with conversation(base_url, None) as visitor:
                reply = visitor.ask(typed(row.question))[-1]
            cited = {one["document_id"].removeprefix(ID_PREFIX) for one in reply["citations"]}
            if not cited & set(row.codes):
                wrong.append(f"{row.id} {typed(row.question)!r}: {reply['outcome']} {reply['text'][:70]!r}")
        console.print(f"{name}: answered from the right procedure {len(rows) - len(wrong)}/{len(rows)}")
        console.print("\n".join(wrong), highlight=False)


def _of_procedure(reply: Reply) -> bool:
    buttons = reply.outcome is Outcome.CLARIFICATION and any(ID_PREFIX in one.payload for one in reply.buttons)
    return buttons or any(one.document_id.startswith(ID_PREFIX) for one in reply.citations)


def fit(catalogue: Catalogue, settings: Settings, console: Console) -> None:
    """Fit the belief on the tuning questions against wordings of the guides, which are about something else."""
    library = load_library(settings.knowledge_dir)
    others = _some(one for guide in library.guides for section in guide.sections for one in section.asked)
    asked = [typed(row.question) for row in load_questions(TUNING) for typed in (str, fold)]
    features, labels = [], []
    for label, texts in ((1, asked), (0, others)):
        for text in texts:
            read = read_question(text)
            found = catalogue.find(read, limit=1)
            if found:
                features.append(features_of(found[0], read))
                labels.append(label)
    model = LogisticRegression(C=10, class_weight={0: 5 * len(asked) / len(others), 1: 1.0})
    model.fit(np.array(features), np.array(labels))
    console.print(f"BELIEF = {tuple(round(float(one), 2) for one in model.coef_[0])}")
    console.print(f"BELIEF_BIAS = {float(model.intercept_[0]):.2f}")


def main() -> None:
    """Import, measure, print."""
    parser = argparse.ArgumentParser(description="Measure the catalogue of procedures.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--questions", type=Path, default=HELD_OUT)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--api", help="the address of a running assistant to ask instead")
    options = parser.parse_args()
    console, settings = Console(width=140), load_settings()
    if options.api:
        measure_running(options.api, load_questions(options.questions), console)
        return
    encoder = Encoder(settings.encoder)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = import_procedures(options.file, folder, lambda: encoder)
        again = import_procedures(options.file, folder, lambda: encoder)
        catalogue = CurrentCatalogue(folder, lambda: encoder).get()
        if catalogue is None:
            raise RuntimeError("the catalogue just imported is not in force")
        if options.fit:
            fit(catalogue, settings, console)
            return
        console.print(
            f"import of {report.facts.procedures}: {report.seconds} s; again, unchanged: {again.seconds} s "
            f"({again.reused_vectors} vectors reused); peak memory "
            f"{peak_megabytes(os.getpid()):.0f} MB, encoder included"
        )
        rows = load_questions(options.questions)
        measure_search(catalogue, rows, console)
        assistant = Assistant(settings.index_dir, settings.encoder, folder)
        measure_answers(assistant, rows, console)
        measure_guides(assistant, Assistant(settings.index_dir, settings.encoder), settings, console)


if __name__ == "__main__":
    main()
