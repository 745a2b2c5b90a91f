"""The door of the knowledge base: any encoder, a missing index, a new build, memory, durations."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act, Memory, Question
from knowledge_base.answer.reply import Outcome
from knowledge_base.search.encoding import EncoderError
from knowledge_base.search.indexer import build_index
from knowledge_base.store.builds import IndexMissingError
from tests.knowledge_base.asking import Visitor, places
from tests.knowledge_base.encoders import SHIPPED
from tests.knowledge_base.sample_knowledge import edit

WIFI = "Vạn Hòa năm 2026 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng"


def test_answers_with_any_encoder_of_the_settings(knowledge: Path, tmp_path: Path, tiny_encoder: str) -> None:
    build_index(knowledge, tmp_path / "index", tiny_encoder)
    reply = Visitor(Assistant(tmp_path / "index", tiny_encoder)).ask(WIFI, Act.ASK_TARGET, "van-hoa")
    assert "60%" in reply.text
    assert places(reply) == [("van-hoa", "II.1")]


def test_another_encoder_than_the_index_was_built_with_is_refused(sample_index: Path, tiny_encoder: str) -> None:
    with pytest.raises(EncoderError, match="run `troly index`"):
        Assistant(sample_index, tiny_encoder).warm_up()


def test_without_an_index_the_error_says_what_to_do(tmp_path: Path, tiny_encoder: str) -> None:
    assistant = Assistant(tmp_path / "none", tiny_encoder)
    with pytest.raises(IndexMissingError, match="run `troly index`"):
        assistant.warm_up()
    with pytest.raises(IndexMissingError):
        assistant.answer(Question(text=WIFI, act=Act.ASK_TARGET))


def test_a_new_build_answers_the_next_question(knowledge: Path, tmp_path: Path, tiny_encoder: str) -> None:
    # given
    build_index(knowledge, tmp_path / "index", tiny_encoder)
    visitor = Visitor(Assistant(tmp_path / "index", tiny_encoder))
    assert "60%" in visitor.ask(WIFI, Act.ASK_TARGET, "van-hoa").text
    # when
    edit(knowledge, "plans/van-hoa.yml", "content: 60% nhà văn hóa thôn có", "content: 65% nhà văn hóa thôn có")
    build_index(knowledge, tmp_path / "index", tiny_encoder)
    # then
    assert "65%" in visitor.ask(WIFI, Act.ASK_TARGET, "van-hoa").text


def test_the_index_may_come_after_the_assistant(knowledge: Path, tmp_path: Path, tiny_encoder: str) -> None:
    assistant = Assistant(tmp_path / "index", tiny_encoder)
    with pytest.raises(IndexMissingError):
        assistant.warm_up()
    build_index(knowledge, tmp_path / "index", tiny_encoder)
    assert "60%" in Visitor(assistant).ask(WIFI, Act.ASK_TARGET, "van-hoa").text


def test_every_step_is_timed_up_to_the_one_that_ended_the_turn(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Question(text="đồ ngu", act=Act.INSULT))
    assert answer.reply.outcome is Outcome.REFUSED
    assert list(answer.steps)[-1] == "refuse_or_hand_over"
    assert all(duration >= 0 for duration in answer.steps.values())


def test_memory_survives_the_slot_it_is_kept_in(sample_assistant: Assistant) -> None:
    answer = sample_assistant.answer(Question(text=WIFI, act=Act.ASK_TARGET, agencies=("van-hoa",), years=(2026,)))
    assert answer.memory is not None
    assert Memory.model_validate(answer.memory.model_dump(mode="json")) == answer.memory
    assert answer.memory.act is Act.ASK_TARGET
    assert answer.memory.agencies == ("van-hoa",)
    assert answer.memory.years == (2026,)
    assert answer.memory.passages == ("van-hoa:t-2026-wifi",)
    assert not answer.memory.pending


def test_a_question_that_was_asked_back_is_remembered_as_pending(sample: Visitor) -> None:
    sample.ask("Năm 2028 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng", Act.ASK_TARGET)
    assert sample.memory is not None
    assert sample.memory.pending


def test_an_insult_in_between_does_not_wipe_the_memory(sample: Visitor) -> None:
    sample.ask(WIFI, Act.ASK_TARGET, "van-hoa", names=["Vạn Hòa"])
    sample.ask("đồ ngu", Act.INSULT)
    reply = sample.ask("còn năm 2028 thì sao", Act.FOLLOW_UP)
    assert "Trên 90%" in reply.text


@pytest.mark.parametrize("years", [("2026", "2028"), (2026, 2028), ("2026", "2028", "năm tới")])
def test_years_are_whole_numbers_whatever_the_nlu_sends(years: tuple[object, ...]) -> None:
    question = Question.model_validate({"text": "x", "act": "ask_target", "years": years})
    assert question.years == (2026, 2028)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("text", ["", "🙂", "Năm 2028 wifi công cộng thì sao", "' OR 1=1 --", "a" * 2000])
def test_every_act_has_an_answer_to_whatever_is_said(sample_assistant: Assistant, act: Act, text: str) -> None:
    for agency in (None, "van-hoa", "thanh-an", "nowhere"):
        reply = Visitor(sample_assistant, agency).ask(text, act)
        assert reply.text.strip()
        assert "{" not in reply.text
        assert all(button.payload.startswith("/") for button in reply.buttons)


def test_an_agency_that_is_unknown_is_no_agency(sample: Visitor) -> None:
    reply = sample.ask("Năm 2026 wifi công cộng bao nhiêu phần trăm", Act.ASK_TARGET, "atlantis")
    assert reply.outcome in {Outcome.ANSWERED, Outcome.CLARIFICATION, Outcome.NOT_IN_DOCUMENTS}


def test_loading_the_shipped_encoder_is_put_off_until_it_is_needed(tmp_path: Path) -> None:
    Assistant(tmp_path, SHIPPED)
    Assistant(tmp_path, "no-such-encoder-anywhere")
