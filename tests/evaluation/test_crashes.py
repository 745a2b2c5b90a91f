"""The gateway killed under way: the short form of ``python -m evaluation.crashes``, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.texts import load_texts
from evaluation.crashes import Damage, Storm, as_figures, count_damage, measure_crashes
from tests.databases.backends import Backend

REPEATED = load_texts().repeated


@pytest.mark.both_databases
def test_nothing_is_lost_doubled_or_disordered(tmp_path: Path, backend: Backend) -> None:
    storm = Storm(messages=60, users=6, rate=20, kills=2, faults=True, seed=7)
    with backend.database(tmp_path / "gateway.db") as url:
        damage = measure_crashes(storm, tmp_path, url)
    assert damage.answered == 60
    assert damage.sound, as_figures(storm, damage)
    assert (damage.twice, len(damage.recoveries)) == (0, 2)


def test_on_zalo_nothing_is_even_seen_twice(tmp_path: Path) -> None:
    storm = Storm(messages=60, users=6, rate=20, kills=2, faults=True, seed=7, platform="zalo")
    damage = measure_crashes(storm, tmp_path)
    assert damage.answered == 60
    assert damage.sound, as_figures(storm, damage)
    assert (damage.twice, damage.needless) == (0, 0)


def test_users_of_all_channels_are_answered_while_rasa_is_killed(tmp_path: Path) -> None:
    storm = Storm(messages=60, users=6, rate=20, kills=2, faults=False, seed=7, platform="all", process="rasa")
    damage = measure_crashes(storm, tmp_path)
    assert (damage.answered, len(damage.recoveries)) == (60, 2)
    assert damage.sound, as_figures(storm, damage)
    # Only visitors of the page, who would see nothing move, are told at once
    assert damage.apologies == damage.apologies_of_web


def test_nothing_is_lost_while_the_disk_is_full(tmp_path: Path) -> None:
    storm = Storm(messages=40, users=4, rate=20, kills=1, faults=False, seed=7, platform="all", blow="full", seconds=1)
    damage = measure_crashes(storm, tmp_path)
    assert (damage.answered, len(damage.recoveries)) == (40, 1)
    assert damage.sound, as_figures(storm, damage)
    assert (damage.twice, damage.apologies) == (0, 0)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Trả lời: câu 0", "Trả lời: câu 1", "Trả lời: câu 2"], (0, 0, 0, 0, 0)),
        (["Trả lời: câu 0", "Trả lời: câu 2"], (1, 0, 0, 0, 0)),
        (["Trả lời: câu 0", "Trả lời: câu 1", "Trả lời: câu 1", "Trả lời: câu 2"], (0, 1, 1, 0, 0)),
        (["Trả lời: câu 0", "Trả lời: câu 1", f"{REPEATED}\n\nTrả lời: câu 1", "Trả lời: câu 2"], (0, 1, 0, 0, 0)),
        (["Trả lời: câu 0", f"{REPEATED}\n\nTrả lời: câu 1", "Trả lời: câu 2"], (0, 0, 0, 1, 0)),
        (["Trả lời: câu 1", "Trả lời: câu 0", "Trả lời: câu 2"], (0, 0, 0, 0, 1)),
    ],
)
def test_damage_is_seen(texts: list[str], expected: tuple[int, ...]) -> None:
    damage = Damage()
    count_damage(damage, Storm(messages=3, users=1, rate=1, kills=0, faults=False, seed=1), {1000: texts})
    found = (damage.lost, damage.twice, damage.unannounced, damage.needless, damage.disordered)
    assert found == expected
    assert damage.sound is not any((damage.lost, damage.unannounced, damage.disordered))
