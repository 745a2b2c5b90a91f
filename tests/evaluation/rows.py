"""Rows of a question file and replies of an assistant, made for the tests."""

from __future__ import annotations

from typing import Any

from evaluation.rows import Row


def make_row(**fields: Any) -> Row:
    """A row that asks something of a plan and expects an answer."""
    return Row.model_validate(
        {"id": "R1", "question": "hỏi gì", "kind": "plan", "register_": "formal", "outcome": "answered"} | fields
    )


def make_reply(text: str, *cited: tuple[str, str], outcome: str = "answered") -> dict[str, Any]:
    """A reply of the public API that cites these documents and locators."""
    citations = [{"document_id": document, "locator": locator, "title": "…"} for document, locator in cited]
    return {"outcome": outcome, "text": text, "citations": citations, "buttons": []}
