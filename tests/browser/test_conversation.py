"""The basic scenario, which also runs against a real assistant (``TROLY_BROWSER_BASE_URL``)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .driver import Widget

pytestmark = pytest.mark.browser

QUESTION = "Huyện Minh Long đặt mục tiêu chữ ký số cho người trưởng thành đến năm 2025 thế nào?"


def test_opening_shows_that_a_machine_answers(widget: Widget) -> None:
    # When the visitor opens the panel
    widget.open()
    # Then it says that it is a machine, offers questions and is ready for typing
    expect(widget.log).to_contain_text("trợ lý ảo")
    expect(widget.replies.first.get_by_role("button").first).to_be_visible()
    expect(widget.input).to_be_focused()


def test_an_answer_comes_with_its_source(widget: Widget) -> None:
    # When a question about a plan is asked
    reply = widget.open().ask(QUESTION)
    # Then the answer names its source, and the source opens to what it says and where it is from
    source = reply.locator("details").first
    expect(source).to_contain_text("Nguồn:")
    inside = source.locator("> :not(summary)").first
    expect(inside).to_be_hidden()
    source.locator("summary").click()
    expect(inside).to_be_visible()


def test_a_button_is_a_question_and_cannot_be_pressed_twice(widget: Widget) -> None:
    widget.open()
    choice = widget.replies.first.get_by_role("button").first
    title = choice.inner_text()
    # When a suggested question is pressed
    choice.click()
    # Then it is asked, answered, and marked as chosen
    expect(widget.mine).to_have_count(1)
    expect(widget.mine).to_contain_text(title)
    expect(widget.replies).to_have_count(2)
    expect(choice).to_have_attribute("aria-disabled", "true")


def test_a_reload_finds_the_conversation(widget: Widget) -> None:
    # Given a conversation with one question
    answer = widget.open().ask(QUESTION).locator(".bubble").inner_text()
    # When the page is loaded again
    widget.page.reload()
    # Then the panel is still open and shows both sides once, in order
    expect(widget.panel).to_be_visible()
    expect(widget.mine).to_have_count(1)
    expect(widget.replies).to_have_count(2)
    assert widget.replies.nth(1).locator(".bubble").inner_text() == answer
    roles = [one.get_attribute("class") or "" for one in widget.log.locator("ol > li:has(.who)").all()]
    assert [role.split()[0] for role in roles] == ["theirs", "mine", "theirs"]


def test_a_sample_question_of_the_page_is_asked(widget: Widget) -> None:
    # When a sample question on the demonstration page is pressed
    widget.page.locator("[data-ask]").first.click()
    # Then the panel opens, the welcome stands above the question, and the answer comes
    expect(widget.replies).to_have_count(2)
    expect(widget.mine).to_contain_text(widget.page.locator("[data-ask]").first.inner_text())
    first = widget.log.locator("ol > li").first
    expect(first).to_have_class("theirs small_talk")


def test_clearing_starts_a_new_conversation(widget: Widget) -> None:
    widget.open().ask(QUESTION)
    # When the visitor clears the conversation, after being asked
    widget.button("Xoá hội thoại").click()
    expect(widget.button("Giữ lại")).to_be_focused()
    widget.button("Xoá").click()
    # Then only the welcome is left, also after a reload
    expect(widget.mine).to_have_count(0)
    expect(widget.replies).to_have_count(1)
    widget.page.reload()
    expect(widget.replies).to_have_count(1)
    expect(widget.mine).to_have_count(0)


def test_the_page_asks_the_chosen_agency(widget: Widget, base_url: str) -> None:
    page = widget.page
    # When the visitor chooses another agency
    page.get_by_label("Chọn cơ quan").select_option("truong-quang-trong")
    page.get_by_role("button", name="Áp dụng").click()
    # Then the page and the widget are that agency's
    expect(page).to_have_url(f"{base_url}/?agency=truong-quang-trong")
    expect(page.locator("#ten-co-quan")).to_have_text("Phường Trương Quang Trọng")
    expect(page.locator("script[data-agency=truong-quang-trong]")).to_have_count(1)
