"""What must hold for the repository as it is committed: lock files that fit, nothing of anybody's machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.lock": ("pyproject.toml", False),
    "requirements-dev.lock": ("pyproject.toml", True),
    "bot/requirements.lock": ("bot/pyproject.toml", False),
    "bot/requirements-dev.lock": ("bot/pyproject.toml", True),
}
# Written so that this file does not match itself.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"pythonhoste[d]\.org",
            r"pypi\.or[g]",
            r"registry\.npmj[s]",
            r"deb\.debia[n]\.org",
            r"/home/[a-z]+/",
            r"/root/[.a-z]",
            r"/Users/[a-z]+/",
        ]
    )
)


def pins(lock: str) -> dict[str, str]:
    """Version by name, of one lock file."""
    lines = (REPOSITORY / lock).read_text(encoding="utf-8").splitlines()
    entries = [line.removesuffix(" \\") for line in lines if line and not line.startswith((" ", "#"))]
    return {canonicalize_name(name): version for name, version in (entry.split("==") for entry in entries)}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_satisfies_its_project(lock: str) -> None:
    project_file, development = LOCKS[lock]
    project = tomllib.loads((REPOSITORY / project_file).read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *(project["dependency-groups"]["dev"] if development else []),
    ]
    locked = pins(lock)
    for requirement in map(Requirement, wanted):
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{lock} lacks {requirement.name}: run `make lock`"
        assert requirement.specifier.contains(version), f"{lock} has {requirement.name}=={version}: `make lock`"


@pytest.mark.parametrize("folder", ["", "bot/"])
def test_the_development_lock_repeats_the_plain_one(folder: str) -> None:
    plain, development = pins(f"{folder}requirements.lock"), pins(f"{folder}requirements-dev.lock")
    assert plain.items() <= development.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_but_torch_carries_a_hash_and_no_address(lock: str) -> None:
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry and not entry.startswith("torch==")] == []
    assert "://" not in text


def test_no_committed_file_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = REPOSITORY / name
        if path.is_file() and path.suffix not in {".png", ".safetensors", ".gz", ".woff2"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{name}: {match.group()}" for match in FORBIDDEN.finditer(text)]
    assert found == []
