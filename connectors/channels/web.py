"""The web channel: the widget, the demonstration page and the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from connectors.channels.protocol import Caller, InboundMessage, Incoming
from connectors.delivery.hub import Hub
from connectors.delivery.models import Reply, StoredReply
from connectors.delivery.sessions import Session, Sessions
from connectors.delivery.text import clean, neutralise
from connectors.errors import ProblemError
from connectors.web.bodies import read_as

_BEARER = re.compile(r"Bearer +([A-Za-z0-9_-]{1,128}) *", re.IGNORECASE)


class WebMessage(BaseModel):
    """``{"id": "<client uuid>", "text": "…"}`` or ``{"id": …, "button": "<button id>"}``."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
    text: str | None = None
    button: Annotated[str, StringConstraints(min_length=1, max_length=64)] | None = None


class ReplyEvent(BaseModel):
    """The data of a ``reply`` event."""

    seq: int
    message_id: str | None
    reply: Reply


class WebChannel:
    """Bearer tokens in, event streams out."""

    name = "web"

    def __init__(self, sessions: Sessions, hub: Hub, message_max_chars: int) -> None:
        self._sessions = sessions
        self._hub = hub
        self._max_chars = message_max_chars

    async def verify(self, incoming: Incoming) -> Caller:
        """The conversation the token opens; raises ``token_missing``, ``_invalid`` or ``_expired``."""
        session = await self.session(incoming.headers.get("authorization"))
        return Caller(session.agency, session.conversation_id)

    async def session(self, authorization: str | None) -> Session:
        """The session behind an ``Authorization`` header; raises like ``verify``."""
        challenge = {"WWW-Authenticate": "Bearer"}
        if not authorization:
            raise ProblemError("token_missing", headers=challenge)
        token = _BEARER.fullmatch(authorization)
        session = await self._sessions.find(token[1]) if token else None
        if session is None:
            raise ProblemError("token_invalid", headers=challenge)
        if session.expired:
            raise ProblemError("token_expired", headers=challenge)
        return session

    def parse(self, body: bytes) -> list[WebMessage]:
        """One message per request."""
        return [read_as(WebMessage, body)]

    def normalise(self, caller: Caller, parsed: WebMessage) -> InboundMessage:
        """Clean the text; problems ``message_empty``, ``message_too_long``, ``invalid_request``."""
        if (parsed.text is None) == (parsed.button is None):
            raise ProblemError("invalid_request", values={"fields": "text, button"})
        text = None if parsed.text is None else clean(parsed.text)
        if text is not None:
            if len(text) > self._max_chars:
                raise ProblemError("message_too_long", values={"limit": self._max_chars})
            if not neutralise(text):
                raise ProblemError("message_empty")
        return InboundMessage(
            channel=self.name,
            conversation_id=caller.conversation_id or "",
            agency=caller.agency,
            message_id=parsed.id,
            text=text,
            button=parsed.button,
        )

    def render(self, reply: StoredReply) -> list[ReplyEvent]:
        """A reply as its event."""
        return [ReplyEvent(seq=reply.seq, message_id=reply.message_id, reply=reply.reply)]

    def parts(self, reply: StoredReply) -> list[str]:  # noqa: ARG002  the protocol's
        """Nothing: streams, waits and histories fetch their replies."""
        return []

    @property
    def asks_info(self) -> bool:
        """No: the page has no form."""
        return False

    @property
    def waits(self) -> bool:
        """No: somebody sits before the page, and is kept waiting for seconds only."""
        return False

    async def may_tell(self, conversation_id: str) -> bool:  # noqa: ARG002  the protocol's
        """Yes: it is stored, and the page shows it."""
        return True

    async def is_silent(self, conversation_id: str) -> bool:  # noqa: ARG002  the protocol's
        """No officer writes here yet."""
        return False

    def working(self, conversation_id: str) -> AbstractAsyncContextManager[None]:  # noqa: ARG002  the protocol's
        """The hub shows it."""
        return nullcontext()

    async def send(self, conversation_id: str, replies: Sequence[StoredReply]) -> None:  # noqa: ARG002  the protocol's
        """Wake the conversation's streams: they read the replies themselves."""
        self._hub.wake(conversation_id)
