"""Invented procedures in the file's shape, tables run together as the crawl leaves them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FILINGS = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
BASES = "Tên văn bản pháp lýMã văn bản"
NOTHING = "Không có thông tin"
PORTAL = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh"

BEES = "9.000001"
BEES_AGAIN = "9.000002"
BEES_ABROAD = "9.000003"
READER_PROVINCE = "9.000004"
READER_COMMUNE = "9.000005"
KITE = "9.000006"
MARKET = "9.000007"
READER_AGAIN = "9.000008"


def row(code: str, name: str, **fields: str) -> dict[str, Any]:
    """A row with every key; ``fields`` replace what is usual."""
    return {
        "bo": "bo-vi-du",
        "ma_thu_tuc": code,
        "detail_url": f"{PORTAL}/vi-du-{code}",
        "ten_thu_tuc": name,
        "so_quyet_dinh": "01/QĐ-VD",
        "cap_thuc_hien": "Cấp xã",
        "loai_thu_tuc": "Loại khác",
        "linh_vuc": "Việc làng",
        "doi_tuong_thuc_hien": "Công dân Việt Nam",
        "co_quan_co_tham_quyen": "",
        "dia_chi_tiep_nhan": "",
        "co_quan_phoi_hop": "",
        "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.",
        "cach_thuc_thuc_hien": f"{FILINGS}Trực tuyến5 Ngày làm việcMiễn phíTrực tiếp5 Ngày làm việcMiễn phí",
        "thanh_phan_ho_so": f"--{PAPERS}Tờ khai theo mẫuMẫu 01.docx1 bản chính",
        "can_cu_phap_ly": f"{BASES}Luật Việc làng01/2024/QH15",
        "co_quan_thuc_hien": "Ủy ban nhân dân cấp xã",
        "yeu_cau_dieu_kien": NOTHING,
        "ket_qua_xu_ly": "Giấy xác nhậnMã: KQ.G01.000001Từ khóaKhông có thông tin",
        "thu_tuc_lien_quan": NOTHING,
    } | fields


ROWS = [
    row(
        BEES,
        "Thủ tục đăng ký nuôi ong lấy mật",
        cach_thuc_thuc_hien=(
            f"{FILINGS}Trực tuyến3 Ngày làm việc5,000 VNĐ(Nộp qua Cổng.)Trực tiếp3 Ngày làm việc8,000 VNĐ"
            "Trực tiếp tại nơi tiếp nhận hồ sơ của xã."
        ),
        thanh_phan_ho_so=(
            f"* Giấy tờ phải nộp:{PAPERS}Trường hợp nuôi thuê thì có hợp đồng.1 bản chính"
            "- Tờ khai nuôi ongMẫu số 02.docx1 bản chínhSơ đồ nơi đặt tổ1 bản chính,2 bản sao"
            f"* Giấy tờ phải xuất trình:{PAPERS}Thẻ căn cước1 bản chính"
        ),
        can_cu_phap_ly=(
            f"{BASES}Luật Chăn ong 11/2023/QH1511/2023/QH15Nghị định số 22/2024/NĐ-CP về ong mật22/2024/NĐ-CP"
        ),
        ket_qua_xu_ly="Giấy đăng ký nuôi ongMã: KQ.G01.000009Thông báo từ chốiMã: KQ.G01.000010Từ khóa…",
    ),
    row(
        BEES_AGAIN,
        "Thủ tục đăng ký lại nuôi ong lấy mật",
        thanh_phan_ho_so=f"--{PAPERS}" + "".join(f"Giấy tờ số {n} của tổ ong1 bản chính" for n in "ABCDEFGHIK"),
    ),
    row(BEES_ABROAD, "Thủ tục đăng ký nuôi ong lấy mật có yếu tố nước ngoài"),
    row(
        READER_PROVINCE,
        "Cấp thẻ bạn đọc thư viện (thực hiện tại cấp tỉnh)",
        cap_thuc_hien="Cấp tỉnh",
        co_quan_thuc_hien="Thư viện tỉnh",
    ),
    row(
        READER_COMMUNE,
        "Cấp thẻ bạn đọc thư viện (thực hiện tại cấp xã)",
        cach_thuc_thuc_hien=f"{FILINGS}Trực tiếp1Miễn phí(Thu 20.000 đồng tiền ép thẻ.)",
    ),
    row(
        KITE,
        "Cấp phép thả diều sáo ban đêm",
        cap_thuc_hien="Cấp tỉnh, Cấp bộ",
        cach_thuc_thuc_hien=f"{FILINGS}Trực tuyến120 VNĐ",
        thanh_phan_ho_so="--",
        can_cu_phap_ly=NOTHING,
    ),
    row(
        MARKET,
        "Xác nhận phiên chợ quê buổi sớm",
        cach_thuc_thuc_hien=f"{FILINGS}Trực tiếp2 NgàyKhông có thông tin",
        co_quan_thuc_hien=NOTHING,
        yeu_cau_dieu_kien="Chợ có từ năm nhà bán trở lên.",
    ),
    row(READER_AGAIN, "Cấp lại thẻ bạn đọc thư viện"),
]


def write_rows(path: Path, rows: Iterable[dict[str, Any]] = tuple(ROWS)) -> Path:
    """Write ``rows`` as the portal's file has them, one JSON object a line."""
    path.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in rows), encoding="utf-8")
    return path
