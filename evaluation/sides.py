"""The users of one channel, as a measurement sees them: they write, and see what they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import httpx2 as httpx

from evaluation.house import House
from evaluation.platforms import Fault, Platform
from runtime.ports import free_ports


@dataclass(frozen=True, slots=True)
class Seen:
    """A text that a user saw, and when (seconds since 1970)."""

    text: str
    at: float


class Side(Protocol):
    """One channel's users, by number."""

    name: str
    faults: Sequence[Fault]
    secrets: Sequence[str]

    def environment(self) -> dict[str, str]:
        """The gateway's settings for this channel."""
        ...

    def open(self, house: House) -> None:
        """Before the gateway runs."""
        ...

    def connect(self, house: House) -> None:
        """Once it does."""
        ...

    def says(self, user: int, text: str) -> None:
        """A user writes."""
        ...

    def seen(self, user: int) -> list[Seen]:
        """What a user saw, in order."""
        ...

    def fails(self, fault: Fault) -> None:
        """The next message to any user meets this."""
        ...

    def close(self) -> None:
        """At the end."""
        ...


class PlatformSide:
    """The users of a fake platform, which is a process of its own."""

    def __init__(self, platform: Platform) -> None:
        self.name, self.faults, self._platform = platform.name, platform.faults, platform
        [self._port] = free_ports(1)
        self.url = f"http://127.0.0.1:{self._port}"
        self._client = httpx.Client(base_url=self.url, timeout=20, trust_env=False)
        self.secrets = platform.secrets

    def environment(self) -> dict[str, str]:
        """The platform's, with the fake in its place."""
        return self._platform.environment(self.url)

    def open(self, house: House) -> None:
        """Start the fake."""
        module = (self._platform.module, "--port", str(self._port), *self._platform.arguments(house.url))
        house.programs.start(self.name, module, f"{self.url}/", house.environment)

    def connect(self, house: House) -> None:
        """As an official does."""
        self._platform.connect(self._client, house.url)

    def says(self, user: int, text: str) -> None:
        """In the fake's own page."""
        self._client.post("/_fake/says", json={"user": str(user), "text": text}).raise_for_status()

    def seen(self, user: int) -> list[Seen]:
        """As the fake took it."""
        return [Seen(str(one["text"]), float(one["at"])) for one in self._client.get(f"/_fake/chat/{user}").json()]

    def fails(self, fault: Fault) -> None:
        """At the call that sends."""
        self._client.post("/_fake/faults", json={"place": self._platform.place, **fault}).raise_for_status()

    def meets(self, user: int) -> None:
        """The platform knows this user, who may be written to."""
        self._client.post("/_fake/meets", json={"user": str(user)}).raise_for_status()

    def close(self) -> None:
        """The fake ends with the house's other programs."""
        self._client.close()
