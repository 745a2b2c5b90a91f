"""Rasa's command line, with the token taken from the environment.

    python -m bot.server run --enable-api …

Rasa accepts its API token only as an argument, and every user of the machine can read a command line. Here the
argument is added after the process has started, where nobody else sees it.
"""

from __future__ import annotations

import os
import sys

from rasa.__main__ import main as rasa_main


def main() -> None:
    """Run Rasa with the arguments given and, if there is one, the token of ``TROLY_RASA_TOKEN``."""
    token = os.environ.get("TROLY_RASA_TOKEN")
    if token:
        sys.argv += ["--auth-token", token]
    rasa_main()


if __name__ == "__main__":
    main()
