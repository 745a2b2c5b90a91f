"""What a scan of logs finds, and what it lets pass."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from evaluation.log_scan import Leak, kinds_in, scan

TOKEN = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)}"


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ('{"event": "rasa.failed", "reason": "0905123456"}', ["personal data"]),
        ('{"reason": "CCCD 051203004567"}', ["personal data"]),
        ('{"reason": "mu\\u1ed1n h\\u1ecfi"}', ["words"]),
        ('{"reason": "muốn hỏi"}', ["words"]),
        (f"POST https://api.telegram.org/bot{TOKEN}/sendMessage", ["bot token"]),
        (f"Authorization: Bearer {secrets.token_urlsafe(24)}", ["bearer token"]),
        (f"GET /status?token={secrets.token_urlsafe(24)}", ["token in an address"]),
    ],
)
def test_what_must_not_be_there_is_found(line: str, kinds: list[str]) -> None:
    assert kinds_in(line) == kinds


def test_our_own_figures_pass() -> None:
    line = (
        '{"time": "2026-11-21T20:08:56.881+00:00", "level": "INFO", "logger": "connectors.delivery.turn", '
        '"event": "turn.finished", "conversation": "zalo-ce91a68bc6f9f8a808f67a1ab434b5dc", "inbound": 116, '
        '"outcomes": ["answered"], "ms": 12.5, "account": "439641719029163932", "generation": 828217586}'
    )
    assert kinds_in(line) == []


def test_secrets_are_found_in_files_below_a_folder(tmp_path: Path) -> None:
    secret = secrets.token_hex(16)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "gateway.log.1").write_text(f"one\ntwo {secret}\n", encoding="utf-8")
    (tmp_path / "logs" / "gateway.db").write_text(secret, encoding="utf-8")
    assert scan([tmp_path], [secret]) == [Leak(tmp_path / "logs" / "gateway.log.1", 2, "secret")]
    assert scan([tmp_path], ["short"]) == []
