"""Agencies: slugs once, parents that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.ingest.agencies import load_agencies, load_elsewhere, names_of
from knowledge_base.ingest.errors import FieldError, SourceError
from knowledge_base.ingest.records import Agency
from tests.knowledge_base.sample_knowledge import edit

FILE = "agencies.yml"


def test_reads_who_the_assistant_speaks_for(knowledge: Path) -> None:
    agencies = {one.slug: one for one in load_agencies(knowledge / FILE)}
    assert agencies["van-hoa"].parent == "thanh-an"
    assert agencies["van-hoa"].plans == ["van-hoa"]
    assert agencies["tan-loc"].kind == "former_district"
    assert agencies["thanh-an"].plans == []


def test_a_slug_stands_once(knowledge: Path) -> None:
    edit(knowledge, FILE, "- slug: tan-loc", "- slug: van-hoa")
    with pytest.raises(SourceError, match=r"agencies\.yml:1: slug used twice: van-hoa"):
        load_agencies(knowledge / FILE)


def test_a_parent_is_in_the_file(knowledge: Path) -> None:
    path = knowledge / FILE
    path.write_text(
        path.read_text(encoding="utf-8").replace("parent: thanh-an", "parent: thanh-ang", 1), encoding="utf-8"
    )
    with pytest.raises(SourceError, match="agency van-hoa: parent 'thanh-ang' is not in the file"):
        load_agencies(path)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("kind: province", "kind: kingdom", "0.kind"),
        ("- slug: van-hoa", "- slug: Van Hoa", "1.slug"),
        ("aliases: [Vạn Hòa, UBND xã Vạn Hòa]", "aliases: Vạn Hòa", "1.aliases"),
        ("name: xã Vạn Hòa", "nom: xã Vạn Hòa", "1.name"),
        ("where_to_ask: Bà con hỏi UBND xã Vạn Hòa.", "where_to_ask: ' '", "1.where_to_ask"),
    ],
)
def test_a_field_that_does_not_fit_is_named(knowledge: Path, old: str, new: str, field: str) -> None:
    path = edit(knowledge, FILE, old, new)
    with pytest.raises(FieldError) as error:
        load_agencies(path)
    assert error.value.field == field
    assert error.value.file == path
    assert error.value.line > 0


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"agencies\.yml:0: cannot be read: No such file"):
        load_agencies(tmp_path / "agencies.yml")


def test_a_plan_that_an_agency_names_exists(knowledge: Path) -> None:
    """An agency's plan that no file holds would be lost in silence."""
    from knowledge_base.ingest.library import load_library

    edit(knowledge, FILE, "plans: [tan-loc]", "plans: [tan-lock]")
    with pytest.raises(SourceError, match="tan-lock"):
        load_library(knowledge)


def test_a_commune_that_several_agencies_list_stands_for_any_of_them() -> None:
    agencies = [
        Agency(slug=slug, name=slug.title(), kind="former_district", communes=communes, where_to_ask="Hỏi UBND xã.")
        for slug, communes in (("mot", ["xã An", "xã Bình"]), ("hai", ["xã Bình"]))
    ]
    assert names_of(agencies) == {"mot": ["Mot", "xã An"], "hai": ["Hai"], "mot+hai": ["xã Bình"]}


def test_names_elsewhere_stand_behind_each_level_and_alone_where_they_may(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.yml"
    assert load_elsewhere(path) == []
    path.write_text(
        "- {levels: [huyện, h], names: [Sơn Hà]}\n- {levels: [tỉnh], names: [Gia Lai], alone: true}\n", encoding="utf-8"
    )
    assert load_elsewhere(path) == ["huyện Sơn Hà", "h Sơn Hà", "tỉnh Gia Lai", "Gia Lai"]
