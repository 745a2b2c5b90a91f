"""Zalo from end to end: a real gateway between the fake Zalo and the fake Rasa."""

from __future__ import annotations

import pytest

from tests.connectors.harness import RunningGateway
from tests.connectors.platforms import MakeConnected
from tests.fakes.rasa import FakeRasa
from tests.fakes.zalo import FakeZalo


def test_a_question_is_answered_and_the_machine_says_that_it_is_one(connected: RunningGateway, zalo: FakeZalo) -> None:
    # When somebody writes for the first time
    delivery = zalo.says("1001", "Chỉ tiêu chữ ký số?").result(60)
    # Then Zalo hears 200, and the user the disclosure and the answer with its source
    assert delivery.acknowledged
    disclosure, answer = zalo.wait_for("1001", 2)
    assert "trí tuệ nhân tạo" in disclosure.text
    assert answer.text.startswith("Trả lời: Chỉ tiêu chữ ký số?")
    assert "Nguồn: Kế hoạch chuyển đổi số huyện Minh Long, số 122/KH-UBND, mục III.1" in answer.text
    # And with the next question only the answer
    zalo.says("1001", "Ai chủ trì?").result(60)
    assert zalo.wait_for("1001", 3)[2].text.startswith("Trả lời: Ai chủ trì?")


def test_a_button_is_pressed(connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa) -> None:
    zalo.says("1002", "Chỉ tiêu?").result(60)
    answer = zalo.wait_for("1002", 2)[1]
    assert [button["title"] for button in answer.buttons] == ["Ai chủ trì việc này?"]
    zalo.press("1002", answer, 0).result(60)
    zalo.wait_for("1002", 3)
    assert rasa.received[-1]["message"] == '/ask_responsible{"agency": "minh-long"}'
    assert rasa.received[-1]["trusted"] is True


def test_a_button_of_somebody_else_does_nothing(connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa) -> None:
    zalo.says("1003", "Chỉ tiêu?").result(60)
    answer = zalo.wait_for("1003", 2)[1]
    zalo.says("1004", answer.buttons[0]["payload"]).result(60)
    assert "đã cũ" in zalo.wait_for("1004", 2)[1].text
    assert len(rasa.received) == 1


def test_more_choices_than_zalo_has_buttons_are_answered_by_number(
    connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    offers = [{"title": f"Xã số {n}", "payload": f'/choose{{"n": "{n}"}}'} for n in range(1, 8)]
    reply = {"outcome": "clarification", "text": "Anh/chị hỏi xã nào?", "buttons": offers}
    rasa.answers["xã nào"] = [{"custom": {"reply": reply}}]
    zalo.says("1005", "xã nào").result(60)
    asked = zalo.wait_for("1005", 2)[1]
    assert [button["title"] for button in asked.buttons] == [f"Xã số {n}" for n in range(1, 6)]
    assert asked.text.endswith("6. Xã số 6\n7. Xã số 7")
    zalo.says("1005", " số 7. ").result(60)
    zalo.wait_for("1005", 3)
    assert rasa.received[-1]["message"] == '/choose{"n": "7"}'
    # And a number that nobody offered is a text
    zalo.says("1005", "7").result(60)
    zalo.wait_for("1005", 4)
    assert rasa.received[-1]["message"] == "7"


def test_a_long_answer_comes_in_parts_with_the_buttons_below_the_last(
    connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    text = "Đây là một câu khá dài để chia. " * 150
    rasa.answers["dài"] = [{"custom": {"reply": {"outcome": "answered", "text": text, "buttons": []}}}]
    rasa.answers["dài"][0]["custom"]["reply"]["buttons"] = [{"title": "Tiếp", "payload": "/next"}]
    zalo.says("1006", "dài").result(60)
    parts = zalo.wait_for("1006", 4)[1:]
    assert all(len(part.text) <= 2000 and part.text.endswith("chia.") for part in parts)
    assert " ".join(part.text for part in parts) == text.strip()
    assert [len(part.buttons) for part in parts] == [0, 0, 1]


def test_what_comes_twice_is_answered_once(connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa) -> None:
    event = zalo.sender.from_user("user_send_text", "1007", text="một lần")
    for sending in [zalo.sender.send(event) for _ in range(5)]:
        sending.result(60)
    zalo.says("1007", "hai").result(60)
    assert [sent.text.split("\n")[0] for sent in zalo.wait_for("1007", 3)[1:]] == ["Trả lời: một lần", "Trả lời: hai"]
    assert rasa.texts == ["một lần", "hai"]


def test_what_rasa_does_slowly_does_not_hold_zalo_up(
    make_connected: MakeConnected, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    make_connected()
    with rasa.held():
        delivery = zalo.says("1008", "chậm").result(60)
        assert delivery.acknowledged
        assert not zalo.to("1008")
    assert zalo.wait_for("1008", 2)


def test_every_kind_of_message_gets_a_fitting_answer_or_none(
    connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    zalo.says("1009", "chào").result(60)
    seen = len(zalo.wait_for("1009", 2))
    answered = {
        "user_send_sticker": "nhắn bằng chữ",
        "user_send_image": "chưa xem được ảnh",
        "user_send_audio": "tin nhắn thoại",
        "user_send_video": "tệp hay video",
        "user_send_file": "tệp hay video",
        "user_send_location": "không giữ vị trí",
        "user_send_business_card": "danh thiếp",
        "user_send_link": "không mở đường dẫn",
        "user_send_gif": "nhắn bằng chữ",
    }
    for name, words in answered.items():
        zalo.does(name, "1009", attachments=[{"type": "any", "payload": {"url": "https://example.vn/a"}}]).result(60)
        seen += 1
        assert words in zalo.wait_for("1009", seen)[-1].text, name
    zalo.does("user_send_image", "1009", text="chữ dưới ảnh").result(60)
    assert zalo.wait_for("1009", seen + 1)[-1].text.startswith("Trả lời: chữ dưới ảnh")
    assert rasa.texts == ["chào", "chữ dưới ảnh"]


def test_who_follows_is_welcomed_once(connected: RunningGateway, zalo: FakeZalo) -> None:
    assert zalo.follows("1010").result(60).acknowledged
    disclosure, welcome = zalo.wait_for("1010", 2)
    assert "trí tuệ nhân tạo" in disclosure.text
    assert len(welcome.buttons) == 4
    zalo.says("1010", "hỏi").result(60)
    assert zalo.wait_for("1010", 3)[2].text.startswith("Trả lời: hỏi")


def test_an_official_takes_over_and_hands_back(connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa) -> None:
    # Given a conversation into which an official types
    zalo.says("1011", "một").result(60)
    zalo.wait_for("1011", 2)
    zalo.person_writes("1011", "Để tôi trả lời anh/chị.").result(60)
    # When the user goes on, then the assistant is silent, and the message kept
    zalo.says("1011", "hai").result(60)
    zalo.says("9911", "khác").result(60)
    zalo.wait_for("9911", 2)
    assert len(zalo.to("1011")) == 2
    rows = connected.rows("SELECT text FROM inbound_messages ORDER BY id")
    assert [row["text"] for row in rows] == ["một", "hai", "khác"]
    # When the official hands the conversation back, then it answers again
    zalo.person_writes("1011", "#TroLy").result(60)
    zalo.says("1011", "ba").result(60)
    assert zalo.wait_for("1011", 3)[2].text.startswith("Trả lời: ba")


def test_the_assistant_speaks_again_when_the_officials_time_is_over(
    connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa
) -> None:
    zalo.says("1021", "một").result(60)
    zalo.wait_for("1021", 2)
    zalo.person_writes("1021", "Để tôi.").result(60)
    connected.execute("UPDATE contacts SET silent_until = heard_at")
    zalo.says("1021", "hai").result(60)
    assert zalo.wait_for("1021", 3)[2].text.startswith("Trả lời: hai")


def test_echoes_of_its_own_messages_change_nothing(connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa) -> None:
    zalo.echoes = True
    zalo.says("1012", "một").result(60)
    zalo.wait_for("1012", 2)
    zalo.says("1012", "hai").result(60)
    zalo.wait_for("1012", 3)
    assert rasa.texts == ["một", "hai"]


@pytest.mark.both_databases
def test_who_withdraws_leaves_nothing(connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa) -> None:
    zalo.says("1013", "xin xóa tôi").result(60)
    zalo.wait_for("1013", 2)
    assert zalo.does("user_withdraw", "1013").result(60).acknowledged
    for table in ("conversations", "contacts", "inbound_messages", "replies", "outbox"):
        assert connected.rows(f"SELECT * FROM {table}") == []
    assert rasa.forgotten


@pytest.mark.parametrize("name", ["user_seen_message", "add_user_to_tag", "user_send_group_text", "khong_ai_biet"])
def test_other_events_are_acknowledged_and_nobody_is_answered(
    connected: RunningGateway, zalo: FakeZalo, rasa: FakeRasa, name: str
) -> None:
    assert zalo.does(name, "1014", text="không trả lời").result(60).acknowledged
    assert rasa.received == []
    assert connected.rows("SELECT * FROM conversations") == []
