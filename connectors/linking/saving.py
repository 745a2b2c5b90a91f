"""What was typed, as it may be saved: without personal data, and of a code that links only its hash."""

from __future__ import annotations

from connectors.delivery.withholding import Withholding
from connectors.linking.reading import PRIVATE, is_link, read_request


class LinkSaving:
    """Recognises what is about links before anything is saved. ``key`` is for the hashes of codes."""

    def __init__(self, withholding: Withholding, key: str, typed: str) -> None:
        self._withholding = withholding
        self._key = key
        self._typed = typed

    def content(self, text: str) -> tuple[str, str | None]:
        """The text to be saved, and the payload of what is about links."""
        request = read_request(text)
        if request is None:
            return self._withholding.hide(text), None
        return self._withholding.hide(text) if request.code is None else self._typed, request.saved(self._key)


def tries_code(text: str | None) -> bool:
    """Whether a code is typed."""
    request = read_request(text) if text else None
    return request is not None and request.code is not None


def in_company(payload: str | None) -> str | None:
    """The payload where several people read along: no link is made, shown or cut there."""
    return PRIVATE if is_link(payload) else payload
