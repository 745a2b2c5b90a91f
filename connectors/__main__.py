"""``python -m connectors``: serve the gateway of the settings, the only one that works with its database."""

from __future__ import annotations

import logging
import os
import sys

from connectors.logs import configure_logs, event, get_logger
from connectors.server import make_server
from databases import TakenError, sole_use
from settings import load_settings

log = get_logger("connectors")

TAKEN = (
    "Another gateway works with this database; a second one would answer the same messages. "
    "Stop it, or set TROLY_DATABASE_URL to another database."
)


def main() -> None:
    """Serve until told to stop."""
    settings = load_settings()
    configure_logs(settings.log_level)
    try:
        with sole_use(settings.database_url, lost=_end):
            make_server(settings).run()
    except TakenError:
        sys.exit(TAKEN)


def _end() -> None:
    """At once: whatever is still sent, the other gateway may send as well."""
    event(log, "gateway.replaced", logging.CRITICAL)
    os._exit(1)


if __name__ == "__main__":
    main()
