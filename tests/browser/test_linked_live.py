"""Two devices of one person and the real gateway: what is said on one shows on the other, until they are unlinked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.connectors.harness import QUICK, RunningGateway, settings_for
from tests.fakes.rasa import FakeRasa

from .conftest import BASE_URL, NewContext
from .driver import Widget

pytestmark = pytest.mark.browser


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningGateway]:
    """The real gateway."""
    if BASE_URL:
        pytest.skip("has a gateway of its own")
    with FakeRasa() as rasa:
        running = RunningGateway(settings_for(tmp_path, rasa), QUICK)
        running.start()
        yield running
        running.stop()


@pytest.fixture
def devices(gateway: RunningGateway, new_context: NewContext, watched: Callable[[Page], Page]) -> list[Widget]:
    """Two browsers that share nothing, each with a question asked."""
    found = []
    for name in ("điện thoại", "máy tính"):
        page = watched(new_context().new_page())
        page.goto(f"{gateway.url}/?agency=minh-long")
        found.append(Widget(page).open())
        found[-1].ask(f"Câu trên {name}")
    return found


def test_what_is_said_on_one_device_shows_on_the_other_until_unlinked(devices: list[Widget]) -> None:
    phone, computer = devices
    # Given a code of one, typed on the other
    code = re.search(r"\d{3}-\d{3}", phone.ask("mã liên kết").inner_text())
    assert code
    computer.say(f"mã {code[0]}")
    # Then each shows what the other had asked, without a reload
    expect(phone.log).to_contain_text("Câu trên máy tính")
    expect(computer.log).to_contain_text("Câu trên điện thoại")
    # When something is asked on one
    expect(phone.replies).to_have_count(5)
    expect(computer.replies).to_have_count(4)
    phone.ask("Câu mới")
    # Then question and answer show on the other at once, each once, and say where they come from
    expect(computer.replies).to_have_count(5)
    expect(computer.mine.filter(has_text="Câu mới")).to_have_count(1)
    expect(computer.mine.filter(has_text="Câu mới")).to_contain_text("Bạn · máy khác")
    expect(computer.replies.last).to_contain_text("Trả lời: Câu mới")
    # When one unlinks
    phone.say("hủy liên kết")
    expect(phone.replies.last).to_contain_text("Đã thôi nối")
    # Then the other is told, and shows its own again
    expect(computer.replies.last).to_contain_text("không còn nối")
    expect(computer.log).not_to_contain_text("Câu mới")
    expect(computer.mine.first).to_contain_text("Câu trên máy tính")
    expect(phone.replies).to_have_count(6)
    expect(computer.replies).to_have_count(4)
    # And hears no more
    phone.ask("Câu riêng")
    computer.ask("Câu khác")
    expect(computer.log).not_to_contain_text("Câu riêng")
