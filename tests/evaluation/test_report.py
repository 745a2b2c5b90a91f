"""The figures: shares with Wilson's interval, NaN where nothing is defined, a confusion table, the failures."""

from __future__ import annotations

import io
import json
import math

import pytest
from rich.console import Console

from evaluation.judging import Judge, Judgement
from evaluation.report import share, show, summarise
from tests.evaluation.rows import make_reply, make_row


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_a_share_with_wilsons_interval(right: int, count: int, low: float, high: float) -> None:
    # figures after Newcombe (1998), table I, and Wilson's formula
    figure = share([True] * right + [False] * (count - right))
    assert (figure["n"], figure["right"]) == (count, right)
    assert figure["share"] == pytest.approx(right / count)
    assert figure["low"] == pytest.approx(low, abs=5e-4)
    assert figure["high"] == pytest.approx(high, abs=5e-4)
    assert figure["low"] <= figure["share"] + 1e-9 <= figure["high"] + 2e-9


def test_undefined_values_do_not_count() -> None:
    assert share([None, True, None, False])["n"] == 2


@pytest.mark.parametrize("values", [[], [None, None]])
def test_a_share_of_nothing_is_not_a_number_never_zero(values: list[bool | None]) -> None:
    figure = share(values)
    assert figure["n"] == 0
    assert all(math.isnan(figure[name]) for name in ("share", "low", "high"))


@pytest.fixture
def judgements(judge: Judge) -> list[Judgement]:
    source = {"plan": "van-hoa.txt", "lines": [1, 1], "quote": "60% nhà văn hóa thôn có wifi công cộng"}
    good = make_row(id="good", kind="plan-target", register_="formal", sources=[source], expected=["60%"])
    bad = make_row(id="bad", kind="plan-target", register_="nodiac", sources=[source], expected=["60%"])
    refuse = make_row(id="refuse", kind="abuse", register_="formal", outcome="refused")
    return [
        judge.judge(good, [make_reply("60%", ("van-hoa", "II.1"))], 10),
        judge.judge(bad, [make_reply("không rõ", outcome="not_in_documents")], 20),
        judge.judge(refuse, [make_reply("Bấm số 5")], 30),
    ]


def test_a_run_is_summed_up_by_kind_and_register(judgements: list[Judgement]) -> None:
    summary = summarise(judgements, {"questions": "dev.jsonl"})
    assert summary["overall"]["outcome"]["right"] == 1
    assert summary["overall"]["facts"]["n"] == 2
    assert set(summary["by_kind"]) == {"abuse", "plan-target"}
    assert set(summary["by_register"]) == {"formal", "nodiac"}
    assert math.isnan(summary["by_kind"]["abuse"]["facts"]["share"])
    assert summary["confusion"] == {
        "answered -> answered": 1,
        "answered -> not_in_documents": 1,
        "refused -> answered": 1,
    }
    assert summary["forbidden"] == 1
    assert summary["not_to_answer"] == 1
    assert summary["milliseconds"]["p50"] == 20
    assert summary["configuration"] == {"questions": "dev.jsonl"}
    json.dumps(summary)


def test_failures_say_what_was_wrong(judgements: list[Judgement]) -> None:
    failures = {one["id"]: one for one in summarise(judgements, {})["failures"]}
    assert set(failures) == {"bad", "refuse"}
    assert failures["bad"]["wrong"] == ["outcome", "document", "locator", "facts"]
    assert failures["bad"]["missing"] == ["60%"]
    assert "forbidden" in failures["refuse"]["wrong"]


def test_nothing_judged_is_reported_as_undefined() -> None:
    summary = summarise([], {})
    assert math.isnan(summary["overall"]["outcome"]["share"])
    assert math.isnan(summary["milliseconds"]["p95"])
    assert summary["failures"] == []


def test_the_tables_show_shares_intervals_and_nan(judgements: list[Judgement]) -> None:
    stream = io.StringIO()
    show(summarise(judgements, {}), Console(file=stream, width=200), failures=1)
    shown = stream.getvalue()
    assert "33.3% (1/3; 6%–79%)" in shown
    assert "NaN" in shown
    assert "refused -> answered" in shown
    assert "and 1 more in the JSON report" in shown


def test_text_in_brackets_is_shown_as_it_is(judge: Judge) -> None:
    row = make_row(id="B", question="[red]hỏi[/] gì [/b]", expected=["60%"])
    stream = io.StringIO()
    show(summarise([judge.judge(row, [make_reply("[/x] sai")], 1)], {}), Console(file=stream, width=200))
    assert "[red]hỏi[/] gì [/b]" in stream.getvalue()
