"""The gateway's error tree; it is drawn in the docstring of ``connectors``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class GatewayError(Exception):
    """Base of everything the gateway raises on purpose."""


class TextsError(GatewayError):
    """``texts.vi.yml`` is missing a text or holds one that does not fit; names the file and the field."""


class ProblemError(GatewayError):
    """An error the caller is told about, by its stable code (``connectors.problems`` lists them).

    ``values`` fill the placeholders of the Vietnamese detail, ``extra`` are further members of the document.
    """

    def __init__(
        self,
        code: str,
        *,
        values: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})
        self.headers = dict(headers or {})
        self.extra = dict(extra or {})


class RasaError(GatewayError):
    """A turn that Rasa did not answer. ``code`` is stored with the message and picks the apology."""

    code = "failed"


class RasaUnavailableError(RasaError):
    """Rasa cannot be reached, or answered 5xx, after the retries."""

    code = "unavailable"


class RasaAwayError(RasaUnavailableError):
    """Nobody listens where Rasa or its action server should: it is being started again, or it is not there."""


class RasaTimeoutError(RasaError):
    """Rasa did not answer within the time of a turn."""

    code = "timeout"


class RasaRefusedError(RasaError):
    """Rasa answered 4xx: the shared secret or the request does not fit."""

    code = "refused"


class RasaMalformedError(RasaError):
    """Rasa answered something the contract does not know."""

    code = "malformed"


class RasaSilentError(RasaError):
    """Rasa answered an empty list: its actions failed (rasa.md §3)."""

    code = "silent"


class Remedy(StrEnum):
    """What is to be done about a part the platform did not take."""

    RETRY = "retry"
    """It was not delivered: later again."""
    REFRESH = "refresh"
    """The channel's credentials have to be renewed first."""
    STOP = "stop"
    """This user cannot be reached any more."""
    TELL = "tell"
    """It never will be: a person has to look."""
    DOUBT = "doubt"
    """Nobody knows whether it was delivered."""


class DeliveryError(GatewayError):
    """A part was not delivered. ``code`` is short and holds no data; ``after`` is the platform's own wait (seconds)."""

    def __init__(self, remedy: Remedy, code: str, after: float | None = None) -> None:
        super().__init__(code)
        self.remedy = remedy
        self.code = code[:32]
        self.after = after

    def in_doubt(self) -> DeliveryError:
        """The same, where it kept anybody from finding out what became of an earlier try."""
        return DeliveryError(Remedy.DOUBT, self.code, self.after)


class ConnectingError(GatewayError):
    """A platform could not be told of us, or the settings do not suffice; the message says what to do."""
