"""Pages for officials: HTTP Basic, any name, one password."""

from __future__ import annotations

import base64
import binascii
import hmac

from pydantic import SecretStr

from connectors.errors import ProblemError

LONGEST_NAME = 64


class Password:
    """The password of some pages. ``realm`` is what the browser calls them when it asks."""

    def __init__(self, secret: SecretStr, realm: str) -> None:
        self._secret = secret.get_secret_value().encode()
        self._challenge = {"WWW-Authenticate": f'Basic realm="{realm}", charset="UTF-8"'}

    def enter(self, authorization: str | None) -> str:
        """The name that came with the right password. Raises ``secret_needed``."""
        scheme, _, encoded = (authorization or "").partition(" ")
        try:
            decoded = base64.b64decode(encoded, validate=True) if scheme.lower() == "basic" else b""
        except binascii.Error:
            decoded = b""
        name, _, given = decoded.partition(b":")
        if not self._secret or not hmac.compare_digest(given, self._secret):
            raise ProblemError("secret_needed", headers=self._challenge)
        return name.decode(errors="replace").strip()[:LONGEST_NAME]

    def stamp(self, name: str) -> str:
        """What a form of these pages carries: a page elsewhere cannot have the browser send it."""
        return hmac.digest(self._secret, b"form:" + name.encode(), "sha256").hex()

    def stamped(self, name: str, given: str) -> bool:
        """Whether a form came from these pages."""
        return hmac.compare_digest(given.encode(), self.stamp(name).encode())
