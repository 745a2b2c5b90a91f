"""A free port, for tests of both environments: ``runtime.ports`` imports what Rasa's has in another version."""

from __future__ import annotations

import contextlib
import random
import socket


def free_port() -> int:
    """One that nothing listens on, and that no outgoing connection is given meanwhile (see ``runtime.ports``)."""
    while True:
        with socket.socket() as one, contextlib.suppress(OSError):
            port = random.randrange(20_000, 32_768)
            one.bind(("127.0.0.1", port))
            return port
