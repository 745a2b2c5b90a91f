"""Which digits are a number of a person: by length, first digits, checksum and grouping.

Libraries were tried (docs/adr/0013): ``phonenumbers`` takes "912345678 đồng" and "08.10.2025 15" for Vietnamese
numbers, ``python-stdnum`` knows the tax code alone.
"""

from __future__ import annotations

import re

from connectors.privacy.kinds import Kind
from connectors.privacy.runs import Part

# Circular 59/2021/TT-BCA, Article 4: province of birth 001–096, century and sex, year of birth, six random digits.
_IDENTITY = re.compile(r"0(?!00)(?:[0-8]\d|9[0-6])(?:[01]\d\d|[23][0-3]\d)\d{6}")
_MOBILE = re.compile(r"0[35789]\d{8}")
_MOBILE_ABROAD = re.compile(r"(?:00)?840?[35789]\d{8}")
_CARDS = re.compile(
    r"4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|35(?:2[89]|[3-8]\d)\d{12}"
    r"|9704\d{12}(?:\d{3})?|62\d{14}(?:\d{3})?|6011\d{12}|65\d{14}"
)
# Decision 1351/QĐ-BHXH of 2015: object, benefit level, province, social insurance number.
HEALTH_CARD = re.compile(
    r"(?<![a-z0-9])(?:dn|hx|ch|nn|tk|hc|xk|ht|tb|no|ct|xb|tn|cs|qn|ca|cy|xn|ms|cc|ck|cb|kc|hd|te|bt|hn|dt|dk|xd|ts|tc"
    r"|tq|ta|ty|hg|ls|pv|cn|hs|sv|gb|gd|xv|hk|nd|nu|nm|xx|po|so|st|tv|bc)[ .-]?[1-5][ .-]?\d\d(?:[ .-]?\d){10}"
    r"(?![a-z0-9])"
)
LENGTHS = frozenset({10, 11, 12, 13, 14, 15, 16, 19})
"""How many digits a number has that its shape gives away."""
_SPACED: dict[Kind, frozenset[tuple[int, ...]]] = {
    Kind.IDENTITY: frozenset(
        {(3, 3, 3, 3), (4, 4, 4), (3, 9), (3, 1, 2, 6), (3, 3, 6), (6, 6), (2,) * 6, (1,) * 12, (3, 1, 8)}
    ),
    Kind.CARD: frozenset(
        {(4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5), (8, 8), (6, 10), (6, 13), (1,) * 16, (1,) * 19, (1,) * 15}
    ),
}
_SHORTEST_FIRST, _SHORTEST_GROUP = 3, 2


def by_shape(part: Part, *, abroad: bool) -> Kind | None:
    """What the digits are by themselves; ``abroad``: a plus stands before them.

    Groups are told from lists, dates and quantities by the sizes in which people write such numbers.
    """
    if _IDENTITY.fullmatch(part.digits) and _written_as(Kind.IDENTITY, part):
        return Kind.IDENTITY
    if is_mobile(part.digits, abroad=abroad) and _grouped_like_a_phone(part, abroad=abroad):
        return Kind.PHONE
    if is_card(part.digits) and _written_as(Kind.CARD, part):
        return Kind.CARD
    return None


def is_identity(digits: str) -> bool:
    """Whether 12 digits have the structure of a personal identification number."""
    return _IDENTITY.fullmatch(digits) is not None


def is_mobile(digits: str, *, abroad: bool = False) -> bool:
    """Whether the digits are a mobile number, as dialled at home or, with 84, from abroad."""
    return bool((not abroad and _MOBILE.fullmatch(digits)) or _MOBILE_ABROAD.fullmatch(digits))


def is_card(digits: str) -> bool:
    """Whether the digits are a payment card's: an issuer's range and the Luhn checksum (ISO/IEC 7812-1)."""
    return _CARDS.fullmatch(digits) is not None and passes_luhn(digits)


def passes_luhn(digits: str) -> bool:
    """The Luhn checksum.

    >>> passes_luhn("4111111111111111")
    True
    """
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _written_as(kind: Kind, part: Part) -> bool:
    return part.whole or (part.even and part.sizes in _SPACED[kind])


def _grouped_like_a_phone(part: Part, *, abroad: bool) -> bool:
    sizes = part.sizes
    if part.whole or set(sizes) == {1} or abroad or part.digits.startswith("00"):
        return True
    if part.digits.startswith("84"):
        return sizes[0] == _SHORTEST_GROUP and part.even
    if set(sizes) == {_SHORTEST_GROUP}:  # 09 05 12 34 56, but not the days 03 05 07 08 09
        pairs = [part.digits[at : at + 2] for at in range(0, len(part.digits), 2)]
        return part.even and pairs != sorted(pairs)
    return sizes[0] >= _SHORTEST_FIRST and min(sizes) >= _SHORTEST_GROUP
