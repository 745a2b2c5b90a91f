"""The catalogue in force: opened once, taken up anew at the next question after an import, gone after a removal."""

from __future__ import annotations

import datetime
import logging
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge_base.procedures.asking import Asked
from knowledge_base.procedures.errors import CatalogueMissingError
from knowledge_base.procedures.index import ProcedureIndex
from knowledge_base.procedures.model import Procedure
from knowledge_base.procedures.search import KEPT, Found, ProcedureSearch
from knowledge_base.procedures.store import ProcedureStore
from knowledge_base.search.encoding import Encoder
from knowledge_base.store.builds import Builds, IndexMissingError

logger = logging.getLogger(__name__)

# Fees and papers change with decrees: older data are shown with a warning.
FRESH_DAYS = 365


class CatalogueFacts(BaseModel):
    """What a catalogue says of itself: the date of its data, the file it came from, how many procedures."""

    model_config = ConfigDict(frozen=True)

    date: datetime.date
    source: str
    procedures: int

    def is_old(self, today: datetime.date) -> bool:
        """Whether the data are past the time they are taken for fresh."""
        return (today - self.date).days > FRESH_DAYS


class Catalogue:
    """One opened catalogue."""

    def __init__(self, build: Path, encoder: Encoder) -> None:
        self.facts = read_facts(build)
        self._store = ProcedureStore(build / "procedures.sqlite")
        self._search = ProcedureSearch(ProcedureIndex(build, encoder), self._store.listed())

    def procedure(self, code: str) -> Procedure:
        """The procedure with this code. Raises ``UnknownCodeError``."""
        return self._store.procedure(code)

    def find(self, asked: Asked, *, limit: int = KEPT) -> list[Found]:
        """The procedures that a question may mean, best first."""
        return self._search.find(asked, limit=limit)


class CurrentCatalogue:
    """The catalogue in force under ``folder``; ``None`` while nothing is imported."""

    def __init__(self, folder: Path, encoder: Callable[[], Encoder]) -> None:
        self._builds = Builds(folder)
        self._encoder = encoder
        self._opened: tuple[str, Catalogue | None] | None = None

    def get(self) -> Catalogue | None:
        """The catalogue to answer this question from."""
        try:
            build = self._builds.current()
        except IndexMissingError:
            self._opened = None
            return None
        if self._opened is None or self._opened[0] != build.name:
            build, opened = self._builds.open(build, self._open)
            self._opened = (build.name, opened)
            return opened
        return self._opened[1]

    def _open(self, build: Path) -> Catalogue | None:
        encoder = self._encoder()
        manifest = self._builds.manifest(build)
        if manifest.encoder_fingerprint != encoder.fingerprint:
            # Plans and guides go on being answered; only this catalogue has to be imported anew.
            logger.error(
                "procedures %s were indexed with another encoder (%s); run `troly procedures import` again",
                build.name,
                manifest.encoder,
            )
            return None
        return Catalogue(build, encoder)


def open_store(folder: Path) -> tuple[ProcedureStore, CatalogueFacts]:
    """The store in force without its index: for listing. Raises ``CatalogueMissingError``."""
    build = _current(folder)
    return ProcedureStore(build / "procedures.sqlite"), read_facts(build)


def remove_catalogue(folder: Path) -> int:
    """Take every catalogue away; return how many procedures were in force. Raises ``CatalogueMissingError``."""
    count = read_facts(_current(folder)).procedures
    for pointer in ("current", "previous"):
        (folder / pointer).unlink(missing_ok=True)
    for manifest in folder.glob("*/manifest.json"):
        shutil.rmtree(manifest.parent, ignore_errors=True)
    return count


@lru_cache(maxsize=8)
def read_facts(build: Path) -> CatalogueFacts:
    """What the catalogue in ``build`` says of itself. Raises ``IndexMissingError`` when it is unreadable."""
    try:
        return CatalogueFacts.model_validate_json((build / "facts.json").read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise IndexMissingError(f"{build}: facts.json is unreadable ({error})") from None


def _current(folder: Path) -> Path:
    try:
        return Builds(folder).current()
    except IndexMissingError:
        raise CatalogueMissingError(
            "no procedures are imported; run `troly procedures import FILE --date YYYY-MM-DD`"
        ) from None
