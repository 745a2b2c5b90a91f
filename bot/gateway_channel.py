"""The only door of the Rasa server: the gateway's messages come in, the answers go back with the response.

    POST /webhooks/gateway/webhook      X-Gateway-Secret: …
    {"sender": "…", "message": "…", "message_id": "…", "channel": "web", "trusted": false, "metadata": {…}}

    200 {"messages": [{"text": "…", "buttons": […], "metadata": {…}} | {"custom": {…}}]}
    400 {"error": "invalid_body"}   403 {"error": "forbidden"}   413 {"error": "body_too_large"}
    500 {"error": "processing_failed", "messages": []}

Rasa's own channels have no key, share one conversation when the sender is missing, and execute any text that
begins with "/" as an intent. Nothing that a person wrote is logged here; a trace comes without its message.
"""

from __future__ import annotations

import hmac
import inspect
import json
import logging
import re
import traceback
import unicodedata
from typing import Any, Awaitable, Callable, Dict, List, NamedTuple, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)

KEY_HEADER = "X-Gateway-Secret"
BODY_MAX_BYTES = 32 * 1024
SENDER_MAX_CHARS = 255  # the column of Rasa's SQL tracker store
KEPT_KEYS = ("text", "buttons", "custom", "image", "attachment", "metadata")

_SLASHES = "/\u2044\u2215\u29f8\uff0f"
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs by category, blank to the eye
_PAYLOAD = re.compile(r"/(?!(?:restart|back|session_start)\b)[a-z][a-z0-9_]*(?:\{.*\})?", re.DOTALL)


class InvalidBodyError(ValueError):
    """The body is not what the gateway sends; the message is for the developer, not for people."""


class Inbound(NamedTuple):
    """One message of the gateway, checked."""

    sender: str
    text: str
    message_id: Optional[str]
    channel: str
    metadata: Dict[str, Any]


class GatewayOutput(CollectingOutputChannel):
    """Collects the answers of one turn as they are, the metadata of a domain response included."""

    @classmethod
    def name(cls) -> str:
        """The channel's name, as used by channel-specific responses."""
        return "gateway"

    async def send_response(self, recipient_id: str, message: Dict[str, Any]) -> None:  # noqa: ARG002
        """Keep one answer whole: no split at blank lines, nothing dropped but what is empty."""
        self.messages.append({key: message[key] for key in KEPT_KEYS if message.get(key)})


class GatewayInput(InputChannel):
    """Rasa input channel for the gateway.

    Credentials: ``secret`` (required), the value the gateway sends in ``X-Gateway-Secret``.
    """

    @classmethod
    def name(cls) -> str:
        """The channel's name: a part of its address."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[str, Any]]) -> InputChannel:
        """Read the secret; a missing one, or an unexpanded ``${GATEWAY_SECRET}``, stops the server."""
        secret = str((credentials or {}).get("secret") or "").strip()
        if not secret or secret.startswith("${"):
            cls.raise_missing_credentials_exception()
        return cls(secret)

    def __init__(self, secret: str) -> None:
        """Keep the secret as bytes, so that comparing cannot fail on any header."""
        self._secret = secret.encode()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes: alive, and the webhook."""
        module = inspect.getmodule(self)
        blueprint = Blueprint("gateway_webhook", module.__name__ if module else __name__)

        @blueprint.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            given = request.headers.get(KEY_HEADER, "").encode(errors="surrogateescape")
            if not hmac.compare_digest(given, self._secret):
                return response.json({"error": "forbidden"}, status=403)
            if len(request.body) > BODY_MAX_BYTES:
                return response.json({"error": "body_too_large"}, status=413)
            try:
                inbound = parse_body(request.body)
            except InvalidBodyError as problem:
                return response.json({"error": "invalid_body", "detail": str(problem)}, status=400)
            output = GatewayOutput()
            try:
                await on_new_message(_user_message(inbound, output))
            except Exception as error:  # noqa: BLE001 - whatever went wrong, the gateway is told
                logger.error("gateway message failed: %s\n%s", type(error).__name__, _trace(error))
                return response.json({"error": "processing_failed", "messages": []}, status=500)
            return response.json({"messages": output.messages})

        return blueprint

    def get_output_channel(self) -> None:
        """No answers outside a turn: the gateway itself sends reminders and campaigns."""
        return


def parse_body(body: bytes) -> Inbound:
    """Check the gateway's body.

    Raises:
        InvalidBodyError: not JSON in UTF-8, a field missing or of a wrong type, no text, or a payload marked
            as trusted that is none.
    """
    try:
        data = json.loads(body.decode("utf-8"))
    except ValueError:
        raise InvalidBodyError("the body is not JSON in UTF-8") from None
    if not isinstance(data, dict):
        raise InvalidBodyError("the body is not an object")
    sender, message = data.get("sender"), data.get("message")
    if not isinstance(sender, str) or not sender.strip() or len(sender) > SENDER_MAX_CHARS:
        raise InvalidBodyError(f"sender is not a text of 1 to {SENDER_MAX_CHARS} characters")
    if not isinstance(message, str):
        raise InvalidBodyError("message is not a text")
    if not isinstance(data.get("metadata") or {}, dict):
        raise InvalidBodyError("metadata is not an object")
    message = message.encode("utf-8", "replace").decode("utf-8")  # a lone half of a surrogate pair
    if data.get("trusted") is not True:
        text = neutralised(message)
    elif message.startswith(INTENT_MESSAGE_PREFIX) and not _PAYLOAD.fullmatch(message):
        raise InvalidBodyError("the trusted message is no payload of a button")
    else:
        text = message
    if not text.strip():
        raise InvalidBodyError("message is empty")
    channel = str(data.get("channel") or GatewayInput.name())
    return Inbound(sender, text, data.get("message_id"), channel, data.get("metadata") or {})


def neutralised(text: str) -> str:
    """Take from the front of ``text`` what could make Rasa read a command: slashes and what hides them.

    >>> neutralised(" //restart")
    'restart'
    """
    for position, character in enumerate(text):
        hides = unicodedata.category(character)[0] in "CMZ" or character in _BLANK_LETTERS
        if not hides and character not in _SLASHES:
            return text[position:]
    return "?" if any(character in _SLASHES for character in text) else ""


def _user_message(inbound: Inbound, output: GatewayOutput) -> UserMessage:
    return UserMessage(
        inbound.text,
        output,
        inbound.sender,
        input_channel=inbound.channel,
        message_id=inbound.message_id,
        metadata=inbound.metadata,
    )


def _trace(error: BaseException) -> str:
    """Where it happened, without the error's message: that may quote what a person wrote."""
    frames: List[str] = traceback.format_tb(error.__traceback__)
    return "".join(frames[-8:])
