"""Structured logs: one JSON object per line, identifiers and figures only.

    log = get_logger(__name__)
    event(log, "turn.finished", conversation=pending.conversation_id, outcome="answered", ms=42)

Never pass a question, a name, a token or a number someone typed. Exceptions are written as their type and the
places in the code they passed through, never as their message: messages quote the data they failed on.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

ROOT = "connectors"
# Libraries that quote requests or data in their messages below WARNING (httpx writes URLs with their query).
QUIET = (
    "httpx2",
    "httpcore2",
    "httpx",
    "httpcore",
    "aiosqlite",
    "sqlalchemy",
    "sse_starlette",
    "asyncio",
    "uvicorn.access",
)

# Quotes what platforms answered, and with it residents, whatever the level.
SILENT = ("telegram",)


class JsonFormatter(logging.Formatter):
    """``{"time", "level", "logger", "event", …fields, "error"?, "at"?}``."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON."""
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
        }
        entry |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            entry["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
        return json.dumps(entry, ensure_ascii=False, default=str)


def configure_logs(level: str, stream: TextIO | None = None) -> None:
    """Send everything through the JSON formatter; only the gateway's own loggers follow ``level``."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel("INFO")
    logging.getLogger(ROOT).setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel("WARNING")
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def get_logger(name: str) -> logging.Logger:
    """The logger of a module."""
    return logging.getLogger(name)


def event(logger: logging.Logger, name: str, level: int = logging.INFO, *, error: bool = False, **fields: Any) -> None:
    """Log the event ``name`` with ``fields``; ``error=True`` adds the exception being handled."""
    if logger.isEnabledFor(level):
        logger.log(level, name, extra={"fields": fields}, exc_info=error)
