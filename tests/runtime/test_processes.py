"""What the three processes are told, and what nobody else may read."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime.processes import environment, local_gateway_url, processes
from settings import Settings, load_settings, secret_variables
from tests.runtime.conftest import SECRET, TOKEN


def test_they_start_in_the_order_action_server_rasa_gateway(settings: Settings) -> None:
    assert [one.name for one in processes(settings)] == ["action-server", "rasa", "gateway"]


def test_no_command_line_carries_a_secret(settings: Settings) -> None:
    words = " ".join(word for one in processes(settings) for word in one.command)
    assert SECRET not in words
    assert TOKEN not in words


def test_each_is_given_its_own_secrets_alone(settings: Settings) -> None:
    names = secret_variables() | {"GATEWAY_SECRET", "TROLY_ZALO_APP_ID", "TROLY_TELEGRAM_API"}
    given = {one.name: names - set(one.withheld([*names, "PATH", "TROLY_PORT"])) for one in processes(settings)}
    assert given["action-server"] == set()
    assert given["rasa"] == {"GATEWAY_SECRET", "TROLY_RASA_TOKEN"}
    assert given["gateway"] == names - {"GATEWAY_SECRET"}


def test_rasa_listens_on_the_private_address_also_when_the_gateway_is_public(settings: Settings) -> None:
    _, rasa, gateway = processes(settings.model_copy(update={"host": "0.0.0.0"}))
    assert rasa.command[rasa.command.index("-i") + 1] == "127.0.0.1"
    assert gateway.ready == f"http://127.0.0.1:{settings.port}/readyz"


def test_an_ipv6_gateway_is_reached_by_its_loopback(settings: Settings) -> None:
    assert local_gateway_url(settings.model_copy(update={"host": "::"})) == f"http://[::1]:{settings.port}"


def test_a_child_reads_the_very_same_settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    given = settings.model_copy(update={"allowed_origins": ["https://xa.example"], "rasa_model": Path("/m.tar.gz")})
    for name, value in environment(given).items():
        monkeypatch.setenv(name, value)
    assert load_settings() == given


def test_a_setting_taken_back_does_not_come_through_from_outside(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_DATABASE_URL", "postgresql+asyncpg://the-real-one/troly")
    assert "TROLY_DATABASE_URL" not in environment(settings)
