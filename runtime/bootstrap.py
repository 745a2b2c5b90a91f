"""``python3 -m runtime.bootstrap [--dev]``: build both environments from their locks, where they need it."""

from __future__ import annotations

import argparse
import sys
import time

from runtime.environments import ENVIRONMENTS
from runtime.uv import BootstrapError


def main(arguments: list[str] | None = None) -> int:
    """Build what is missing or outdated; say so, and what it took. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m runtime.bootstrap", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also install what the tests and checks need")
    development = parser.parse_args(arguments).dev
    try:
        for environment in ENVIRONMENTS:
            if environment.needs_building(development):
                start = time.monotonic()
                print(f"Building {environment.title} (Python {environment.version}) …", flush=True)
                environment.build(development)
                print(f"Built {environment.title} in {time.monotonic() - start:.0f} s", flush=True)
    except BootstrapError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the next run goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
