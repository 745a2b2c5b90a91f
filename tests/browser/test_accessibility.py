"""WCAG 2.2 AA, as far as a machine can tell: keyboard, names, announcements, contrast, reflow."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import AXE, NewContext
from .driver import Widget
from .fake_gateway import FakeGateway
from .host_site import HostSite

# The fake gateway for its answers and switches.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("fake")]

QUESTION = "Kế hoạch đặt mục tiêu gì về chữ ký số?"
EVERY_OUTCOME = (
    QUESTION,
    "Các bước làm?",
    "Hỏi xã nào?",
    "Tôi vừa bị lừa",
    "Ban hành ngày mấy?",
    "Cho gặp cán bộ",
)


def talk(widget: Widget) -> None:
    """A conversation with one reply of each look."""
    widget.open()
    for question in EVERY_OUTCOME:
        widget.ask(question)


def test_everything_can_be_done_with_the_keyboard(widget: Widget) -> None:
    page = widget.page
    # Given the focus on the launcher
    widget.launcher.focus()
    # When it is opened with Enter and a question typed
    page.keyboard.press("Enter")
    expect(widget.replies).to_have_count(1)
    expect(widget.input).to_be_focused()
    page.keyboard.type("Kế hoạch đặt mục tiêu gì?")
    page.keyboard.press("Enter")
    expect(widget.replies).to_have_count(2)
    # Then Shift+Tab walks back through the choices and the source to the log and the tools
    seen: list[str] = []
    while seen.count("button.tool") < 4 and len(seen) < 20:
        page.keyboard.press("Shift+Tab")
        seen.append(widget.focused())
        if seen[-1] == "summary":
            page.keyboard.press("Enter")
            expect(widget.replies.last.locator("blockquote")).to_be_visible()
    choices, source, welcome = ["button"] * 2, ["summary"], ["button"] * 2
    assert seen == choices + source + welcome + ["div.log"] + ["button.tool"] * 4
    # And Escape closes and gives the focus back
    page.keyboard.press("Escape")
    expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_be_focused()
    expect(widget.launcher).to_have_attribute("aria-expanded", "false")


def test_the_panel_does_not_trap_the_keyboard_on_a_desktop(widget: Widget) -> None:
    widget.open()
    expect(widget.panel).not_to_have_attribute("aria-modal", "true")
    # When tabbing on past the send button
    stops = []
    for _ in range(3):
        widget.page.keyboard.press("Tab")
        stops.append(widget.focused())
    # Then the focus leaves the panel
    assert stops[0] == "button.send"
    assert widget.page.evaluate("document.activeElement.localName") != "va-chat"


def test_on_a_phone_the_panel_is_modal_and_keeps_the_focus(phone: Widget) -> None:
    phone.open()
    size = phone.panel.bounding_box()
    assert size == {"x": 0, "y": 0, "width": 360, "height": 640}
    assert phone.panel.evaluate("panel => panel.matches(':modal')")
    # When tabbing around, both ways
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 12:
        phone.page.keyboard.press(key)
        # Then the focus never reaches the page behind
        assert phone.page.evaluate("['va-chat', 'body'].includes(document.activeElement.localName)")
    phone.button("Đóng").click()
    expect(phone.panel).to_be_hidden()
    expect(phone.launcher).to_be_focused()


def test_turning_narrow_keeps_panel_text_and_focus(widget: Widget) -> None:
    widget.open()
    widget.input.fill("đang gõ dở")
    # When the window becomes narrow, and wide again
    for width, modal in ((400, True), (1280, False)):
        widget.page.set_viewport_size({"width": width, "height": 700})
        # Then the panel changes its kind and loses nothing
        expect(widget.page.locator("va-chat dialog:modal")).to_have_count(int(modal))
        expect(widget.input).to_have_value("đang gõ dở")
        expect(widget.input).to_be_focused()


def test_screen_readers_hear_author_and_whole_answer_once(widget: Widget) -> None:
    widget.stop_clock()
    widget.open()
    widget.record_announcements()
    widget.ask(QUESTION)
    # Then the answer was told once, by the polite region, and the log itself is silent
    [told] = widget.told("status", "nói:")
    assert told.startswith("Trợ lý ảo nói: Kế hoạch mẫu đặt mục tiêu")
    assert "Có 1 nguồn trích dẫn" in told
    assert told.endswith("Có 2 lựa chọn bên dưới.")
    expect(widget.status).to_contain_text(told)
    expect(widget.log).to_have_attribute("aria-live", "off")
    # And the region empties itself again
    widget.page.clock.fast_forward(5_000)
    expect(widget.status).to_be_empty()


def test_a_failure_is_told_at_once(widget: Widget, fake: FakeGateway, tolerated: list[str]) -> None:
    tolerated.append("Failed to load resource")
    widget.open()
    widget.record_announcements()
    fake.failures = ["message_empty"]
    widget.say("?")
    assert len(widget.told("alert", "Tin nhắn chưa có nội dung")) == 1


def test_enter_that_ends_a_composition_sends_nothing(widget: Widget, fake: FakeGateway) -> None:
    widget.open()
    session = widget.page.context.new_cdp_session(widget.page)
    # When a Vietnamese word is being composed and Enter confirms it
    session.send("Input.imeSetComposition", {"text": "tiếng", "selectionStart": 5, "selectionEnd": 5})
    composing = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    session.send("Input.dispatchKeyEvent", composing)
    session.send("Input.insertText", {"text": "tiếng "})
    # And as browsers report it that have already ended the composition
    widget.input.evaluate(
        """input => { for (const more of [{isComposing: true}, {keyCode: 229}])
          input.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, ...more})); }"""
    )
    # Then nothing is sent, and Shift+Enter breaks the line
    widget.input.press("Shift+Enter")
    widget.page.keyboard.type("Việt")
    expect(widget.input).to_have_value("tiếng \nViệt")
    assert fake.messages == []
    # And a plain Enter sends both lines
    widget.input.press("Enter")
    expect(widget.replies).to_have_count(2)
    assert fake.questions() == ["tiếng \nViệt"]


def test_a_long_question_is_counted_down_and_cut_at_the_limit(widget: Widget) -> None:
    widget.open()
    counter = widget.panel.locator(".counter")
    widget.input.fill("a" * 1790)
    expect(counter).to_be_hidden()
    widget.input.fill("a" * 1900)
    expect(counter).to_have_text("Còn 100 ký tự")
    widget.input.press_sequentially("b" * 101, delay=0)
    expect(counter).to_have_text("Còn 0 ký tự")
    assert len(widget.input.input_value()) == 2000


def test_a_reader_who_scrolled_up_is_not_moved(widget: Widget, fake: FakeGateway) -> None:
    widget.open().ask("Trả lời dài")
    with fake.held():
        widget.say(QUESTION)
        expect(widget.typing).to_be_visible()
        # When the reader goes up while the answer is being written
        widget.log.evaluate("log => { log.scrollTop = 0; }")
    jump = widget.button("Tin nhắn mới")
    expect(jump).to_be_visible()
    assert widget.log.evaluate("log => log.scrollTop") == 0
    # Then a button leads to it
    jump.click()
    expect(widget.replies.last).to_be_in_viewport()
    expect(jump).to_be_hidden()
    expect(widget.log).to_be_focused()


def test_a_long_answer_is_shown_from_its_first_line(widget: Widget) -> None:
    reply = widget.open().ask("Trả lời dài")
    expect(reply.locator(".who")).to_be_in_viewport()


@pytest.mark.parametrize("screen", [(320, 640, 1), (320, 256, 4), (640, 400, 2)])
def test_nothing_scrolls_sideways_when_small_or_zoomed(
    new_context: NewContext, base_url: str, fake: FakeGateway, screen: tuple[int, int, int]
) -> None:
    # Given 320 CSS px, or a 1280 × 1024 screen at 400 %, or at 200 %
    width, height, scale = screen
    page = new_context(viewport={"width": width, "height": height}, device_scale_factor=scale).new_page()
    page.goto(base_url)
    widget = Widget(page)
    talk(widget)
    widget.ask("liên kết " + "từ" * 400)
    assert not widget.overflows()
    # And also with large text; the question box and some of the conversation stay visible
    widget.button("Chữ to").click()
    assert not widget.overflows()
    expect(widget.input).to_be_in_viewport()
    assert widget.log.evaluate("log => log.clientHeight") >= 60


def test_text_is_large_enough_and_the_switch_makes_it_larger(widget: Widget) -> None:
    talk(widget)
    sizes = """panel => { const sizes = new Set();
      const walk = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) { const node = walk.currentNode;
        if (node.data.trim() && node.parentElement.checkVisibility()) sizes.add(
          parseFloat(getComputedStyle(node.parentElement).fontSize)); }
      return [...sizes]; }"""
    assert min(widget.panel.evaluate(sizes)) >= 16
    before = widget.panel.evaluate("panel => parseFloat(getComputedStyle(panel).fontSize)")
    toggle = widget.button("Chữ to")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert widget.panel.evaluate("panel => parseFloat(getComputedStyle(panel).fontSize)") >= before * 1.2
    # And the choice is remembered
    widget.page.reload()
    expect(widget.button("Chữ to")).to_have_attribute("aria-pressed", "true")


def test_targets_are_large_and_named(widget: Widget) -> None:
    box = widget.launcher.bounding_box()
    assert box
    assert box["width"] >= 44
    assert box["height"] >= 44
    talk(widget)
    for target in widget.panel.locator("button:visible, summary:visible, textarea").all():
        size = target.bounding_box()
        name = target.evaluate(
            "node => node.getAttribute('aria-label') || node.textContent || node.labels[0].textContent"
        )
        assert size is not None, name
        assert min(size["height"], size["width"]) >= 44, (name, size)
        assert name.strip()
    assert widget.panel.get_attribute("lang") == "vi"
    expect(widget.page.get_by_role("dialog", name="Trợ lý ảo chính quyền cơ sở")).to_be_visible()


def test_text_contrasts_with_what_is_behind_it(widget: Widget) -> None:
    talk(widget)
    script = """panel => {
      const rgb = (css) => css.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92
        : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
      const behind = (node) => { for (; node; node = node.parentElement) {
        const colour = rgb(getComputedStyle(node).backgroundColor);
        if (colour.length < 4 || colour[3] === 1) return colour; }
        return [255, 255, 255]; };
      const walk = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT); const found = [];
      while (walk.nextNode()) { const node = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || !node.checkVisibility() || node.closest(".sr")) continue;
        const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
        found.push([(a + 0.05) / (b + 0.05), walk.currentNode.data.slice(0, 40)]); }
      return found; }"""
    contrasts: list[tuple[float, str]] = widget.panel.evaluate(script)
    assert len(contrasts) > 30
    assert [entry for entry in contrasts if entry[0] < 4.5] == []


def test_motion_and_colours_follow_the_system(widget: Widget) -> None:
    widget.page.emulate_media(reduced_motion="reduce", forced_colors="active")
    talk(widget)
    dot = widget.panel.locator(".typing i").first
    assert dot.evaluate("node => getComputedStyle(node).animationName") == "none"
    tool = widget.panel.locator(".tool").first
    assert tool.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"


def test_a_page_in_another_language_gets_a_vietnamese_widget(page: Page, host: HostSite) -> None:
    page.goto(f"{host.url}/foreign")
    # Then two tags make one widget
    expect(page.locator("va-chat")).to_have_count(1)
    widget = Widget(page).open()
    assert widget.panel.get_attribute("lang") == "vi"
    assert widget.panel.evaluate("panel => getComputedStyle(panel).direction") == "ltr"
    assert not widget.overflows()


def test_a_page_that_opens_the_panel_again_does_not_lose_its_focus(widget: Widget) -> None:
    widget.open()
    widget.page.reload()
    expect(widget.panel).to_be_visible()
    assert widget.page.evaluate("document.activeElement.localName") == "body"


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm ci --prefix tests/browser")
@pytest.mark.parametrize("size", [(1280, 800), (360, 640)])
def test_axe_finds_nothing(new_context: NewContext, base_url: str, fake: FakeGateway, size: tuple[int, int]) -> None:
    page = new_context(viewport={"width": size[0], "height": size[1]}, bypass_csp=True).new_page()
    page.goto(base_url)
    rules: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    page.add_script_tag(path=AXE)
    for talked in (False, True):
        if talked:
            talk(Widget(page))
        report = page.evaluate("rules => axe.run(document, rules)", rules)
        violations = [(one["id"], [node["target"] for node in one["nodes"]]) for one in report["violations"]]
        assert violations == [], json.dumps(violations, ensure_ascii=False, indent=1)
