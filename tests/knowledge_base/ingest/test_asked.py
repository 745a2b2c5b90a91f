"""How people ask for a plan's places: read with the plan, checked against it, gone with what they asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.ingest.errors import FieldError, SourceError
from knowledge_base.ingest.library import load_library
from knowledge_base.ingest.published import Published, PublishedPlan, join
from knowledge_base.store.passages import cut

ASKED = """\
- item: i
  asked: [Kế hoạch này làm ra để chi, Mục đích của kế hoạch]
"""


def write(knowledge: Path, text: str, name: str = "van-hoa") -> Path:
    folder = knowledge / "asked"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_wordings_are_views_of_their_passage_and_of_no_other(knowledge: Path) -> None:
    write(knowledge, ASKED)
    passages = {one.id: one for one in cut(load_library(knowledge))}
    asked = passages["van-hoa:i"]
    assert asked.asked == ("Kế hoạch này làm ra để chi", "Mục đích của kế hoạch")
    assert set(asked.asked) < set(asked.views)
    assert asked.views[0] == asked.text
    assert all(not one.asked for one in passages.values() if one.id != asked.id)


def test_a_plan_without_a_file_has_none(knowledge: Path) -> None:
    assert load_library(knowledge).asked == {}


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (ASKED, "khong-co", "no plan 'khong-co'"),
        (ASKED.replace("item: i", "item: xa-la"), "van-hoa", "'xa-la' is nothing in the plan van-hoa"),
        (ASKED * 2, "van-hoa", "'i' stands twice"),
        (ASKED.replace("Mục đích của kế hoạch", "Kế hoạch này làm ra để chi"), "van-hoa", "a wording stands twice"),
    ],
)
def test_what_fits_no_plan_is_named(knowledge: Path, text: str, name: str, said: str) -> None:
    path = write(knowledge, text, name)
    with pytest.raises(SourceError, match=said) as error:
        load_library(knowledge)
    assert error.value.file == path


def test_an_item_without_wordings_is_named(knowledge: Path) -> None:
    write(knowledge, "- item: i\n  asked: []\n")
    with pytest.raises(FieldError) as error:
        load_library(knowledge)
    assert error.value.field == "0.asked"


def test_a_published_plan_keeps_the_wordings_of_what_it_leaves_as_it_was(knowledge: Path) -> None:
    write(knowledge, ASKED + "- item: ii-1\n  asked: [Wifi nhà văn hóa tới đâu]\n")
    library = load_library(knowledge)
    own = next(one for one in library.plans if one.document_id == "van-hoa")
    clauses = [
        one.model_copy(update={"content": "Đưa sách về từng thôn."}) if one.id == "i" else one for one in own.clauses
    ]
    joined = join(library, Published((PublishedPlan(own.model_copy(update={"clauses": clauses})),)))
    assert dict(joined.asked["van-hoa"]) == {"ii-1": ("Wifi nhà văn hóa tới đâu",)}
