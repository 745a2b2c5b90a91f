"""Whose question is answered, where several were waiting; and a call back for who agrees to leave name and phone."""

from __future__ import annotations

import httpx2 as httpx
import pytest

from connectors.channels.wording import Wording
from connectors.channels.zalo.rendering import render_reply
from connectors.clock import now
from connectors.delivery.models import Quoted, Reply
from connectors.texts import load_texts
from knowledge_base.answer.reply import Outcome
from tests.connectors.harness import RunningGateway
from tests.connectors.platforms import MakeConnected
from tests.fakes.rasa import FakeRasa
from tests.fakes.zalo import FakeZalo

HAND_OVER = {"outcome": "handover", "text": "Để gặp người thật, xin đến UBND xã."}


def ask_three(zalo: FakeZalo, user: str) -> list[str]:
    """Three questions; returns their ids."""
    for n, text in enumerate(("một", "hai", "ba")):
        zalo.says(user, text, msg_id=f"{user}-{n}").result(60)
    return [f"{user}-{n}" for n in range(3)]


def test_an_answer_points_to_its_question_where_others_stand_between(
    connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    with rasa.held():
        ids = ask_three(zalo, "9001")
    answers = zalo.wait_for("9001", 4)[1:]
    assert [one.message.get("quote_message_id") for one in answers] == ids
    assert [one.text.split("\n")[0] for one in answers] == ["Trả lời: một", "Trả lời: hai", "Trả lời: ba"]
    # And an answer that stands right below its question points nowhere
    zalo.says("9001", "bốn").result(60)
    assert "quote_message_id" not in zalo.wait_for("9001", 5)[4].message


def test_a_quotation_that_zalo_refuses_does_not_cost_the_answer(
    connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    zalo.says("9002", "đầu").result(60)
    zalo.wait_for("9002", 2)
    with rasa.held():
        ask_three(zalo, "9002")
        zalo.history["9002"] = []  # Zalo knows none of the messages any more
    answers = zalo.wait_for("9002", 5)[2:]
    assert [one.text.split("\n")[0] for one in answers] == ["Trả lời: một", "Trả lời: hai", "Trả lời: ba"]
    assert answers[0].message.get("quote_message_id") is None


def test_what_cannot_be_pointed_to_is_named_in_words() -> None:
    reply = Reply(id="r_1", outcome=Outcome.ANSWERED, text="Có ạ.", created_at=now())
    wording = Wording(load_texts().chat, None)
    [part] = render_reply(reply, wording, Quoted("Ai\nchủ trì? " * 20, None))
    about, text = part.text.split("\n", 1)
    assert about.startswith("Trả lời câu “Ai chủ trì?")
    assert about.endswith("…”:")
    assert (text, part.quote, len(about) < 110) == ("Có ạ.", None, True)


def test_who_agrees_is_asked_for_name_and_phone_by_zalos_own_form(
    make_connected: MakeConnected, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    gateway = make_connected(zalo_call_back=True)
    gateway.stop()
    gateway.settings = gateway.settings.model_copy(update={"public_url": "https://tro-ly.example.vn"})
    gateway.start()
    zalo.webhook_url = f"{gateway.url}/webhooks/zalo"
    rasa.answers["gặp cán bộ"] = [{"custom": {"reply": HAND_OVER}}]
    # Given a hand-over that offers a call back
    zalo.says("9003", "gặp cán bộ").result(60)
    offer = zalo.wait_for("9003", 2)[1]
    assert [button["title"] for button in offer.buttons] == ["Nhờ cán bộ gọi lại"]
    assert not any("request_user_info" in str(sent.message) for sent in zalo.sent)
    # But not below first steps that have to be taken now
    source = {"document_id": "d", "title": "Phòng chống lừa đảo", "locator": "1"}
    rasa.answers["bị lừa"] = [{"custom": {"reply": HAND_OVER | {"citations": [source]}}}]
    zalo.says("9005", "bị lừa").result(60)
    assert zalo.wait_for("9005", 2)[1].buttons == []
    # When the user agrees by the button
    zalo.press("9003", offer, 0).result(60)
    # Then it is said what for and who reads it, the form comes, and Rasa hears nothing of it
    words, form = zalo.wait_for("9003", 4)[2:]
    assert "trợ lý không đọc và không giữ" in words.text
    payload = form.message["attachment"]["payload"]
    assert payload["template_type"] == "request_user_info"
    picture = payload["elements"][0]["image_url"]
    assert picture.startswith("https://tro-ly.example.vn/w/")
    assert rasa.texts == ["gặp cán bộ", "bị lừa"]
    # And the form's picture is there for Zalo to fetch
    served = httpx.get(picture.replace("https://tro-ly.example.vn", gateway.url), trust_env=False, timeout=60)
    assert (served.status_code, served.headers["content-type"]) == (200, "image/png")


@pytest.mark.parametrize("settings", [{}, {"zalo_call_back": True}])
def test_nobody_is_offered_a_call_that_cannot_be_asked_for(
    make_connected: MakeConnected, zalo: FakeZalo, rasa: FakeRasa, settings: dict[str, bool]
) -> None:
    # Given officials who do not call back, or a machine whose picture Zalo cannot fetch
    make_connected(**settings)
    rasa.answers["gặp cán bộ"] = [{"custom": {"reply": HAND_OVER}}]
    zalo.says("9004", "gặp cán bộ").result(60)
    offer = zalo.wait_for("9004", 2)[1]
    assert offer.text == HAND_OVER["text"]
    assert offer.buttons == []
