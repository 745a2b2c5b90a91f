"""Small corpora in the shape of the real ones, written for the tests."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

_TENS = ("", "mười", "hai mươi", "ba mươi", "bốn mươi", "năm mươi")
_ONES = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")


def write_corpora(folder: Path) -> Path:
    """Write a few hundred rows of each corpus; returns the folder."""
    numbers = [f"{tens} {ones}".strip() for tens in _TENS for ones in _ONES] + ["một trăm"]
    procedures = [
        {
            "ma_thu_tuc": f"1.{at:06d}",
            "ten_thu_tuc": f"Thủ tục thử nghiệm số {number}",
            "trinh_tu_thuc_hien": f"Người dân nộp hồ sơ thứ {number} tại xã.\nXã trả kết quả.",
        }
        for at, number in enumerate(numbers)
    ]
    law = [
        {"file": "luat.md", "id": f"Điều {at}", "title": f"Điều về {n}", "text": f"1. Quy định {n}."}
        for at, n in enumerate(numbers)
    ]
    news = [{"title": f"Tin tức thứ {number}", "abstract": f"Hôm nay có {number} người đến dự."} for number in numbers]
    for name, rows in (("procedures", procedures), ("phapdien_articles", law), ("news_title_abstract", news)):
        _write(folder / f"{name}.jsonl.gz", rows)
    units = [{"FullName": "Tỉnh Thử Nghiệm", "Wards": [{"FullName": "Xã Vạn Hòa"}]}]
    (folder / "admin_units").mkdir()
    (folder / "admin_units" / "vn_units_2025_simplified.json").write_text(json.dumps(units), encoding="utf-8")
    return folder


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
