"""A fake Zalo Official Account: OAuth v4, the OpenAPI calls a chat assistant makes, and Zalo's webhook sender.

    with FakeZalo() as zalo:
        zalo.webhook_url = "http://127.0.0.1:8000/webhooks/zalo"
        zalo.connect()                                  # tokens without a browser
        zalo.says("u-1", "xin chào")                    # signed, retried as Zalo retries
        [sent] = zalo.wait_for("u-1", 1)                # what the user saw
        zalo.press("u-1", sent, 0)                      # the first button of it
        zalo.faults.add("send", -32)                    # see tests.fakes.faults
        zalo.ahead = 49 * 3600                          # its clock, in seconds ahead of ours

By itself, with a page to chat in: ``python -m tests.fakes.zalo``. After reference ``zalo.md`` §3–§10 and §13:
application errors are HTTP 200 with ``error`` below 0; ids and times are text. Where Zalo's code for a case is not
documented, the choice is that of §13.
"""

from tests.fakes.zalo.server import FakeZalo
from tests.fakes.zalo.state import Delivery, Sent, User

__all__ = ["Delivery", "FakeZalo", "Sent", "User"]
