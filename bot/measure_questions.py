"""How often several questions in one message are told apart, and single ones left whole, by a trained model.

    bot/.venv/bin/python -m bot.measure_questions [--model var/models/troly.tar.gz] [--file …/several/messages.jsonl]

A row of the file has an ``id``, a ``register`` (with diacritics ``plain``, without ``folded``), the ``question`` and
its ``parts``, in order: none when it asks once. A message is told apart rightly when as many questions are found, each
within its own part and most of it. Prints the failures and what the whole parse of a message costs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import time
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Sequence, Tuple

import numpy as np
from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

from bot.parts import PARTS

_MOST = 0.5
_WARM_UP = 30
Place = Tuple[int, int]


class Trial(NamedTuple):
    """One message: what stands in the file, what was found, milliseconds of the processor for the parse."""

    row: Dict[str, Any]
    found: List[str]
    right: bool
    milliseconds: float


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model", default="var/models/troly.tar.gz")
    parser.add_argument("--file", type=Path, default=Path("evaluation/questions/several/messages.jsonl"))
    options = parser.parse_args()
    configure_structlog(logging.WARNING)
    rows = [json.loads(line) for line in options.file.read_text(encoding="utf-8").splitlines()]
    trials = asyncio.run(parse_all(Agent.load(options.model), rows))
    for trial in trials:
        if not trial.right:
            print(f"{trial.row['id']}: {trial.row['question']!r} → {trial.found or 'one question'}")
    report(trials)


async def parse_all(agent: Agent, rows: Sequence[Dict[str, Any]]) -> List[Trial]:
    """Run every row through the trained pipeline, after some that do not count."""
    for row in rows[:_WARM_UP]:
        await agent.parse_message(row["question"])
    trials: List[Trial] = []
    for row in rows:
        began = time.process_time()
        parsed = await agent.parse_message(row["question"])
        spent = (time.process_time() - began) * 1000
        places = [(one["start"], one["end"]) for one in parsed.get(PARTS, [])]
        found = [row["question"][start:end] for start, end in places]
        trials.append(Trial(row, found, is_right(row["question"], row["parts"], places), spent))
    return trials


def is_right(question: str, parts: Sequence[str], found: Sequence[Place]) -> bool:
    """Whether the places found are those of ``parts``: as many, each within its part and most of it."""
    if len(parts) != len(found):
        return False
    at = 0
    for part, (start, end) in zip(parts, found, strict=True):
        at = question.index(part, at)
        if start < at or end > at + len(part) or end - start < _MOST * len(part):
            return False
        at += len(part)
    return True


def report(trials: Sequence[Trial]) -> None:
    """Shares by register, and the cost."""
    for name, several in (("several questions told apart", True), ("single questions left whole", False)):
        for register in ("plain", "folded", None):
            chosen = [
                one.right
                for one in trials
                if bool(one.row["parts"]) is several and register in (None, one.row["register"])
            ]
            share = np.mean(chosen) if chosen else float("nan")
            print(f"{name}, {register or 'all'}: {sum(chosen)} of {len(chosen)} ({share:.1%})")
    spent = [one.milliseconds for one in trials]
    print(f"parse: median {np.median(spent):.2f} ms, 95th {np.percentile(spent, 95):.2f} ms of processor time")


if __name__ == "__main__":
    main()
