"""Problem documents (RFC 9457): every error has this form, a stable code and a Vietnamese detail."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.exceptions import HTTPException
from starlette.responses import Response

from connectors.errors import ProblemError
from connectors.logs import event, get_logger
from connectors.texts import Texts

log = get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
_CODES_OF_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


class ProblemDocument(BaseModel):
    """The body of every error."""

    type: str
    title: str
    status: int
    detail: str
    code: str


def problem_response(texts: Texts, problem: ProblemError) -> Response:
    """The response that tells a caller about ``problem``."""
    words = texts.problems[problem.code]
    document = ProblemDocument(
        type=f"urn:troly:problem:{problem.code}",
        title=words.title,
        status=words.status,
        detail=words.detail.format_map(problem.values),
        code=problem.code,
    )
    headers = {"Cache-Control": "no-store", **problem.headers}
    body = to_json(document.model_dump() | problem.extra)
    return Response(body, status_code=words.status, headers=headers, media_type=MEDIA_TYPE)


def install_problems(app: FastAPI, texts: Texts) -> None:
    """Turn every exception of a route into its problem document."""

    @app.exception_handler(ProblemError)
    async def known(_: Request, error: ProblemError) -> Response:
        return problem_response(texts, error)

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> Response:
        code = _CODES_OF_STATUS.get(error.status_code, "internal_error" if error.status_code >= 500 else "not_found")
        return problem_response(texts, ProblemError(code, headers=error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        fields = sorted({str(one["loc"][-1]) for one in error.errors()})
        return problem_response(texts, ProblemError("invalid_request", values={"fields": ", ".join(fields)}))


def unexpected(texts: Texts) -> Callable[[str, str], Response]:
    """Make the last resort: logs where the code failed, never with what data; answers ``internal_error``."""

    def answer(method: str, path: str) -> Response:
        event(log, "request.broken", logging.ERROR, error=True, method=method, path=path)
        return problem_response(texts, ProblemError("internal_error"))

    return answer


def documented(texts: Texts, *codes: str) -> dict[int | str, dict[str, Any]]:
    """OpenAPI ``responses`` for the problems a route may answer with, grouped by status."""
    by_status: dict[int | str, list[str]] = {}
    for code in (*codes, "internal_error"):
        by_status.setdefault(texts.problems[code].status, []).append(code)
    schema = {"$ref": "#/components/schemas/ProblemDocument"}
    return {
        status: {"description": " · ".join(names), "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, names in by_status.items()
    }
