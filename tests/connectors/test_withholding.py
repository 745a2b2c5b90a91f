"""Personal data typed in: gone before anything is saved, logged or passed on; the sender is told, and answered."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from connectors.errors import TextsError
from connectors.texts import TEXTS_FILE, load_texts
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import VISITOR, Visitor, is_problem, open_session
from tests.fakes.rasa import FakeRasa

WARNING = "tôi đã che và không lưu"
TYPED = [
    ("Căn cước 051203004567 đăng ký VNeID ra sao?", "051203004567", "[số định danh]"),
    ("cmnd cũ 212345678 còn dùng được không", "212345678", "[số định danh]"),
    ("0905 123 456 gọi em đòi tiền, có phải lừa không", "123 456", "[số điện thoại]"),
    ("so ０９０５１２３４５７ goi hoai", "０９０５１２３４５７", "[số điện thoại]"),
    ("0\u200b905\u200b123458 lừa đảo à", "123458", "[số điện thoại]"),
    ("thẻ 4111 1111 1111 1111 bị trừ tiền", "1111 1111", "[số thẻ]"),
    ("stk 19036688123456 nhận trợ cấp được không", "19036688123456", "[số tài khoản]"),
    ("em lỡ đọc mã otp là 482913 thì làm sao", "482913", "[mã bí mật]"),
    ("mật khẩu của tôi là Abc@12345 có mạnh không", "Abc@12345", "[mã bí mật]"),
    ("mail nguyen.thi.mo@example.org đăng ký được không", "nguyen.thi.mo", "[địa chỉ email]"),
    ("bhxh 5112345678 tra ở đâu", "5112345678", "[số bảo hiểm]"),
]


@pytest.mark.asyncio
async def test_nothing_typed_is_kept_or_passed_on(
    make_gateway: MakeGateway, rasa: FakeRasa, logs: io.StringIO, tmp_path: Path
) -> None:
    # Given a visitor who types all kinds of things, Rasa's answers echoing what it is told
    gateway = make_gateway()
    shown = []
    async with client_of(gateway) as client:
        visitor = await open_session(client, **VISITOR)
        for text, _, _ in TYPED:
            response = await visitor.say(text)
            assert response.status_code == 200
            shown.append(response.text)
        history = json.dumps(await visitor.history(), ensure_ascii=False)
        events = str([event.data for event in await visitor.replies(len(TYPED))])
    gateway.stop()
    files = b"".join(file.read_bytes() for file in tmp_path.glob("gateway.db*"))

    # Then the question arrived with the data's place taken
    for (_, value, placeholder), body, asked in zip(TYPED, shown, rasa.texts, strict=True):
        assert placeholder in asked
        [reply] = json.loads(body)["replies"]
        assert reply["outcome"] == "answered"
        assert reply["text"].count(WARNING) == 1
        assert placeholder.strip("[]") in reply["text"].splitlines()[0]
        # And what was typed is nowhere
        everywhere = (body, asked, history, events, logs.getvalue(), json.dumps(rasa.received))
        assert not any(value in place for place in everywhere)
        assert value.encode() not in files


@pytest.mark.asyncio
async def test_a_message_without_a_question_is_not_passed_on(visitor: Visitor, rasa: FakeRasa) -> None:
    [reply] = (await visitor.say("0905123456")).json()["replies"]
    assert reply["outcome"] == "clarification"
    assert WARNING in reply["text"]
    assert rasa.received == []


@pytest.mark.asyncio
async def test_the_warning_comes_once_per_message_and_in_no_other(visitor: Visitor) -> None:
    [first] = (await visitor.say("sđt 0905123456 với 0912345678, cccd 051203004567 làm chữ ký số")).json()["replies"]
    assert first["text"].count("Xin đừng gửi") == 1
    assert "số định danh, số điện thoại" in first["text"]
    [second] = (await visitor.say("Kế hoạch 2025-2030 chi 1.500.000 đồng, gọi 1900 1909?")).json()["replies"]
    assert WARNING not in second["text"]
    [pressed] = (await visitor.press(second["buttons"][0]["id"])).json()["replies"]
    assert WARNING not in pressed["text"]


@pytest.mark.asyncio
async def test_an_apology_carries_the_warning_too(visitor: Visitor, rasa: FakeRasa) -> None:
    rasa.fault = "empty"
    [reply] = (await visitor.say("mã otp là 482913 có sao không")).json()["replies"]
    assert reply["outcome"] == "error"
    assert WARNING in reply["text"]
    assert "đổi ngay" in reply["text"]


@pytest.mark.asyncio
async def test_a_refusal_does_not_repeat_what_was_typed(visitor: Visitor) -> None:
    response = await visitor.say("0905123456 " * 200)
    is_problem(response, 413, "message_too_long")
    assert "0905" not in response.text
    response = await visitor.press("0905123456")
    is_problem(response, 422, "unknown_button")
    assert "0905" not in response.text


def test_every_kind_has_its_name(tmp_path: Path) -> None:
    broken = tmp_path / "texts.vi.yml"
    broken.write_text(TEXTS_FILE.read_text(encoding="utf-8").replace("    insurance: số bảo hiểm\n", ""))
    with pytest.raises(TextsError, match="insurance"):
        load_texts(broken)
