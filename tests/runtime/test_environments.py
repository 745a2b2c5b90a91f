"""Building an environment from its lock, and leaving it alone while nothing changed. Real uv, no network."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from runtime.environments import Environment
from runtime.uv import BootstrapError

RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"


def wheel(folder: Path, name: str) -> Path:
    """The smallest package that can be installed."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    metadata = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{metadata}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{metadata}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{metadata}/RECORD", "")
    return path


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """A project with one package, and one more for development."""
    plain, extra = wheel(tmp_path, "plain"), wheel(tmp_path, "extra")
    (tmp_path / "plain.lock").write_text(f"plain @ {plain.as_uri()}\n")
    (tmp_path / "dev.lock").write_text(f"plain @ {plain.as_uri()}\nextra @ {extra.as_uri()}\n")
    return Environment(
        title="a test environment",
        folder=tmp_path / "venv",
        version=RUNNING,
        lock=tmp_path / "plain.lock",
        development_lock=tmp_path / "dev.lock",
        installs_project=False,
    )


def imports(environment: Environment, name: str) -> bool:
    return (
        subprocess.run([environment.python, "-c", f"import {name}"], capture_output=True, check=False).returncode == 0
    )


def test_it_is_built_once_and_then_left_alone(environment: Environment) -> None:
    assert environment.needs_building(development=False)
    environment.build(development=False, show=False)
    assert imports(environment, "plain")
    assert not environment.needs_building(development=False)


def test_a_changed_lock_builds_it_again_and_takes_away_what_is_no_longer_listed(
    environment: Environment,
) -> None:
    environment.build(development=True, show=False)
    assert imports(environment, "extra")
    environment.development_lock.write_text(environment.lock.read_text())
    environment.lock.write_text(environment.lock.read_text() + "# changed\n")
    assert environment.needs_building(development=True)
    environment.build(development=True, show=False)
    assert not imports(environment, "extra")


def test_the_development_environment_serves_the_plain_commands_but_not_the_reverse(
    environment: Environment,
) -> None:
    environment.build(development=False, show=False)
    assert environment.needs_building(development=True)
    environment.build(development=True, show=False)
    assert not environment.needs_building(development=False)


def test_an_environment_whose_interpreter_is_gone_is_made_anew(environment: Environment) -> None:
    environment.build(development=False, show=False)
    environment.python.unlink()
    assert environment.needs_building(development=False)
    environment.build(development=False, show=False)
    assert imports(environment, "plain")


def test_an_unusable_lock_is_an_error_and_leaves_no_stamp(environment: Environment) -> None:
    environment.build(development=False, show=False)
    environment.lock.write_text("plain @ file:///nowhere/plain-1.0-py3-none-any.whl\n")
    with pytest.raises(BootstrapError, match="a test environment could not be built"):
        environment.build(development=False, show=False)
    assert environment.needs_building(development=False)


def test_a_missing_interpreter_is_named_with_what_to_do(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")
    absent = Environment(
        title="a test environment",
        folder=environment.folder,
        version="3.99",
        lock=environment.lock,
        development_lock=environment.development_lock,
        installs_project=False,
    )
    with pytest.raises(BootstrapError, match="TROLY_PYTHON399="):
        absent.build(development=False, show=False)
