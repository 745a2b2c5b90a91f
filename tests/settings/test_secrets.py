"""Secrets: made once, for the owner alone, refused when they are placeholders."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from settings import SettingsError, load_settings
from settings.secrets import CHOSEN_VARIABLES

GOOD = "q8Zr1vLx0mWc5tYb2nKd7pHf"
NAMES = ("TROLY_GATEWAY_SECRET", "TROLY_RASA_TOKEN")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in [name for name in os.environ if name.startswith("TROLY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TROLY_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_made_on_the_first_run_and_kept(home: Path) -> None:
    first, second = load_settings(), load_settings()
    assert first.gateway_secret.get_secret_value() != first.rasa_token.get_secret_value()
    assert len(first.gateway_secret.get_secret_value()) >= 32
    assert first.gateway_secret == second.gateway_secret
    assert first.rasa_token == second.rasa_token
    assert [path.name for path in home.iterdir()] == ["secrets.env"]


def test_every_home_gets_its_own(monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path) -> None:
    first = load_settings()
    monkeypatch.setenv("TROLY_HOME", str(tmp_path / "another"))
    assert load_settings().gateway_secret != first.gateway_secret


def test_only_the_owner_may_read_them(home: Path) -> None:
    before = os.umask(0)
    try:
        load_settings()
    finally:
        os.umask(before)
    assert stat.S_IMODE((home / "secrets.env").stat().st_mode) == 0o600


def test_what_is_missing_is_added_and_the_rest_stays(home: Path) -> None:
    # given
    home.mkdir()
    (home / "secrets.env").write_text(f"TROLY_GATEWAY_SECRET={GOOD}\n")
    # when
    settings = load_settings()
    # then
    assert settings.gateway_secret.get_secret_value() == GOOD
    assert len(settings.rasa_token.get_secret_value()) >= 32
    assert (home / "secrets.env").read_text().count("\n") == 2
    assert stat.S_IMODE((home / "secrets.env").stat().st_mode) == 0o600


def test_the_environment_goes_before_the_file(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("TROLY_GATEWAY_SECRET", GOOD)
    assert load_settings().gateway_secret.get_secret_value() == GOOD
    assert GOOD not in (home / "secrets.env").read_text()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", ["qzx81", "change-me-please-change-me-please", "PASSWORD" * 5, "my-secret-" * 4])
def test_production_refuses_placeholders_and_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, home: Path, name: str, value: str
) -> None:
    monkeypatch.setenv("TROLY_ENVIRONMENT", "production")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as error:
        load_settings()
    assert value not in str(error.value)


def test_development_takes_any_secret(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("TROLY_GATEWAY_SECRET", "short")
    assert load_settings().gateway_secret.get_secret_value() == "short"


def test_production_takes_the_secrets_it_made(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("TROLY_ENVIRONMENT", "production")
    assert load_settings().environment == "production"


@pytest.mark.parametrize("name", CHOSEN_VARIABLES)
def test_production_refuses_weak_secrets_of_channels(monkeypatch: pytest.MonkeyPatch, home: Path, name: str) -> None:
    monkeypatch.setenv("TROLY_ENVIRONMENT", "production")
    monkeypatch.setenv(name, "change-me-please-change-me")
    with pytest.raises(SettingsError, match=name):
        load_settings()
    monkeypatch.setenv(name, GOOD)
    load_settings()
