"""``/desk/deliveries``: what could not be delivered, for officials, who send it again or put it away.

Behind the password of ``TROLY_DESK_SECRET`` (HTTP Basic; the name is written down with each decision); without that
setting the page is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from connectors.channels.protocol import HasWindows
from connectors.clock import now
from connectors.delivery.dead_letters import DeadLetter, Decided, Decision
from connectors.delivery.explaining import shown_time, until_when, why
from connectors.delivery.outbox import Depth
from connectors.errors import ProblemError
from connectors.services import Gateway, Services, address_of
from connectors.texts import Texts
from connectors.web.bodies import read_body
from connectors.web.pages import Templates
from connectors.web.passwords import Password

PAGE = "/desk/deliveries"
LONGEST_FORM = 16_384
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A dead letter as the page shows it."""

    id: int
    place: str
    conversation: str
    written: str
    given_up: str
    why: str
    code: str
    window: str
    text: str


def desk_router(texts: Texts, password: Password) -> APIRouter:
    """The page and what its form does."""
    router = APIRouter(include_in_schema=False)  # pages for officials, not the API
    templates = Templates()

    @router.get(PAGE)
    async def show(
        request: Request, gateway: Gateway, did: Decision | None = None, count: int = 0, chosen: bool = False
    ) -> Response:
        """The page; ``chosen``: with every letter marked."""
        who = _enter(request, gateway, password)
        body = templates.render(
            "deliveries.html",
            letters=[await _line(gateway, letter) for letter in await gateway.dead_letters.latest()],
            total=sum((await gateway.dead_letters.counts()).values()),
            waiting=[_waiting(texts, one) for one in await gateway.outbox.depths()],
            decided=[_decided(texts, one) for one in await gateway.dead_letters.decided()],
            said=texts.desk.done[did].format(count=count) if did else "",
            chosen=chosen,
            who=who,
            stamp=password.stamp(who),
            root="../",
        )
        headers = _PRIVATE | {"Content-Security-Policy": templates.form_policy}
        return Response(body, headers=headers, media_type="text/html")

    @router.post(PAGE)
    async def decide(request: Request, gateway: Gateway) -> Response:
        """Send the marked letters again, or put them away."""
        who = _enter(request, gateway, password)
        form = parse_qs((await read_body(request, LONGEST_FORM)).decode(errors="replace"), keep_blank_values=True)
        do = form.get("do", [""])[0]
        if not password.stamped(who, form.get("stamp", [""])[0]) or do not in set(Decision):
            raise ProblemError("form_refused")
        ids = [int(one) for one in form.get("letter", []) if one.isascii() and one.isdigit() and len(one) < 19]
        found = await gateway.dead_letters.decide(ids, Decision(do), who)
        if do == Decision.AGAIN:
            for conversation_id in found:
                gateway.deliveries.wake(conversation_id)
        return RedirectResponse(f"deliveries?did={do}&count={len(found)}", 303, _PRIVATE)

    return router


def _enter(request: Request, gateway: Services, password: Password) -> str:
    gateway.limits.request(address_of(request))
    return password.enter(request.headers.get("authorization")) or gateway.texts.desk.nobody


async def _line(gateway: Services, letter: DeadLetter) -> _Line:
    texts = gateway.texts
    channel = next((one for one in gateway.push if one.name == letter.channel), None)
    window = await channel.window(letter.conversation_id) if isinstance(channel, HasWindows) else None
    return _Line(
        letter.id,
        _place(texts, letter.channel),
        letter.conversation_id,
        shown_time(letter.created_at),
        shown_time(letter.closed_at),
        why(letter, texts.desk),
        letter.error,
        until_when(window, now(), texts.desk) if window else "",
        letter.text,
    )


def _waiting(texts: Texts, depth: Depth) -> str:
    place = _place(texts, depth.channel)
    return texts.desk.waiting.format(place=place, count=depth.parts, since=shown_time(depth.oldest))


def _decided(texts: Texts, one: Decided) -> dict[str, str]:
    words = texts.desk.decisions[one.decision]
    return {"at": shown_time(one.at), "who": one.who, "what": words, "conversation": one.conversation_id}


def _place(texts: Texts, channel: str) -> str:
    return texts.desk.places.get(channel, channel)
