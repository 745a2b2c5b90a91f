"""The three processes: how each is started, with which environment, and where it says that it is ready."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from runtime.environments import BOT
from runtime.ports import PRIVATE_HOST
from settings import REPOSITORY, Settings, secret_variables

# Each process works on one question at a time; more threads only take the second core from the others.
_ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONUNBUFFERED": "1",
}
# No outside network at run time (DESIGN §1): the hub client must not try.
_OFFLINE = {"HF_HUB_OFFLINE": "1"}
# As bot/credentials.yml calls the secret that the gateway shares with it.
_RASAS_SECRET = "GATEWAY_SECRET"  # noqa: S105  its name
_PLATFORMS = ("TROLY_TELEGRAM_", "TROLY_ZALO_")


@dataclass(frozen=True)
class Process:
    """One supervised process: ``ready`` answers 200 once it can work, ``alive`` while it is not stuck.

    ``needs``: how the names of those secrets begin that it is given; of all others it knows nothing.
    ``door``: host, port and the port's variable of a socket that listens for as long as supervisord lives and is the
    process's standard input, so that whoever calls while it is started again is kept waiting, not sent away.
    """

    name: str
    title: str
    command: tuple[str, ...]
    ready: str
    alive: str
    ready_query: tuple[tuple[str, str], ...] = ()
    seconds_to_start: int = 180
    seconds_to_stop: int = 8
    needs: tuple[str, ...] = ()
    door: tuple[str, int, str] | None = None

    def withheld(self, names: Iterable[str]) -> list[str]:
        """Those of the variables ``names`` that the process must not inherit."""
        secret = {*secret_variables(), _RASAS_SECRET}
        kept = (name for name in names if name in secret or name.startswith(_PLATFORMS))
        return sorted(name for name in kept if not name.startswith(self.needs))


def model_path(settings: Settings) -> Path:
    """The Rasa model to run: the one set, else the one that `troly train` writes."""
    return settings.rasa_model or settings.home / "models" / "troly.tar.gz"


def processes(settings: Settings) -> tuple[Process, ...]:
    """Action server, Rasa, gateway, in the order they start in. All ports must be known."""
    action = Process(
        name="action-server",
        title="the action server",
        command=(sys.executable, "-m", "actions.server", "--port", str(settings.action_port)),
        ready=f"{settings.action_url}/health",
        alive=f"{settings.action_url}/health",
    )
    rasa = Process(
        name="rasa",
        title="Rasa",
        command=(
            str(BOT.python),
            *("-m", "bot.server", "run"),
            *("-i", PRIVATE_HOST, "-p", str(settings.rasa_port), "--enable-api"),
            *("--credentials", "bot/credentials.yml", "--endpoints", "bot/endpoints.yml"),
            *("--model", str(model_path(settings))),
        ),
        ready=f"{settings.rasa_url}/status",
        alive=f"{settings.rasa_url}/version",
        ready_query=(("token", settings.rasa_token.get_secret_value()),),
        seconds_to_start=180,
        needs=(_RASAS_SECRET, "TROLY_RASA_TOKEN"),
    )
    gateway = Process(
        name="gateway",
        title="the gateway",
        command=(sys.executable, "-m", "connectors", "--door"),
        ready=f"{local_gateway_url(settings)}/readyz",
        alive=f"{local_gateway_url(settings)}/healthz",
        seconds_to_stop=15,  # it lets messages in work finish
        needs=("TROLY_",),
        door=(settings.host, settings.port, "TROLY_PORT"),
    )
    return action, rasa, gateway


def local_gateway_url(settings: Settings) -> str:
    """The gateway as this machine reaches it, also when it listens on every address."""
    host = {"0.0.0.0": PRIVATE_HOST, "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    return f"http://{host}:{settings.port}"


def environment(settings: Settings) -> dict[str, str]:
    """What the supervisor inherits: the settings, the secrets, quiet libraries and one thread each.

    The three processes inherit it from there without what ``Process.withheld`` names.

    Secrets travel here and not on command lines, where every user of the machine could read them.
    """
    return {
        **_ONE_THREAD,
        **tool_environment(settings),
        _RASAS_SECRET: settings.gateway_secret.get_secret_value(),
        "ACTION_ENDPOINT_URL": f"{settings.action_url}/webhook",
        "RASA_TRACKER_DB": str(settings.home.absolute() / "rasa.db"),
    }


def tool_environment(settings: Settings) -> dict[str, str]:
    """What a command that we run inherits: the settings, and libraries that are quiet and stay offline."""
    # Bytecode is written whatever the operator's shell says: to compile anew took a tenth of each start.
    left_out = {"PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", *_variables().values()}
    values = _QUIET | _OFFLINE | {name: value for name, value in os.environ.items() if name not in left_out}
    for name, variable in _variables().items():
        if (value := getattr(settings, name)) is not None:
            values[variable] = _text(value)
    return values | {"PYTHONPATH": str(REPOSITORY), "RASA_CACHE_DIRECTORY": str(settings.home / "rasa-cache")}


def _variables() -> dict[str, str]:
    """The variable that ``load_settings`` reads each setting from."""
    return {
        name: str(field.validation_alias or f"TROLY_{name.upper()}") for name, field in Settings.model_fields.items()
    }


def _text(value: Any) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Path):
        return str(value.absolute())
    return value if isinstance(value, str) else json.dumps(value)
