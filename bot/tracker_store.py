"""The last turns of each conversation: all that an answer needs.

Rasa's SQL store writes a row per event, reads the whole session back with every message, replays it, and
hands all of it to the action server; a turn costs more with every turn before it. Here a conversation is one
row that holds its last turns, read from memory while it is being talked in. The gateway keeps the history.

When turns are dropped, the slots they had set are kept as one event each, so a tracker rebuilt from what is
left has the same slots. What the assistant said is not kept: no rule and no action reads it, and it is most
of what a turn weighs.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any, Iterable, List, Optional, Tuple

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    sender_id TEXT PRIMARY KEY, updated REAL NOT NULL, events TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS conversations_by_age ON conversations (updated);
"""
_SWEEP_SECONDS = 3600


class RecentTurnsStore(TrackerStore):
    """Tracker store that keeps the last turns, in memory and in one SQLite file.

    Endpoint options: ``path`` of the file (its folder is made; ``:memory:`` for tests), ``turns`` kept of a
    conversation, ``cached`` conversations in memory, ``keep_hours`` after which a silent conversation is
    forgotten. Saving a tracker without events forgets the conversation: that is how a person's data is
    deleted (``PUT /conversations/<id>/tracker/events`` with ``[]``).
    """

    def __init__(
        self,
        domain: Optional[Domain] = None,
        host: Optional[str] = None,  # noqa: ARG002 - Rasa hands it to every store
        event_broker: Optional[EventBroker] = None,
        path: str = "var/rasa/conversations.db",
        turns: int = 3,
        cached: int = 500,
        keep_hours: float = 720,
        **kwargs: Any,
    ) -> None:
        """Open the file and forget what is too old."""
        super().__init__(domain, event_broker, **kwargs)
        self._turns = int(turns)
        self._cached = int(cached)
        self._keep_seconds = float(keep_hours) * 3600
        self._recent: OrderedDict[str, Tuple[float, List[Event]]] = OrderedDict()
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        # Rasa calls a store from its one event loop; tests may build it in another thread.
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        # A power cut may lose the last turns' context, never the file; no turn waits for the disk.
        # What is deleted is overwritten: it was somebody's.
        self._database.executescript(
            f"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; {_SCHEMA}"
        )
        self._swept = 0.0
        self._sweep()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the last turns of ``tracker``; forget the conversation when it has no events."""
        await self.stream_events(tracker)
        events = [event for event in tracker.events if not isinstance(event, BotUttered)]
        if not events:
            self._recent.pop(tracker.sender_id, None)
            self._database.execute("DELETE FROM conversations WHERE sender_id = ?", (tracker.sender_id,))
            self._fold_log()
            return
        events = self._last_turns(events, tracker)
        now = time.time()
        body = json.dumps([event.as_dict() for event in events], ensure_ascii=False)
        self._database.execute(
            "INSERT INTO conversations VALUES (?, ?, ?) ON CONFLICT (sender_id) "
            "DO UPDATE SET updated = excluded.updated, events = excluded.events",
            (tracker.sender_id, now, body),
        )
        self._remember(tracker.sender_id, now, events)
        if now - self._swept > _SWEEP_SECONDS:
            self._sweep()

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The tracker of a conversation as far as it is kept, or ``None``."""
        row = self._row("SELECT updated FROM conversations WHERE sender_id = ?", sender_id)
        if row is None:
            return None
        updated, events = self._recent.get(sender_id, (0.0, []))
        if updated != row[0]:  # not in memory, or written by another process
            updated, body = self._row("SELECT updated, events FROM conversations WHERE sender_id = ?", sender_id)
            events = deserialise_events(json.loads(body))
        self._remember(sender_id, updated, events)
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations kept."""
        return [sender_id for (sender_id,) in self._database.execute("SELECT sender_id FROM conversations")]

    def _row(self, query: str, *values: Any) -> Any:
        return self._database.execute(query, values).fetchone()

    def _remember(self, sender_id: str, updated: float, events: List[Event]) -> None:
        self._recent[sender_id] = (updated, events)
        self._recent.move_to_end(sender_id)
        if len(self._recent) > self._cached:
            self._recent.popitem(last=False)

    def _last_turns(self, events: List[Event], tracker: DialogueStateTracker) -> List[Event]:
        """The last turns, opened by the session's start and the slots as they were before."""
        said = [at for at, event in enumerate(events) if isinstance(event, UserUttered)]
        if len(said) <= self._turns:
            return events
        first = said[-self._turns]
        before = DialogueStateTracker.from_events(tracker.sender_id, events[:first], self.domain.slots)
        at = events[first].timestamp
        slots = [
            SlotSet(name, slot.value, timestamp=at)
            for name, slot in before.slots.items()
            if slot.value != slot.initial_value
        ]
        opening: List[Event] = [
            ActionExecuted(ACTION_SESSION_START_NAME, timestamp=at),
            SessionStarted(timestamp=at),
            *slots,
            ActionExecuted(ACTION_LISTEN_NAME, timestamp=at),
        ]
        return opening + events[first:]

    def _sweep(self) -> None:
        self._swept = time.time()
        self._database.execute("DELETE FROM conversations WHERE updated < ?", (self._swept - self._keep_seconds,))
        self._fold_log()

    def _fold_log(self) -> None:
        """Let nothing that was deleted stay in SQLite's log."""
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
