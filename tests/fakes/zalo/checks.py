"""What Zalo refuses of a consultation message, in its own codes (zalo.md §5, §9, §10)."""

from __future__ import annotations

from typing import Any

from tests.fakes.zalo.state import ASSET_SECONDS, OPEN_SECONDS, State

LARGEST_TEXT = 2000
MOST_BUTTONS = 5
MOST_ELEMENTS = 5
LONGEST_TITLE = 100
LONGEST_PAYLOAD = 1000

Refusal = tuple[int, str]


def refused_recipient(state: State, user_id: Any) -> Refusal | None:
    """Why this user may not be written to."""
    user = state.users.get(user_id) if isinstance(user_id, str) else None
    if user is None:
        return -201, "user_id is invalid!"
    if user.blocked:
        return -244, "User has restricted this message type from your OA"
    if user.last is None:
        return -213, "User has not followed OA"
    if state.now() - user.last > OPEN_SECONDS:
        return -230, "User has not interacted with the OA in the past 7 days"
    return None


def refused_message(state: State, message: Any, history: list[dict[str, Any]]) -> Refusal | None:
    """Why this message may not be sent."""
    if not isinstance(message, dict) or not (message.get("text") or message.get("attachment")):
        return -201, "message is invalid!"
    if len(message.get("text", "")) > LARGEST_TEXT:
        return -210, "text exceeds allowable limit"
    quoted = message.get("quote_message_id")
    known = {entry["message_id"] for entry in history}
    if quoted is not None and not state.trusts_quotes and quoted not in known:
        return -201, "quote_message_id is invalid!"
    attachment = message.get("attachment")
    return None if attachment is None else _attachment(state, attachment)


def _attachment(state: State, attachment: dict[str, Any]) -> Refusal | None:
    payload = attachment.get("payload", {})
    if attachment.get("type") == "file":
        return _asset(state, payload.get("token"))
    if attachment.get("type") != "template":
        return -201, "attachment.type is invalid!"
    kind = payload.get("template_type")
    if kind not in (None, "button", "media", "request_user_info", "list"):
        return -233, "message type is invalid or not support"
    elements, buttons = payload.get("elements", []), payload.get("buttons", [])
    if len(elements) > (1 if kind in ("request_user_info", "media") else MOST_ELEMENTS):
        return -210, "elements exceeds allowable limit"
    if kind == "media" and (refusal := _media(state, elements)):
        return refusal
    if not elements and not buttons:
        return -201, "payload is invalid!"
    if len(buttons) > MOST_BUTTONS:
        return -210, "buttons exceeds allowable limit"
    return next((refusal for button in buttons if (refusal := _button(button))), None)


def _media(state: State, elements: list[dict[str, Any]]) -> Refusal | None:
    for element in elements:
        if element.get("media_type") not in ("image", "gif", "sticker"):
            return -201, "media_type is invalid!"
        if ("url" in element) == ("attachment_id" in element):
            return -201, "element is invalid!"
        if element["media_type"] == "gif" and not (element.get("width") and element.get("height")):
            return -201, "width is invalid!"
        if (
            element["media_type"] != "sticker"
            and "attachment_id" in element
            and (old := _asset(state, element["attachment_id"]))
        ):
            return old
    return None


def _asset(state: State, asset: Any) -> Refusal | None:
    made = state.assets.get(asset)
    if made is None:
        return -201, "attachment_id is invalid!"
    return (-100, "attachment_id was expired") if state.now() - made > ASSET_SECONDS else None


def _button(button: dict[str, Any]) -> Refusal | None:
    kind, payload = button.get("type"), button.get("payload")
    if not button.get("title") or len(button["title"]) > LONGEST_TITLE:
        return -201, "title is invalid!"
    if kind in ("oa.query.show", "oa.query.hide"):
        fits = isinstance(payload, str) and 0 < len(payload) <= LONGEST_PAYLOAD
    elif kind == "oa.open.url":
        fits = isinstance(payload, dict) and str(payload.get("url", "")).startswith(("https://", "http://"))
    elif kind in ("oa.open.phone", "oa.open.sms"):
        fits = isinstance(payload, dict) and bool(payload.get("phone_code"))
    else:
        return -201, "type is invalid!"
    return None if fits else (-201, "payload is invalid!")
