"""The basic scenario of the widget, in a real Chromium, against the three real processes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from runtime.assistant import Assistant
from tests.browser.conftest import context, launched, new_context, page, tolerated, watched, widget  # noqa: F401
from tests.browser.driver import Widget
from tests.browser.test_conversation import (  # noqa: F401 - the scenario itself
    test_a_button_is_a_question_and_cannot_be_pressed_twice,
    test_a_reload_finds_the_conversation,
    test_a_sample_question_of_the_page_is_asked,
    test_an_answer_comes_with_its_source,
    test_clearing_starts_a_new_conversation,
    test_opening_shows_that_a_machine_answers,
    test_the_page_asks_the_chosen_agency,
)

pytestmark = [pytest.mark.browser, pytest.mark.e2e]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium of this module's own: its event loop must not outlive these tests."""
    with launched() as chromium:
        yield chromium


@pytest.fixture
def base_url(assistant: Assistant) -> str:
    """The real gateway."""
    return assistant.url


def test_the_answer_is_the_plan_s(widget: Widget) -> None:  # noqa: F811 - the fixture
    # When a resident asks without diacritics
    reply = widget.open().ask("minh long 2030 bao nhieu phan tram nguoi lon co chu ky so")

    # Then the figure, its year and its clause are shown
    text = reply.inner_text()
    assert "70%" in text
    assert "2030" in text
    assert "III.2" in text
