"""Numbers beside a word that names them: how many digits each kind has, and how close the word has to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from connectors.privacy import shapes
from connectors.privacy.kinds import Kind
from connectors.privacy.runs import Part, Run
from connectors.privacy.words import Label, Tie, counts, tie

KIND_OF_LABEL = {
    "identity": Kind.IDENTITY,
    "passport": Kind.IDENTITY,
    "phone": Kind.PHONE,
    "card": Kind.CARD,
    "account": Kind.ACCOUNT,
    "code": Kind.SECRET,
    "check": Kind.SECRET,
    "password": Kind.SECRET,
    "insurance": Kind.INSURANCE,
}
_LENGTHS: dict[str, tuple[int, ...]] = {
    "identity": (12, 9),
    "passport": (),
    "phone": (10, 11, 12, 13, 9),
    "card": (16, 19, 15, 18, 17, 14, 13),
    "account": tuple(range(19, 5, -1)),
    "code": (6, 4, 8, 5, 7),
    "check": (3, 4),
    "password": (6, 8, 4, 10, 12, 9, 11, 7, 5),
    "insurance": (10, 15, 13),
}
_SECRETS = frozenset({"code", "check", "password"})
LONGEST = 19
"""Digits, and so groups, of the longest number that is looked for."""
_WHOLE_ACCOUNT = 8
_LONG_PASSWORD = 6
_CODE = 6
_CARD_WITHOUT_WORDS = (16, 19)
_HOTLINE = re.compile(r"1[89]00(?:\d{4}|\d{6})")
_AFTER = re.compile(r"\s*,?\s*(?P<stated>(?:(?:day|do|no|chinh|moi)\s+)*(?:la|nay la)\s+|\(\s*|-[a-z ]{3,40}-\s*)?")
_BEHIND = 16


@dataclass(frozen=True, slots=True)
class Fit:
    """Groups of digits, and what their label makes of them."""

    part: Part
    kind: Kind


def fitting(label: Label, tied: Tie, run: Run, first: int, last: int, text: str) -> Fit | None:
    """The digits from ``first`` on that are what the label names."""
    if tied is Tie.NEAR and not label.strong:
        return None
    for part in _of_lengths(label.name, run, first, last):
        if not label.strong and shapes.is_card(part.digits):
            return Fit(part, Kind.CARD)
        if _means(label, tied, part, text):
            return Fit(part, KIND_OF_LABEL[label.name])
    return None


def follows(run: Run, first: int, last: int, text: str, labels: Sequence[Label]) -> Fit | None:
    """The same where the label comes after its number: "482913 là mã otp", "0071000123456 (VCB)"."""
    if last - first > LONGEST:
        return None
    joint = _AFTER.match(text, run.groups[last - 1][1])
    at = joint.end() if joint else run.groups[last - 1][1]
    label = next((one for one in labels if one.start >= at), None)
    if label is None or label.name not in KIND_OF_LABEL or label.start > at + _BEHIND:
        return None
    stated = joint is not None and joint["stated"] is not None
    if tie(text[at : label.start]) is not Tie.DIRECT or (not stated and label.name != "account"):
        return None
    part = run.part(first, last)
    fits = len(part.digits) in _LENGTHS[label.name] and part.even and not _HOTLINE.fullmatch(part.digits)
    if not fits or not (stated or (len(part.digits) >= _WHOLE_ACCOUNT and not part.in_thousands)):
        return None
    if label.name == "phone" and not _is_phone(label, Tie.STATED, part):
        return None
    return Fit(part, KIND_OF_LABEL[label.name])


def _of_lengths(name: str, run: Run, first: int, last: int) -> list[Part]:
    parts = [run.part(first, end) for end in range(first + 1, min(last, first + LONGEST) + 1)]
    fits = [part for part in parts if part.even and len(part.digits) in _LENGTHS[name]]
    if name == "account" and len(parts[0].digits) >= _WHOLE_ACCOUNT:
        fits = parts[:1]
    ones = [part for part in fits if set(part.sizes) == {1}]
    return ones[-1:] or sorted(fits, key=lambda part: _LENGTHS[name].index(len(part.digits)))


def _means(label: Label, tied: Tie, part: Part, text: str) -> bool:
    digits, counted = part.digits, counts(text[part.end :])
    sure = label.strong and tied >= Tie.STATED
    if part.in_thousands and (counted or not sure or (label.name in _SECRETS and "." in part.glue)):
        return False
    if label.name == "identity":
        return (digits.startswith("0") or tied >= Tie.STATED or not counted) and not (counted and not part.whole)
    if label.name == "phone":
        return _is_phone(label, tied, part) and not (counted and not digits.startswith("0"))
    if label.name == "account":
        if (len(digits) < _WHOLE_ACCOUNT and not sure) or (not label.strong and _HOTLINE.fullmatch(digits)):
            return False
        return not counted or (sure and part.whole and len(digits) > _WHOLE_ACCOUNT)
    if label.name == "card" and not label.strong and len(digits) not in _CARD_WITHOUT_WORDS:
        return False
    if label.name in _SECRETS:
        return _is_code(label, tied, part, text) and not counted
    return not counted or (sure and (part.whole or set(part.sizes) == {1}))


def _is_phone(label: Label, tied: Tie, part: Part) -> bool:
    digits = part.digits
    if shapes.is_mobile(digits) or shapes.is_mobile(digits, abroad=True):
        return part.whole or label.strong
    return label.strong and tied >= Tie.STATED and len(digits) == 9 and shapes.is_mobile("0" + digits)


def _is_code(label: Label, tied: Tie, part: Part, text: str) -> bool:
    if tied is Tie.NEAR:  # "mã otp vừa gửi về máy tui hồi nãy 482913"
        return label.name == "code" and part.sizes == (_CODE,)
    if _HOTLINE.fullmatch(part.digits):
        return False
    if label.name != "password":
        return label.strong or part.whole or set(part.sizes) == {1}
    # "mk 9876" may be "mình 9876": a password of few digits has to be stated.
    between = text[label.end : part.start]
    if part.whole and len(part.digits) >= _LONG_PASSWORD:
        return True
    return bool(re.search(r"\bla\b|[:=]", between)) or (label.strong and re.search(r"\bcua\b", between) is not None)
