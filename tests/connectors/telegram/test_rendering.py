"""Replies within Telegram's limits, whatever is in them."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.channels.splitting import utf16_length
from connectors.channels.telegram.rendering import TelegramPart, mark_repeated, render_reply
from connectors.channels.wording import Wording
from connectors.clock import now
from connectors.delivery.models import Button, Reply
from connectors.texts import load_texts
from knowledge_base.answer.reply import Attachment, Citation, Outcome
from tests.fakes.telegram import LONGEST_TEXT, _visible

TEXTS = load_texts()
WORDING = Wording(TEXTS.chat, "https://troly.example.vn")
CITATION = Citation(
    document_id="minh-long",
    title="Kế hoạch <năm> & tháng",
    number="122/KH-UBND",
    locator="III.1",
    url="/documents/minh-long/III.1",
)


def reply_of(text: str, buttons: int = 0, citations: list[Citation] | None = None) -> Reply:
    return Reply(
        id="r_1",
        outcome=Outcome.ANSWERED,
        text=text,
        citations=citations or [],
        buttons=[Button(id=f"b_{n:020}", title=f"Câu {n}?") for n in range(buttons)],
        attachments=[Attachment(type="file", url="https://example.vn/mau.pdf", title="Mẫu đơn")],
        created_at=now(),
    )


def parts_of(reply: Reply) -> list[TelegramPart]:
    return render_reply(reply, WORDING, TEXTS.repeated)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9000).filter(str.strip))
def test_every_part_is_shown_as_it_was_written_and_fits_even_when_it_is_repeated(text: str) -> None:
    parts = parts_of(reply_of(text))
    for part in parts:
        assert html.unescape(part.html) == part.text
        marked = part.model_copy(update={"text": mark_repeated(part.text, TEXTS.repeated)})
        assert _visible(marked.html, "HTML").endswith(part.text[-1])
        assert utf16_length(marked.text) <= LONGEST_TEXT


@pytest.mark.parametrize("length", [4000, 4096, 4097, 9000])
def test_signs_that_count_twice_are_counted_so(length: int) -> None:
    parts = parts_of(reply_of("😀" * length))
    assert all(utf16_length(part.text) <= LONGEST_TEXT for part in parts)
    assert sum(part.text.count("😀") for part in parts) == length


def test_sources_and_files_stand_below_with_whole_addresses() -> None:
    [part] = parts_of(reply_of("Có ạ.", citations=[CITATION]))
    assert part.text.splitlines() == [
        "Có ạ.",
        "",
        "Nguồn: Kế hoạch <năm> & tháng, số 122/KH-UBND, mục III.1",
        "https://troly.example.vn/documents/minh-long/III.1",
        "",
        "Mẫu đơn: https://example.vn/mau.pdf",
    ]
    assert "&lt;năm&gt; &amp; tháng" in part.html


def test_buttons_stand_below_the_last_part_one_in_a_row() -> None:
    *before, last = parts_of(reply_of("Một câu dài. " * 700, buttons=4))
    assert all(part.keyboard() is None for part in before)
    keyboard = last.keyboard()
    assert keyboard is not None
    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [[f"Câu {n}?"] for n in range(4)]
    assert all(len(str(row[0].callback_data).encode()) <= 64 for row in keyboard.inline_keyboard)


def test_more_buttons_than_telegram_takes_are_left_out() -> None:
    [part] = parts_of(reply_of("Chọn:", buttons=130))
    assert len(part.buttons) == 100


def test_a_part_comes_back_from_the_outbox_as_it_went_in() -> None:
    [part] = parts_of(reply_of("Có ạ & <b>", buttons=2))
    assert TelegramPart.model_validate_json(part.model_dump_json()) == part
