"""``troly bench``: every figure has a unit, what goes wrong is counted, and JSON holds what the tables show."""

from __future__ import annotations

import gzip
import json
import math
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from evaluation.bench import run_bench
from evaluation.conversations import Kind, load_scripts
from evaluation.figures import Figures, quantiles, shown
from evaluation.memory import measure_memory
from evaluation.parts import Bench, Part
from evaluation.rows import QuestionFileError
from evaluation.scale import measure_search
from evaluation.starting import measure_index, start_and_stop
from evaluation.synthetic import from_articles, recombined
from evaluation.turns import measure_throughput, measure_turns
from knowledge_base.search.searcher import REMEMBERED_QUERIES
from knowledge_base.store.passages import cut
from runtime.errors import StartError
from runtime.ports import free_ports
from runtime.progress import Reporter
from settings import REPOSITORY, Settings
from tests.connectors.harness import QUICK, RunningGateway, settings_for
from tests.fakes.rasa import FakeRasa
from tests.knowledge_base.committed import committed_library
from tests.knowledge_base.sample_knowledge import write_knowledge
from tests.runtime.conftest import SERVER

SCRIPTS = load_scripts()[:2]
TURNS = sum(len(script.lines) for script in SCRIPTS)
SHORT = {"seconds": 0.6, "ramp": 0.1}


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as fake:
        yield fake


@pytest.fixture
def gateway(rasa: FakeRasa, tmp_path: Path) -> Iterator[RunningGateway]:
    running = RunningGateway(settings_for(tmp_path / "home", rasa, rasa_timeout_seconds=60), QUICK)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    knowledge = write_knowledge(tmp_path / "knowledge")
    return Settings(home=tmp_path / "home", knowledge_dir=knowledge, gateway_secret="s" * 32, rasa_token="t" * 32)


def test_turns_are_timed_by_kind_after_a_round_to_warm_up(gateway: RunningGateway, rasa: FakeRasa) -> None:
    figures = measure_turns(gateway.url, SCRIPTS, rounds=2)
    total = figures.rows[-1]
    assert (total["kind"], total["turns"], total["errors"]) == ("all", 2 * TURNS, 0)
    assert 0 < total["p50"] <= total["p95"] <= total["p99"] <= total["longest"]
    assert {figures.units[name] for name in ("p50", "p95", "p99", "longest")} == {"ms"}
    assert sum(int(row["turns"]) for row in figures.rows[:-1]) == 2 * TURNS
    assert sum(figures.notes["outcomes"].values()) == 2 * TURNS
    assert len(rasa.received) == 3 * TURNS
    assert rasa.most_at_once == 1


def test_visitors_side_by_side_have_sessions_of_their_own(
    gateway: RunningGateway, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a clock that goes on by a tenth of a second with every question, and a Rasa that waits for all visitors
    given_up = time.monotonic() + 60

    def seconds() -> float:
        return len(rasa.received) / 10 if time.monotonic() < given_up else 1e6

    clock = SimpleNamespace(perf_counter=seconds, process_time=time.process_time)
    monkeypatch.setattr("evaluation.turns.time", clock)
    with rasa.held(), ThreadPoolExecutor(1) as beside:
        measuring = beside.submit(measure_throughput, gateway.url, SCRIPTS, at_once=4, seconds=3.0, ramp=0.1)
        while rasa.most_at_once < 4 and not measuring.done() and time.monotonic() < given_up:
            time.sleep(0.01)
        rasa.holds = False
        figures = measuring.result(120)
    [row] = figures.rows
    assert row["errors"] == 0
    assert row["turns"] > 0
    assert row["rate"] == pytest.approx(row["turns"] / row["measured"], abs=0.001)
    assert (figures.units["rate"], figures.units["measured"]) == ("turns/s", "s")
    assert figures.notes["sessions_opened"] >= 4
    assert rasa.most_at_once == 4
    assert rasa.overlaps == 0


def test_an_apology_is_an_error_and_has_no_latency(gateway: RunningGateway, rasa: FakeRasa) -> None:
    rasa.fault = "500"
    figures = measure_turns(gateway.url, SCRIPTS, rounds=1)
    total = figures.rows[-1]
    assert (total["turns"], total["errors"]) == (TURNS, TURNS)
    assert math.isnan(total["p50"])
    assert math.isnan(total["longest"])
    assert figures.notes["errors"] == {"outcome error": TURNS}


def test_an_answer_that_does_not_come_in_time_is_an_error(gateway: RunningGateway, rasa: FakeRasa) -> None:
    rasa.fault = "hang"
    figures = measure_throughput(gateway.url, SCRIPTS, at_once=2, wait=1, **SHORT)
    assert figures.rows[0]["turns"] == 0
    assert figures.notes["errors"] == {"no answer in time": 2}


def test_a_session_that_is_refused_makes_its_turns_errors(gateway: RunningGateway, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text("@nowhere\nplan: Ai chủ trì?\nfollow-up: Còn năm 2030?\n", encoding="utf-8")
    figures = measure_turns(gateway.url, load_scripts(file), rounds=1)
    assert figures.notes["errors"] == {"unknown_agency": 2}


def test_a_server_that_is_not_there_is_counted(tmp_path: Path, settings: Settings) -> None:
    # given an address where nothing listens
    bench = Bench(api=f"http://127.0.0.1:{free_ports(1)[0]}", rounds=1, at_once=2, **SHORT)
    said, file = StringIO(), tmp_path / "bench.json"

    # when everything is to be measured there
    run_bench(settings, bench, json_path=file, reporter=Reporter(to_stderr=True), console=Console(file=said))

    # then what goes through HTTP is, and says what went wrong
    written = json.loads(file.read_text(encoding="utf-8"))
    assert {"machine", "at", Part.TURNS, Part.THROUGHPUT} == set(written)
    for part in (Part.TURNS, Part.THROUGHPUT):
        assert set(written[part]["errors"]) == {"ConnectError"}
        assert math.isnan(written[part]["rows"][-1]["p95"])
        assert set(written[part]["units"]) == set(written[part]["rows"][0])
    assert "p95" in said.getvalue()
    assert "(ms)" in said.getvalue()
    assert "NaN" in said.getvalue()


def test_the_command_prints_tables_and_writes_json(gateway: RunningGateway, tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    said = _troly("bench", "--api", gateway.url, "--only", "throughput", "--seconds", "1", "--json", str(file))
    assert said.returncode == 0, said.stderr
    assert "rate" in said.stdout
    assert "turns/s" in said.stdout
    assert json.loads(file.read_text(encoding="utf-8"))["throughput"]["rows"][0]["visitors"] == 16


def test_a_part_that_another_machine_cannot_show_is_wrong_usage() -> None:
    said = _troly("bench", "--api", "http://127.0.0.1:9", "--only", "memory")
    assert said.returncode == 2
    assert "turns and throughput" in re.sub(r"[│\s]+", " ", said.stderr)


def test_an_index_is_built_fresh_and_again(settings: Settings) -> None:
    fresh, again = measure_index(settings).rows
    assert (fresh["reused"], again["reused"]) == (0, again["views"])
    assert fresh["passages"] == again["passages"]
    assert fresh["on disk"] > 0
    assert not settings.index_dir.exists(), "the index in force is left alone"


def test_search_is_measured_at_the_size_asked_for(settings: Settings) -> None:
    figures = measure_search(settings, sizes=[200])
    [row] = figures.rows
    assert set(row) == set(figures.units)
    assert row["passages"] == 200
    assert all(isinstance(one, int | float) and one > 0 for one in row.values()), row
    assert {unit for column, unit in figures.units.items() if "p50" in column or "p95" in column} == {"ms"}
    assert (figures.units["build"], figures.units["on disk"], figures.units["memory"]) == ("s", "MB", "MB")
    assert figures.notes["failures"] == {}


def test_paragraphs_of_articles_become_passages(tmp_path: Path) -> None:
    article = {"de_muc": "Giao dịch điện tử", "title": "Chữ ký số", "text": f"Ngắn\n{'chữ ký số ' * 9}\n" * 3}
    file = tmp_path / "articles.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(article).encode()))
    assert [one.heading for one in from_articles(file, 50)] == ["Giao dịch điện tử › Chữ ký số"] * 3
    assert len(list(from_articles(file, 2))) == 2


def test_a_size_that_cannot_be_measured_is_nan_with_its_reason(settings: Settings, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(gzip.compress(b'{"title": "x"}\n'))
    figures = measure_search(settings, sizes=[50], articles=broken)
    assert math.isnan(float(figures.rows[0]["search p95"]))
    assert "de_muc" in figures.notes["failures"]["50"]


def test_synthetic_passages_are_the_same_every_time() -> None:
    real = cut(committed_library())
    first, second = list(recombined(real, 300)), list(recombined(real, 300))
    assert first == second
    assert len({one.id for one in first}) == 300
    assert len({one.text for one in first}) == 300
    assert all(len(one.views) == 2 for one in first)


def test_memory_counts_a_process_with_its_children() -> None:
    grow = "held = bytearray(40_000_000); print('ready', flush=True); import sys; sys.stdin.read()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grow!r}])"
    command = [sys.executable, "-c", parent]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        figures = measure_memory({"one": process.pid, "gone": 2**22 + 1})
        process.communicate()
    one, gone, total = figures.rows
    assert one["resident"] > 40
    assert math.isnan(gone["resident"])
    assert math.isnan(total["resident"])
    assert set(figures.units.values()) == {"", "MB"}
    if sys.platform == "linux":
        assert 40 < one["proportional"] <= one["resident"] + 1


def test_a_start_is_timed_until_the_address_answers(tmp_path: Path) -> None:
    program = tmp_path / "server.py"
    program.write_text(SERVER)
    port = free_ports(1)[0]
    url = f"http://127.0.0.1:{port}/readyz"
    ready, stopped = start_and_stop([sys.executable, str(program), str(port)], os.environ, url)
    assert ready > 0
    assert stopped > 0


def test_a_command_that_ends_before_it_is_ready_has_its_last_words_shown() -> None:
    command = [sys.executable, "-c", "raise SystemExit('no index in force')"]
    with pytest.raises(StartError, match="no index in force"):
        start_and_stop(command, os.environ, f"http://127.0.0.1:{free_ports(1)[0]}/readyz")


def test_the_questions_are_many_and_varied() -> None:
    lines = [line for script in load_scripts() for line in script.lines]
    assert {line.kind for line in lines} == set(Kind)
    assert len({line.text for line in lines}) > max(60, REMEMBERED_QUERIES)


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("plan: Ai chủ trì?\n", "1: a turn before the first line"),
        ("@\nfigure: Ai chủ trì?\n", "2: 'figure: Ai chủ trì?' is not '<kind>: <text>'"),
        ("@\nplan:\n", "2: 'plan:' is not"),
        ("# nothing\n@minh-long\n", "no conversation"),
    ],
)
def test_a_malformed_question_file_is_named(tmp_path: Path, written: str, wrong: str) -> None:
    file = tmp_path / "questions.txt"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(QuestionFileError, match=re.escape(wrong)) as error:
        load_scripts(file)
    assert str(file) in str(error.value)


def test_a_wide_table_lies_on_its_side() -> None:
    units = {"size": "", **{f"figure {at}": "ms" for at in range(12)}}
    rows: list[dict[str, Any]] = [dict.fromkeys(units, 1.5) | {"size": size} for size in (1000, 20_000)]
    said = StringIO()
    Console(file=said, width=80).print(Figures("Wide", units, rows).as_table())
    assert "20,000" in said.getvalue()
    assert "figure 11 (ms)" in said.getvalue()
    assert "…" not in said.getvalue()


def test_figures_without_a_value_are_nan() -> None:
    assert all(math.isnan(value) for value in quantiles([]).values())
    assert [shown(one) for one in (math.nan, 1.234, 12.34, 1234.5, 1234, "x")] == [
        "NaN",
        "1.23",
        "12.3",
        "1,234",
        "1,234",
        "x",
    ]


def _troly(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli.app", *arguments]
    environment = os.environ | {"COLUMNS": "200"}
    return subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
