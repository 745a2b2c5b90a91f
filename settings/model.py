"""The settings class. Every value comes from the environment (``TROLY_*``) or stands here as its default."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_BOT_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{10,200}")
_ORIGIN = re.compile(r"(https?://[^/\s=?#]+)(?:=([a-z0-9-]+(?:\+[a-z0-9-]+)*))?")
_HEADER_SECRET = re.compile(r"[A-Za-z0-9_-]{24,256}")

REPOSITORY = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What the three processes and the command line need to know. Immutable once loaded."""

    model_config = SettingsConfigDict(env_prefix="TROLY_", frozen=True, extra="ignore")

    environment: Literal["development", "production"] = "development"
    home: Path = REPOSITORY / "var"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    rasa_port: int | None = Field(default=None, ge=1, le=65535)
    action_port: int | None = Field(default=None, ge=1, le=65535)

    gateway_secret: SecretStr
    rasa_token: SecretStr

    database_url_override: str | None = Field(default=None, validation_alias="TROLY_DATABASE_URL")
    knowledge_database_url_override: str | None = Field(default=None, validation_alias="TROLY_KNOWLEDGE_DATABASE_URL")
    knowledge_dir: Path = REPOSITORY / "knowledge_base"
    encoder: str = str(REPOSITORY / "knowledge_base" / "search" / "encoder")
    rasa_model: Path | None = None

    session_ttl_hours: int = Field(default=720, ge=1)
    message_max_chars: int = Field(default=2000, ge=1)
    body_max_bytes: int = Field(default=16384, ge=1024)
    webhook_max_bytes: int = Field(default=262144, ge=1024)
    allowed_origins: Annotated[list[str], NoDecode] = []
    public_url: str | None = None
    rasa_timeout_seconds: float = Field(default=20.0, gt=0)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    zalo_app_id: str | None = None
    zalo_app_secret: SecretStr | None = None
    zalo_oa_secret: SecretStr | None = None
    zalo_agency: str | None = None
    zalo_connect_secret: SecretStr | None = None
    zalo_code_verifier: SecretStr | None = None
    zalo_call_back: bool = False
    zalo_handover_minutes: int = Field(default=60, ge=1)
    zalo_api: str = "https://openapi.zalo.me"
    zalo_oauth: str = "https://oauth.zaloapp.com"

    zalo_bot_token: SecretStr | None = None
    zalo_bot_secret: SecretStr | None = None
    zalo_bot_agency: str | None = None
    zalo_bot_api: str = "https://bot-api.zaloplatforms.com"

    telegram_token: SecretStr | None = None
    telegram_secret: SecretStr | None = None
    telegram_agency: str | None = None
    telegram_api: str = "https://api.telegram.org"

    desk_secret: SecretStr | None = Field(default=None, min_length=24)
    metrics_token: SecretStr | None = Field(default=None, min_length=24)

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _origins(cls, value: object) -> object:
        """A JSON list, or addresses with commas between them."""
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("["):
            return json.loads(value)
        return [one.strip() for one in value.split(",") if one.strip()]

    @field_validator("allowed_origins")
    @classmethod
    def _sites(cls, value: list[str]) -> list[str]:
        for one in value:
            if not _ORIGIN.fullmatch(one):
                raise ValueError(f"{one!r} is neither https://site nor https://site=agency (several: agency+agency)")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _BOT_TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("no bot token: digits, a colon, letters, as BotFather gave it")
        return value

    @field_validator("telegram_secret")
    @classmethod
    def _header_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _HEADER_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("Telegram takes 24 to 256 of A-Z, a-z, 0-9, _ and -")
        return value

    @property
    def origins(self) -> dict[str, frozenset[str]]:
        """The sites that may embed the widget, each with the agencies it may open; empty: all of them."""
        sites = [one.partition("=") for one in self.allowed_origins]
        return {site: frozenset(filter(None, agencies.split("+"))) for site, _, agencies in sites}

    @property
    def database_url(self) -> str:
        """SQLAlchemy URL of the gateway's database; SQLite under ``home`` unless set."""
        return self.database_url_override or f"sqlite:///{self.home / 'gateway.db'}"

    @property
    def knowledge_database_url(self) -> str:
        """SQLAlchemy URL of the database of ingested and published plans; SQLite under ``home`` unless set."""
        return self.knowledge_database_url_override or f"sqlite:///{self.home / 'knowledge.db'}"

    @property
    def review_dir(self) -> Path:
        """Where drafts lie for editing, one YAML file per version."""
        return self.home / "review"

    @property
    def index_dir(self) -> Path:
        """Where index builds live; ``current`` names the one in force."""
        return self.home / "index"

    @property
    def procedures_dir(self) -> Path:
        """Where imported catalogues of procedures live; ``current`` names the one in force."""
        return self.home / "procedures"

    @property
    def run_dir(self) -> Path:
        """Process ids, sockets and the ports in use of a running assistant."""
        return self.home / "run"

    @property
    def log_dir(self) -> Path:
        """One log file per process."""
        return self.home / "logs"

    @property
    def gateway_url(self) -> str:
        """Where the public door answers."""
        return f"http://{self.host}:{self.port}"

    @property
    def rasa_url(self) -> str:
        """Rasa's private address. Raises ``ValueError`` while no port is picked."""
        return f"http://127.0.0.1:{_picked('TROLY_RASA_PORT', self.rasa_port)}"

    @property
    def action_url(self) -> str:
        """The action server's private address. Raises ``ValueError`` while no port is picked."""
        return f"http://127.0.0.1:{_picked('TROLY_ACTION_PORT', self.action_port)}"


def _picked(variable: str, port: int | None) -> int:
    if port is None:
        raise ValueError(f"{variable} is not set: `troly up` picks a free port and passes it on")
    return port
