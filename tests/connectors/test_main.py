"""``python -m connectors`` as an operator runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from databases import sole_use
from settings import REPOSITORY


def test_a_second_gateway_on_the_same_database_says_so_and_ends(tmp_path: Path, database_url: str) -> None:
    ports = dict.fromkeys(("TROLY_PORT", "TROLY_RASA_PORT", "TROLY_ACTION_PORT"), "1")
    environment = {**os.environ, **ports, "TROLY_HOME": str(tmp_path), "TROLY_DATABASE_URL": database_url}
    with sole_use(database_url, lost=lambda: None):
        done = subprocess.run(
            [sys.executable, "-m", "connectors"], cwd=REPOSITORY, env=environment, capture_output=True, check=False
        )
    assert done.returncode == 1
    assert b"Another gateway works with this database" in done.stderr
