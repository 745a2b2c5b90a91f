"""Secrets: made once, kept outside the repository, refused when they look like placeholders."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from pydantic import ValidationError

from settings.model import REPOSITORY, Settings

SECRET_VARIABLES = ("TROLY_GATEWAY_SECRET", "TROLY_RASA_TOKEN")
# Those an operator thinks up, unlike a platform's own.
CHOSEN_VARIABLES = (
    "TROLY_ZALO_CONNECT_SECRET",
    "TROLY_ZALO_BOT_SECRET",
    "TROLY_TELEGRAM_SECRET",
    "TROLY_DESK_SECRET",
    "TROLY_METRICS_TOKEN",
)
MINIMUM_LENGTH = 24
PLACEHOLDERS = ("change", "secret", "password", "example", "placeholder", "todo")


class SettingsError(Exception):
    """A setting is missing or unusable; the message names it."""


def load_settings() -> Settings:
    """Read the settings, making the secrets on the first run.

    Secrets come from the environment or from ``<home>/secrets.env`` (readable by its owner alone).
    Raises ``SettingsError`` naming the variable and the value that does not fit.
    """
    home = Path(os.environ.get("TROLY_HOME", REPOSITORY / "var"))
    made = _read_or_make(home / "secrets.env")
    try:
        settings = Settings(
            gateway_secret=os.environ.get("TROLY_GATEWAY_SECRET", made["TROLY_GATEWAY_SECRET"]),
            rasa_token=os.environ.get("TROLY_RASA_TOKEN", made["TROLY_RASA_TOKEN"]),
        )
    except ValidationError as error:
        raise SettingsError(_readable(error)) from None
    if settings.environment == "production":
        _refuse_placeholders(settings)
    return settings


def _read_or_make(path: Path) -> dict[str, str]:
    values: dict[str, str] = {}
    if path.exists():
        lines = path.read_text(encoding="utf-8").splitlines()
        values = dict(line.split("=", 1) for line in lines if "=" in line)
    missing = [name for name in SECRET_VARIABLES if not values.get(name)]
    if missing:
        values |= {name: secrets.token_urlsafe(32) for name in missing}
        path.parent.mkdir(parents=True, exist_ok=True)
        staged = path.with_suffix(f".{os.getpid()}.tmp")
        descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(f"{name}={values[name]}\n" for name in SECRET_VARIABLES)
        staged.replace(path)
    return values


def _refuse_placeholders(settings: Settings) -> None:
    for name in (*SECRET_VARIABLES, *CHOSEN_VARIABLES):
        secret = getattr(settings, name.removeprefix("TROLY_").lower())
        if secret is None:
            continue
        value = secret.get_secret_value()
        if len(value) < MINIMUM_LENGTH or any(word in value.lower() for word in PLACEHOLDERS):
            raise SettingsError(
                f"{name} is too short or a placeholder: set at least {MINIMUM_LENGTH} random characters"
            )


def secret_variables() -> set[str]:
    """Every variable whose value must not be shown: secrets, and databases' addresses, which hold passwords."""
    secret = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    return {f"TROLY_{name.upper()}" for name in secret} | {"TROLY_DATABASE_URL", "TROLY_KNOWLEDGE_DATABASE_URL"}


def _readable(error: ValidationError) -> str:
    problems = []
    for one in error.errors():
        name = "TROLY_" + "_".join(str(part) for part in one["loc"]).upper()
        shown = "" if name in secret_variables() else f" (got {one.get('input')!r})"
        problems.append(f"{name}: {one['msg']}{shown}")
    return "; ".join(problems)
