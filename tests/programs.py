"""Programs that some tests need beside Python; ``scripts/install-test-tools`` installs them."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def needs_program(name: str) -> str:
    """The program's path; without it the test is skipped, in CI it fails."""
    return shutil.which(name) or missing(name)


def missing(name: str) -> NoReturn:
    """Skip the test for want of ``name``; in CI, where everything is to be installed, fail it."""
    message = f"{name} is not installed"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
