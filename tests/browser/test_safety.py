"""Foreign text stays text, strict pages stay strict, careless pages break nothing, the widget is small."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from .driver import Widget
from .fake_answers import HOSTILE
from .fake_gateway import WIDGET, FakeGateway
from .host_site import HostSite

# The fake gateway for its answers and switches.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("fake")]

BUDGET_BYTES = 30_000
LOADER_BYTES = 8_000


def test_hostile_text_stays_text(widget: Widget, fake: FakeGateway) -> None:
    # When question, answer, source and button all carry markup
    widget.open()
    widget.say(HOSTILE)
    expect(widget.replies).to_have_count(2)
    reply = widget.ask("nguy hiểm")
    # Then it is shown as it is, makes no element, no link, and runs nothing
    expect(reply.locator(".bubble > p").first).to_have_text(HOSTILE)
    expect(widget.mine.first.locator(".bubble")).to_have_text(HOSTILE)
    reply.locator("summary").click()
    expect(reply.locator("blockquote")).to_have_text(HOSTILE)
    expect(reply.get_by_role("button")).to_have_text(HOSTILE)
    expect(widget.panel.locator("img, script, iframe, a[href^=javascript]")).to_have_count(0)
    expect(reply.locator("a")).to_have_count(0)
    assert widget.page.evaluate("window.hacked") is None


def test_only_certain_links_become_links(widget: Widget) -> None:
    reply = widget.open().ask("liên kết")
    links = reply.locator("a")
    expect(links).to_have_count(2)
    expect(links.first).to_have_attribute("href", "https://example.org/trang")
    expect(links.first).to_have_attribute("rel", "noopener noreferrer")
    expect(links.last).to_have_attribute("href", "mailto:ho-tro@example.org")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("(xem https://a.vn/x_(1)). Hết", ["https://a.vn/x_(1)"]),
        ("https://a.vn/x, và http://b.vn.", ["https://a.vn/x", "http://b.vn/"]),
        ("https://nganhang.vn@evil.example/ và javascript:alert(1)", []),
        ("tel:1900.0368 hoặc 1900.0368", ["tel:19000368"]),
        ("Hãy gọi ngay 113, số 0912345678, 1.500.000 đồng", ["tel:113"]),
        ("gọi 1130 hoặc kế hoạch 114/KH-UBND, gọi 115/KH", []),
        ("mailto:a@b.vn", ["mailto:a@b.vn"]),
        ("data:text/html,x ftp://a.vn dichvucong.gov.vn", []),
    ],
)
def test_links_are_found_in(page: Page, fake: FakeGateway, text: str, links: list[str]) -> None:
    page.goto(fake.url)
    found: list[dict[str, Any]] = page.evaluate("text => import('/w/linkify.js').then(m => m.pieces(text))", text)
    assert [piece["href"] for piece in found if "href" in piece] == links
    shown = text.replace("tel:", "").replace("mailto:", "")
    assert "".join(piece["text"] for piece in found).replace("tel:", "").replace("mailto:", "") == shown


def test_events_are_parsed_however_they_are_cut(page: Page, fake: FakeGateway) -> None:
    page.goto(fake.url)
    stream = ": ping\r\nretry: 5\r\n\r\nid: 1\nevent: reply\ndata: {a\ndata: b}\n\n"
    stream += "event: typing\rdata:x\r\r\nid: 2\n\n"
    script = """([stream, size]) => import("/w/events.js").then(({EventParser}) => { const seen = [];
      const parser = new EventParser((event) => seen.push(event));
      for (let at = 0; at < stream.length; at += size) parser.push(stream.slice(at, at + size));
      return seen; })"""
    expected = [{"type": "reply", "id": "1", "data": "{a\nb}"}, {"type": "typing", "data": "x"}]
    for size in (1, 2, 3, 7, 1000):
        assert page.evaluate(script, [stream, size]) == expected


def test_a_strict_page_shows_the_whole_widget(page: Page, host: HostSite) -> None:
    # Given a page whose policy allows nothing but our origin, and no markup sinks
    page.add_init_script(
        """window.violations = []; addEventListener("securitypolicyviolation",
             (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`))"""
    )
    page.goto(f"{host.url}/strict")
    widget = Widget(page)
    # When a question is asked
    reply = widget.open().ask("Kế hoạch đặt mục tiêu gì?")
    expect(reply.locator("details")).to_be_visible()
    # Then nothing was blocked and the panel is drawn in its own colours
    assert page.evaluate("window.violations") == []
    colour = widget.button("Gửi").evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour == "rgb(0, 90, 224)"


def test_a_careless_page_cannot_disfigure_the_widget(page: Page, host: HostSite) -> None:
    page.goto(f"{host.url}/careless")
    widget = Widget(page).open()
    style = widget.replies.first.locator(".bubble p").first.evaluate(
        "node => ['color', 'fontSize', 'textTransform'].map((name) => getComputedStyle(node)[name])"
    )
    assert style == ["rgb(23, 32, 46)", "17px", "none"]
    box = widget.panel.bounding_box()
    assert box
    assert box["width"] == 432


def test_commands_given_before_loading_are_run(page: Page, host: HostSite) -> None:
    page.goto(f"{host.url}/early")
    widget = Widget(page)
    expect(widget.mine).to_contain_text("Câu hỏi gửi sớm")
    expect(widget.replies).to_have_count(2)


def test_a_page_can_drive_and_hear_the_widget(widget: Widget) -> None:
    page = widget.page
    page.wait_for_function("window.VAChat && window.VAChat.loaded")
    page.evaluate(
        """() => { window.heard = []; for (const name of ["open", "sent", "message", "close"])
             VAChat.on(name, (detail) => heard.push([name, detail && (detail.outcome || detail.text)]));
           VAChat.ask("Cho gặp cán bộ"); }"""
    )
    expect(widget.replies).to_have_count(2)
    page.evaluate("VAChat.close()")
    expect(widget.panel).to_be_hidden()
    expected = [["open", None], ["sent", "Cho gặp cán bộ"], ["message", "handover"], ["close", None]]
    assert page.evaluate("window.heard") == expected


def test_typing_does_not_reach_the_shortcuts_of_the_page(widget: Widget) -> None:
    widget.open()
    widget.page.evaluate("() => { window.keys = 0; document.addEventListener('keydown', () => window.keys++); }")
    widget.input.press_sequentially("abc")
    assert widget.page.evaluate("window.keys") == 0


def test_nothing_is_asked_of_the_server_before_the_panel_opens(page: Page, fake: FakeGateway) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(fake.url)
    expect(Widget(page).launcher).to_be_visible()
    page.wait_for_timeout(300)
    assert [url for url in requests if "/w/" in url and "/demo/" not in url] == [f"{fake.url}/w/v1.js"]
    assert [url for url in requests if "/v1/" in url] == []
    assert fake.conversations == {}


def test_all_that_is_loaded_stays_within_the_budget(page: Page, fake: FakeGateway) -> None:
    loaded: dict[str, int] = {}

    def weigh(response: Response) -> None:
        name = response.url.removeprefix(f"{fake.url}/w/")
        if response.url.startswith(f"{fake.url}/w/") and not name.startswith("demo/"):
            loaded[name] = len(gzip.compress(response.body(), 6))

    page.on("response", weigh)
    page.goto(fake.url)
    widget = Widget(page).open()
    # Every module is loaded, none is forgotten in the folder
    modules = {path.name for path in WIDGET.glob("*.js")}
    widget.until(lambda: set(loaded) >= modules)
    assert set(loaded) == modules
    assert loaded["v1.js"] < LOADER_BYTES
    assert sum(loaded.values()) < BUDGET_BYTES, loaded
