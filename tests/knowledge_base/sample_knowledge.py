"""A small invented knowledge folder, complete and valid.

Two agencies with a plan each, two guides, a glossary, facts and contacts.
"""

from __future__ import annotations

from pathlib import Path

AGENCIES = """\
- slug: thanh-an
  name: tỉnh Thành An
  kind: province
  where_to_ask: Bà con hỏi UBND xã nơi mình ở.

- slug: van-hoa
  name: xã Vạn Hòa
  kind: commune
  aliases: [Vạn Hòa, UBND xã Vạn Hòa]
  successors: [xã Vạn Thắng]
  parent: thanh-an
  plans: [van-hoa]
  where_to_ask: Bà con hỏi UBND xã Vạn Hòa.

- slug: tan-loc
  name: huyện Tân Lộc (trước đây)
  kind: former_district
  aliases: [Tân Lộc, huyện Tân Lộc]
  parent: thanh-an
  plans: [tan-loc]
  where_to_ask: Bà con hỏi UBND xã mới nơi mình ở.
"""

VAN_HOA = """\
document_id: van-hoa
agency: van-hoa
title: Kế hoạch chuyển đổi số xã Vạn Hòa giai đoạn 2026-2028
short_title: Kế hoạch chuyển đổi số xã Vạn Hòa
number: 12/KH-UBND
date: 2026-01-15
issuer: Ủy ban nhân dân xã Vạn Hòa
issuer_now: Ủy ban nhân dân xã Vạn Hòa
signatory: Lê Văn Mẫu
signatory_role: Chủ tịch
period_start: 2026
period_end: 2028
carries_out:
  - number: 7/KH-UBND
    date: 2025-12-01
    issuer: UBND tỉnh Thành An
    title: Kế hoạch chuyển đổi số tỉnh Thành An
    relation: carries_out
    clause: mo-dau
recipients: [UBND tỉnh Thành An, Các thôn trong xã]
clauses:
  - {id: mo-dau, locator: Phần mở đầu, kind: preamble, heading_path: [],
     content: Thực hiện Kế hoạch số 7/KH-UBND của UBND tỉnh Thành An.}
  - {id: i, locator: I, kind: purpose, heading_path: [I. Mục đích], content: Đưa dịch vụ số về từng thôn.}
  - {id: ii-1, locator: II.1, kind: target, heading_path: [II. Chỉ tiêu],
     content: Đến năm 2026 60% nhà văn hóa thôn có wifi công cộng.}
  - {id: ii-2, locator: II.2, kind: target, heading_path: [II. Chỉ tiêu],
     content: Đến năm 2028 trên 90% nhà văn hóa thôn có wifi công cộng.}
  - {id: ii-3, locator: II.3, kind: target, heading_path: [II. Chỉ tiêu],
     content: Đến năm 2028 100% trạm bơm có camera giám sát mực nước.}
  - {id: iii, locator: III, kind: task, heading_path: [III. Nhiệm vụ], content: Mở lớp dạy máy tính cho người cao tuổi.}
  - {id: iv, locator: IV, kind: funding, heading_path: [IV. Kinh phí],
     content: Kinh phí lấy từ ngân sách xã và nguồn xã hội hóa.}
  - {id: v-1, locator: V.1, kind: organisation, heading_path: [V. Tổ chức thực hiện],
     content: Phòng Văn hóa - Xã hội theo dõi và đôn đốc các thôn.}
  - {id: v-2, locator: V.2, kind: organisation, heading_path: [V. Tổ chức thực hiện],
     content: Các thôn báo cáo trước ngày 10/11 hằng năm.}
  - {id: pl-1-1, locator: "Phụ lục, mục 1.1", kind: appendix, heading_path: [Phụ lục],
     content: Lắp đặt wifi công cộng tại nhà văn hóa thôn.}
  - {id: pl-1-2, locator: "Phụ lục, mục 1.2", kind: appendix, heading_path: [Phụ lục],
     content: Gắn camera giám sát mực nước ở trạm bơm.}
targets:
  - {id: t-2026-wifi, subject: wifi công cộng, population: nhà văn hóa thôn, comparator: exactly, value: 60,
     unit: "%", year: 2026, content: 60% nhà văn hóa thôn có wifi công cộng, clause: ii-1}
  - {id: t-2028-wifi, subject: wifi công cộng, population: nhà văn hóa thôn, comparator: above, value: 90,
     unit: "%", year: 2028, content: Trên 90% nhà văn hóa thôn có wifi công cộng, clause: ii-2}
  - {id: t-2028-camera, subject: camera giám sát mực nước, population: trạm bơm, comparator: exactly, value: 100,
     unit: "%", year: 2028, content: 100% trạm bơm có camera giám sát mực nước, clause: ii-3}
tasks:
  - {id: n-iii, content: Mở lớp dạy máy tính cho người cao tuổi, clause: iii}
  - {id: n-1-1, number: "1.1", content: Lắp đặt wifi công cộng tại nhà văn hóa thôn, lead_units: [Phòng Kinh tế],
     coordinating_units: [Phòng Văn hóa - Xã hội, Các thôn], period: {start: 2026, end: 2028}, in_appendix: true,
     clause: pl-1-1}
  - {id: n-1-2, number: "1.2", content: Gắn camera giám sát mực nước ở trạm bơm,
     lead_units: [Hợp tác xã thủy lợi], coordinating_units: [Phòng Kinh tế], period: {every_year: true},
     in_appendix: true, clause: pl-1-2}
report_deadlines:
  - {id: r-v-2, reporter: Các thôn, recipient: UBND xã Vạn Hòa, through: Phòng Văn hóa - Xã hội, day: 10, month: 11,
     subject: Kết quả thực hiện kế hoạch, clause: v-2}
duties:
  - {id: d-v-1, unit: Phòng Văn hóa - Xã hội, content: Theo dõi và đôn đốc các thôn thực hiện kế hoạch, clause: v-1}
"""

TAN_LOC = """\
document_id: tan-loc
agency: tan-loc
title: Kế hoạch chuyển đổi số huyện Tân Lộc đến năm 2028
short_title: Kế hoạch chuyển đổi số huyện Tân Lộc
number: not stated
date: tháng 3 năm 2025
issuer: Ủy ban nhân dân huyện Tân Lộc
issuer_now: Không còn cấp huyện
signatory: not stated
period_start: 2025
period_end: 2028
carries_out: []
recipients: [UBND tỉnh Thành An]
clauses:
  - {id: i-1, locator: I.1, kind: target, heading_path: [I. Mục tiêu],
     content: Đến năm 2028 70% nhà văn hóa thôn có wifi công cộng.}
  - {id: ii, locator: II, kind: task, heading_path: [II. Nhiệm vụ], content: Số hóa hồ sơ hộ tịch lưu giữ ở xã.}
  - {id: iii, locator: III, kind: organisation, heading_path: [III. Tổ chức thực hiện],
     content: Định kỳ hằng năm Phòng Nội vụ báo cáo UBND huyện.}
targets:
  - {id: t-2028-wifi, subject: wifi công cộng, population: nhà văn hóa thôn, comparator: exactly, value: 70,
     unit: "%", year: 2028, content: 70% nhà văn hóa thôn có wifi công cộng, clause: i-1}
tasks:
  - {id: n-ii, content: Số hóa hồ sơ hộ tịch lưu giữ ở xã, clause: ii}
report_deadlines:
  - {id: r-iii, reporter: Phòng Nội vụ, recipient: UBND huyện, subject: Kết quả thực hiện kế hoạch, clause: iii}
duties: []
"""

LIBRARY_CARD = """\
---
title: Thẻ thư viện điện tử
topic: tv
topics: [thư viện]
audience: resident
legal_basis: [tv-quy-che]
checked: 2026-07-01
review_by: 2099-12-31
---

## Đăng ký thẻ thư viện điện tử thế nào {#dang-ky}
<!-- facts: TV1 TV2 -->
<!-- asked: làm thẻ thư viện ở đâu | xin cấp thẻ thư viện điện tử -->

Bà con đăng ký ngay trên trang của thư viện. Lệ phí {{ fact:tv-le-phi }}.

1. Mở trang thư viện, bấm "Đăng ký thẻ".
2. Nhập họ tên và số điện thoại,
   rồi bấm gửi.
3. Chờ tin nhắn báo kết quả.

- Quên mã thẻ thì gọi {{ contact:tong-dai-thu-vien }}.

> Lưu ý: không đưa mã thẻ cho người lạ.

## Thẻ thư viện dùng được bao lâu {#thoi-han}
<!-- facts: TV3 -->
<!-- asked: thẻ thư viện có thời hạn mấy năm | bao lâu thẻ thư viện hết hạn -->

Thẻ dùng được {{ fact:tv-thoi-han }}.

## Mất thẻ thư viện có bị phạt không {#mat-the}
<!-- facts: TV4 -->
<!-- asked: làm mất thẻ thư viện phạt bao nhiêu -->
<!-- silent: yes -->

Trợ lý chưa có thông tin đã kiểm chứng về việc này. Bà con hỏi thư viện.
"""

FRAUD = """\
---
title: Phòng chống lừa đảo
topic: f
topics: [lừa đảo]
audience: resident
checked: 2026-07-01
review_by: 2099-12-31
---

## Vừa bị lừa mất tiền thì làm gì ngay {#bi-lua-lam-gi-ngay}
<!-- facts: F1 -->
<!-- asked: bị lừa chuyển tiền phải làm sao -->

Ngừng chuyển tiền, gọi ngân hàng trước.

1. Gọi ngân hàng xin khóa tài khoản.
2. Gọi {{ contact:khan-cap }}.
"""

FACTS = """\
- {key: tv-le-phi, value: 20.000 đồng, meaning: Lệ phí làm thẻ, source: Thư viện tỉnh, source_codes: [TV1],
   checked: 2026-07-01, review_by: 2099-12-31}
- {key: tv-thoi-han, value: 3 năm, meaning: Thời hạn thẻ, source: Thư viện tỉnh, source_codes: [TV3],
   checked: 2019-01-01, review_by: 2020-05-31}
- {key: tv-quy-che, value: Quy chế số 5/QC-TV, meaning: Quy chế thư viện, source: Thư viện tỉnh,
   source_codes: [TV2], checked: 2026-07-01, review_by: 2099-12-31}
"""

CONTACTS = """\
- {key: tong-dai-thu-vien, value: "1900 0123", purpose: Hỏi về thẻ thư viện điện tử, source: Thư viện tỉnh,
   source_codes: [TV1], note: Số tính phí, checked: 2026-07-01, review_by: 2099-12-31}
- {key: khan-cap, value: "113", purpose: Gọi công an khi khẩn cấp, source: Số dùng chung cả nước,
   source_codes: [F1], checked: 2026-07-01, review_by: 2099-12-31}
"""

GLOSSARY = """\
- {id: wifi, term: Wifi công cộng, aliases: [wifi miễn phí], definition: Mạng không dây ai đến cũng dùng được.,
   source_codes: [phổ thông]}
- {id: camera, term: Camera giám sát, aliases: [máy quay], definition: Máy quay gửi hình về nơi theo dõi.,
   source_codes: [phổ thông]}
"""

FILES = {
    "agencies.yml": AGENCIES,
    "facts.yml": FACTS,
    "contacts.yml": CONTACTS,
    "glossary.yml": GLOSSARY,
    "plans/van-hoa.yml": VAN_HOA,
    "plans/tan-loc.yml": TAN_LOC,
    "guides/the-thu-vien.md": LIBRARY_CARD,
    "guides/phong-chong-lua-dao.md": FRAUD,
}


def write_knowledge(folder: Path) -> Path:
    """Write the sample under ``folder`` and return it."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> Path:
    """Replace ``old``, which has to stand there once, in a file of the sample; return the file."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path
