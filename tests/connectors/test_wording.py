"""What stands below a reply on platforms that draw no citations, files or buttons."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.channels.wording import Wording, chosen_number
from connectors.clock import now
from connectors.delivery.models import Button, Reply
from connectors.texts import load_texts
from knowledge_base.answer.reply import Attachment, Citation, Outcome

PLAN = Citation(document_id="d", title="Kế hoạch A", number="12/KH-UBND", locator="III.1", url="/documents/d/III.1")


def reply(**more: Any) -> Reply:
    return Reply(id="r_1", outcome=Outcome.ANSWERED, text="Có ạ.", created_at=now(), **more)


def words(public_url: str | None = "https://tro-ly.example.vn/") -> Wording:
    return Wording(load_texts().chat, public_url)


def test_sources_are_named_and_linked() -> None:
    wanted = "Có ạ.\n\nNguồn: Kế hoạch A, số 12/KH-UBND, mục III.1\nhttps://tro-ly.example.vn/documents/d/III.1"
    assert words().text(reply(citations=[PLAN])) == wanted


def test_a_number_or_place_that_names_itself_stays() -> None:
    plan = PLAN.model_copy(update={"number": "Số 9", "locator": "Phụ lục, mục 1", "url": None})
    assert words().text(reply(citations=[plan])) == "Có ạ.\n\nNguồn: Kế hoạch A, Số 9, Phụ lục, mục 1"


@pytest.mark.parametrize("url", ["/documents/d", "//evil.example", "javascript:alert(1)", "", None])
def test_where_nobody_could_open_it_there_is_no_link(url: str | None) -> None:
    assert words(None).link(url) is None
    assert words(None).link("https://dichvucong.gov.vn/x") == "https://dichvucong.gov.vn/x"


def test_files_are_linked_unless_shown() -> None:
    files = [Attachment(type="file", url="/t/mau.pdf", title="Mẫu đơn"), Attachment(type="image", url="https://x.vn/a")]
    assert (
        words()
        .text(reply(attachments=files))
        .endswith("Mẫu đơn: https://tro-ly.example.vn/t/mau.pdf\nTệp đính kèm: https://x.vn/a")
    )
    assert words().text(reply(attachments=files), shown=files) == "Có ạ."


def test_choices_are_numbered_from_where_they_are_wanted() -> None:
    offered = reply(buttons=[Button(id=f"b_{n}", title=f"Xã {n}") for n in (1, 2, 3)])
    assert words().text(offered) == "Có ạ."
    assert words().text(offered, first_numbered=3).endswith(":\n3. Xã 3")
    assert words().text(offered, first_numbered=1).endswith(":\n1. Xã 1\n2. Xã 2\n3. Xã 3")


def test_what_counts_as_choosing_by_number() -> None:
    chosen = {text: chosen_number(text) for text in ("2", " 2. ", "số 2", "so 12", "Chọn 3)", "chon 4")}
    assert list(chosen.values()) == [2, 2, 2, 12, 3, 4]
    assert not any(chosen_number(text) for text in ("2 người", "năm 2030", "123", "một", "", "1.5", "-1", "câu 1"))
