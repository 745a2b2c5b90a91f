"""Codes: six digits, short enough to be read aloud; what guessing them is worth is up to ``links``."""

from __future__ import annotations

import hashlib
import hmac
import secrets

DIGITS = 6


def new_code() -> str:
    """Six random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def shown(code: str) -> str:
    """A code as people copy it.

    >>> shown("012345")
    '012-345'
    """
    return f"{code[: DIGITS // 2]}-{code[DIGITS // 2 :]}"


def hash_code(code: str, key: str) -> str:
    """The form in which a code is kept: keyed, for a million plain hashes are quickly tried."""
    return hmac.new(key.encode(), f"link code {code}".encode(), hashlib.sha256).hexdigest()
