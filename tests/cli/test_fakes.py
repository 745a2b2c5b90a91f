"""``troly fake``: a platform to try a channel against, as anybody types it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import httpx2 as httpx
import pytest

from runtime.ports import free_ports
from settings import REPOSITORY


@pytest.mark.parametrize("name", ["telegram", "zalo", "zalo_bot"])
def test_a_fake_serves_a_page_to_chat_in_until_ctrl_c(name: str) -> None:
    [port] = free_ports(1)
    command = [sys.executable, "-m", "cli.app", "fake", name, "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    try:
        page = _page(f"http://127.0.0.1:{port}/", process)
        assert "<form>" in page
    finally:
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=60)[0]
    assert f"127.0.0.1:{port}" in said


def test_a_fake_nobody_made_is_named() -> None:
    command = [sys.executable, "-m", "cli.app", "fake", "fax"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "telegram" in done.stderr


def _page(url: str, process: subprocess.Popen[str]) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return httpx.get(url, timeout=5, trust_env=False).text
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the fake did not start")
