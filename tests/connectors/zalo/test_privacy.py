"""What Zalo's users type, and Zalo's tokens, reach no log."""

from __future__ import annotations

import io

import httpx2 as httpx

from tests.connectors.platforms import CONNECT_SECRET, MakeConnected, permit
from tests.fakes.rasa import FakeRasa
from tests.fakes.zalo import FakeZalo

USER = "246845883529197922"
QUESTION = "Tôi tên Nguyễn Văn Kín, số 0905123456, muốn hỏi kế hoạch"
INFO = {"name": "Nguyễn Văn Kín", "phone": "84905123456", "full_address": {"user_address": "số 9 Ngõ Giấu"}}


def test_nothing_private_reaches_the_logs(
    make_connected: MakeConnected, zalo: FakeZalo, rasa: FakeRasa, logs: io.StringIO
) -> None:
    # Given the most talkative level, and a conversation in which all kinds of things happen
    gateway = make_connected()
    secrets = {zalo.tokens.access, zalo.tokens.refresh}
    zalo.says(USER, QUESTION).result(60)
    zalo.wait_for(USER, 2)
    for fault in ("500", "cut", "cut_after", "not_json", -201, -216, -230):
        zalo.faults.add("send", fault)
        zalo.says(USER, QUESTION).result(60)
    zalo.faults.add("history", "not_json", times=2)
    zalo.faults.add("token", -14014)
    zalo.person_writes(USER, QUESTION).result(60)
    zalo.does("user_submit_info", USER, text=QUESTION).result(60)
    info = zalo.sender.envelope("user_submit_info", sender={"id": USER}, recipient={"id": zalo.oa_id}, info=INFO)
    zalo.sender.send(info).result(60)
    httpx.post(
        f"{gateway.url}/webhooks/zalo", content=QUESTION.encode(), headers={"X-ZEvent-Signature": "mac=0"}, timeout=60
    )
    permit(gateway, QUESTION)
    httpx.get(f"{gateway.url}/zalo/callback", params={"code": QUESTION, "state": QUESTION, "oa_id": USER}, timeout=60)
    zalo.expire_access()
    zalo.kill_refresh()
    zalo.says("9" * 18, QUESTION).result(60)
    gateway.stop()

    # Then the logs are there, and hold nothing of it
    written = logs.getvalue()
    assert "zalo.connected" in written
    assert "delivery." in written
    private = {"Nguyễn Văn Kín", "0905123456", "84905123456", "Ngõ Giấu", "muốn hỏi", USER, "9" * 18, CONNECT_SECRET}
    secrets |= {zalo.tokens.access, zalo.app_secret, zalo.oa_secret}
    for one in (private | secrets) - {""}:
        assert one not in written
    # And what a form told is kept nowhere
    kept = str(gateway.rows("SELECT text, payload FROM inbound_messages"))
    assert "Ngõ Giấu" not in kept
    assert "84905123456" not in kept
