"""Turns through HTTP: how long one takes when nobody else asks, and how many go through when many ask at once."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence

import httpx2 as httpx

from evaluation.conversations import Script
from evaluation.figures import MILLISECONDS, Figure, Figures, quantiles
from evaluation.visitors import SECONDS_TO_WAIT, Turn, client_for, open_session, reasons

_SLOWEST = 5
_PAUSE_AFTER_AN_ERROR = 0.05


def measure_turns(base_url: str, scripts: Sequence[Script], *, rounds: int = 3, wait: int = SECONDS_TO_WAIT) -> Figures:
    """Hold every conversation ``rounds`` times, one turn after the other, after one round that does not count."""
    turns = asyncio.run(_one_at_a_time(base_url, scripts, rounds, wait))
    kinds = sorted({turn.kind for turn in turns})
    rows = [_latency(kind, [turn for turn in turns if turn.kind == kind]) for kind in kinds]
    slowest = sorted(turns, key=lambda turn: turn.milliseconds, reverse=True)[:_SLOWEST]
    return Figures(
        title="A turn over HTTP, one at a time, warm",
        units={"kind": "", "turns": "", "errors": "", **MILLISECONDS, "longest": "ms"},
        rows=[*rows, _latency("all", turns)],
        notes={
            "errors": reasons(turns),
            "outcomes": dict(sorted(Counter(turn.outcome for turn in turns).items())),
            "slowest": [{"text": turn.text, "ms": round(turn.milliseconds, 1)} for turn in slowest],
        },
    )


def measure_throughput(
    base_url: str,
    scripts: Sequence[Script],
    *,
    at_once: int = 16,
    seconds: float = 25.0,
    ramp: float = 3.0,
    wait: int = SECONDS_TO_WAIT,
) -> Figures:
    """Let ``at_once`` visitors hold conversations side by side, each in sessions of its own.

    After ``ramp`` seconds the turns that are answered within the next ``seconds`` count; errors always do.
    """
    load = _Load(base_url, scripts, seconds, ramp, wait)
    began, worked = time.perf_counter(), time.process_time()
    asyncio.run(load.run(at_once))
    own_share = (time.process_time() - worked) / (time.perf_counter() - began)
    answered = [turn for turn in load.turns if turn.error is None]
    row: dict[str, Figure] = {
        "visitors": at_once,
        "measured": float(seconds),
        "turns": len(answered),
        "rate": round(len(answered) / seconds, 3),
        "errors": len(load.turns) - len(answered),
        **quantiles([turn.milliseconds for turn in answered]),
    }
    return Figures(
        title="Turns over HTTP, visitors side by side",
        units={
            "visitors": "",
            "measured": "s",
            "turns": "",
            "rate": "turns/s",
            "errors": "",
            **MILLISECONDS,
        },
        rows=[row],
        notes={
            "errors": reasons(load.turns),
            "sessions_opened": load.sessions,
            "client_share_of_a_core": round(own_share, 3),
        },
    )


async def _one_at_a_time(base_url: str, scripts: Sequence[Script], rounds: int, wait: int) -> list[Turn]:
    turns: list[Turn] = []
    async with client_for(base_url, wait=wait) as client:
        for number in range(rounds + 1):
            for script in scripts:
                visitor = await open_session(client, script.agency, wait=wait)
                held = [await visitor.ask(line) for line in script.lines]
                if number:
                    turns += held
    return turns


def _latency(kind: str, turns: Sequence[Turn]) -> dict[str, Figure]:
    took = [turn.milliseconds for turn in turns if turn.error is None]
    return {
        "kind": kind,
        "turns": len(turns),
        "errors": len(turns) - len(took),
        **quantiles(took),
        "longest": round(max(took, default=float("nan")), 3),
    }


class _Load:
    """Visitors who go on asking until the time is over; each asks once at least."""

    def __init__(self, base_url: str, scripts: Sequence[Script], seconds: float, ramp: float, wait: int) -> None:
        self._base_url, self._scripts, self._wait = base_url, scripts, wait
        self._seconds, self._ramp = seconds, ramp
        self._begins = self._ends = 0.0
        self.turns: list[Turn] = []
        self.sessions = 0

    async def run(self, at_once: int) -> None:
        """Return when the last visitor has got the last answer."""
        self._begins = time.perf_counter() + self._ramp
        self._ends = self._begins + self._seconds
        async with client_for(self._base_url, at_once=at_once, wait=self._wait) as client:
            await asyncio.gather(*(self._visit(client, seed) for seed in range(at_once)))

    async def _visit(self, client: httpx.AsyncClient, seed: int) -> None:
        order = random.Random(seed)  # noqa: S311 - the same order in every run, no secret
        while True:
            script = order.choice(self._scripts)
            visitor = await open_session(client, script.agency, wait=self._wait)
            self.sessions += visitor.refused is None
            for line in script.lines:
                turn = await visitor.ask(line)
                now = time.perf_counter()
                if turn.error is not None or self._begins <= now < self._ends:
                    self.turns.append(turn)
                if turn.error is not None:
                    await asyncio.sleep(_PAUSE_AFTER_AN_ERROR)
                if now >= self._ends:
                    return
                if visitor.refused is not None:
                    break
