"""Settings from the environment, with the addresses and folders that follow from them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from settings import REPOSITORY, Settings, SettingsError, load_settings

SECRET = "q8Zr1vLx0mWc5tYb2nKd7pHf"


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("TROLY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TROLY_HOME", str(tmp_path / "home"))


def test_defaults_serve_one_machine_and_nobody_else(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.environment == "development"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.gateway_url == "http://127.0.0.1:8000"
    assert settings.allowed_origins == []
    assert settings.database_url == f"sqlite:///{tmp_path / 'home' / 'gateway.db'}"
    assert settings.knowledge_database_url == f"sqlite:///{tmp_path / 'home' / 'knowledge.db'}"
    assert settings.index_dir == tmp_path / "home" / "index"
    assert {settings.run_dir, settings.log_dir} == {tmp_path / "home" / "run", tmp_path / "home" / "logs"}
    assert settings.knowledge_dir == REPOSITORY / "knowledge_base"
    assert (Path(settings.encoder) / "model.safetensors").exists()


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # given
    monkeypatch.setenv("TROLY_PORT", "8123")
    monkeypatch.setenv("TROLY_DATABASE_URL", "postgresql+asyncpg://db/troly")
    monkeypatch.setenv("TROLY_KNOWLEDGE_DATABASE_URL", "postgresql+psycopg://db/plans")
    monkeypatch.setenv("TROLY_KNOWLEDGE_DIR", str(tmp_path))
    monkeypatch.setenv("TROLY_ENCODER", "some/encoder")
    monkeypatch.setenv("TROLY_ALLOWED_ORIGINS", '["https://xa.example"]')
    # when
    settings = load_settings()
    # then
    assert settings.gateway_url == "http://127.0.0.1:8123"
    assert settings.database_url == "postgresql+asyncpg://db/troly"
    assert settings.knowledge_database_url == "postgresql+psycopg://db/plans"
    assert settings.knowledge_dir == tmp_path
    assert settings.encoder == "some/encoder"
    assert settings.allowed_origins == ["https://xa.example"]


@pytest.mark.parametrize(
    ("address", "variable"), [("rasa_url", "TROLY_RASA_PORT"), ("action_url", "TROLY_ACTION_PORT")]
)
def test_a_port_that_is_not_picked_is_named(monkeypatch: pytest.MonkeyPatch, address: str, variable: str) -> None:
    with pytest.raises(ValueError, match=variable):
        getattr(load_settings(), address)
    monkeypatch.setenv(variable, "5099")
    assert getattr(load_settings(), address) == "http://127.0.0.1:5099"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("TROLY_PORT", "eighty"),
        ("TROLY_PORT", "0"),
        ("TROLY_PORT", "70000"),
        ("TROLY_RASA_PORT", "-1"),
        ("TROLY_ENVIRONMENT", "staging"),
        ("TROLY_SESSION_TTL_HOURS", "0"),
        ("TROLY_BODY_MAX_BYTES", "12"),
        ("TROLY_LOG_LEVEL", "LOUD"),
        ("TROLY_RASA_TIMEOUT_SECONDS", "0"),
        ("TROLY_ALLOWED_ORIGINS", "https://xa.example/trang"),
        ("TROLY_ALLOWED_ORIGINS", "https://xa.example=Minh Long"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert variable in str(error.value)
    assert value in str(error.value)


def test_origins_may_be_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_ALLOWED_ORIGINS", "https://xa.example, https://phuong.example")
    assert load_settings().allowed_origins == ["https://xa.example", "https://phuong.example"]


def test_an_origin_may_name_the_agencies_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_ALLOWED_ORIGINS", "https://a.example=minh-long+duc-phu, http://b.example:8080")
    assert load_settings().origins == {
        "https://a.example": {"minh-long", "duc-phu"},
        "http://b.example:8080": frozenset(),
    }


def test_a_list_that_is_no_json_is_a_settings_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_ALLOWED_ORIGINS", '["https://xa.example"')
    with pytest.raises(SettingsError, match="TROLY_ALLOWED_ORIGINS"):
        load_settings()


def test_nothing_changes_once_loaded() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError, match="frozen"):
        setattr(settings, "port", 1)  # noqa: B010


def test_secrets_do_not_show_when_printed() -> None:
    settings = Settings(gateway_secret=SECRET, rasa_token=SECRET)
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings)
