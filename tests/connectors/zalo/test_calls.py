"""Consultation messages of every kind, uploads, profile and quota, against the fake's own checks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from connectors.channels.wording import Wording
from connectors.channels.zalo.building import build_zalo
from connectors.channels.zalo.channel import ZaloChannel
from connectors.channels.zalo.oauth import Pair
from connectors.channels.zalo.rendering import ZaloButton, ZaloPart, render_reply
from connectors.clock import now
from connectors.delivery.database import Database
from connectors.delivery.models import Button, Reply
from connectors.errors import DeliveryError, Remedy
from connectors.texts import load_texts
from knowledge_base.answer.reply import Attachment, Outcome
from settings import Settings
from tests.connectors.platforms import zalo_settings
from tests.fakes.zalo import FakeZalo

pytestmark = pytest.mark.asyncio
BUTTONS = tuple(ZaloButton(title=f"Nút {n}", payload=f"b_{n}") for n in range(5))
FORM = {"title": "Thông tin liên hệ", "subtitle": "Để cán bộ gọi lại", "image_url": "https://x.vn/a.png"}


@pytest_asyncio.fixture
async def channel(zalo: FakeZalo, tmp_path: Path) -> AsyncIterator[ZaloChannel]:
    database = Database(f"sqlite:///{tmp_path / 'gateway.db'}")
    await database.create()
    settings = Settings(home=tmp_path, gateway_secret="g" * 32, rasa_token="r" * 32, **zalo_settings(zalo))
    channel = build_zalo(settings, database, load_texts())
    pair = zalo.connect()
    await channel.tokens.connect(zalo.oa_id, Pair(pair.access, pair.refresh, *(now().replace(year=2099),) * 2))
    zalo.user("7001").last = zalo.now()
    yield channel
    await channel.stop()
    await database.close()


async def sent(channel: ZaloChannel, zalo: FakeZalo, part: ZaloPart) -> dict[str, Any]:
    """The message as its user saw it."""
    answer = await channel.calls.send("7001", part.message())
    assert zalo.sent[-1].message_id == answer.message_id
    return zalo.sent[-1].message


async def test_every_kind_of_message_is_taken(channel: ZaloChannel, zalo: FakeZalo) -> None:
    image = await channel.calls.upload_image(b"\x89PNG", "a.png", "image/png")
    token = await channel.calls.upload_file(b"%PDF-", "mau.pdf", "application/pdf")
    assert image in zalo.assets
    first = await channel.calls.send("7001", {"text": "một"})
    assert await sent(channel, zalo, ZaloPart(text="chữ")) == {"text": "chữ"}
    quoting = await sent(channel, zalo, ZaloPart(text="trả lời", quote=first.message_id))
    assert quoting["quote_message_id"] == first.message_id
    buttons = await sent(channel, zalo, ZaloPart(text="chọn", buttons=BUTTONS))
    assert buttons["attachment"]["payload"]["buttons"][0]["type"] == "oa.query.hide"
    picture = await sent(channel, zalo, ZaloPart(image="https://x.vn/a.png"))
    assert picture["attachment"]["payload"]["elements"] == [{"media_type": "image", "url": "https://x.vn/a.png"}]
    both = await sent(channel, zalo, ZaloPart(text="ảnh", image="https://x.vn/a.png", buttons=BUTTONS[:1]))
    assert both["attachment"]["payload"]["template_type"] == "media"
    file = await sent(channel, zalo, ZaloPart(file=token))
    assert file["attachment"] == {"type": "file", "payload": {"token": token}}
    form = await sent(channel, zalo, ZaloPart(ask_info=FORM))
    assert form["attachment"]["payload"]["template_type"] == "request_user_info"


async def test_what_zalo_does_not_take_is_told(channel: ZaloChannel, zalo: FakeZalo) -> None:
    too_many = (*BUTTONS, BUTTONS[0])
    strange = [
        {"text": "x" * 2001},
        {"text": ""},
        ZaloPart(text="a", buttons=too_many).message(),
        ZaloPart(text="a", buttons=(ZaloButton(title="x" * 101, payload="b"),)).message(),
        ZaloPart(text="a", quote="nobody's").message(),
        ZaloPart(file="nobody's").message(),
    ]
    for message in strange:
        with pytest.raises(DeliveryError) as refused:
            await channel.calls.send("7001", message)
        assert refused.value.remedy is Remedy.TELL
    with pytest.raises(DeliveryError, match="zalo_-210"):
        await channel.calls.upload_image(b"x" * (1 << 20) + b"x", "a.png", "image/png")
    assert zalo.sent == []


async def test_profile_quota_account_and_history(channel: ZaloChannel, zalo: FakeZalo) -> None:
    for number in range(25):
        await channel.calls.send("7001", {"text": f"tin {number}"})
    assert (await channel.calls.profile("7001")).user_is_follower is True
    assert (await channel.calls.interaction("7001")).last_interaction == int((zalo.users["7001"].last or 0) * 1000)
    assert (await channel.calls.account()).oaid == zalo.oa_id
    assert [one.message for one in await channel.calls.history("7001", 20)] == [f"tin {n}" for n in range(4, -1, -1)]
    with pytest.raises(DeliveryError, match="zalo_-201"):
        await channel.calls.profile("nobody")


async def test_other_calls_renew_the_token_as_well(channel: ZaloChannel, zalo: FakeZalo) -> None:
    zalo.expire_access()
    assert (await channel.calls.account()).oaid == zalo.oa_id
    assert zalo.count("token") == 1


async def test_the_rate_of_calls_is_kept_to(channel: ZaloChannel, zalo: FakeZalo) -> None:
    zalo.rate_per_minute = 0
    with pytest.raises(DeliveryError) as refused:
        await channel.calls.send("7001", {"text": "chào"})
    assert (refused.value.remedy, refused.value.after) == (Remedy.RETRY, 60)


async def test_pictures_and_long_titles_are_rendered_within_the_limits() -> None:
    reply = Reply(
        id="r_1",
        outcome=Outcome.ANSWERED,
        text="Xem ảnh.",
        buttons=[Button(id="b_1", title="rất dài " * 20)],
        attachments=[Attachment(type="image", url="/a.png"), Attachment(type="image", url="http://x.vn/b.png")],
        created_at=now(),
    )
    picture, words = render_reply(reply, Wording(load_texts().chat, "https://tro-ly.example.vn"))
    assert picture == ZaloPart(image="https://tro-ly.example.vn/a.png")
    assert words.text == "Xem ảnh.\n\nTệp đính kèm: http://x.vn/b.png"
    assert words.buttons[0].title.endswith("dài…")
    assert len(words.buttons[0].title) <= 100
