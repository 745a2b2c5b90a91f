"""The corpora, cut into a part to train on, one to tune on and one to measure with.

The part is told by a hash of the row's own identifier, so that training and measuring agree without a list of rows:
procedures by their code, articles by file and number, news by title. Units of administration are all trained on.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

ONE_IN = 20
_EXAMPLES = Path(__file__).parents[2] / "nlu_data" / "nlu"
_ANNOTATION = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")
# The portal's tables came without the blanks between their cells: "Tên giấy tờMẫu đơn".
_GLUED = re.compile(r"[a-zß-ỹ](?=[A-ZÀ-Ỹ][a-zß-ỹ])")


class Part(Enum):
    """What a row is used for: counting, choosing settings and calibrating, or measuring."""

    TRAINING = "training"
    TUNING = "tuning"
    TEST = "test"


_PROCEDURE_FIELDS = (
    "linh_vuc",
    "trinh_tu_thuc_hien",
    "cach_thuc_thuc_hien",
    "thanh_phan_ho_so",
    "yeu_cau_dieu_kien",
    "ket_qua_xu_ly",
    "co_quan_co_tham_quyen",
    "doi_tuong_thuc_hien",
)


class Text(NamedTuple):
    """One text of a source; ``name`` says whether it is the row's name or title rather than its body."""

    source: str
    name: bool
    text: str


def texts(folder: Path, part: Part) -> Iterator[Text]:
    """The texts of all sources under ``folder`` that belong to ``part``."""
    for source, file, identity in (
        ("law", "phapdien_articles.jsonl.gz", ("file", "id")),
        ("procedures", "procedures.jsonl.gz", ("ma_thu_tuc",)),
        ("news", "news_title_abstract.jsonl.gz", ("title",)),
    ):
        for row in _rows(folder / file):
            if part_of("|".join(str(row.get(one, "")) for one in identity)) is part:
                yield from _of_row(source, row)
    for question in _questions():
        if part_of(question) is part:
            yield Text("questions", False, question)
    if part is Part.TRAINING:
        yield from _units(folder / "admin_units" / "vn_units_2025_simplified.json")


def part_of(identity: str) -> Part:
    """The part that the row with this identifier belongs to: one in ``ONE_IN`` each for tuning and for the test."""
    return {0: Part.TEST, 1: Part.TUNING}.get(zlib.crc32(identity.encode()) % ONE_IN, Part.TRAINING)


def _of_row(source: str, row: dict[str, Any]) -> Iterator[Text]:
    if source == "law":
        yield Text(source, True, row["title"])
        yield Text(source, False, row["text"])
    elif source == "news":
        yield Text(source, True, row["title"])
        yield Text(source, False, row["abstract"])
    else:
        yield Text(source, True, row["ten_thu_tuc"])
        for field in _PROCEDURE_FIELDS:
            if isinstance(row.get(field), str):
                yield Text(source, False, _GLUED.sub(r"\g<0> ", row[field]))


def _units(path: Path) -> Iterator[Text]:
    for province in json.loads(path.read_text(encoding="utf-8")):
        yield Text("units", True, province["FullName"])
        for ward in province["Wards"]:
            yield Text("units", True, f"{ward['FullName']}, {province['FullName']}")


def _questions() -> Iterator[str]:
    """The project's own examples of what people ask, for the words of everyday talk."""
    for path in sorted(_EXAMPLES.glob("*.yml")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("    - "):
                yield _ANNOTATION.sub(r"\1", line.removeprefix("    - "))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
