"""The parts of the Zalo channel, wired together from the settings."""

from __future__ import annotations

from pydantic import SecretStr

from connectors.channels.wording import Wording
from connectors.channels.zalo.calls import ZaloCalls
from connectors.channels.zalo.channel import ZaloChannel
from connectors.channels.zalo.connecting import Consents, ZaloConnecting
from connectors.channels.zalo.oauth import ZaloOAuth
from connectors.channels.zalo.sealing import Seal
from connectors.channels.zalo.token_store import PURPOSE, TokenStore
from connectors.channels.zalo.tokens import ZaloTokens
from connectors.delivery.database import Database
from connectors.http import http_client
from connectors.texts import Texts
from settings import Settings

SECONDS = 10.0


def build_zalo(settings: Settings, database: Database, texts: Texts) -> ZaloChannel:
    """The channel; opens no connection yet."""
    seal = Seal(settings.gateway_secret.get_secret_value(), PURPOSE)
    oauth_http = http_client(settings.zalo_oauth, timeout=SECONDS, connections=4)
    api_http = http_client(settings.zalo_api, timeout=SECONDS)
    oauth = ZaloOAuth(oauth_http, settings.zalo_oauth, settings.zalo_app_id or "", _plain(settings.zalo_app_secret))
    tokens = ZaloTokens(TokenStore(database, seal), oauth)
    connecting = ZaloConnecting(
        Consents(database, seal),
        oauth,
        tokens,
        _plain(settings.zalo_code_verifier) or None,
    )
    wording = Wording(texts.chat, settings.public_url)
    return ZaloChannel(
        settings,
        database,
        tokens,
        ZaloCalls(api_http, tokens),
        wording,
        texts.zalo_form,
        connecting,
        (oauth_http, api_http),
    )


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
