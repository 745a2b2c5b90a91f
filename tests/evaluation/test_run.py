"""``troly eval`` against a real gateway with a fake Rasa behind it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from connectors.server import make_server
from evaluation.rows import QuestionFileError
from evaluation.run import evaluate
from tests.connectors.harness import settings_for
from tests.fakes.rasa import FakeRasa, answer
from tests.fakes.serving import ServerThread

ROW = {"kind": "plan-target", "register": "formal", "outcome": "answered"}


@pytest.fixture(scope="module")
def rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as fake:
        yield fake


@pytest.fixture(scope="module")
def gateway(rasa: FakeRasa, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = settings_for(tmp_path_factory.mktemp("home"), rasa, rasa_timeout_seconds=60)
    with ServerThread(make_server(settings)) as running:
        yield running.url


def run(tmp_path: Path, base_url: str, *rows: dict[str, Any], fold: bool = False) -> dict[str, Any]:
    """Evaluate ``rows`` and read the JSON report."""
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps({**ROW, **row}) for row in rows), encoding="utf-8")
    quiet = Console(file=io.StringIO())
    evaluate(path, base_url, fold=fold, json_path=tmp_path / "report.json", console=quiet)
    report: dict[str, Any] = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    return report


def test_every_question_is_asked_after_its_context_at_its_agency(tmp_path: Path, gateway: str, rasa: FakeRasa) -> None:
    # given
    rasa.reset()
    rasa.answers["Còn năm 2030 thì sao"] = [answer("Trên 70%")]
    row = {
        "id": "A",
        "question": "Còn năm 2030 thì sao",
        "context": ["Minh Long bao nhiêu người có chữ ký số"],
        "agency": "minh-long",
        "sources": [{"plan": "minh-long.txt", "lines": [1, 1]}],
        "expected": ["70%"],
    }
    # when
    report = run(tmp_path, gateway, row)
    # then
    assert [turn["message"] for turn in rasa.received] == [*row["context"], row["question"]]
    assert {turn["metadata"]["agency"] for turn in rasa.received} == {"minh-long"}
    assert len({turn["sender"] for turn in rasa.received}) == 1
    assert {name: figure["right"] for name, figure in report["overall"].items()} == {
        "outcome": 1, "document": 1, "locator": 1, "facts": 1,
    }  # fmt: skip
    assert report["failures"] == []
    assert report["configuration"]["questions"] == "questions.jsonl"
    assert report["configuration"]["assistant"]


def test_folded_questions_are_asked_without_diacritics(tmp_path: Path, gateway: str, rasa: FakeRasa) -> None:
    rasa.reset()
    report = run(tmp_path, gateway, {"id": "A", "question": "Chữ ký số là gì", "context": ["Chào"]}, fold=True)
    assert [turn["message"] for turn in rasa.received] == ["chao", "chu ky so la gi"]
    assert report["configuration"]["without_diacritics"] is True


def test_a_request_that_fails_is_a_figure_not_the_end(tmp_path: Path, gateway: str, rasa: FakeRasa) -> None:
    rasa.reset()
    report = run(
        tmp_path, gateway, {"id": "A", "question": "hỏi gì", "agency": "atlantis"}, {"id": "B", "question": "hỏi gì"}
    )
    assert report["overall"]["outcome"]["n"] == 2
    assert report["confusion"] == {"answered -> answered": 1, "answered -> error": 1}
    assert report["failures"][0]["id"] == "A"
    assert "unknown_agency" in report["failures"][0]["text"]


def test_a_bad_question_file_asks_nothing(tmp_path: Path, gateway: str, rasa: FakeRasa) -> None:
    rasa.reset()
    (tmp_path / "bad.jsonl").write_text('{"id": "A"}\n', encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"bad\.jsonl:1: "):
        evaluate(tmp_path / "bad.jsonl", gateway, console=Console(file=io.StringIO()))
    assert rasa.received == []
