"""The YAML that lies beside the code: word lists, cues, and the sentences that people read."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML


@lru_cache(maxsize=64)
def load_packaged(package: str, name: str) -> Any:
    """The file ``name`` of ``package``, read once; not to be changed by who gets it."""
    return YAML(typ="safe").load(files(package).joinpath(name).read_text(encoding="utf-8"))


class Sentences:
    """The sentences of one file, nested groups of them; read when the first is asked for."""

    def __init__(self, package: str, name: str) -> None:
        self._package = package
        self._name = name

    def find(self, key: str) -> Any:
        """What stands under ``key`` (``a.b`` for a nested one), places unfilled. Raises ``KeyError``."""
        found: Any = load_packaged(self._package, self._name)
        for part in key.split("."):
            if not isinstance(found, dict):
                raise KeyError(key)
            found = found[part]
        return found

    def has(self, key: str) -> bool:
        """Whether anything stands under ``key``."""
        try:
            self.find(key)
        except KeyError:
            return False
        return True

    def fill(self, key: str, **values: object) -> str:
        """The sentence under ``key`` with ``values`` filled in, blanks at its ends kept. Raises ``KeyError``."""
        return str(self.find(key)).format(**values)
