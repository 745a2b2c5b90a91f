"""``POST /v1/web/sessions``: a visitor opens a conversation."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict

from connectors.delivery.models import Reply
from connectors.delivery.notices import Notices
from connectors.errors import ProblemError
from connectors.problems import documented
from connectors.services import Gateway, Services, address_of
from connectors.texts import Texts
from connectors.web.bodies import body_schema, read_as, read_body


class SessionRequest(BaseModel):
    """The agency whose page the visitor is on; none for a province-wide visitor."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"agency": "minh-long"}]})

    agency: str | None = None


class Assistant(BaseModel):
    """Who answers: a machine, and it says so (AI Law 134/2025/QH15)."""

    name: str
    disclosure: str


class SessionResponse(BaseModel):
    """The token opens this conversation alone; it is shown once."""

    session_id: str
    token: str
    assistant: Assistant
    replies: list[Reply]


def sessions_router(texts: Texts) -> APIRouter:
    """The route, documented with its problems."""
    router = APIRouter(tags=["web"])
    notices = Notices(texts)
    problems = documented(
        texts,
        "invalid_json",
        "invalid_request",
        "unknown_agency",
        "origin_not_allowed",
        "body_too_large",
        "rate_limited",
        "switched_off",
    )

    @router.post(
        "/v1/web/sessions",
        status_code=201,
        response_model=SessionResponse,
        responses=problems,
        openapi_extra=body_schema(SessionRequest, required=False),
    )
    async def open_session(request: Request, gateway: Gateway) -> SessionResponse:
        """Open a conversation. The body may be left out."""
        gateway.limits.opening(address_of(request))
        if await gateway.switches.is_off(gateway.web.name):
            raise ProblemError("switched_off")
        body = await read_body(request, gateway.settings.body_max_bytes)
        asked = read_as(SessionRequest, body) if body.strip() else SessionRequest()
        _check_site(gateway, request.headers.get("origin"), asked.agency)
        assistant = _assistant(gateway, asked.agency)
        session, token, replies = await gateway.sessions.open(gateway.web.name, asked.agency, notices.welcome())
        return SessionResponse(session_id=session.conversation_id, token=token, assistant=assistant, replies=replies)

    return router


def _check_site(gateway: Services, origin: str | None, agency: str | None) -> None:
    """A site that is some agencies' own opens theirs alone. Raises ``origin_not_allowed``."""
    allowed = gateway.settings.origins.get(origin or "")
    if allowed and agency not in allowed:
        raise ProblemError("origin_not_allowed")


def _assistant(gateway: Services, agency: str | None) -> Assistant:
    words = gateway.texts.assistant
    if agency is None:
        return Assistant(name=words.name_everywhere, disclosure=words.disclosure)
    if agency not in gateway.agencies:
        raise ProblemError("unknown_agency")
    return Assistant(name=words.name.format(agency=gateway.agencies[agency]), disclosure=words.disclosure)
