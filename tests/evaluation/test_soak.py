"""The short form of ``python -m evaluation.soak``, and how its figures are made."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from evaluation.crashes import Damage, Storm
from evaluation.soak import Soaked, as_figures, by_channel, measure_soak, slope


def test_every_channel_is_answered_and_weighed(tmp_path: Path) -> None:
    storm = Storm(messages=45, users=9, rate=10, kills=0, faults=False, seed=7, platform="all")
    soaked = measure_soak(storm, tmp_path)
    assert soaked.sound, soaked.damage
    assert {name: len(took) for name, took in soaked.by_channel.items()} == {"web": 15, "telegram": 15, "zalo": 15}
    assert all(took > 0 for took in soaked.latencies[0])
    assert soaked.megabytes[0]["gateway"] > 20
    first, minute, last = as_figures(soaked).rows
    assert (first["minute"], minute["messages"], last["minute"]) == ("start", 45, "a minute")
    assert {row["channel"] for row in by_channel(soaked).rows} == {"web", "telegram", "zalo"}


def test_slopes_leave_out_the_first_minute() -> None:
    assert slope([500.0, 10.0, 12.0, 14.0]) == pytest.approx(2.0)
    assert slope([500.0, 7.0, 7.0, 7.0]) == pytest.approx(0.0)
    assert math.isnan(slope([1.0, 2.0]))


def test_what_must_not_happen_is_seen() -> None:
    assert Soaked().sound
    assert not any(Soaked(damage=Damage(**{name: 1})).sound for name in ("lost", "twice", "disordered"))
