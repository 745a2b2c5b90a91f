"""The report of a release: what is counted, what is kept out of it, what counts as fallen."""

from __future__ import annotations

from typing import Any

from evaluation.release import HELD_OUT, fallen, figures_of, load_figures, question_files, report


def summary(right: int, forbidden: int = 0) -> dict[str, Any]:
    counted = {"right": right, "n": 100}
    return {
        "overall": dict.fromkeys(("outcome", "document", "locator", "facts"), counted),
        "forbidden": forbidden,
        "confusion": {"answered -> answered": right},
        "failures": [
            {
                "id": f"P00{number}",
                "question": f"câu hỏi số {number}",
                "wrong": ["facts"],
                "expected_outcome": "answered",
                "outcome": "answered",
            }
            for number in (3, 4)
        ],
    }


def test_a_count_within_noise_has_not_fallen() -> None:
    assert not fallen(figures_of("plans", summary(90)), figures_of("plans", summary(88)))


def test_a_count_beyond_noise_has() -> None:
    told = fallen(figures_of("plans", summary(90)), figures_of("plans", summary(85)))
    assert told[0] == "plans: outcome 85/100, was 90/100"
    assert len(told) == 4


def test_one_more_forbidden_answer_is_too_many() -> None:
    told = fallen(figures_of("plans", summary(90)), figures_of("plans", summary(90, forbidden=1)))
    assert told == ["plans: forbidden 1/100, was 0/100"]


def test_what_was_not_measured_before_cannot_fall() -> None:
    assert not fallen({}, figures_of("plans", summary(1)))


def test_the_report_quotes_no_row_that_is_held_out_or_not_ours() -> None:
    summaries = {"plans": summary(90), "dev": summary(90)}
    figures = figures_of("plans", summaries["plans"]) | figures_of("dev", summaries["dev"])
    text = report(figures, summaries, {"Personal data": "recall 1.0"})
    assert "| plans | 90/100 = 90.0% |" in text
    assert HELD_OUT["plans"] == 4
    assert "câu hỏi số 3" in text
    assert "câu hỏi số 4" not in text
    assert text.count("câu hỏi số 3") == 1
    assert "recall 1.0" in text


def test_every_file_of_the_repository_is_in_the_last_report() -> None:
    assert {path.stem for path in question_files()} - {"dev"} <= load_figures().keys()
