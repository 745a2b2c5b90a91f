"""What several steps of a turn ask for is weighed once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge_base.answer import evidence, guides
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.resolve import open_turn
from knowledge_base.search.encoding import Encoder
from knowledge_base.search.searcher import CurrentSearcher
from tests.knowledge_base.encoders import SHIPPED


@pytest.fixture
def turn(real_index):
    searcher = CurrentSearcher(real_index, lambda: Encoder(SHIPPED)).get()
    return open_turn(Question(text="Đăng ký chữ ký số trên VNeID thế nào", act=Act.ASK_HOW_TO), searcher)


def test_the_same_question_is_weighed_once(turn, monkeypatch):
    weighed = []
    monkeypatch.setattr(evidence, "weigh", lambda *args, real=evidence.weigh: weighed.append(1) or real(*args))
    first = guides.find_sections(turn)
    once = len(weighed)
    assert once > 0
    assert [one.passage.id for one in guides.find_sections(turn)] == [one.passage.id for one in first]
    assert len(weighed) == once


def test_who_changes_the_list_changes_no_other(turn):
    guides.find_sections(turn).clear()
    assert guides.find_sections(turn)


def test_another_question_is_weighed_anew(turn):
    first = guides.find_sections(turn)[0].passage.id
    other = replace(turn, query=turn.searcher.query("quên mật khẩu VNeID"))
    assert guides.find_sections(other)[0].passage.id != first
