from __future__ import annotations

import pytest

from connectors.privacy import shapes


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("051203004567", True),
        ("096099999999", True),
        ("000203004567", False),  # no province 000
        ("097203004567", False),  # no province 097
        ("051403004567", False),  # the 22nd century
        ("051299004567", False),  # born in 2099
    ],
)
def test_an_identity_number_names_province_century_and_year(digits: str, valid: bool) -> None:
    assert shapes.is_identity(digits) is valid


@pytest.mark.parametrize("digits", ["4111111111111111", "5555555555554444", "378282246310005", "3530111333300000"])
def test_a_card_has_an_issuer_and_a_checksum(digits: str) -> None:
    assert shapes.is_card(digits)
    assert not shapes.is_card(digits[:-1] + str((int(digits[-1]) + 1) % 10))
    assert not shapes.is_card("0" * len(digits))


@pytest.mark.parametrize("digits", ["0212345678", "090512345", "09051234567", "1905123456"])
def test_other_digits_are_no_mobile_number(digits: str) -> None:
    assert not shapes.is_mobile(digits)
