"""Facts, contacts and the glossary, and the library as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.ingest.errors import FieldError, KnowledgeError, SourceError
from knowledge_base.ingest.library import load_library
from tests.knowledge_base.sample_knowledge import FILES, edit


@pytest.mark.parametrize(
    ("name", "old", "new", "field"),
    [
        ("facts.yml", "key: tv-le-phi", "key: TV lệ phí", "0.key"),
        ("facts.yml", "value: 20.000 đồng", "value: 20000", "0.value"),
        ("facts.yml", "review_by: 2020-05-31", "review_by: 2020-05-32", "1.review_by"),
        ("facts.yml", "meaning: Quy chế thư viện", "sense: Quy chế thư viện", "2.meaning"),
        ("facts.yml", "source_codes: [TV1]", "source_codes: TV1", "0.source_codes"),
        ("contacts.yml", 'value: "113"', "value: 113", "1.value"),
        ("contacts.yml", "purpose: Gọi công an khi khẩn cấp", "purpose: ''", "1.purpose"),
        ("contacts.yml", "note: Số tính phí", "price: Số tính phí", "0.price"),
        ("glossary.yml", "id: wifi,", "id: wi fi,", "0.id"),
        ("glossary.yml", "aliases: [máy quay]", "aliases: máy quay", "1.aliases"),
        ("glossary.yml", "definition: Máy quay gửi hình về nơi theo dõi.", "definition: null", "1.definition"),
    ],
)
def test_a_field_that_does_not_fit_is_named(knowledge: Path, name: str, old: str, new: str, field: str) -> None:
    path = edit(knowledge, name, old, new)
    with pytest.raises(FieldError) as error:
        load_library(knowledge)
    assert (error.value.file, error.value.field) == (path, field)
    assert str(error.value).startswith(f"{path}:{error.value.line}: {field}: ")


@pytest.mark.parametrize(
    ("name", "old", "new", "key"),
    [
        ("facts.yml", "key: tv-thoi-han", "key: tv-le-phi", "tv-le-phi"),
        ("contacts.yml", "key: khan-cap", "key: tong-dai-thu-vien", "tong-dai-thu-vien"),
    ],
)
def test_a_key_stands_once(knowledge: Path, name: str, old: str, new: str, key: str) -> None:
    edit(knowledge, name, old, new)
    with pytest.raises(SourceError, match=f"key used twice: {key}"):
        load_library(knowledge)


def test_a_term_stands_once(knowledge: Path) -> None:
    """Two terms with one id would share one passage id."""
    edit(knowledge, "glossary.yml", "id: camera", "id: wifi")
    with pytest.raises(SourceError, match="wifi"):
        load_library(knowledge)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".yml") and "/" not in name])
def test_a_file_that_is_missing_is_named(knowledge: Path, name: str) -> None:
    (knowledge / name).unlink()
    with pytest.raises(SourceError, match="cannot be read: No such file") as error:
        load_library(knowledge)
    assert error.value.file == knowledge / name


@pytest.mark.parametrize("name", list(FILES))
def test_whatever_is_broken_is_told_as_a_knowledge_error_that_names_the_file(knowledge: Path, name: str) -> None:
    (knowledge / name).write_bytes(b"\xff\xfe: [")
    with pytest.raises(KnowledgeError) as error:
        load_library(knowledge)
    assert str(error.value).startswith(f"{knowledge / name}:")
