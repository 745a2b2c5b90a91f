"""When a plan's passage is trusted to answer: what was found and what the NLU thinks is asked, weighed together."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from evaluation import calibrate
from evaluation.rows import load_rows
from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.trust import WEIGHTS
from settings import REPOSITORY
from tests.knowledge_base.asking import Visitor, places

QUESTIONS = REPOSITORY / "evaluation" / "questions"
FAR_WORDS = "Mai mốt tới 2030 kéo cáp quang về thì mạng nhanh cỡ nào, mấy Gb vậy?"


@pytest.mark.parametrize(
    ("ranking", "answered"),
    [
        ((("ask_target", 0.95),), True),
        ((("ask_target", 0.3), ("ask_actual_state", 0.3), ("out_of_scope", 0.3)), False),
    ],
)
def test_a_surer_reading_lets_a_weaker_passage_answer_plainly(
    real_assistant: Assistant, ranking: tuple[tuple[str, float], ...], answered: bool
) -> None:
    question = Question(text=FAR_WORDS, act=Act.ASK_TARGET, ranking=ranking, agency="minh-long", years=(2030,))
    reply = real_assistant.answer(question).reply
    told_plainly = reply.outcome is Outcome.ANSWERED and "nói thẳng" not in reply.text
    assert told_plainly is answered


def test_a_task_that_says_less_than_a_duty_does_not_answer_in_its_place(real_assistant: Assistant) -> None:
    reply = Visitor(real_assistant, "so-khcn-quang-ngai").ask(
        "Hằng năm Phòng BCVT&CNTT tổng hợp kết quả và báo cáo cho ai?", Act.ASK_DEADLINE
    )
    assert places(reply)[0][1] == "IV.3"


@pytest.mark.parametrize(
    ("agency", "question", "answering"),
    [
        (
            "truong-quang-trong",
            "Phường duy trì kết nối với hệ thống SOC của thành phố Quảng Ngãi nhằm mục đích gì?",
            "truong-quang-trong",
        ),
        ("minh-long", "Tỉnh Quảng Ngãi nâng cấp trung tâm dữ liệu đạt Tier 3 khi nào?", "so-khcn-quang-ngai"),
    ],
)
def test_an_agency_above_is_named_on_a_page(
    real_assistant: Assistant, agency: str, question: str, answering: str
) -> None:
    reply = Visitor(real_assistant, agency).ask(question, Act.ASK_TASK, "quang-ngai")
    assert reply.outcome is Outcome.ANSWERED
    assert {document for document, _ in places(reply)} == {answering}


def test_the_number_of_another_document_is_not_the_plans_own(real_assistant: Assistant) -> None:
    reply = Visitor(real_assistant, "so-khcn-quang-ngai").ask(
        "Quyết định số 906/QĐ-UBND nêu trong kế hoạch của Sở nói về nội dung gì và ký ngày nào?", Act.ASK_PLAN_INFO
    )
    assert reply.outcome is Outcome.ANSWERED
    assert "906/QĐ-UBND" in reply.text


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """The first questions of a file with rows that are held out."""
    path = tmp_path / "plans.jsonl"
    lines = (QUESTIONS / "plans.jsonl").read_text("utf-8").splitlines()[:80]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_fit_prints_the_model_and_its_reliability(
    asked: Path, real_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROLY_HOME", str(real_index.parent))
    readings = {row.question: [("ask_target", 0.6), ("ask_rule", 0.2)] for row in load_rows(asked)}
    for row in load_rows(asked):
        if int(row.id[1:]) % 4 == 0:
            del readings[row.question]  # asking for one that is held out fails
    calibrate.calibrate_plans([asked], json.loads(json.dumps(readings)), Console(width=140))
    printed = capsys.readouterr().out
    coefficients = printed.partition("coefficients=[")[2].partition("]")[0].split(",")
    assert len(coefficients) == len(WEIGHTS)
    assert "Reliability, out of fold" in printed
