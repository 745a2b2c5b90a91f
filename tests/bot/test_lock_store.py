import asyncio

import pytest
from rasa.core.lock_store import LockError, LockStore
from rasa.core.utils import number_of_sanic_workers

from bot.lock_store import ConversationLocks


async def test_one_conversation_is_worked_on_in_order_without_waiting_for_a_clock():
    locks, order = ConversationLocks(), []

    async def work(number: int) -> None:
        async with locks.lock("a"):
            order.append(("in", number))
            await asyncio.sleep(0)
            order.append(("out", number))

    working = asyncio.gather(*(work(number) for number in range(5)))
    for _ in range(100):  # rounds of the event loop, which take no time
        await asyncio.sleep(0)
    assert working.done()
    assert order == [(step, number) for number in range(5) for step in ("in", "out")]


async def test_other_conversations_do_not_wait():
    locks = ConversationLocks()
    async with locks.lock("a"), locks.lock("b", lock_lifetime=0.05):
        pass


async def test_who_waits_too_long_is_told():
    locks = ConversationLocks()
    async with locks.lock("a"):
        with pytest.raises(LockError):
            async with locks.lock("a", lock_lifetime=0.02):
                pytest.fail("it must not get in")
    async with locks.lock("a", lock_lifetime=0.02):
        pass


async def test_a_failure_inside_gives_the_lock_back_and_nothing_stays():
    locks = ConversationLocks()

    async def fail() -> None:
        async with locks.lock("a"):
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        await fail()
    async with locks.lock("a"):
        pass
    assert not locks._locks
    assert not locks._users


def test_rasa_takes_it_and_stays_with_one_worker(monkeypatch):
    monkeypatch.setenv("SANIC_WORKERS", "4")
    locks = ConversationLocks()
    assert LockStore.create(locks) is locks
    assert number_of_sanic_workers(locks) == 1
