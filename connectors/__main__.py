"""``python -m connectors``: serve the gateway of the settings, the only one that works with its database."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import socket
import sys

from connectors.logs import configure_logs, event, get_logger

log = get_logger("connectors")

TAKEN = (
    "Another gateway works with this database; a second one would answer the same messages. "
    "Stop it, or set TROLY_DATABASE_URL to another database."
)


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m connectors", description="Serve the gateway of the settings.")
    parser.add_argument("--door", action="store_true", help="standard input is the socket to serve at")
    door = [_door()] if parser.parse_args().door else None
    gc.disable()  # what is loaded now stays: to look through it for garbage took a tenth of the start
    from connectors.server import make_server
    from databases import TakenError, sole_use
    from settings import load_settings

    settings = load_settings()
    configure_logs(settings.log_level)
    try:
        with sole_use(settings.database_url, lost=_end):
            server = make_server(settings)
            gc.freeze()
            gc.enable()
            server.run(door)
    except TakenError:
        sys.exit(TAKEN)


def _door() -> socket.socket:
    """A socket of our own for what ``Process.door`` has us inherit; it listens on when we close ours."""
    return socket.socket(fileno=os.dup(sys.stdin.fileno()))


def _end() -> None:
    """At once: whatever is still sent, the other gateway may send as well."""
    event(log, "gateway.replaced", logging.CRITICAL)
    os._exit(1)


if __name__ == "__main__":
    main()
