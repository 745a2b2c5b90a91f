"""What the NLU learns from the knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from knowledge_base.ingest.library import Library, load_library
from knowledge_base.ingest.lookups import render_lookups, write_lookups, written_examples
from settings import REPOSITORY

TABLES = ("agency", "questions", "topic", "unit")


def nodes_of(text: str) -> list[dict[str, Any]]:
    """The ``nlu`` list of a rendered table."""
    nodes: list[dict[str, Any]] = YAML(typ="safe").load(text)["nlu"]
    return nodes


def test_every_name_of_an_agency_means_its_slug(knowledge: Path) -> None:
    nodes = nodes_of(render_lookups(load_library(knowledge))["agency"])
    named = {node["synonym"]: node["examples"].splitlines() for node in nodes if "synonym" in node}
    assert named["van-hoa"] == ["- xã Vạn Hòa", "- Vạn Hòa", "- UBND xã Vạn Hòa", "- xã Vạn Thắng"]
    assert nodes[0]["lookup"] == "agency"


def test_units_are_those_of_the_plans(knowledge: Path) -> None:
    nodes = nodes_of(render_lookups(load_library(knowledge))["unit"])
    units = nodes[0]["examples"].splitlines()
    assert sorted(units) == ["- Các thôn", "- Hợp tác xã thủy lợi", "- Phòng Kinh tế", "- Phòng Văn hóa - Xã hội"]


def test_guide_wordings_become_examples_of_the_guide_intents(knowledge: Path) -> None:
    nodes = nodes_of(render_lookups(load_library(knowledge))["questions"])
    by_intent = {node["intent"]: node["examples"].splitlines() for node in nodes}
    assert "- làm thẻ thư viện ở đâu" in by_intent["ask_how_to"]
    assert "- bị lừa chuyển tiền phải làm sao" in by_intent["urgent_help"]
    assert "- Wifi công cộng là gì" in by_intent["ask_definition"]
    assert "- thẻ thư viện có thời hạn mấy năm" in by_intent["ask_rule"]


def test_files_are_written_as_rendered(knowledge: Path, tmp_path: Path) -> None:
    written = write_lookups(knowledge, tmp_path / "lookups")
    rendered = render_lookups(load_library(knowledge))
    assert sorted(path.stem for path in written) == sorted(rendered) == list(TABLES)
    for path in written:
        assert path.read_text(encoding="utf-8") == rendered[path.stem]


@pytest.mark.parametrize("table", TABLES)
def test_the_committed_tables_are_in_sync_with_the_knowledge(real_library: Library, table: str) -> None:
    committed = (REPOSITORY / "nlu_data" / "lookups" / f"{table}.yml").read_text(encoding="utf-8")
    taken = written_examples(REPOSITORY / "nlu_data" / "nlu")
    assert committed == render_lookups(real_library, taken)[table], "run `troly lookups`"
