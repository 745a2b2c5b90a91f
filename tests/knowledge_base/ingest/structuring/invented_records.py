"""Invented plan records, for hypothesis: any number of parts, sections, points, dashes and appendix rows.

Each record is one that a document can say: its facts stand in the words of its clauses, ids follow the locators.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from knowledge_base.ingest.records import NOT_STATED, PlanRecord
from knowledge_base.ingest.structuring.lines import LETTERS
from knowledge_base.ingest.structuring.locators import FIXED_IDS, id_of

ROMAN = ("I", "II", "III", "IV", "V", "VI")
UNITS = (
    "Phòng Kinh tế",
    "Phòng Văn hóa, Khoa học và Thông tin",
    "Công an xã",
    "Các cơ quan, ban, ngành",
    "UBND các xã, phường",
    "Trung tâm Y tế",
    "Các doanh nghiệp vận tải",
    "Hội Nông dân",
    "Trạm Khuyến nông",
    "Ban Chỉ huy Quân sự",
)
RECIPIENTS = ("UBND tỉnh", "Sở Nội vụ", "Ủy ban nhân dân huyện Tân Lộc")
TOPICS = ("Về giao thông", "Về nước sạch", "Chăm sóc cây xanh", "Trường học và trạm y tế", "Chợ truyền thống")
POPULATIONS = ("hộ gia đình", "thôn trên địa bàn xã", "học sinh tiểu học", "trạm bơm", "tuyến đường liên thôn")
PREDICATES = ("có đèn chiếu sáng", "được dùng nước sạch", "đạt chuẩn theo quy định", "tham gia bảo hiểm y tế")
COUNTED = ("điểm thu gom rác", "tủ sách", "sổ theo dõi sức khỏe")
GOALS = ("Giữ vững danh hiệu xã văn hóa", "Phủ xanh các tuyến đường chính", "Bảo đảm đủ nước tưới trong mùa khô")
WORK = (
    "Trồng cây bóng mát dọc các tuyến đường",
    "Nạo vét kênh mương trước mùa mưa; gia cố bờ bao",
    "Mở lớp dạy bơi cho trẻ em trong dịp hè",
    "Lắp biển báo tại các điểm giao (ngã ba, ngã tư)",
    "Sửa chữa nhà văn hóa thôn",
)
CHARGES = (
    "Chủ trì, phối hợp với các đơn vị liên quan theo dõi việc thực hiện",
    "Bố trí kinh phí theo quy định",
    "Tuyên truyền trên hệ thống loa truyền thanh",
    "Hướng dẫn chuyên môn cho cán bộ thôn",
)
BINDING = {"exactly": "", "above": "Trên ", "at_least": "Tối thiểu ", "up_to": "Không quá "}
NAMES = ("Lê Văn Mẫu", "Trần Thị Bích Hà", "Đinh Ỷ", "Nguyễn Giáp Thu Sương")
ISSUERS = ("Ủy ban nhân dân xã Vạn Hòa", "Ủy ban nhân dân huyện Tân Lộc, tỉnh Thành An", "Sở Nông nghiệp và Môi trường")


@dataclass
class Book:
    """A record as it grows."""

    clauses: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)
    tasks: list[dict[str, Any]] = field(default_factory=list)
    report_deadlines: list[dict[str, Any]] = field(default_factory=list)
    duties: list[dict[str, Any]] = field(default_factory=list)

    def clause(self, locator: str, kind: str, headings: Sequence[str], content: str) -> str:
        """Add a clause and give its id."""
        made = id_of(locator)
        self.clauses.append(
            {"id": made, "locator": locator, "kind": kind, "heading_path": list(headings), "content": content}
        )
        return made


Leaf = Callable[[str, Sequence[str]], str]


@st.composite
def places(draw: st.DrawFn, base: str, headings: Sequence[str], most: int = 3) -> list[tuple[str, Sequence[str]]]:
    """Where the contents of one section stand: one paragraph, several, dashes, points, or points with dashes."""
    count = draw(st.integers(1, most))
    shape = draw(st.sampled_from(("paragraphs", "dashes", "points", "points with dashes")))
    if shape == "paragraphs":
        return [(base, headings)] if count == 1 else [(f"{base}, đoạn {at}", headings) for at in range(1, count + 1)]
    if shape == "dashes":
        return [(f"{base}, gạch đầu dòng {at}", headings) for at in range(1, count + 1)]
    letters = LETTERS[: count + draw(st.integers(0, 4))][:9]
    if shape == "points":
        return [(f"{base}.{letter}", headings) for letter in letters]
    made: list[tuple[str, Sequence[str]]] = []
    for letter in letters[:2]:
        inside = [*headings, f"{letter}) {draw(st.sampled_from(TOPICS))}"]
        made += [(f"{base}.{letter}, gạch đầu dòng {at}", inside) for at in range(1, count + 1)]
    return made


@st.composite
def records(draw: st.DrawFn) -> PlanRecord:
    """A record."""
    book = Book()
    first = draw(st.integers(2024, 2028))
    last = first + draw(st.integers(1, 6))
    issuer = draw(st.sampled_from(ISSUERS))
    book.clause("Đầu văn bản", "preamble", [], "-")
    book.clause("Phần mở đầu", "preamble", [], _opening(issuer))
    builders = draw(st.lists(st.sampled_from((_goals, _work, _money)), min_size=1, max_size=3, unique=True))
    for roman, build in zip(ROMAN, [*builders, _charges], strict=False):
        build(draw, book, roman, last)
    _closing(draw, book)
    book.clause("Nơi nhận", "recipients", [], "-")
    book.clause("Chữ ký", "closing", [], "-")
    _appendix(draw, book, first, last)
    return PlanRecord.model_validate(
        {
            "document_id": "van-hoa",
            "agency": "van-hoa",
            "title": f"Kế hoạch Xây dựng đời sống văn hóa giai đoạn {first}-{last}",
            "short_title": "Kế hoạch đời sống văn hóa",
            "number": draw(st.sampled_from(("12/KH-UBND", "145/KH-SNNMT", "7/KH-UBND", NOT_STATED))),
            "date": draw(st.one_of(_dates(first), st.just(f"tháng 3 năm {first}"), st.just(NOT_STATED))),
            "issuer": issuer,
            "issuer_now": issuer,
            "signatory": draw(st.sampled_from((*NAMES, NOT_STATED))),
            "signatory_role": draw(st.sampled_from(("Chủ tịch", "KT. Chủ tịch, Phó Chủ tịch", "Giám đốc"))),
            "period_start": first,
            "period_end": last,
            "carries_out": [
                {
                    "number": "33/KH-UBND",
                    "date": datetime.date(2023, 2, 21),
                    "issuer": "UBND tỉnh Thành An",
                    "title": "Kế hoạch xây dựng nếp sống mới",
                    "relation": "carries_out",
                    "clause": "mo-dau",
                }
            ],
            "recipients": [*draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=4, unique=True)), "Lưu: VT"],
            "clauses": book.clauses,
            "targets": book.targets,
            "tasks": book.tasks,
            "report_deadlines": book.report_deadlines,
            "duties": book.duties,
        }
    )


def comparable(record: PlanRecord) -> dict[str, Any]:
    """What a document says of a record: without the project's own wording, and without the text of its head and end."""
    data = record.model_dump(exclude={"short_title", "issuer_now", "notes"})
    for clause in data["clauses"]:
        if clause["id"] in FIXED_IDS.values():
            clause["content"] = ""
    return data


def _opening(issuer: str) -> str:
    return (
        "Thực hiện Kế hoạch số 33/KH-UBND ngày 21/02/2023 của UBND tỉnh Thành An về xây dựng nếp sống mới, "
        f"{issuer} ban hành Kế hoạch như sau:"
    )


def _dates(year: int) -> st.SearchStrategy[datetime.date]:
    return st.dates(datetime.date(year, 1, 1), datetime.date(year, 12, 31))


def _sections(draw: st.DrawFn, titles: Sequence[str], most: int = 3) -> list[tuple[int, str]]:
    return list(enumerate(draw(st.lists(st.sampled_from(titles), min_size=1, max_size=most, unique=True)), start=1))


def _goals(draw: st.DrawFn, book: Book, roman: str, last: int) -> None:
    years = sorted({last - 1, last})
    for number, year in enumerate(years, start=1):
        headings = [f"{roman}. Mục tiêu", f"{number}. Mục tiêu đến năm {year}"]
        for locator, above in draw(places(f"{roman}.{number}", headings)):
            _goal(draw, book, locator, above, year)


def _goal(draw: st.DrawFn, book: Book, locator: str, above: Sequence[str], year: int) -> None:
    shape = draw(st.sampled_from(("percent", "each", "bare")))
    target: dict[str, Any] = {"year": year}
    if shape == "percent":
        comparator = draw(st.sampled_from(sorted(BINDING)))
        value, said = draw(st.sampled_from(((100, "100"), (85, "85"), (7.5, "7,5"), (99, "99"))))
        population, predicate = draw(st.sampled_from(POPULATIONS)), draw(st.sampled_from(PREDICATES))
        content = f"{BINDING[comparator]}{said}% {population} {predicate}."
        target |= {"subject": f"{population} {predicate}", "population": population, "unit": "%"}
        target |= {"comparator": comparator, "value": value}
    elif shape == "each":
        value, counted = draw(st.integers(1, 9)), draw(st.sampled_from(COUNTED))
        content = f"Mỗi thôn có {value:02} {counted}."
        target |= {"subject": f"{counted} mỗi thôn", "population": "mỗi thôn", "unit": f"{counted}/thôn"}
        target |= {"comparator": "exactly", "value": value}
    else:
        goal = draw(st.sampled_from(GOALS))
        content = f"{goal}."
        target |= {"subject": goal[0].lower() + goal[1:], "comparator": "qualitative"}
    made = book.clause(locator, "target", above, content)
    book.targets.append({"id": f"t-{made}", "content": content, "clause": made, **target})


def _work(draw: st.DrawFn, book: Book, roman: str, _: int) -> None:
    for number, topic in _sections(draw, TOPICS):
        headings = [f"{roman}. Nhiệm vụ", f"{number}. {topic}"]
        for locator, above in draw(places(f"{roman}.{number}", headings)):
            content = f"{draw(st.sampled_from(WORK))}."
            made = book.clause(locator, "task", above, content)
            group = above[-1].split(" ", 1)[1]
            book.tasks.append({"id": f"n-{made}", "group": group, "content": content, "clause": made})


def _money(draw: st.DrawFn, book: Book, roman: str, _: int) -> None:
    heading = f"{roman}. Kinh phí thực hiện"
    if draw(st.booleans()):
        book.clause(roman, "funding", [heading], "Kinh phí lấy từ ngân sách nhà nước theo phân cấp.")
        return
    text = "Hằng năm, các cơ quan, đơn vị có trách nhiệm lập dự toán, gửi Phòng Tài chính để tổng hợp, trình duyệt."
    made = book.clause(f"{roman}.1", "funding", [heading], text)
    rest = "Có trách nhiệm lập dự toán, gửi Phòng Tài chính để tổng hợp, trình duyệt."
    book.duties.append({"id": f"d-{made}", "unit": "Các cơ quan, đơn vị", "content": rest, "clause": made})
    passed = {"unit": "Phòng Tài chính", "content": "Tổng hợp, trình duyệt."}
    book.duties.append({"id": f"d-{made}-2", "clause": made, **passed})


def _charges(draw: st.DrawFn, book: Book, roman: str, _: int) -> None:
    for number, unit in _sections(draw, UNITS, most=4):
        headings = [f"{roman}. Tổ chức thực hiện", f"{number}. {unit}"]
        for locator, above in draw(places(f"{roman}.{number}", headings, most=2)):
            if len(above) > len(headings):
                continue
            if draw(st.booleans()):
                content = f"{draw(st.sampled_from(CHARGES))}."
                made = book.clause(locator, "organisation", above, content)
            else:
                content, deadline = _report(draw)
                made = book.clause(locator, "organisation", above, content)
                book.report_deadlines.append({"id": f"r-{made}", "reporter": unit, "clause": made, **deadline})
            book.duties.append({"id": f"d-{made}", "unit": unit, "content": content, "clause": made})


def _report(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    day, month = draw(st.integers(1, 28)), draw(st.integers(1, 12))
    recipient, through = draw(st.sampled_from(RECIPIENTS)), draw(st.sampled_from((None, *UNITS[:3])))
    by = f" (qua {through})" if through else ""
    content = f"Định kỳ trước ngày {day:02}/{month:02} hằng năm báo cáo kết quả thực hiện về {recipient}{by}."
    fields = {"recipient": recipient, "through": through, "day": day, "month": month}
    return content, {**fields, "subject": "Kết quả thực hiện"}


def _closing(draw: st.DrawFn, book: Book) -> None:
    unit = draw(st.sampled_from(UNITS[3:5]))
    charged = "căn cứ chức năng, nhiệm vụ tổ chức thực hiện kế hoạch này."
    made = book.clause(
        "Phần kết", "closing", [], f"Yêu cầu {unit[0].lower() + unit[1:] if unit[1].islower() else unit} {charged}"
    )
    book.duties.append({"id": f"d-{made}", "unit": unit, "content": charged[0].upper() + charged[1:], "clause": made})


def _appendix(draw: st.DrawFn, book: Book, first: int, last: int) -> None:
    periods = ({"start": first, "end": last}, {"start": first, "end": first}, {"start": first}, {"every_year": True})
    for number, topic in _sections(draw, TOPICS) if draw(st.booleans()) else []:
        count = draw(st.integers(1, 3))
        # A group's only task may go without a number of its own.
        numbers = [f"{number}.{at}" for at in range(1, count + 1)]
        if count == 1 and draw(st.booleans()):
            numbers = [str(number)]
        for own in numbers:
            content = f"{draw(st.sampled_from(WORK))}."
            made = book.clause(f"Phụ lục, mục {own}", "appendix", ["Phụ lục", f"{number}. {topic}"], content)
            period = draw(st.sampled_from(periods))
            book.tasks.append(
                {
                    "id": f"n-{made.removeprefix('pl-')}",
                    "number": own,
                    "group": topic,
                    "content": content,
                    "lead_units": draw(st.lists(st.sampled_from(UNITS), min_size=1, max_size=2, unique=True)),
                    "coordinating_units": draw(st.lists(st.sampled_from(UNITS), max_size=3, unique=True)),
                    "period": period,
                    "in_appendix": True,
                    "clause": made,
                }
            )
