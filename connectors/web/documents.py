"""``GET /documents/{document_id}[/{clause_id}]``: a published original as a page, the cited clause highlighted.

The page needs no script and may hold none. Who asks for HTML is also told in HTML what went wrong; everybody else gets
the problem document of the API.
"""

from __future__ import annotations

import asyncio
from email.utils import formatdate, parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from connectors.errors import ProblemError
from connectors.problems import problem_response
from connectors.services import Gateway, address_of
from connectors.texts import Texts
from connectors.web.pages import Templates

if TYPE_CHECKING:
    from connectors.web.shelf import Page, Shelves

_METHODS = ["GET", "HEAD"]


def documents_router(texts: Texts, index_dir: Path) -> APIRouter:
    """The pages of the originals in the index build in force under ``index_dir``."""
    router = APIRouter(include_in_schema=False)  # pages for people, not the API
    templates = Templates()

    @cache
    def shelves() -> Shelves:
        from connectors.web.shelf import Shelves  # reading an index takes modules that no start should wait for

        return Shelves(index_dir, templates)

    def open_page(document: str, clause: str | None) -> tuple[Page, float]:
        shelf = shelves().current()
        return shelf.page(document, clause), shelf.since

    @router.api_route("/documents/{document_id}", methods=_METHODS)
    @router.api_route("/documents/{document_id}/{clause_id:path}", methods=_METHODS)
    async def show(request: Request, gateway: Gateway, document_id: str, clause_id: str | None = None) -> Response:
        """The page, 304, or what went wrong."""
        if clause_id == "":
            return RedirectResponse(f"../{quote(document_id, safe='')}", HTTPStatus.PERMANENT_REDIRECT)
        try:
            gateway.limits.request(address_of(request))
            page, since = await asyncio.to_thread(open_page, document_id, clause_id)
        except ProblemError as problem:
            return _refusal(request, problem, texts, templates)
        return _answer(request, page, since, templates.policy)

    return router


def _answer(request: Request, page: Page, since: float, policy: str) -> Response:
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-cache",
        "ETag": page.etag,
        "Last-Modified": formatdate(since, usegmt=True),
        "Vary": "Accept-Encoding",
    }
    if _is_known(request, page.etag, since):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    body = page.body
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = page.zipped, "gzip"
    return Response(body, headers=headers, media_type="text/html")


def _is_known(request: Request, etag: str, since: float) -> bool:
    """Whether the browser's copy still holds (RFC 9110 §13.2.2: a tag counts before a date)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        opaque = etag.removeprefix("W/")
        return any(one.strip().removeprefix("W/") in {opaque, "*"} for one in tags.split(","))
    try:
        return parsedate_to_datetime(request.headers.get("if-modified-since", "")).timestamp() >= int(since)
    except (ValueError, OverflowError):
        return False


def _refusal(request: Request, problem: ProblemError, texts: Texts, templates: Templates) -> Response:
    if "text/html" not in request.headers.get("accept", ""):
        answer = problem_response(texts, problem)
        answer.headers["Vary"] = "Accept"
        return answer
    words = texts.problems[problem.code]
    body = templates.render(
        "notice.html",
        title=words.title,
        detail=words.detail.format_map(problem.values),
        root="../" * (request.url.path.count("/") - 1),
    )
    headers = {"Content-Security-Policy": templates.policy, "Cache-Control": "no-store", "Vary": "Accept"}
    return Response(body, words.status, headers | problem.headers, media_type="text/html")
