"""From what Zalo answers to what is done about it (``errors.yml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import httpx2 as httpx
from pydantic import BaseModel, ConfigDict, TypeAdapter
from ruamel.yaml import YAML

from connectors.errors import DeliveryError, Remedy

UNKNOWN_CODE = "unknown"


class Handling(BaseModel):
    """One line of the table; ``after`` in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    do: Remedy
    says: str
    after: float | None = None
    account: bool = False


@cache
def handlings() -> dict[int, Handling]:
    """The codes we know."""
    path = Path(__file__).with_name("errors.yml")
    return TypeAdapter(dict[int, Handling]).validate_python(YAML(typ="safe").load(path))


def handling_of(code: int) -> Handling:
    """What is done about ``code``; one that nobody knows is told."""
    return handlings().get(code, Handling(do=Remedy.TELL, says=UNKNOWN_CODE))


def refused(code: int) -> DeliveryError:
    """The failure for an error code of Zalo's."""
    handling = handling_of(code)
    return DeliveryError(handling.do, f"zalo_{code}"[:32], handling.after)


def failed(status: int, retry_after: str | None) -> DeliveryError:
    """The failure for an HTTP status other than 200: a gateway on Zalo's side, or too many calls."""
    if status == httpx.codes.TOO_MANY_REQUESTS:
        waits = retry_after is not None and retry_after.isascii() and retry_after.isdigit()
        return DeliveryError(Remedy.RETRY, "zalo_http_429", float(retry_after or 0) if waits else 60.0)
    if status in (httpx.codes.INTERNAL_SERVER_ERROR, httpx.codes.BAD_GATEWAY, httpx.codes.GATEWAY_TIMEOUT):
        return DeliveryError(Remedy.DOUBT, f"zalo_http_{status}")  # may have been done before it broke
    remedy = Remedy.RETRY if status >= httpx.codes.INTERNAL_SERVER_ERROR else Remedy.TELL
    return DeliveryError(remedy, f"zalo_http_{status}")


def broken(error: httpx.HTTPError) -> DeliveryError:
    """The failure for a connection that broke: before the call was sent, or nobody knows when."""
    before = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    return DeliveryError(Remedy.RETRY if before else Remedy.DOUBT, f"zalo_{type(error).__name__}"[:32])
