"""Bad lines, busy servers, expired sessions, several tabs: nothing of a conversation is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .driver import Widget
from .fake_gateway import FakeGateway
from .host_site import HostSite

# The fake gateway for its answers and switches.
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("fake")]

QUESTION = "Kế hoạch đặt mục tiêu gì về chữ ký số?"
FAILED_REQUESTS = ["Failed to load resource", "net::ERR"]


@pytest.fixture
def tolerated() -> list[str]:
    """A browser logs every request that fails; here they fail on purpose."""
    return FAILED_REQUESTS


def test_a_stream_cut_in_an_answer_is_resumed(widget: Widget, fake: FakeGateway) -> None:
    widget.open().ask("Câu thứ nhất")
    # When the stream breaks off in the middle of the second answer
    fake.cut_in_reply = True
    widget.ask("Câu thứ hai")
    # Then the widget resumed after the last whole event, and shows each answer once
    widget.until(lambda: fake.resumed_after[-1] == "3")
    expect(widget.replies).to_have_count(3)
    expect(widget.replies.last).to_contain_text("Câu thứ hai")
    assert len(fake.messages) == 2


def test_a_held_back_stream_is_replaced_by_the_history(widget: Widget, fake: FakeGateway) -> None:
    # Given a proxy that lets no event through
    fake.silent_streams = True
    widget.stop_clock()
    widget.open().say(QUESTION)
    expect(widget.typing).to_be_visible()
    widget.until(lambda: fake.swallowed == [1, 3])
    expect(widget.replies).to_have_count(1)
    # Then the answer is still found, by asking for the history
    for _ in range(2):
        widget.page.clock.fast_forward(5_000)
    expect(widget.replies).to_have_count(2)


def test_typing_is_shown_while_an_answer_is_written(widget: Widget, fake: FakeGateway) -> None:
    with fake.held():
        widget.open().say(QUESTION)
        expect(widget.typing).to_be_visible()
    expect(widget.replies).to_have_count(2)
    expect(widget.typing).to_be_hidden()


def test_what_was_written_offline_is_sent_once_when_back(widget: Widget, fake: FakeGateway) -> None:
    widget.open()
    context = widget.page.context
    # When two questions are written without a network
    context.set_offline(True)
    expect(widget.banner).to_contain_text("mất mạng")
    widget.say("Câu khi mất mạng")
    widget.say("Câu tiếp theo")
    expect(widget.mine.first).to_contain_text("Chờ gửi lại")
    assert fake.messages == []
    # Then they are sent by themselves once the network is back, in order, once each
    context.set_offline(False)
    expect(widget.replies).to_have_count(3)
    assert fake.questions() == ["Câu khi mất mạng", "Câu tiếp theo"]
    expect(widget.mine.locator(".state")).to_have_count(0)
    expect(widget.banner).to_be_hidden()


def test_an_unsent_question_survives_a_reload(widget: Widget, fake: FakeGateway) -> None:
    widget.open()
    fake.down = True
    widget.say("Câu chưa gửi được")
    expect(widget.mine).to_contain_text("Chờ gửi lại")
    # When the page is loaded again and the server is back
    fake.down = False
    widget.page.reload()
    # Then it is sent
    expect(widget.replies).to_have_count(2)
    assert fake.questions() == ["Câu chưa gửi được"]


def test_a_lost_acknowledgement_does_not_ask_twice(widget: Widget, fake: FakeGateway) -> None:
    widget.open()
    # Given a message that is stored although its acknowledgement is lost
    fake.lose_acknowledgements = 1
    widget.ask(QUESTION)
    # Then it was sent again under the same id, and answered once
    widget.until(lambda: len(fake.messages) == 2)
    expect(widget.mine.locator(".state")).to_have_count(0)
    assert len(fake.messages) == 2
    assert len({message["id"] for message in fake.messages}) == 1
    assert fake.questions() == [QUESTION]
    expect(widget.replies).to_have_count(2)


def test_a_busy_server_is_asked_again_after_the_wait(widget: Widget, fake: FakeGateway) -> None:
    widget.stop_clock()
    widget.open()
    fake.failures = ["rate_limited"]
    widget.say(QUESTION)
    # Then the server's own words are shown, and the message follows by itself
    expect(widget.mine).to_contain_text("Anh/chị gửi nhanh quá")
    assert len(fake.messages) == 1
    widget.page.clock.fast_forward(2_000)
    expect(widget.replies).to_have_count(2)
    assert fake.questions() == [QUESTION]


def test_a_message_given_up_is_sent_again_by_hand_with_its_id(widget: Widget, fake: FakeGateway) -> None:
    widget.stop_clock()
    widget.open()
    # Given a server that fails until the widget gives up
    fake.failures = ["internal_error"] * 5
    widget.say(QUESTION)
    for tries in range(1, 5):
        widget.until(lambda tries=tries: len(fake.messages) == tries)  # type: ignore[misc]
        expect(widget.mine).to_contain_text("Hệ thống gặp trục trặc")
        widget.page.clock.fast_forward(20_000)
    expect(widget.button("Gửi lại")).to_be_visible()
    expect(widget.mine).to_contain_text("Hệ thống gặp trục trặc")
    widget.page.clock.resume()
    # When the visitor sends it again
    widget.button("Gửi lại").click()
    # Then it arrives under the same id
    expect(widget.replies).to_have_count(2)
    assert len({message["id"] for message in fake.messages}) == 1


def test_a_refused_message_comes_back_to_be_edited(widget: Widget, fake: FakeGateway) -> None:
    widget.open()
    fake.failures = ["message_too_long"]
    widget.say(QUESTION)
    expect(widget.mine).to_contain_text("Tin nhắn dài quá 2000 ký tự")
    widget.button("Sửa lại").click()
    expect(widget.input).to_have_value(QUESTION)
    expect(widget.input).to_be_focused()
    expect(widget.mine).to_have_count(0)


def test_an_expired_session_is_replaced_and_the_transcript_stays(widget: Widget, fake: FakeGateway) -> None:
    widget.open().ask("Câu trước khi hết hạn")
    # When the token expires and another question is asked
    fake.expire_sessions()
    widget.say("Câu sau khi hết hạn")
    # Then the answer comes in a new session, under everything said before and a note
    expect(widget.replies).to_have_count(3)
    expect(widget.notes).to_have_count(1)
    expect(widget.notes).to_contain_text("hết hạn")
    expect(widget.mine.first).to_contain_text("Câu trước khi hết hạn")
    assert len(fake.conversations) == 2
    assert fake.questions() == ["Câu trước khi hết hạn", "Câu sau khi hết hạn"]


def test_a_session_that_expired_before_a_visit_is_replaced_silently(widget: Widget, fake: FakeGateway) -> None:
    widget.open().ask(QUESTION)
    fake.expire_sessions()
    widget.page.reload()
    expect(widget.replies).to_have_count(1)
    expect(widget.mine).to_have_count(0)
    expect(widget.notes).to_have_count(0)


def test_a_button_of_an_ended_session_asks_its_title(widget: Widget, fake: FakeGateway) -> None:
    widget.open()
    fake.expire_sessions()
    widget.replies.first.get_by_role("button").first.click()
    expect(widget.replies).to_have_count(2)
    assert fake.questions() == [QUESTION]


def test_a_server_that_is_down_at_first_is_found_when_it_is_up(widget: Widget, fake: FakeGateway) -> None:
    widget.stop_clock()
    fake.down = True
    widget.launcher.click()
    expect(widget.banner).to_contain_text("Chưa kết nối được với trợ lý")
    fake.down = False
    widget.button("Thử lại").click()
    expect(widget.replies).to_have_count(1)
    expect(widget.banner).to_be_hidden()


def test_an_unknown_agency_is_told_in_the_servers_words(page: Page, host: HostSite) -> None:
    page.goto(f"{host.url}/unknown-agency")
    widget = Widget(page)
    widget.launcher.click()
    expect(widget.banner).to_contain_text("Trợ lý chưa phục vụ cơ quan này")


def test_two_tabs_show_the_same_once(
    widget: Widget, fake: FakeGateway, context: BrowserContext, watched: Callable[[Page], Page]
) -> None:
    widget.open()
    # Given the same site open in a second tab
    page = watched(context.new_page())
    page.goto(widget.page.url)
    other = Widget(page).open()
    # When both tabs ask
    widget.ask("Câu của thẻ một")
    expect(other.replies).to_have_count(2)
    other.ask("Câu của thẻ hai")
    # Then both show the same, once, in the same session
    for tab in (widget, other):
        expect(tab.replies).to_have_count(3)
        expect(tab.mine).to_have_count(2)
    said = "ol > li b, ol > li .bubble"
    assert widget.log.locator(said).all_inner_texts() == other.log.locator(said).all_inner_texts()
    assert len(fake.conversations) == 1
    # And clearing in one clears the other
    other.button("Xoá hội thoại").click()
    other.button("Xoá").click()
    for tab in (widget, other):
        expect(tab.mine).to_have_count(0)
        expect(tab.replies).to_have_count(1)
    assert len(fake.conversations) == 2


def test_two_tabs_share_the_session_that_replaces_an_expired_one(
    widget: Widget, fake: FakeGateway, context: BrowserContext, watched: Callable[[Page], Page]
) -> None:
    page = watched(context.new_page())
    page.goto(widget.page.url)
    other = Widget(page).open()
    widget.open()
    # When the token expires under both tabs at once
    with fake.sessions_held():
        fake.expire_sessions()
        locks = "navigator.locks.query().then(({held, pending}) => held.length === 1 && pending.length === 1)"
        page.wait_for_function(locks)
    for tab in (widget, other):
        expect(tab.notes).to_have_count(1)
    # Then they are in one new conversation together
    assert len(fake.conversations) == 2
    widget.ask("Câu sau khi hết hạn")
    expect(other.mine).to_have_count(1)
    expect(other.replies).to_have_count(2)


def test_a_tab_without_broadcasts_reads_the_others_questions_in_the_history(
    fake: FakeGateway, context: BrowserContext, watched: Callable[[Page], Page]
) -> None:
    # Given two tabs that cannot talk to each other
    context.add_init_script("delete window.BroadcastChannel")
    tabs = []
    for _ in range(2):
        page = watched(context.new_page())
        page.goto(fake.url)
        tabs.append(Widget(page).open())
    # When one asks
    tabs[0].ask(QUESTION)
    # Then the other shows question and answer in order
    expect(tabs[1].mine).to_have_count(1)
    expect(tabs[1].replies).to_have_count(2)
    classes = [one.get_attribute("class") or "" for one in tabs[1].log.locator("ol > li:has(.who)").all()]
    assert [name.split()[0] for name in classes] == ["theirs", "mine", "theirs"]


def test_without_storage_the_conversation_lives_in_memory(
    fake: FakeGateway, context: BrowserContext, watched: Callable[[Page], Page]
) -> None:
    # Given a browser that bars storage and, as on plain http, has no randomUUID
    context.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"])
             Object.defineProperty(window, name, {get() { throw new DOMException("barred"); }});
           delete Crypto.prototype.randomUUID;
           Object.defineProperty(navigator, "locks", {value: undefined});"""
    )
    page = watched(context.new_page())
    page.goto(fake.url)
    widget = Widget(page).open()
    widget.ask(QUESTION)
    widget.ask("Câu nữa")
    expect(widget.replies).to_have_count(3)
    assert len(fake.conversations) == 1
    assert len(fake.messages[0]["id"]) == 36


def test_an_answer_to_a_closed_panel_is_counted_on_the_launcher(widget: Widget, fake: FakeGateway) -> None:
    with fake.held():
        widget.open().say(QUESTION)
        widget.page.keyboard.press("Escape")
        expect(widget.panel).to_be_hidden()
    expect(widget.launcher).to_have_attribute("aria-label", "Hỏi trợ lý ảo, 1 tin nhắn mới")
    widget.launcher.click()
    expect(widget.replies).to_have_count(2)
    widget.page.keyboard.press("Escape")
    expect(widget.launcher).to_have_attribute("aria-label", "Hỏi trợ lý ảo")


def test_what_was_deleted_leaves_the_screen_in_every_tab(widget: Widget, context: BrowserContext) -> None:
    # Given a conversation that is open in two tabs
    widget.open().ask("Câu rất riêng")
    page = context.new_page()
    page.goto(widget.page.url)
    other = Widget(page).open()
    expect(other.mine).to_have_count(1)
    # When the visitor presses the button that deletes it
    widget.ask("bạn giữ những gì tôi nói gì").get_by_role("button", name="Xóa dữ liệu của tôi").click()
    # Then the welcome, the request and its confirmation are all that is left, also after a reload
    for tab in (widget, other):
        expect(tab.replies.last).to_contain_text("Đã xóa toàn bộ")
        expect(tab.mine).to_have_count(1)
        expect(tab.log).not_to_contain_text("Câu rất riêng")
    widget.page.reload()
    expect(widget.replies.last).to_contain_text("Đã xóa toàn bộ")
    expect(widget.log).not_to_contain_text("Câu rất riêng")
    # And the conversation goes on
    widget.ask("Câu tiếp theo")
    expect(widget.mine).to_have_count(2)
