"""A home that ends with a block: the same model (and index), ports and databases of its own."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from runtime.ports import free_ports
from runtime.processes import model_path
from settings import Settings


@contextlib.contextmanager
def temporary_home(settings: Settings, *, with_index: bool = True) -> Iterator[Settings]:
    """Settings of a new home in the temporary folder; nothing asked of what runs there stays."""
    with tempfile.TemporaryDirectory(prefix="troly-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        if with_index:
            (home / "index").symlink_to(settings.index_dir.absolute(), target_is_directory=True)
        yield settings.model_copy(
            update={
                "home": home,
                "host": "127.0.0.1",
                "port": free_ports(1)[0],
                "rasa_port": None,
                "action_port": None,
                "database_url_override": None,
                "rasa_model": model_path(settings).absolute(),
            }
        )
