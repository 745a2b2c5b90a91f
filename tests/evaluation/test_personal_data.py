"""The measurement of personal data: the same messages for the same seed, and figures that keep their promise."""

from __future__ import annotations

import pytest

from evaluation import personal_data
from evaluation.personal_data import HARMLESS, LEAST_RECALL, make_messages, measure


def test_a_seed_makes_the_same_messages_again() -> None:
    first = list(make_messages(seed=3, each=10))
    assert first == list(make_messages(seed=3, each=10))
    assert first != list(make_messages(seed=4, each=10))
    assert all(value in message.text for message in first for value in message.values)


def test_of_a_thousand_messages_nearly_all_are_found_and_no_harmless_sentence_is() -> None:
    messages = list(make_messages(seed=11, each=100))
    assert len(messages) >= 1000
    recall, false, _ = measure(messages, HARMLESS.read_text(encoding="utf-8").splitlines())
    assert all(float(row["recall"]) >= LEAST_RECALL for row in recall.rows), recall.rows
    assert [row["false alarms"] for row in false.rows] == [0]


def test_what_is_missed_is_counted_and_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a detector that finds nothing, and one that takes everything
    messages = list(make_messages(seed=1, each=2))
    monkeypatch.setattr(personal_data, "hide", lambda text, names: text)
    recall, _, missed = measure(messages, [])
    assert {row["recall"] for row in recall.rows} == {"0.0000"}
    assert len(missed) == len(messages)
    monkeypatch.setattr(personal_data, "hide", lambda text, names: "")
    _, false, _ = measure([], ["Dự toán 1.500.000 đồng."])
    assert [row["false alarms"] for row in false.rows] == [1]
