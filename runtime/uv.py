"""uv, the installer: found on the machine, or fetched from the package index into ``var/tools``.

pip's own settings are passed on (index, find-links, certificates): a machine set up for pip needs no more.
"""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlparse

MINIMUM_VERSION = (0, 7)
_REQUIREMENT = "uv>=0.7,<1"


class BootstrapError(Exception):
    """The environments cannot be built; the message says what to do."""


def find_uv(tools: Path) -> Path:
    """Return a uv that runs and is recent enough, fetching one into ``tools`` if there is none.

    Raises ``BootstrapError`` when it can be neither found nor fetched.
    """
    for candidate in _candidates(tools):
        if candidate.exists() and _version(candidate) >= MINIMUM_VERSION:
            return candidate
    return _fetch(tools)


def options() -> list[str]:
    """Arguments for ``uv pip``: pip's find-links, and the torch build without CUDA."""
    find_links = _find_links()
    found = [argument for place in find_links for argument in ("--find-links", place)]
    if not any(_offers_torch(place) for place in find_links):
        found += ["--torch-backend", "cpu"]
    return found


def environment() -> dict[str, str]:
    """The environment that uv runs in: pip's index and certificates, unless uv has its own."""
    values = dict(os.environ)
    for theirs, ours in (("UV_DEFAULT_INDEX", "index-url"), ("UV_INDEX", "extra-index-url")):
        setting = [place for place in _pip_setting(ours) if not place.startswith("file:")]
        if setting and theirs not in values:
            values[theirs] = " ".join(setting)
    certificates = _pip_setting("cert")
    if certificates:
        values.setdefault("SSL_CERT_FILE", certificates[0])
    values.setdefault("UV_HTTP_TIMEOUT", "180")
    values.pop("VIRTUAL_ENV", None)
    return values


def _candidates(tools: Path) -> Iterator[Path]:
    if os.environ.get("UV"):
        yield Path(os.environ["UV"])
    yield tools / "bin" / "uv"
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder:
            yield Path(folder) / "uv"
    yield Path.home() / ".local" / "bin" / "uv"
    yield Path.home() / ".cargo" / "bin" / "uv"


def _version(uv: Path) -> tuple[int, ...]:
    try:
        answer = subprocess.run([str(uv), "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return (0,)
    match = re.match(r"uv (\d+)\.(\d+)", answer.stdout)
    return tuple(int(part) for part in match.groups()) if match and answer.returncode == 0 else (0,)


def _fetch(tools: Path) -> Path:
    """Install uv into a private folder: with a venv where Python has one, else into a plain folder."""
    tools.parent.mkdir(parents=True, exist_ok=True)
    attempts = (
        [
            [sys.executable, "-m", "venv", "--clear", str(tools)],
            [str(tools / "bin" / "python"), "-m", "pip", "install", "--quiet", _REQUIREMENT],
        ],
        [[sys.executable, "-m", "pip", "install", "--quiet", "--target", str(tools), _REQUIREMENT]],
    )
    said = ""
    for commands in attempts:
        for command in commands:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                said = (done.stderr or done.stdout).strip()
                break
        if _version(tools / "bin" / "uv") >= MINIMUM_VERSION:
            return tools / "bin" / "uv"
    raise BootstrapError(
        "uv, which installs the packages, is not on this machine and could not be fetched with pip.\n"
        "Install it (`python3 -m pip install --user uv`, or your system's package) and try again.\n"
        f"pip said: {said[-400:]}"
    )


def _find_links() -> list[str]:
    return [place for place in _pip_setting("find-links") if "://" in place or Path(place).exists()]


def _offers_torch(place: str) -> bool:
    parts = urlparse(place)
    if parts.scheme not in ("", "file"):
        return False
    return any(Path(unquote(parts.path)).glob("torch-*.whl"))


def _pip_setting(name: str) -> list[str]:
    """What pip would use for ``name``: its environment variable, else its configuration files.

    Read here and not asked of pip: a Python may come without pip.
    """
    given = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    if given is not None:
        return given.split()
    for file in reversed(_pip_files()):
        parser = configparser.RawConfigParser()
        try:
            parser.read(file, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section in ("install", "global"):
            for option in (name, name.replace("-", "_")):
                if parser.has_option(section, option):
                    return parser.get(section, option).split()
    return []


def _pip_files() -> list[Path]:
    """Where pip keeps its settings (pip documentation, "Configuration"), the weakest file first."""
    named = os.environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return []
    home = Path.home()
    configured = Path(os.environ.get("XDG_CONFIG_HOME", home / ".config"))
    files = [
        Path("/etc/xdg/pip/pip.conf"),
        Path("/etc/pip.conf"),
        home / ".pip" / "pip.conf",
        home / "Library" / "Application Support" / "pip" / "pip.conf",
        configured / "pip" / "pip.conf",
    ]
    return [*files, Path(named)] if named else files
