"""Forged, replayed and malformed webhooks: the short form of ``python -m evaluation.forgeries``."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.forgeries import Outcome, as_figures, measure_forgeries
from evaluation.platforms import PLATFORMS


@pytest.mark.parametrize("name", PLATFORMS)
def test_nothing_that_nobody_genuine_sent_is_accepted(name: str, tmp_path: Path) -> None:
    platform = PLATFORMS[name]()
    outcomes = measure_forgeries(platform, 450, 7, tmp_path)
    assert sum(one.sent for one in outcomes.values()) == 450
    for kind, one in outcomes.items():
        assert (kind, one.sent, one.accepted, one.broke) == (kind, 50, 0, 0)
    for kind in ("nothing to show for it", "another secret", "one sign of it changed", "cut off, too long, empty"):
        assert set(outcomes[kind].statuses) == {403}, kind
    assert set(outcomes["replayed"].statuses) == {200}


def test_what_breaks_is_counted() -> None:
    outcome = Outcome(sent=3)
    outcome.statuses.update([200, 500, 503])
    assert outcome.broke == 2
    [row] = as_figures(PLATFORMS["telegram"](), {"cut": outcome}).rows
    assert row["5xx"] == 2
