"""What a person does with the widget, in the words of the tests."""

from __future__ import annotations

import inspect
import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

PATIENCE_SECONDS = 60
LAUNCHER = re.compile("^Hỏi trợ lý ảo")


class Widget:
    """The widget on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.launcher = page.locator("va-chat").get_by_role("button", name=LAUNCHER)
        self.panel = page.locator("va-chat dialog")
        self.log = self.panel.get_by_role("log")
        self.input = self.panel.get_by_label("Nhập câu hỏi")
        self.mine = self.panel.locator("li.mine")
        self.replies = self.panel.locator("li.theirs")
        self.notes = self.panel.locator("li.note")
        self.banner = self.panel.locator(".banner")
        self.status = self.panel.get_by_role("status")
        self.alert = self.panel.get_by_role("alert")
        self.typing = self.panel.locator(".typing")

    def open(self) -> Widget:
        """Press the launcher and wait for the welcome."""
        self.launcher.click()
        expect(self.replies.first).to_be_visible()
        return self

    def button(self, name: str) -> Locator:
        """A button in the panel."""
        return self.panel.get_by_role("button", name=name, exact=True)

    def say(self, text: str) -> None:
        """Type a question and send it."""
        self.input.fill(text)
        self.input.press("Enter")

    def ask(self, text: str) -> Locator:
        """Send a question and wait for the reply to it, which is returned."""
        before = self.replies.count()
        self.say(text)
        expect(self.replies).to_have_count(before + 1)
        return self.replies.nth(before)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is so that no element shows. Raises ``TimeoutError``."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError(f"not so after {PATIENCE_SECONDS} s: {inspect.getsource(holds).strip()}")
            self.page.wait_for_timeout(20)

    def stop_clock(self) -> None:
        """Load the page again; from now on its timers run only where ``page.clock`` is wound on."""
        self.page.clock.install(time=0)
        self.page.clock.pause_at(1000)
        self.page.reload()

    def focused(self) -> str:
        """What has the focus, as ``tag.class`` of the innermost element."""
        script = """() => { let node = document.activeElement;
          while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
          return node ? node.localName + (node.classList.length ? "." + node.classList[0] : "") : ""; }"""
        return str(self.page.evaluate(script))

    def record_announcements(self) -> None:
        """From now on keep what screen readers are told; see ``told``."""
        self.panel.evaluate(
            """(panel) => { window.announced = {status: [], alert: []};
            for (const region of panel.querySelectorAll("[role=status], [role=alert]")) {
              const told = window.announced[region.getAttribute("role")];
              new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(
                (node) => told.push(node.textContent)))).observe(region, {childList: true}); } }"""
        )

    def told(self, region: str, part: str) -> list[str]:
        """What holds ``part`` of all that a region told since ``record_announcements``, once something does.

        The region itself is emptied after some seconds.
        """

        def found() -> list[str]:
            told: Any = self.page.evaluate("region => window.announced[region]", region)
            return [str(text) for text in told if part in text]

        self.until(lambda: bool(found()))
        return found()

    def overflows(self) -> bool:
        """Whether page or panel would scroll sideways."""
        script = """panel => [document.documentElement, panel, panel.querySelector("[role=log]")]
          .some((node) => node.scrollWidth > node.clientWidth + 1)"""
        return bool(self.panel.evaluate(script))
