"""A channel speaks for an agency that is known, or the gateway does not start."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.agencies import CHANNEL_SETTINGS
from connectors.app import create_app
from settings import SettingsError
from tests.connectors.harness import settings_for
from tests.fakes.rasa import FakeRasa


@pytest.mark.parametrize("name", CHANNEL_SETTINGS)
def test_an_unknown_agency_is_named(tmp_path: Path, rasa: FakeRasa, name: str) -> None:
    with pytest.raises(SettingsError, match=f"TROLY_{name.upper()}: no such agency .got 'khong-co'"):
        create_app(settings_for(tmp_path, rasa, **{name: "khong-co"}))
    create_app(settings_for(tmp_path, rasa, **{name: "minh-long"}))


def test_an_unknown_agency_of_a_site_is_named(tmp_path: Path, rasa: FakeRasa) -> None:
    with pytest.raises(SettingsError, match=r"TROLY_ALLOWED_ORIGINS: no such agency .got 'khong-co'"):
        create_app(settings_for(tmp_path, rasa, allowed_origins=["https://a.example=minh-long+khong-co"]))
