"""What Prometheus is told: counts, durations and what waits. No label ever holds what a user typed or is called."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30)


class Metrics:
    """The gateway's own registry: several gateways in one process (tests) do not share their figures."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.turns = Counter(
            "troly_turns",
            "Turns by channel and outcome of the last reply",
            ["channel", "outcome"],
            registry=self.registry,
        )
        self.step_seconds = Histogram(
            "troly_step_seconds",
            "Duration of a step",
            ["channel", "step"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.events = Counter(
            "troly_events", "What platforms delivered, by name", ["channel", "name"], registry=self.registry
        )
        self.deliveries = Counter(
            "troly_deliveries",
            "Parts of replies, by what became of a try",
            ["channel", "result"],
            registry=self.registry,
        )
        self.queue_parts = Gauge(
            "troly_outbox_parts", "Parts of replies waiting to be sent", ["channel"], registry=self.registry
        )
        self.queue_age_seconds = Gauge(
            "troly_outbox_age_seconds", "How long the oldest of them waits", ["channel"], registry=self.registry
        )
        self.dead_letters = Gauge(
            "troly_dead_letters", "Parts given up that nobody has looked at", ["channel"], registry=self.registry
        )
        self.inbox_messages = Gauge(
            "troly_inbox_messages", "Messages not answered yet", ["channel"], registry=self.registry
        )
        self.inbox_age_seconds = Gauge(
            "troly_inbox_age_seconds", "How long the oldest of them waits", ["channel"], registry=self.registry
        )
        self.channel_off = Gauge(
            "troly_channel_off", "1 where a channel is switched off", ["channel"], registry=self.registry
        )
        self.token_seconds = Gauge(
            "troly_token_seconds",
            "Life left of a platform's access token",
            ["channel", "account"],
            registry=self.registry,
        )

    def text(self) -> bytes:
        """The figures in Prometheus's text format."""
        return generate_latest(self.registry)
