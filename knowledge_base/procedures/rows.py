"""The schema of the file that is imported: one JSON object a line, as crawled from the national public-service portal.

The keys are the portal's. Tables arrive as text with their cells run together (``knowledge_base.procedures.tables``).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from vietnamese import normalize

LEVELS = ("Cấp xã", "Cấp tỉnh", "Cấp bộ", "Cơ quan khác")
# What the portal writes where it has nothing.
BLANK = frozenset({"", "-", "--", "không có thông tin", "không", "không có", "không."})
_LONGEST_BLANK = 20
_TOO_LONG = 200_000


def _levels(value: str) -> str:
    unknown = [one for one in map(str.strip, value.split(",")) if one not in LEVELS]
    if unknown:
        raise ValueError(f"unknown level {unknown[0]!r}, known are {', '.join(LEVELS)}")
    return value


def _plain(value: object) -> object:
    """Without the non-breaking blanks, tabs and ends of line of web pages; lines stay lines."""
    if not isinstance(value, str):
        return value
    return "\n".join(line.strip() for line in re.sub(r"[^\S\n]+", " ", value).strip().split("\n"))


Text = Annotated[str, BeforeValidator(_plain), StringConstraints(strict=True, max_length=_TOO_LONG)]
Code = Annotated[str, StringConstraints(strict=True, pattern=r"^\d\.\d{6}$")]
Link = Annotated[str, StringConstraints(strict=True, pattern=r"^https://dichvucong\.gov\.vn/\S{1,300}$")]
Slug = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, BeforeValidator(_plain), StringConstraints(strict=True, min_length=3, max_length=2000)]


class ProcedureRow(BaseModel):
    """One line of the file. All keys are required and no other is known: a changed crawl shows at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bo: Slug
    ma_thu_tuc: Code
    detail_url: Link
    ten_thu_tuc: Name
    so_quyet_dinh: Text
    cap_thuc_hien: Annotated[Text, AfterValidator(_levels)]
    loai_thu_tuc: Literal[
        "TTHC được giao luật quy định chi tiết",
        "TTHC không được luật giao cho địa phương quy định",
        "Loại khác",
        "",
    ]
    linh_vuc: Text
    doi_tuong_thuc_hien: Text
    co_quan_co_tham_quyen: Text
    dia_chi_tiep_nhan: Text
    co_quan_phoi_hop: Text
    trinh_tu_thuc_hien: Text
    cach_thuc_thuc_hien: Text
    thanh_phan_ho_so: Text
    can_cu_phap_ly: Text
    co_quan_thuc_hien: Text
    yeu_cau_dieu_kien: Text
    ket_qua_xu_ly: Text
    thu_tuc_lien_quan: Text


def stated(text: str) -> str | None:
    """``text``, or ``None`` where the portal says in one of its ways that it has nothing."""
    return None if len(text) <= _LONGEST_BLANK and normalize(text).lower() in BLANK else text
