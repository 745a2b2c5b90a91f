"""Agencies that share a name, that are meant by a level, and those of which there is no document."""

from __future__ import annotations

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.elsewhere import of_level, whose
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.reply import Outcome
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher
from knowledge_base.store.database import Store
from tests.knowledge_base.encoders import SHIPPED

PLANS = {"minh-long", "duc-phu", "hon-quan", "so-khcn-quang-ngai", "truong-quang-trong"}


@pytest.fixture(scope="module")
def store(real_index) -> Store:
    return CurrentSearcher(real_index, lambda: Encoder(SHIPPED)).get().store


def test_a_shared_name_leaves_open_which_until_one_of_them_is_named(store: Store) -> None:
    shared = "minh-long+hon-quan"
    assert whose([shared], ["xã Thanh An"], "xã Thanh An", store).open_between == ("minh-long", "hon-quan")
    assert whose([shared, "hon-quan"], [], "xã Thanh An, Hớn Quản", store).agencies == ("hon-quan",)


def test_an_agency_with_plans_outweighs_places_around_it(store: Store) -> None:
    found = whose(["duc-phu", "elsewhere"], ["Đức Phú", "huyện Mộ Đức"], "Đức Phú, huyện Mộ Đức", store)
    assert (found.agencies, found.unknown) == (("duc-phu",), ())


def test_a_province_does_not(store: Store) -> None:
    found = whose(["elsewhere", "dong-nai"], ["lộc ninh", "bình phước"], "lộc ninh bình phước", store)
    assert found.unknown == ("lộc ninh",)


@pytest.mark.parametrize("text", ["Xã Đức Phổng Bình có gì", "ở phường Trương Quang Giao", "Thị trấn Sông Vệ"])
def test_a_name_behind_its_level_that_no_table_knows(store: Store, text: str) -> None:
    assert len(whose([], [], text, store).unknown) == 1


@pytest.mark.parametrize(
    "text", ["xã Phòng Văn Hóa", "huyện nào", "XÃ TÔI CÓ GÌ", "xã hội số", "phường em", "phường được đặt mục tiêu"]
)
def test_what_is_no_name_there(store: Store, text: str) -> None:
    assert whose([], [], text, store).unknown == ()


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("bên sở giao ai", {"so-khcn-quang-ngai"}),
        ("cơ sở dữ liệu là gì", set()),
        ("sở hữu trí tuệ", set()),
        ("phường mình có gì", {"truong-quang-trong"}),
        ("phuong minh co gi", {"truong-quang-trong"}),
        ("dia phuong co gi", set()),
        ("kế hoạch của huyện", {"minh-long", "hon-quan"}),
        ("công an huyện gọi", set()),
        ("huyen thoai", set()),
    ],
)
def test_a_level_speaks_of_the_agencies_that_are_of_it(store: Store, text: str, slugs: set[str]) -> None:
    assert {one.slug for one in of_level(text, store)} == slugs


@pytest.mark.parametrize("act", list(Act))
def test_whatever_is_asked_of_an_agency_without_documents_no_plan_answers(real_assistant: Assistant, act: Act) -> None:
    question = Question(
        text="Xã Bình Sơn có bao nhiêu nhiệm vụ về 5G?",
        act=act,
        confidence=0.9,
        agencies=("elsewhere",),
        agency_words=("Xã Bình Sơn",),
    )
    reply = real_assistant.answer(question).reply
    assert not {one.document_id for one in reply.citations} & PLANS
    if act in {Act.ASK_TASK, Act.ASK_TARGET}:
        assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
        assert "kế hoạch của Xã Bình Sơn" in reply.text
