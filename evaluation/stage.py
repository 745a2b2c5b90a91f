"""The stage of a measurement: an assistant of its own between its users, who are played, and Rasa, which may be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evaluation.browsers import WebSide
from evaluation.house import House, PlainHouse, StandingHouse
from evaluation.platforms import PLATFORMS, Fault, Platform
from evaluation.sides import PlatformSide, Seen, Side

CHANNELS = ("web", *PLATFORMS)


class Stage:
    """``with Stage([Telegram(), "web"], folder) as stage``: users are numbers, each of one of the channels in turn.

    A platform is played by its fake, "web" by visitors of the page; ``real`` puts `troly up` behind them in place of a
    gateway with a fake Rasa.
    """

    def __init__(
        self,
        channels: Platform | Sequence[Platform | str],
        home: Path,
        database_url: str | None = None,
        rasa_seconds: float = 0.05,
        *,
        real: bool = False,
    ) -> None:
        more = {"TROLY_DATABASE_URL": database_url} if database_url else {}
        self.house: House = StandingHouse(home, more) if real else PlainHouse(home, more, rasa_seconds)
        listed = [channels] if isinstance(channels, Platform) else channels
        self.sides: list[Side] = [PlatformSide(one) if isinstance(one, Platform) else WebSide() for one in listed]
        self.url = self.house.url

    def __enter__(self) -> Stage:
        try:
            self._set_up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for side in self.sides:
            side.close()
        self.house.stop()
        self.house.programs.kill_all()

    def _set_up(self) -> None:
        settings: dict[str, str] = {}
        for side in self.sides:
            side.open(self.house)
            settings |= side.environment()
        self.house.start(settings)
        for side in self.sides:
            side.connect(self.house)

    @property
    def secrets(self) -> list[str]:
        """What must not be in any log."""
        return [*self.house.secrets, *(secret for side in self.sides for secret in side.secrets)]

    def side(self, user: int) -> Side:
        """The channel of a user."""
        return self.sides[user % len(self.sides)]

    def says(self, user: int, text: str) -> None:
        """A user writes."""
        self.side(user).says(user, text)

    def fails(self, user: int, fault: Fault) -> None:
        """The next message on the user's channel meets this."""
        self.side(user).fails(fault)

    def meets(self, user: int) -> None:
        """The platform knows this user, who may be written to."""
        side = self.side(user)
        if isinstance(side, PlatformSide):
            side.meets(user)

    def seen(self, user: int) -> list[Seen]:
        """What a user saw, and when."""
        return self.side(user).seen(user)

    def texts(self, user: int) -> list[str]:
        """What a user saw."""
        return [one.text for one in self.seen(user)]


def channels_named(name: str) -> list[Platform | str]:
    """``all`` for every channel, else the one."""
    return [PLATFORMS[one]() if one in PLATFORMS else one for one in (CHANNELS if name == "all" else (name,))]
