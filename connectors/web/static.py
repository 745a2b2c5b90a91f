"""The widget's files under ``/w/`` and the demonstration page at ``/``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import PathLike, StaticFiles

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class WidgetFiles(StaticFiles):
    """Public files that any page may load.

    Modules name each other without a hash, so a browser asks every time whether its copy still holds (ETag):
    a widget is never a mix of two versions.
    """

    def file_response(self, full_path: PathLike, *args: Any, **kwargs: Any) -> Response:
        """The file, or 304, which carries the page's policy too: a browser applies it to the copy it kept."""
        response = super().file_response(full_path, *args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if str(full_path).endswith(".html"):
            response.headers["Content-Security-Policy"] = PAGE_POLICY
        return response


def add_static(app: FastAPI, folder: Path) -> None:
    """Serve ``folder`` at ``/w/`` and its ``demo/index.html`` at ``/``."""
    files = WidgetFiles(directory=folder, check_dir=False)
    app.mount("/w", GZipMiddleware(files, minimum_size=500))

    @app.get("/", include_in_schema=False)
    async def demonstration(request: Request) -> Response:
        return await files.get_response("demo/index.html", request.scope)

    @app.head("/", include_in_schema=False)
    async def demonstration_head(request: Request) -> Response:
        return await demonstration(request)
