from __future__ import annotations

import pytest

from connectors.privacy.words import Tie, counts, labels_in, tie


@pytest.mark.parametrize(
    ("gap", "tied"),
    [
        (" ", Tie.DIRECT),
        (" cua em ne: ", Tie.DIRECT),
        (" 12 so cua toi la ", Tie.DIRECT),
        (" vietnam airlines vua nhan tin la ", Tie.STATED),
        (" ben quay thuoc ", Tie.NEAR),
        (". Hom nay ", Tie.NONE),
        (" dat chi tieu ", Tie.NONE),
        (" 2025 ", Tie.NONE),
    ],
)
def test_how_close_a_label_is(gap: str, tied: Tie) -> None:
    assert tie(gap) is tied


def test_the_longest_label_counts() -> None:
    assert [label.name for label in labels_in("ma the bhyt va so the atm")] == ["insurance", "card"]


def test_how_is_no_card() -> None:
    assert labels_in("lam chu ky so the nao") == []


def test_dong_is_money_but_not_paying() -> None:
    assert counts(" dong")
    assert not counts(" dong duoc may nam")
