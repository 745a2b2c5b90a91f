"""The short form of ``python -m evaluation.channels``."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from evaluation.channels import Carried, as_figures, measure_channel, measure_cost
from evaluation.stage import CHANNELS


@pytest.mark.parametrize("name", CHANNELS)
def test_every_message_is_answered_at_saturation_and_at_half_of_it(name: str, tmp_path: Path) -> None:
    carried = measure_channel(name, 40, 8, tmp_path)
    assert carried.unanswered == 0
    assert len(carried.at_half) == 40
    assert min(carried.at_half) > 0
    assert min(carried.seconds, carried.rate) > 0
    assert as_figures([carried]).rows[0]["channel"] == name


def test_the_same_is_timed_at_rasa_and_through_the_gateway(tmp_path: Path) -> None:
    alone, through = measure_cost(30, 4, tmp_path).rows
    assert min(float(row[figure]) for row in (alone, through) for figure in ("p50", "at once")) > 0
    with closing(sqlite3.connect(tmp_path / "gateway.db")) as database:
        assert database.execute("SELECT count(*) FROM inbound_messages").fetchone() == (60,)


def test_unanswered_messages_do_not_count_as_carried() -> None:
    assert Carried("web", messages=100, seconds=10, unanswered=50).rate == 5
