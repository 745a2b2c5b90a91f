"""The kinds of personal data that are looked for."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What was found; the values name the texts of ``texts.vi.yml``."""

    IDENTITY = "identity"
    PHONE = "phone"
    CARD = "card"
    ACCOUNT = "account"
    SECRET = "secret"  # noqa: S105  one-time codes, passwords, PINs; the name is no password
    EMAIL = "email"
    INSURANCE = "insurance"
