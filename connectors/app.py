"""The gateway as an ASGI application.

app = create_app(load_settings())
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from pydantic import SecretStr

from connectors.channels.web import ReplyEvent
from connectors.middleware import ExactOrigins, LastResort, SecurityHeaders
from connectors.problems import ProblemDocument, install_problems, unexpected
from connectors.services import Services, build_services
from connectors.texts import load_texts
from connectors.tuning import Tuning
from connectors.web.desk import desk_router
from connectors.web.documents import documents_router
from connectors.web.events import TypingEvent, events_router
from connectors.web.health import health_router
from connectors.web.history import history_router
from connectors.web.messages import messages_router
from connectors.web.metrics import metrics_router
from connectors.web.passwords import Password
from connectors.web.sessions import sessions_router
from connectors.web.static import add_static
from connectors.web.webhooks import webhooks_router
from settings import REPOSITORY, Settings


def create_app(settings: Settings, tuning: Tuning | None = None) -> FastAPI:
    """Build the gateway; its parts (``app.state.services``) start and stop with its lifespan."""
    texts = load_texts()
    services = build_services(settings, tuning or Tuning(), texts)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await services.start()
        try:
            yield
        finally:
            await services.stop()

    app = FastAPI(
        title="Trợ lý ảo",
        version="1",
        lifespan=lifespan,
        docs_url=None,  # its page loads scripts from elsewhere
        redoc_url=None,
        # Exception messages quote what residents typed: none leave through an exporter of the environment.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.services = services
    for router in (sessions_router, messages_router, events_router, history_router, health_router):
        app.include_router(router(texts))
    app.include_router(documents_router(texts, settings.index_dir))
    app.include_router(metrics_router())
    app.include_router(webhooks_router(services.push))
    if settings.zalo_app_id and settings.zalo_connect_secret:
        app.include_router(_connect_pages(services, settings.zalo_connect_secret))
    if settings.desk_secret:
        app.include_router(desk_router(texts, Password(settings.desk_secret, "Ban lam viec")))
    add_static(app, REPOSITORY / "widget")
    install_problems(app, texts)
    _document(app)
    # The last added is the outermost.
    app.add_middleware(LastResort, answer=unexpected(texts))
    app.add_middleware(ExactOrigins, origins=list(settings.origins), local=settings.environment == "development")
    app.add_middleware(SecurityHeaders)
    return app


def _connect_pages(services: Services, secret: SecretStr) -> APIRouter:
    from connectors.channels.zalo.channel import ZaloChannel  # only where Zalo is set up
    from connectors.web.zalo import zalo_router

    [zalo] = [one for one in services.push if isinstance(one, ZaloChannel)]
    return zalo_router(services.texts, zalo.connecting, Password(secret, "Zalo"), services.settings.public_url)


def _document(app: FastAPI) -> None:
    """Add to the OpenAPI document what no route declares by a model of its own."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        document = generate()
        components = document.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        for model in (ProblemDocument, ReplyEvent, TypingEvent):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
            schema.pop("$defs", None)
            schemas[model.__name__] = schema
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        components["securitySchemes"] = {"session": {"type": "http", "scheme": "bearer"}}
        return document

    app.openapi = openapi  # type: ignore[method-assign]
