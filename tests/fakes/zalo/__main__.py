"""The fake Zalo by itself, with a page to chat in: ``python -m tests.fakes.zalo``, or ``troly fake zalo``."""

from __future__ import annotations

import secrets

from tests.fakes.serving import command_line
from tests.fakes.zalo.server import FakeZalo


def main() -> None:
    """Serve until told to stop."""
    parser = command_line(__doc__, 8082)
    parser.add_argument("--pace", type=float, default=0.05, help="share of Zalo's own waits before it tries again")
    parser.add_argument("--trust-quotes", action="store_true", help="events come from somebody else as well")
    for name in ("app-id", "app-secret", "oa-secret", "oa-id"):
        parser.add_argument(f"--{name}", help="made up unless given")
    options = parser.parse_args()
    zalo = FakeZalo(options.port)
    zalo.app_id = options.app_id or zalo.app_id
    zalo.app_secret = options.app_secret or zalo.app_secret
    zalo.oa_secret = options.oa_secret or zalo.oa_secret
    zalo.oa_id = options.oa_id or zalo.oa_id
    zalo.webhook_url = f"{options.assistant}/webhooks/zalo"
    zalo.sender.pace, zalo.sender.in_order = options.pace, True
    zalo.trusts_quotes = options.trust_quotes
    connect_secret = secrets.token_urlsafe(18)
    print("1. Run the assistant with:")
    print(f"  TROLY_ZALO_APP_ID={zalo.app_id} TROLY_ZALO_APP_SECRET={zalo.app_secret} \\")
    print(f"  TROLY_ZALO_OA_SECRET={zalo.oa_secret} TROLY_ZALO_CONNECT_SECRET={connect_secret} \\")
    print(f"  TROLY_ZALO_API={zalo.url} TROLY_ZALO_OAUTH={zalo.url} make up")
    print(f"2. Connect: {options.assistant}/zalo/connect (any name, password {connect_secret})")
    print(f"3. Chat: {zalo.url}/", flush=True)
    zalo.serve()


if __name__ == "__main__":
    main()
