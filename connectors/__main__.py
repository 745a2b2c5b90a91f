"""``python -m connectors``: serve the gateway of the settings."""

from __future__ import annotations

from connectors.logs import configure_logs
from connectors.server import make_server
from settings import load_settings


def main() -> None:
    """Serve until told to stop."""
    settings = load_settings()
    configure_logs(settings.log_level)
    make_server(settings).run()


if __name__ == "__main__":
    main()
