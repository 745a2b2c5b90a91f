"""``/healthz``: the process is alive. ``/readyz``: everything a question needs is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from time import monotonic

from fastapi import APIRouter
from pydantic import BaseModel

from connectors.delivery.rasa import ACTIONS_HEALTH, HEALTH
from connectors.errors import ProblemError
from connectors.http import CHECK_SECONDS, answers
from connectors.problems import documented
from connectors.services import Gateway, Services
from connectors.texts import Texts


class Health(BaseModel):
    """The gateway answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """Every part and whether it is ready."""

    status: str = "ready"
    checks: dict[str, bool]


def health_router(texts: Texts) -> APIRouter:
    """Both routes."""
    router = APIRouter(tags=["health"])
    readiness = _Readiness()

    @router.get("/healthz", response_model=Health, responses=documented(texts))
    async def alive() -> Health:
        """The process is alive."""
        return Health()

    @router.get("/readyz", response_model=Readiness, responses=documented(texts, "not_ready"))
    async def ready(gateway: Gateway) -> Readiness:
        """Action server, Rasa, database and search index are ready."""
        checks = await readiness.of(gateway)
        if missing := [name for name, fine in checks.items() if not fine]:
            raise ProblemError("not_ready", values={"parts": ", ".join(missing)}, extra={"checks": checks})
        return Readiness(checks=checks)

    return router


class _Readiness:
    """Checks at most once per ``Tuning.ready_seconds``, however often it is asked."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._until = 0.0
        self._checks: dict[str, bool] = {}

    async def of(self, gateway: Services) -> dict[str, bool]:
        async with self._lock:
            if monotonic() >= self._until:
                self._checks = await _check(gateway)
                self._until = monotonic() + gateway.tuning.ready_seconds
            return self._checks


async def _check(gateway: Services) -> dict[str, bool]:
    token = gateway.settings.rasa_token.get_secret_value()
    checks = {
        "action_server": answers(gateway.action_http, ACTIONS_HEALTH),
        "rasa_channel": answers(gateway.rasa_http, HEALTH),
        "rasa_model": answers(gateway.rasa_http, f"/status?token={token}"),
        "database": _holds(gateway.database.ping()),
        "index": _exists(gateway.settings.index_dir / "current"),
    }
    return dict(zip(checks, await asyncio.gather(*checks.values()), strict=True))


async def _holds(check: Awaitable[None]) -> bool:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await check
    except Exception:  # noqa: BLE001  a check that raises is a part that is not ready
        return False
    return True


async def _exists(path: Path) -> bool:
    return await asyncio.to_thread(path.exists)
