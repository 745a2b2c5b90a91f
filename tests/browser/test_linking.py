"""A conversation linked with one on another channel."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .driver import Widget
from .fake_gateway import FakeGateway

# The fake gateway for its answers and switches.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("fake")]

QUESTION = "Kế hoạch đặt mục tiêu gì?"


def test_a_code_for_another_device_is_a_button_away(widget: Widget, fake: FakeGateway) -> None:
    widget.open()
    widget.button("Đọc tiếp trên Zalo, Telegram, máy khác").click()
    expect(widget.replies).to_have_count(2)
    assert fake.questions() == ["Mã liên kết"]


def test_a_linked_conversation_is_shown_with_its_place_until_it_is_unlinked(widget: Widget, fake: FakeGateway) -> None:
    # Given a conversation of the page
    widget.open().ask(QUESTION)
    # When it is linked with an older one on Telegram
    fake.link("Ai làm?", "Xã làm.", "telegram")
    # Then that one stands above it, and says where it was held, also after a reload
    for reload in (False, True):
        if reload:
            widget.page.reload()
        expect(widget.log.locator("ol > li")).to_have_count(6)
        expect(widget.mine.first).to_contain_text("Bạn · Telegram")
        expect(widget.mine.first).to_contain_text("Ai làm?")
        expect(widget.mine.last).to_contain_text(QUESTION)
        expect(widget.mine.last).not_to_contain_text("Telegram")
        expect(widget.replies.first).to_contain_text("Xã làm.")
        expect(widget.replies.last).to_contain_text("Đã nối.")
        expect(widget.typing).to_be_hidden()
    # When it is unlinked
    fake.unlink()
    # Then it is gone
    expect(widget.replies.last).to_contain_text("Đã thôi nối.")
    expect(widget.log).not_to_contain_text("Ai làm?")
    expect(widget.mine).to_have_count(1)
