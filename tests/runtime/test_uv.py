"""Finding or fetching uv, and passing pip's settings on to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime import uv
from tests.runtime.test_interpreters import program


@pytest.fixture
def no_pip_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "PIP_FIND_LINKS",
        "PIP_INDEX_URL",
        "PIP_EXTRA_INDEX_URL",
        "PIP_CERT",
        "UV_DEFAULT_INDEX",
        "UV_INDEX",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")


def test_torch_without_cuda_is_asked_for(no_pip_settings: None) -> None:
    assert uv.options() == ["--torch-backend", "cpu"]


def test_a_folder_of_wheels_that_offers_torch_is_used_instead(
    no_pip_settings: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl").touch()
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert uv.options() == ["--find-links", str(tmp_path)]


def test_a_folder_of_other_wheels_does_not_stand_for_torch(
    no_pip_settings: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert uv.options() == ["--find-links", str(tmp_path), "--torch-backend", "cpu"]


def test_pips_configuration_file_counts_too(
    no_pip_settings: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nindex-url = https://mirror.invalid/simple\ncert = /some/ca.pem\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    environment = uv.environment()
    assert environment["UV_DEFAULT_INDEX"] == "https://mirror.invalid/simple"
    assert environment["SSL_CERT_FILE"] == "/some/ca.pem"


def test_uvs_own_settings_win(no_pip_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://pip.invalid/simple")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://uv.invalid/simple")
    assert uv.environment()["UV_DEFAULT_INDEX"] == "https://uv.invalid/simple"


def test_a_uv_that_is_too_old_or_broken_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "old" / "uv", "echo 'uv 0.4.30'")
    program(tmp_path / "broken" / "uv", "exit 127")
    good = program(tmp_path / "good" / "uv", "echo 'uv 0.13.8 (x86_64-unknown-linux-gnu)'")
    monkeypatch.setenv("PATH", ":".join(str(tmp_path / name) for name in ("old", "broken", "good")))
    monkeypatch.delenv("UV", raising=False)
    assert uv.find_uv(tmp_path / "tools") == good


def test_without_uv_and_without_an_index_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("UV", raising=False)
    with pytest.raises(uv.BootstrapError, match="pip install --user uv"):
        uv.find_uv(tmp_path / "tools")
