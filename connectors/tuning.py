"""Figures of the gateway that operators do not set: waits, caps and rates. Tests shorten them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket: ``burst`` at once, ``per_second`` after that."""

    burst: float
    per_second: float


@dataclass(frozen=True, slots=True)
class Tuning:
    """Defaults fit one small server and a commune hall whose residents share one address."""

    workers: int = 16
    """Conversations of one channel worked on at the same time."""
    waiting_per_conversation: int = 20
    """Unanswered messages a conversation may pile up before it is asked to wait."""
    waiting_per_contact: int = 200
    """The same where a platform brings the messages: what is not taken there is gone, so that many may pile up while
    Rasa or the platform is away. How fast a user writes is limited all the same."""
    streams_per_conversation: int = 10
    """Open event streams (tabs) of one conversation."""
    attempts: int = 5
    """Tries at a message across restarts before it is given up with an apology; a stop before its turn is no try."""
    look_again_seconds: float = 30.0
    """How often messages are looked for that a failing database left unanswered."""
    rasa_retries: int = 2
    rasa_retry_seconds: float = 0.2
    """First pause before a retry; doubles, with jitter of ±50 %."""
    rasa_away_seconds: float = 90.0
    """How long users of platforms wait for a Rasa that is being started again; it takes that long at the most."""
    page_waits_seconds: float = 15.0
    """The same for who looks at the web page: a start of Rasa takes seven seconds, more than that is told."""
    rasa_look_seconds: float = 1.0
    """How often it is tried meanwhile."""
    stop_seconds: float = 10.0
    """How long a stopping gateway lets messages in work finish."""
    expiry_seconds: float = 3600.0
    """How often conversations whose sessions have ended are looked for and deleted."""
    ping_seconds: float = 15.0
    longest_wait_seconds: int = 60
    """Cap of ``Prefer: wait=N``."""
    ready_seconds: float = 1.0
    """How long a readiness result is reused."""
    deliveries: int = 32
    """Parts of replies sent at the same time, over all platforms."""
    delivery_attempts: int = 80
    """Tries at one part; with the pauses below, about six hours."""
    delivery_pause_seconds: float = 1.0
    """First pause before another try; doubles, with jitter of ±50 %, unless the platform names its own."""
    delivery_longest_pause_seconds: float = 300.0
    known_events_days: int = 7
    """How long the ids of what platforms delivered are remembered."""
    switch_seconds: float = 1.0
    """How long the state of the switches is reused."""
    link_code_seconds: float = 600.0
    """How long a code that links two conversations can be used."""
    link_tries: int = 5
    """Wrong codes of one conversation in an hour."""
    link_tries_together: int = 60
    """Wrong codes of all conversations in an hour: a chance of 6 in 100,000 to find a code that were valid so long."""
    links_at_most: int = 5
    """Conversations that one is linked with."""
    address_codes: Rate = field(default=Rate(burst=20, per_second=1 / 60))
    session_notices: Rate = field(default=Rate(burst=1, per_second=1 / 60))
    session_messages: Rate = field(default=Rate(burst=30, per_second=1))
    channel_messages: Rate = field(default=Rate(burst=3000, per_second=100))
    address_messages: Rate = field(default=Rate(burst=300, per_second=20))
    address_sessions: Rate = field(default=Rate(burst=100, per_second=2))
