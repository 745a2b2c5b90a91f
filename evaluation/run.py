"""``troly eval``: ask every question of a file through the public API and judge the replies."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import httpx2 as httpx
from rich.console import Console

from evaluation.judging import Judge, Judgement, ReplyJson
from evaluation.report import show, summarise
from evaluation.rows import Row, load_rows
from knowledge_base.ingest.library import load_library
from runtime.conversation import conversation
from settings import REPOSITORY
from vietnamese import fold

SIDE_BY_SIDE = 2


def evaluate(
    path: Path,
    base_url: str,
    *,
    fold: bool = False,
    json_path: Path | None = None,
    console: Console | None = None,
) -> dict[str, Any]:
    """Ask, judge, print and optionally write the figures; returns them.

    ``fold`` asks every question (and its context) without diacritics. Raises ``QuestionFileError``.
    """
    judgements = ask_all(path, base_url, folded=fold)
    summary = summarise(judgements, configuration(path, base_url, folded=fold))
    show(summary, console or Console())
    if json_path is not None:
        json_path.write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    return summary


def ask_all(path: Path, base_url: str, *, folded: bool) -> list[Judgement]:
    """Ask and judge every question of a file, in its order. Raises ``QuestionFileError``."""
    rows = load_rows(path)
    judge = _judge()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return list(pool.map(lambda row: ask_and_judge(row, base_url, judge, folded=folded), rows))


@cache
def _judge() -> Judge:
    """Of the committed knowledge, which takes seconds to read."""
    return Judge(load_library(REPOSITORY / "knowledge_base"))


def ask_and_judge(row: Row, base_url: str, judge: Judge, *, folded: bool) -> Judgement:
    """Open a session, say the context, ask, judge. A request that fails counts as the outcome ``error``."""
    replies: list[ReplyJson] = []
    started = time.perf_counter()
    try:
        with conversation(base_url, row.agency) as visitor:
            for before in row.context or []:
                visitor.ask(_as_typed(before, folded=folded))
            started = time.perf_counter()
            replies = visitor.ask(_as_typed(row.question, folded=folded))
    except Exception as error:  # noqa: BLE001 - a failed question is a figure of the evaluation, not its end
        replies = [{"outcome": "error", "text": str(error), "citations": [], "buttons": []}]
    return judge.judge(row, replies, (time.perf_counter() - started) * 1000)


def configuration(path: Path, base_url: str, *, folded: bool) -> dict[str, Any]:
    """What produced the figures: the file, the server's own account of itself, how it was asked."""
    try:
        ready = httpx.get(f"{base_url}/readyz", timeout=5, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        ready = None
    return {
        "questions": path.name,
        "without_diacritics": folded,
        "assistant": ready,
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
    }


def _as_typed(text: str, *, folded: bool) -> str:
    return fold(text) if folded else text
