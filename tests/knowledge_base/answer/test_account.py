"""What is kept of a visitor, told with the time of the settings, and the button that deletes it."""

from __future__ import annotations

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import ERASE, Outcome
from settings import Settings
from tests.knowledge_base.asking import Visitor


@pytest.mark.parametrize(("hours", "said"), [(720, "30 ngày"), (36, "36 giờ"), (24, "1 ngày")])
def test_the_reply_says_how_long_and_offers_to_delete(
    sample_assistant: Assistant, hours: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_assistant, "_kept_hours", hours)
    reply = Visitor(sample_assistant).ask("xóa dữ liệu của tôi", Act.MANAGE_ACCOUNT, "van-hoa")
    assert reply.outcome is Outcome.ACCOUNT
    assert said in reply.text
    assert [(button.title, button.payload) for button in reply.buttons] == [("Xóa dữ liệu của tôi", ERASE)]
    assert not reply.citations


def test_a_conversation_is_kept_as_long_as_a_session_unless_said_otherwise(sample: Visitor) -> None:
    reply = sample.ask("bạn lưu gì về tôi", Act.MANAGE_ACCOUNT)
    hours = Settings.model_fields["session_ttl_hours"].default
    assert f"{hours // 24} ngày" in reply.text


@pytest.mark.parametrize(
    "question",
    [
        "shop cứ giữ số điện thoại với địa chỉ nhà tui hoài, tui có quyền bắt họ xóa không",
        "yêu cầu công ty xóa thông tin của tôi được không",
    ],
)
def test_what_others_keep_is_told_by_the_guide(visitor: Visitor, question: str) -> None:
    reply = visitor.ask(question, Act.MANAGE_ACCOUNT)
    assert reply.outcome is Outcome.ANSWERED
    assert reply.citations[0].document_id == "phong-chong-lua-dao"
    assert not [button for button in reply.buttons if button.payload == ERASE]
