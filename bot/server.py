"""Rasa's server with our way to the action server.

    python -m bot.server run --port 5005 --enable-api --model var/models/troly.tar.gz

The same server as `rasa run`, with the options of it that we use. What differs: the action endpoint keeps its
connection (see ``action_endpoint``), answers are checked against a schema that is compiled once, locks are
handed on at once (see ``lock_store``), and the token of the HTTP interface comes from ``TROLY_RASA_TOKEN``:
every user of a machine can read command lines.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path
from typing import List, Optional

import rasa.core.run
import rasa.utils.io
from rasa.core.utils import AvailableEndpoints
from rasa.shared.exceptions import RasaException
from rasa.utils.common import configure_logging_and_warnings
from rasa.utils.log_utils import configure_structlog

from bot.action_endpoint import KeptEndpoint, check_answers_once
from bot.lock_store import ConversationLocks

KEY_VARIABLE = "TROLY_RASA_TOKEN"


def main(arguments: Optional[List[str]] = None) -> None:
    """Serve until stopped; a missing model, secret or endpoint ends the process with a message."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    token = os.environ.get(KEY_VARIABLE, "").strip()
    if options.enable_api and not token:
        sys.exit(f"{KEY_VARIABLE} is not set; the HTTP interface needs a token")
    _configure_logging(getattr(logging, options.log_level))
    sys.path.insert(0, str(Path.cwd()))  # Rasa looks for `bot` and `vietnamese` by name
    try:
        endpoints = AvailableEndpoints.read_endpoints(options.endpoints)
        endpoints.lock_store = endpoints.lock_store or ConversationLocks()
        listeners = []
        if endpoints.action:
            endpoints.action = KeptEndpoint.of(endpoints.action)
            listeners.append((endpoints.action.close, "after_server_stop"))
        check_answers_once()
        rasa.core.run.serve_application(
            options.model,
            interface=options.interface,
            port=options.port,
            credentials=options.credentials,
            auth_token=token or None,
            enable_api=options.enable_api,
            endpoints=endpoints,
            server_listeners=listeners,
        )
    except RasaException as error:
        sys.exit(f"{type(error).__name__}: {error}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.server", description="Rasa's server for the gateway.")
    parser.add_argument("command", choices=["run"])
    parser.add_argument("-i", "--interface", default="127.0.0.1", help="address to listen on")
    parser.add_argument("-p", "--port", type=int, default=5005)
    parser.add_argument("--model", required=True, help="a model, or a folder whose newest model is taken")
    parser.add_argument("--endpoints", default="bot/endpoints.yml")
    parser.add_argument("--credentials", default="bot/credentials.yml")
    parser.add_argument("--enable-api", action="store_true", help="serve /status and /model/parse, with the token")
    parser.add_argument("--log-level", default="INFO", choices=["INFO", "WARNING", "ERROR"], help="never DEBUG: texts")
    return parser


def _configure_logging(level: int) -> None:
    configure_logging_and_warnings(level, warn_only_once=True, filter_repeated_logs=True)
    rasa.utils.io.configure_colored_logging(level)
    configure_structlog(level)


if __name__ == "__main__":
    main()
