"""The short form of ``python -m evaluation.webhooks``."""

from __future__ import annotations

from pathlib import Path

from evaluation.webhooks import Load, Measured, as_figures, measure_webhooks


def test_every_event_is_acknowledged_and_answered_once(tmp_path: Path) -> None:
    load = Load(rate=20, seconds=1, burst=40, users=10, rasa_seconds=0.01)
    measured = measure_webhooks(load, tmp_path)
    assert (len(measured.steady), len(measured.burst)) == (20, 40)
    assert (measured.refused, measured.unanswered, measured.twice) == (0, 0, 0)
    assert [row["events"] for row in as_figures(load, measured).rows] == [20, 40]


def test_what_must_not_happen_is_seen() -> None:
    assert Measured(steady=[0.1]).sound
    assert not Measured(burst=[2.1]).sound
    assert not any(Measured(**{name: 1}).sound for name in ("refused", "unanswered", "twice"))
