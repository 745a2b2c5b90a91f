"""Request bodies: read within their limit, then parsed into a model."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from connectors.errors import ProblemError

Model = TypeVar("Model", bound=BaseModel)


async def read_body(request: Request, limit: int) -> bytes:
    """The raw body. Raises the problem ``body_too_large`` as soon as it passes ``limit`` bytes."""
    too_large = ProblemError("body_too_large", values={"limit": limit})
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise too_large
    return bytes(body)


def read_as(model: type[Model], body: bytes) -> Model:
    """``body`` as ``model``. Raises ``invalid_json`` (also when it is not UTF-8) or ``invalid_request``."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False, include_context=False)
    if any(problem["type"] == "json_invalid" for problem in problems):
        raise ProblemError("invalid_json")
    fields = sorted({".".join(str(part) for part in problem["loc"]) or "JSON" for problem in problems})
    raise ProblemError("invalid_request", values={"fields": ", ".join(fields)})


def body_schema(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """``openapi_extra`` of a route that reads its body itself."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": required, "content": {"application/json": {"schema": schema}}}}
