"""Arrivals go first, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack

import pytest

from connectors.delivery.calm import MANY, Calm

pytestmark = pytest.mark.asyncio


@pytest.fixture
def _patience_has_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.delivery.calm.PATIENCE_SECONDS", 3600)


@pytest.mark.usefixtures("_patience_has_no_end")
async def test_a_few_arrivals_hold_nobody_up() -> None:
    calm = Calm()
    with ExitStack() as stack:
        for _ in range(MANY):
            stack.enter_context(calm.arriving())
        await asyncio.wait_for(calm.wait(), 60)


@pytest.mark.usefixtures("_patience_has_no_end")
async def test_many_arrivals_go_first() -> None:
    calm, done = Calm(), []

    async def work() -> None:
        await calm.wait()
        done.append("work")

    with ExitStack() as stack:
        for _ in range(MANY + 1):
            stack.enter_context(calm.arriving())
        working = asyncio.create_task(work())
        await asyncio.sleep(0.05)
        done.append("arrivals")
    await working
    assert done == ["arrivals", "work"]


async def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.delivery.calm.PATIENCE_SECONDS", 0.01)
    calm = Calm()
    with ExitStack() as stack:
        for _ in range(MANY + 1):
            stack.enter_context(calm.arriving())
        await asyncio.wait_for(calm.wait(), 60)
