"""From an answer to the original: the quote opens, the link leads to the highlighted clause, without any script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act
from knowledge_base.search.encoding import Encoder
from tests.connectors.harness import QUICK, RunningGateway, settings_for
from tests.fakes.rasa import FakeRasa
from tests.knowledge_base.asking import Visitor
from tests.knowledge_base.encoders import SHIPPED
from tests.knowledge_base.sample_knowledge import write_knowledge
from tests.knowledge_base.sample_original import WIFI_2028, index, library_with, original

from .conftest import AXE, BASE_URL, NewContext
from .driver import Widget
from .host_site import HostSite

pytestmark = pytest.mark.browser

QUESTION = "Vạn Hòa năm 2028 bao nhiêu nhà văn hóa có wifi công cộng"
CLAUSE = "/documents/van-hoa/ii-2"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGateway]:
    """The real gateway over an index with an original; what Rasa would say comes from the real assistant."""
    if BASE_URL:
        pytest.skip("has a gateway of its own")
    home = tmp_path_factory.mktemp("documents")
    index(home / "index", library_with(write_knowledge(home / "knowledge"), original()), Encoder(SHIPPED))
    reply = Visitor(Assistant(home / "index", SHIPPED)).ask(QUESTION, Act.ASK_TARGET, "van-hoa")
    with FakeRasa() as rasa:
        rasa.answers[QUESTION] = [{"custom": {"reply": reply.model_dump(mode="json")}}]
        running = RunningGateway(settings_for(home, rasa), QUICK)
        running.start()
        yield running
        running.stop()


@pytest.fixture
def base_url(gateway: RunningGateway) -> str:
    """The real gateway."""
    return gateway.url


@pytest.fixture
def bare(new_context: NewContext, watched: Callable[[Page], Page]) -> Callable[..., Page]:
    """A page in a browser without JavaScript."""

    def make(width: int = 1280) -> Page:
        context = new_context(java_script_enabled=False, viewport={"width": width, "height": 640})
        return watched(context.new_page())

    return make


def test_an_answer_leads_to_the_clause_it_quotes(widget: Widget, bare: Callable[..., Page]) -> None:
    # Given an answer from a plan whose original was published
    reply = widget.open().ask(QUESTION)
    quote, summary = reply.locator("blockquote"), reply.locator("summary")
    expect(quote).to_be_hidden()
    # When its source is opened with the keyboard
    summary.focus()
    widget.page.keyboard.press("Enter")
    # Then the original's own words stand there
    expect(quote).to_have_text(WIFI_2028)
    # And the next stop is a link that opens the document beside the page
    widget.page.keyboard.press("Tab")
    link = reply.get_by_role("link", name="Xem bản gốc: mục II.2")
    expect(link).to_be_focused()
    assert "noopener" in (link.get_attribute("rel") or "")
    with widget.page.context.expect_page() as opened:
        widget.page.keyboard.press("Enter")
    shown = opened.value
    expect(shown.locator("mark")).to_have_text(f"- {WIFI_2028}")
    expect(shown.locator("mark")).to_be_in_viewport()
    assert shown.evaluate("window.opener") is None
    # And it is the same with a browser that runs no script
    page = bare()
    page.goto(shown.url)
    expect(page.locator("mark")).to_have_text(f"- {WIFI_2028}")
    expect(page.locator("mark")).to_be_in_viewport()
    expect(page.locator("mark")).to_have_css("background-color", "rgb(255, 237, 176)")
    expect(page.get_by_text("Bản đang áp dụng")).to_be_visible()


def test_the_link_leads_to_the_gateway_from_a_page_elsewhere(page: Page, gateway: RunningGateway) -> None:
    with HostSite(gateway.url) as site:
        page.goto(f"{site.url}/strict")
        reply = Widget(page).open().ask(QUESTION)
        reply.locator("summary").click()
        link = reply.get_by_role("link", name="Xem bản gốc")
        assert link.evaluate("link => link.href") == f"{gateway.url}{CLAUSE}#ii-2"


def test_the_clause_is_reached_without_a_place_in_the_address(bare: Callable[..., Page], base_url: str) -> None:
    page = bare(320)
    page.goto(f"{base_url}{CLAUSE}")
    expect(page.locator("mark")).to_be_in_viewport()


def test_the_contents_and_the_way_back_work_by_keyboard(bare: Callable[..., Page], base_url: str) -> None:
    page = bare()
    page.goto(f"{base_url}/documents/van-hoa")
    # When the contents are used
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.get_by_role("navigation", name="Mục lục").get_by_role("link", name="V. TỔ CHỨC THỰC HIỆN").press("Enter")
    # Then the heading is on the screen
    expect(page.get_by_role("heading", name="V. TỔ CHỨC THỰC HIỆN")).to_be_in_viewport()
    # And a wide table is walked into and scrolled by keyboard
    table = page.get_by_role("region", name="Bảng 1")
    table.focus()
    expect(table).to_be_focused()
    expect(table.get_by_role("columnheader", name="Chủ trì")).to_be_visible()
    page.get_by_role("link", name="Về trang trợ lý ảo").press("Enter")
    expect(page).to_have_url(f"{base_url}/?agency=van-hoa")


@pytest.mark.parametrize("path", [CLAUSE, "/documents/van-hoa/pl-1-1", "/documents/van-hoa/ii-3", "/documents/none"])
def test_nothing_scrolls_sideways_on_a_small_screen(new_context: NewContext, base_url: str, path: str) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{base_url}{path}")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: npm ci --prefix tests/browser")
@pytest.mark.parametrize("path", [CLAUSE, "/documents/van-hoa/pl-1-1", "/documents/van-hoa/ii-3", "/documents/none"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(new_context: NewContext, base_url: str, path: str, width: int) -> None:
    page = new_context(viewport={"width": width, "height": 700}, bypass_csp=True).new_page()
    page.goto(f"{base_url}{path}")
    page.add_script_tag(path=AXE)
    rules: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    report = page.evaluate("rules => axe.run(document, rules)", rules)
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in report["violations"]] == []


def test_on_paper_the_document_stands_alone(new_context: NewContext, base_url: str, tmp_path: Path) -> None:
    page = new_context().new_page()
    page.goto(f"{base_url}{CLAUSE}")
    page.emulate_media(media="print")
    for gone in (page.get_by_role("link", name="Về trang trợ lý ảo"), page.get_by_role("navigation", name="Mục lục")):
        expect(gone).to_be_hidden()
    expect(page.locator("mark")).to_have_css("outline-style", "solid")
