"""The pages of published originals: what they show, what they never run, when they change, what is refused."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
import pytest_asyncio

from connectors.tuning import Rate
from knowledge_base.ingest.library import Library
from knowledge_base.ingest.originals import OriginalPart
from knowledge_base.store.builds import Builds
from tests.connectors.conftest import MakeGateway, client_of
from tests.connectors.harness import VISITOR, RunningGateway, is_problem
from tests.knowledge_base.sample_knowledge import write_knowledge
from tests.knowledge_base.sample_original import PARTS, library_with, original, shelve

pytestmark = pytest.mark.asyncio

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}'

Shelve = Callable[..., Library]


@pytest.fixture
def put(tmp_path: Path) -> Shelve:
    """``put("b1", original(…), van_hoa={…})``: a build in force with these originals and changed records."""
    knowledge = write_knowledge(tmp_path / "knowledge")

    def shelved(name: str, *originals: Any, **changes: dict[str, Any]) -> Library:
        library = library_with(knowledge, *originals)
        plans = [one.model_copy(update=changes.get(one.document_id.replace("-", "_"), {})) for one in library.plans]
        library = replace(library, plans=plans)
        shelve(tmp_path / "index", library, name)
        return library

    return shelved


@pytest_asyncio.fixture
async def browser(own_gateway: RunningGateway) -> AsyncIterator[httpx.AsyncClient]:
    """Someone with a browser. The gateway's index is where ``put`` puts it."""
    async with client_of(own_gateway) as client:
        client.headers.update(BROWSER)
        yield client


async def test_a_document_is_shown_with_what_is_known_of_it(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original(version=3, name="ke-hoach-2026.docx"))
    page = await browser.get("/documents/van-hoa")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    text = page.text
    assert '<html lang="vi">' in text
    assert "<h1>Kế hoạch chuyển đổi số xã Vạn Hòa giai đoạn 2026-2028</h1>" in text
    for said in ("12/KH-UBND", "15/01/2026", "3, công bố ngày 20/11/2026", "ke-hoach-2026.docx", "Bản đang áp dụng"):
        assert said in text
    assert "<mark>" not in text
    assert 'href="../?agency=van-hoa"' in text
    # And every paragraph of the original stands on it, in its order
    article = text.split("<article")[1]
    places = [article.index(part.shown) for part in PARTS]
    assert places == sorted(places)


async def test_the_headings_are_a_list_of_contents(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original())
    text = (await browser.get("/documents/van-hoa")).text
    contents = text[text.index('aria-labelledby="_muc-luc"') : text.index("<article")]
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', contents)
    assert [name for _, name in links] == [
        "KẾ HOẠCH",
        "I. MỤC ĐÍCH",
        "II. CHỈ TIÊU",
        "III. NHIỆM VỤ",
        "V. TỔ CHỨC THỰC HIỆN",
    ]
    for anchor, name in links:
        assert re.search(rf'<h2 id="{anchor}"[^>]*>{name}</h2>', text)


async def test_headings_never_skip_a_level(browser: httpx.AsyncClient, put: Shelve) -> None:
    names = ["Phần mở đầu", "a) Điểm a", "I. MỤC", "1. Khoản", "1.1. Tiết", "II. MỤC", "b) Điểm b", "Phụ lục"]
    put("b1", original(parts=[OriginalPart(text=name, heading=True) for name in names]))
    article = (await browser.get("/documents/van-hoa")).text.split("<article")[1]
    assert re.findall(r"<h(\d) [^>]*>([^<]+)<", article) == list(zip("23234 232".replace(" ", ""), names, strict=True))


async def test_the_cited_clause_is_marked_and_can_be_reached(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original())
    text = (await browser.get("/documents/van-hoa/ii-2")).text
    assert re.findall(r"<mark>([^<]+)</mark>", text) == [
        "- Đến năm 2028, phấn đấu trên 90% nhà văn hóa thôn có wifi công cộng;"
    ]
    assert '<p id="ii-2" aria-current="true" tabindex="-1" autofocus>' in text
    assert '<a href="#ii-2">Đến đoạn được trích: mục II.2</a>' in text
    assert '<span class="sr">Đoạn được trích: </span>' in text
    assert "<title>mục II.2 · Kế hoạch chuyển đổi số xã Vạn Hòa" in text
    assert 'href="../../?agency=van-hoa"' in text


async def test_a_repaired_wording_is_shown_beside_what_was_read(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original())
    text = (await browser.get("/documents/van-hoa/ii-3")).text
    assert "<mark>Đến năm 2028, 100% trạm bơm trên địa bàn xã được gắn camera giám sát mực nước.</mark>" in text
    assert "(đã phục hồi dấu)" in text
    assert "Den nam 2028, 100% tram bom" in text
    assert "Tệp gốc có 1 đoạn mất dấu" in text


async def test_a_table_is_a_table_and_a_cited_row_is_marked(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original())
    text = (await browser.get("/documents/van-hoa/pl-1-1")).text
    table = text[text.index("<table>") : text.index("</table>")]
    assert re.findall(r'<th scope="col">([^<]+)</th>', table) == ["TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"]
    assert "<caption>Phụ lục phân công</caption>" in table
    assert '<div class="scroll" role="region" aria-label="Bảng 1" tabindex="0">' in text
    # A cell merged over the whole row stands once
    assert '<td class="group" colspan="5">1</td>' in table
    row = table[table.index('<tr id="pl-1-1" aria-current="true"') :].split("</tr>")[0]
    assert re.findall(r"<mark>([^<]+)</mark>", row) == [
        "1.1",
        "Lắp đặt wifi công cộng tại nhà văn hóa thôn",
        "Phòng Kinh tế",
        "Phòng Văn hóa - Xã hội;\nCác thôn",
        "2026-2028",
    ]
    assert text.count("aria-current") - text.split("</style>")[0].count("aria-current") == 1


async def test_a_repaired_row_says_so_where_it_is_cited(browser: httpx.AsyncClient, put: Shelve) -> None:
    rows = [["TT", "Viec"], ["1", "Lap loa thon"], ["2", "Lắp đèn đường"]]
    repaired = [["TT", "Việc"], ["1", "Lắp loa thôn"], ["2", "Lắp đèn đường"]]
    clauses = [None, "pl-1-1", "pl-1-2"]
    put("b1", original(parts=[OriginalPart(text="", rows=rows, repaired_rows=repaired, row_clauses=clauses)]))
    cited, other = [(await browser.get(f"/documents/van-hoa/{one}")).text for one in ("pl-1-1", "pl-1-2")]
    assert "<mark>Lắp loa thôn</mark>" in cited
    assert "(đã phục hồi dấu)" in cited
    assert "(đã phục hồi dấu)" not in other
    assert "Lap loa" not in cited


async def test_a_clause_the_original_does_not_hold_is_said_so(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original())
    page = await browser.get("/documents/van-hoa/iv")
    assert page.status_code == 200
    assert "Bản này không có đoạn riêng ứng với mục IV." in page.text
    assert "<mark>" not in page.text


@pytest.mark.parametrize("later_published", [True, False])
async def test_a_replaced_plan_names_the_one_in_force(
    browser: httpx.AsyncClient, put: Shelve, later_published: bool
) -> None:
    originals = [original(), *([original("tan-loc")] if later_published else [])]
    put("b1", *originals, van_hoa={"in_force": False, "replaced_by": "tan-loc"})
    text = (await browser.get("/documents/van-hoa/ii-2")).text
    title = "Kế hoạch chuyển đổi số huyện Tân Lộc đến năm 2028"
    link = f'<a href="../../documents/tan-loc">{title}</a>' if later_published else title
    assert f'<dd class="old">Đã được thay bằng {link}</dd>' in text
    assert "Bản đang áp dụng" not in text


async def test_blank_number_and_date_are_said_to_be_blank(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original("tan-loc"))
    text = (await browser.get("/documents/tan-loc")).text
    assert "<dd>Văn bản để trống</dd>" in text
    assert "not stated" not in text


async def test_markup_in_a_document_stays_text(browser: httpx.AsyncClient, put: Shelve) -> None:
    # Given a file that carries markup in every place that is shown
    parts = [
        OriginalPart(text=HOSTILE, heading=True),
        OriginalPart(text=HOSTILE, repaired=f"sửa {HOSTILE}", clause="i"),
        OriginalPart(
            text=HOSTILE, rows=[[HOSTILE, "b"], [HOSTILE, "c"], [HOSTILE, HOSTILE]], row_clauses=[None, "ii-1"]
        ),
    ]
    put("b1", original(parts=parts, name=HOSTILE), van_hoa={"title": HOSTILE, "issuer": HOSTILE, "number": HOSTILE})
    for clause in ("", "/i", "/ii-1"):
        page = await browser.get(f"/documents/van-hoa{clause}")
        # Then nothing of it became markup or was filled in
        assert page.status_code == 200
        assert "<script" not in page.text
        assert "<img src=x" not in page.text
        assert "{{ 7*7 }}" in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


async def test_no_script_may_run_and_no_style_but_the_page_s_own(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original())
    for path in ("/documents/van-hoa", "/documents/none"):
        page = await browser.get(path)
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "script-src" not in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r"<script|\son\w+=|javascript:|style=", page.text)


async def test_a_page_that_did_not_change_is_not_sent_again(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original())
    first = await browser.get("/documents/van-hoa/ii-2")
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["content-encoding"] == "gzip"
    tag, date = first.headers["etag"], first.headers["last-modified"]
    for known in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", {tag.removeprefix("W/")}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": date},
    ):
        again = await browser.get("/documents/van-hoa/ii-2", headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    for stale in (
        {"If-None-Match": '"other"', "If-Modified-Since": date},
        {"If-Modified-Since": "Thu, 01 Jan 2026 00:00:00 GMT"},
        {"If-Modified-Since": "hôm qua".encode()},
    ):
        assert (await browser.get("/documents/van-hoa/ii-2", headers=stale)).status_code == 200
    other = await browser.get("/documents/van-hoa", headers={"If-None-Match": tag})
    assert other.status_code == 200


async def test_the_page_is_sent_plain_to_who_does_not_unpack(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original())
    plain = await browser.get("/documents/van-hoa", headers={"Accept-Encoding": "identity"})
    packed = await browser.get("/documents/van-hoa")
    assert "content-encoding" not in plain.headers
    assert plain.text == packed.text
    assert "Accept-Encoding" in plain.headers["vary"]
    head = await browser.head("/documents/van-hoa")
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", packed.headers["etag"])


async def test_a_new_build_is_shown_at_once_and_so_is_going_back(
    browser: httpx.AsyncClient, put: Shelve, tmp_path: Path
) -> None:
    # Given a page that a browser has kept
    put("b1", original())
    before = await browser.get("/documents/van-hoa")

    async def version() -> str:
        page = await browser.get("/documents/van-hoa", headers={"If-None-Match": before.headers["etag"]})
        found = re.search(r"(\d+), công bố ngày", page.text)
        return found.group(1) if found else str(page.status_code)

    assert await version() == "304"
    # When a second version is published, then taken back
    put("b2", original(version=2))
    assert await version() == "2"
    Builds(tmp_path / "index").roll_back()
    # Then each is served without a restart
    assert await version() == "304"


async def test_a_withdrawn_document_is_gone(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original())
    assert (await browser.get("/documents/van-hoa")).status_code == 200
    put("b2")
    assert (await browser.get("/documents/van-hoa")).status_code == 404


async def test_without_an_index_the_page_says_to_come_back(browser: httpx.AsyncClient, put: Shelve) -> None:
    page = await browser.get("/documents/van-hoa")
    assert page.status_code == 503
    assert page.headers["retry-after"] == "30"
    assert "<h1>Văn bản chưa sẵn sàng</h1>" in page.text
    is_problem(await browser.get("/documents/van-hoa", headers={"Accept": "*/*"}), 503, "documents_not_ready")
    # And the first build is served as soon as it is there
    put("b1", original())
    assert (await browser.get("/documents/van-hoa")).status_code == 200


async def test_a_build_that_cannot_be_read_does_not_break_the_gateway(
    browser: httpx.AsyncClient, put: Shelve, tmp_path: Path
) -> None:
    put("b1", original())
    (tmp_path / "index" / "b1" / "store.sqlite").write_bytes(b"not a database")
    assert (await browser.get("/documents/van-hoa")).status_code == 503
    assert (await browser.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/documents/none", "unknown_document"),
        ("/documents/tan-loc", "unknown_document"),  # a plan, but no original was published
        ("/documents/van-hoa/none", "unknown_clause"),
        ("/documents/van-hoa/..%2f..%2fstore.sqlite", "unknown_clause"),
        ("/documents/van-hoa/ii-2/more", "unknown_clause"),
        ("/documents/..%2f..%2fetc%2fpasswd", "unknown_document"),
        ("/documents/%00", "unknown_document"),
        ("/documents/%C4%90%E1%BB%A9c%20Ph%C3%BA", "unknown_document"),
        ("/documents/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "unknown_document"),
        ("/documents/" + "a" * 4000, "unknown_document"),
    ],
)
async def test_what_is_not_there_is_told_in_the_reader_s_way(
    browser: httpx.AsyncClient, put: Shelve, path: str, code: str
) -> None:
    put("b1", original())
    # A person gets a page that leads on and repeats nothing of the address
    page = await browser.get(path)
    assert page.status_code == 404
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-store"
    assert "Về trang trợ lý ảo" in page.text
    assert "alert(1)" not in page.text
    # A program gets the problem document of the API
    is_problem(await browser.get(path, headers={"Accept": "application/json"}), 404, code)


async def test_a_flood_from_one_address_waits(make_gateway: MakeGateway, put: Shelve) -> None:
    put("b1", original())
    async with client_of(make_gateway({"address_messages": Rate(2, 0.0001)})) as client:
        statuses = [(await client.get("/documents/van-hoa", headers=VISITOR | BROWSER)).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]


async def test_a_trailing_slash_leads_to_the_page(browser: httpx.AsyncClient, put: Shelve) -> None:
    put("b1", original())
    response = await browser.get("/documents/van-hoa/")
    assert (response.status_code, response.headers["location"]) == (308, "../van-hoa")
    assert (await browser.get("/documents/%5C%5Cevil.example/")).headers["location"] == "../%5C%5Cevil.example"


async def test_a_paragraph_that_a_page_cut_in_two_is_one_again(browser: httpx.AsyncClient, put: Shelve) -> None:
    parts = [
        OriginalPart(text="Thôn hướng dẫn bà con", clause="i", page=1),
        OriginalPart(text="dùng dịch vụ công.", clause="i", page=2),
        OriginalPart(text="a) Thôn báo cáo", clause="iii", page=2),
        OriginalPart(text="b) Thôn đề xuất", clause="iii", page=2),
    ]
    put("b1", original(parts=parts))
    text = (await browser.get("/documents/van-hoa")).text
    for whole in ("Thôn hướng dẫn bà con dùng dịch vụ công.", "a) Thôn báo cáo", "b) Thôn đề xuất"):
        assert f">{whole}</p>" in text
