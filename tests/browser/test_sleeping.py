"""Tabs nobody looks at, phones that sleep, pages on sites that may not ask: nothing is lost, nothing is held up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .driver import Widget
from .fake_gateway import FakeGateway
from .host_site import HostSite

# The fake gateway for its answers and switches.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("fake")]

CONNECTIONS = 6
"""What a browser opens to one site over HTTP/1.1, for all its tabs."""
HIDE = """(hidden) => { Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange")); }"""


@pytest.fixture
def tolerated() -> list[str]:
    """What a browser says of a site that may not ask."""
    return ["CORS policy", "net::ERR"]


def test_a_phone_that_slept_shows_at_once_what_it_missed(widget: Widget, fake: FakeGateway) -> None:
    page = widget.page
    widget.stop_clock()
    widget.open().ask("Câu trước khi ngủ")
    page.evaluate(HIDE, True)
    # Given a stream that died in its sleep, and a message that it therefore did not bring
    fake.silent_streams = True
    fake.tell("Trong lúc ngủ")
    widget.until(lambda: fake.swallowed == [4])
    fake.silent_streams = False
    streams = len(fake.resumed_after)
    assert widget.log.get_by_text("Trong lúc ngủ").count() == 0
    # When it wakes up before the tab's own rest, after the clock jumped: its timers did not run
    page.evaluate("() => { const then = Date.now; Date.now = () => then() + 25_000; }")
    page.evaluate(HIDE, False)
    # Then it asks for what came after the last it saw, and shows it once
    expect(widget.log.get_by_text("Trong lúc ngủ")).to_have_count(1)
    assert fake.resumed_after[streams:] == ["3"]
    widget.ask("Câu sau khi thức")
    expect(widget.replies).to_have_count(4)


def test_many_tabs_do_not_hold_each_other_up(
    widget: Widget, fake: FakeGateway, context: BrowserContext, watched: Callable[[Page], Page]
) -> None:
    def another() -> Widget:
        page = watched(context.new_page())
        page.goto(widget.page.url)
        return Widget(page).open()

    # Given more tabs than a browser has connections, each with its panel open, most of them out of sight
    context.clock.install()
    widget.page.reload()
    tabs = [widget.open(), *(another() for _ in range(CONNECTIONS - 2))]
    for tab in tabs:
        tab.page.evaluate(HIDE, True)
    context.clock.fast_forward(11_000)
    tabs += [another(), another()]
    # When the last one asks
    tabs[-1].ask("Câu ở thẻ cuối")
    # Then it is answered, and the first shows it too, once, when it is looked at again
    widget.page.evaluate(HIDE, False)
    expect(widget.replies).to_have_count(2)
    expect(widget.mine).to_have_count(1)
    assert len(fake.conversations) == 1


def test_an_answer_that_is_owed_is_waited_for_in_a_tab_nobody_looks_at(widget: Widget, fake: FakeGateway) -> None:
    widget.page.clock.install()
    widget.page.reload()
    widget.open()
    with fake.held():
        widget.say("Câu lâu")
        expect(widget.typing).to_be_visible()
        widget.page.evaluate(HIDE, True)
        widget.page.clock.fast_forward(11_000)
    expect(widget.replies).to_have_count(2)


def test_a_site_that_may_not_ask_opens_nothing(page: Page, host: HostSite, fake: FakeGateway) -> None:
    fake.allowed_origins.clear()
    page.goto(f"{host.url}/careless")
    widget = Widget(page)
    widget.launcher.click()
    expect(widget.banner).to_contain_text("Chưa kết nối được với trợ lý")
    assert fake.conversations == {}
