"""Calls to the action server in the shape Rasa 3.6 sends them: no domain, the whole tracker."""

from __future__ import annotations

from typing import Any

VERSION = "3.6.21"


def latest_message(
    text: str, intent: str, *entities: dict[str, Any], confidence: float = 0.97, **metadata: Any
) -> dict[str, Any]:
    """A user message as the NLU pipeline leaves it on the tracker."""
    return {
        "intent": {"name": intent, "confidence": confidence},
        "entities": list(entities),
        "text": text,
        "message_id": "5f2f4d7c",
        "metadata": metadata,
        "text_tokens": [],
        "intent_ranking": [{"name": intent, "confidence": confidence}],
    }


def entity(kind: str, value: str, start: int | None = None, end: int | None = None) -> dict[str, Any]:
    """An entity with its place in the text, when it has one (a button's has none)."""
    found: dict[str, Any] = {"entity": kind, "value": value, "extractor": "GazetteerExtractor"}
    return found if start is None else {**found, "start": start, "end": end}


def call(action: str, message: dict[str, Any], slots: dict[str, Any] | None = None) -> dict[str, Any]:
    """The body of ``POST /webhook``."""
    return {
        "next_action": action,
        "sender_id": "conversation-1",
        "tracker": {
            "sender_id": "conversation-1",
            "slots": {"last_question": None, "session_started_metadata": None, **(slots or {})},
            "latest_message": message,
            "latest_event_time": 1795255520.1,
            "followup_action": None,
            "paused": False,
            "events": [
                {
                    "event": "action",
                    "timestamp": 1795255519.0,
                    "name": "action_session_start",
                    "policy": None,
                    "confidence": 1.0,
                },
                {"event": "session_started", "timestamp": 1795255519.1},
                {
                    "event": "action",
                    "timestamp": 1795255519.2,
                    "name": "action_listen",
                    "policy": None,
                    "confidence": None,
                },
                {"event": "user", "timestamp": 1795255520.0, "text": message["text"], "parse_data": message},
            ],
            "latest_input_channel": "gateway",
            "active_loop": {},
            "latest_action": {"action_name": "action_listen"},
            "latest_action_name": "action_listen",
        },
        "version": VERSION,
    }
