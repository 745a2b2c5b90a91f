"""The officer's desk in a browser without JavaScript, by keyboard, also on a phone."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.connectors.harness import QUICK, RunningGateway, settings_for
from tests.connectors.platforms import connect_zalo, zalo_settings
from tests.fakes.rasa import FakeRasa
from tests.fakes.zalo import FakeZalo

from .conftest import BASE_URL, NewContext

pytestmark = pytest.mark.browser

SECRET = secrets.token_urlsafe(24)


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    with FakeZalo() as running:
        yield running


@pytest.fixture
def gateway(tmp_path: Path, zalo: FakeZalo) -> Iterator[RunningGateway]:
    """The real gateway, connected to the fake Zalo."""
    if BASE_URL:
        pytest.skip("has a gateway of its own")
    with FakeRasa() as rasa:
        running = RunningGateway(settings_for(tmp_path, rasa, desk_secret=SECRET, **zalo_settings(zalo)), QUICK)
        running.start()
        connect_zalo(running, zalo)
        yield running
        running.stop()


def test_an_officer_sends_a_reply_again(
    gateway: RunningGateway, zalo: FakeZalo, new_context: NewContext, watched: Callable[[Page], Page]
) -> None:
    # Given a reply that Zalo refused, and the desk on a phone without JavaScript
    zalo.faults.add("send", -201)
    zalo.says("1", "Chỉ tiêu?").result(60)
    zalo.wait_for("1", 1)
    credentials = {"username": "Trực", "password": SECRET}
    phone = {"width": 360, "height": 640}
    context = new_context(java_script_enabled=False, viewport=phone, http_credentials=credentials)
    page = watched(context.new_page())
    page.goto(f"{gateway.url}/desk/deliveries")
    expect(page.get_by_role("article")).to_contain_text("Zalo không nhận tin này")
    expect(page.get_by_role("article")).to_contain_text("Gửi miễn phí đến")
    assert page.locator("main").bounding_box()["width"] <= 360  # type: ignore[index]
    # When the officer marks it and sends it again, by keyboard alone
    page.get_by_role("checkbox").press("Space")
    page.get_by_role("button", name="Gửi lại tin đã chọn").press("Enter")
    # Then the user has it, and the page says what was done
    expect(page.get_by_role("status")).to_contain_text("Đang gửi lại 1 tin")
    expect(page.get_by_role("row").last).to_contain_text("Trực")
    zalo.wait_for("1", 2)
