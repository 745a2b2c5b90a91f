"""Group commit: units of work that arrive together share one transaction, and one sync of the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Connection, Engine

from databases import is_away

LARGEST_BATCH = 64
Job = tuple[Callable[[Connection], Any], Future[Any]]


class GroupWriter:
    """One thread that writes. A batch with a failing unit is rolled back and its units run one by one.

    A database that is locked or full fails the whole batch at once: were each unit to wait for it by itself, those
    behind them would wait for minutes.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="database-write", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], Any]) -> Future[Any]:
        """Queue ``work``; it may run twice, the first time rolled back."""
        future: Future[Any] = Future()
        self._jobs.put((work, future))
        return future

    def close(self) -> None:
        """Finish what was submitted, then end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch = [job for job in (first, *self._queued()) if job[1].set_running_or_notify_cancel()]
            self._commit(batch)

    def _queued(self) -> Iterator[Job]:
        for _ in range(LARGEST_BATCH - 1):
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return
            if job is None:
                self._jobs.put(None)
                return
            yield job

    def _commit(self, batch: list[Job]) -> None:
        try:
            with self._engine.begin() as connection:
                results = [work(connection) for work, _ in batch]
        except BaseException as error:  # noqa: BLE001  it reaches who asked
            if len(batch) == 1 or is_away(error):
                for _, future in batch:
                    future.set_exception(error)
            else:
                for job in batch:
                    self._commit([job])
        else:
            for (_, future), result in zip(batch, results, strict=True):
                future.set_result(result)
