"""Chromium, the gateway under test, and pages that must not log errors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.programs import needs_program

from .driver import Widget
from .fake_gateway import FakeGateway
from .host_site import HostSite

BASE_URL = os.environ.get("TROLY_BROWSER_BASE_URL", "").rstrip("/")
PATIENCE_MS = 60_000
"""How long anything is waited for: a limit, no pace."""
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

expect.set_options(timeout=PATIENCE_MS)

NewContext = Callable[..., BrowserContext]


@contextmanager
def launched() -> Iterator[Browser]:
    """Debian's Chromium. Without it the tests are skipped, in CI they fail."""
    path = needs_program("chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS, timeout=PATIENCE_MS)
        yield chromium
        chromium.close()


# Package, not session: sync_playwright keeps an event loop running, which asyncio tests elsewhere trip over.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this folder."""
    with launched() as chromium:
        yield chromium


@pytest.fixture
def fake(request: pytest.FixtureRequest) -> Iterator[FakeGateway]:
    """A fresh fake gateway; tests that switch failures on need it."""
    if BASE_URL:
        pytest.skip("needs the fake gateway's switches; TROLY_BROWSER_BASE_URL points to a real one")
    with FakeGateway() as gateway:
        yield gateway


@pytest.fixture
def base_url(request: pytest.FixtureRequest) -> str:
    """The gateway under test: ``TROLY_BROWSER_BASE_URL`` or the fake one."""
    if BASE_URL:
        return BASE_URL
    gateway: FakeGateway = request.getfixturevalue("fake")
    return gateway.url


@pytest.fixture
def host(fake: FakeGateway) -> Iterator[HostSite]:
    """A site on another origin that may embed the fake gateway's widget."""
    with HostSite(fake.url) as site:
        fake.allowed_origins.add(site.url)
        yield site


@pytest.fixture
def tolerated() -> list[str]:
    """Parts of console errors that a test expects (a failed request is one). Empty: none."""
    return []


@pytest.fixture
def new_context(browser: Browser) -> Iterator[NewContext]:
    """Make browser profiles; desktop unless told otherwise."""
    made: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        defaults = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", "locale": "vi-VN"}
        context = browser.new_context(**defaults | options)
        context.set_default_timeout(PATIENCE_MS)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def watched(tolerated: list[str]) -> Iterator[Callable[[Page], Page]]:
    """Pages whose console stays free of errors, which is checked at the end."""
    errors: list[str] = []

    def watch(page: Page) -> Page:
        page.on("pageerror", lambda error: errors.append(f"uncaught: {error}"))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        return page

    yield watch
    assert [text for text in errors if not any(part in text for part in tolerated)] == []


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    """A desktop profile."""
    return new_context()


@pytest.fixture
def page(context: BrowserContext, watched: Callable[[Page], Page]) -> Page:
    """A desktop page, still empty."""
    return watched(context.new_page())


@pytest.fixture
def widget(page: Page, base_url: str) -> Widget:
    """The widget on the demonstration page of one agency."""
    page.goto(f"{base_url}/?agency=minh-long")
    return Widget(page)


@pytest.fixture
def phone(new_context: NewContext, watched: Callable[[Page], Page], base_url: str) -> Widget:
    """The widget on a small phone."""
    context = new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page = watched(context.new_page())
    page.goto(f"{base_url}/?agency=minh-long")
    return Widget(page)
