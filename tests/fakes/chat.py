"""A page to chat in, for fakes that run by themselves; and a door for faults: ``POST /_fake/faults``.

curl -d '{"place": "send", "kind": "500", "times": 2}' http://127.0.0.1:8082/_fake/faults
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic_core import from_json
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.fakes.faults import Faults

PAGE = Path(__file__).with_name("chat.html")
Shown = list[dict[str, Any]]


def chat_routes(
    title: str, says: Callable[[str, str], Any], shown: Callable[[str], Shown], faults: Faults
) -> list[Route]:
    """``says(user, text)`` sends; ``shown(user)`` lists ``{"id", "text", "buttons": [{"title", "payload"}]}``."""

    async def page(_: Request) -> Response:
        return HTMLResponse(PAGE.read_text(encoding="utf-8").replace("{{title}}", title))

    async def chat(request: Request) -> Response:
        return JSONResponse(shown(request.path_params["user"]))

    async def say(request: Request) -> Response:
        asked = from_json(await request.body())
        says(str(asked["user"]), asked["text"])
        return JSONResponse({})

    async def fail(request: Request) -> Response:
        faults.add(**from_json(await request.body()))
        return JSONResponse({})

    return [
        Route("/", page),
        Route("/_fake/chat/{user}", chat),
        Route("/_fake/says", say, methods=["POST"]),
        Route("/_fake/faults", fail, methods=["POST"]),
    ]
