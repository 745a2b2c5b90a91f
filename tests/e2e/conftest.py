"""The real assistant, all three processes, started once for all end-to-end tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from runtime.assistant import Assistant, running_assistant
from runtime.environments import BOT
from runtime.progress import Reporter
from settings import load_settings


@pytest.fixture(scope="session")
def assistant() -> Iterator[Assistant]:
    """A temporary assistant: real model, real index, databases of its own. Its ``url`` is the public door."""
    if not BOT.python.exists():
        pytest.skip("Rasa's environment is not built: make up, or make test")
    with running_assistant(load_settings(), Reporter(to_stderr=True), attach=False) as running:
        yield running
