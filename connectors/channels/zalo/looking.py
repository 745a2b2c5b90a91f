"""How the connection to Zalo stands, for an official: read from the database alone, Zalo is not called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from connectors.channels.zalo.sealing import Seal, UnsealedError
from connectors.channels.zalo.token_store import PURPOSE, TokenStore
from connectors.delivery.database import Database
from settings import Settings


@dataclass(frozen=True, slots=True)
class Standing:
    """The connected OA and its tokens; ``readable`` is false where the gateway's secret was changed."""

    account: str | None
    access_until: datetime | None = None
    refresh_until: datetime | None = None
    dead: bool = False
    readable: bool = True


async def look(settings: Settings) -> Standing:
    """How it stands."""
    database = Database(settings.database_url)
    try:
        await database.create()
        kept = await TokenStore(database, Seal(settings.gateway_secret.get_secret_value(), PURPOSE)).find()
    except UnsealedError:
        return Standing(None, readable=False)
    finally:
        await database.close()
    if kept is None:
        return Standing(None)
    return Standing(kept.account, kept.pair.access_until, kept.pair.refresh_until, kept.dead)
