"""The portal's tables, whose cells the crawl ran together, taken apart where that can be done without guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_base.procedures.model import Basis, Filing
from knowledge_base.procedures.rows import stated

_FILINGS_HEADER = "Hình thức nộpThời gianPhí, lệ phíMô tả"
_BASES_HEADER = "Tên văn bản pháp lýMã văn bản"

_METHOD = r"Trực tuyến|Dịch vụ bưu chính|Trực tiếp"
_NOTHING = r"Không có thông tin"
_UNIT = r"Ngày làm việc|Giờ làm việc|Ngày|Giờ|Tuần|Tháng|Năm|Phút"
# A time in words begins with one of these: anything else after a method's name is prose of the cell before.
_WORDS = r"(?:Không|Hệ thống|Theo|Ngay)[^()\n]{0,160}?"
_MONEY = r"(?:VNĐ|Việt Nam Đồng|USD)"
_FEE = rf"Miễn phí|{_NOTHING}|\d[\d.,]* {_MONEY}"
_ROW = re.compile(
    rf"(?P<method>{_METHOD})"
    rf"(?:(?P<time>{_NOTHING}|\d+(?:[.,]\d+)? ?(?:{_UNIT})|{_WORDS})(?P<fee>{_FEE})"
    rf"|(?P<bare>\d+(?:[.,]\d+)?)(?P<words>Miễn phí|{_NOTHING})"
    rf"|(?P<glued>\d[\d.,]* {_MONEY}))"
)
_MORE_FEE = re.compile(rf"\d[\d.,]* {_MONEY}")
_AMOUNT = re.compile(r"(?:0|[1-9]\d{0,2}(?:,\d{3})*)")

_AGENCIES = (
    "CP|TTg|BTP|BTC|BCA|BNNMT|BNNPTNT|BTNMT|BXD|BGTVT|NHNN|BQP|BLĐTBXH|BYT|BKHĐT|BCT|BNV|BTTTT|BVHTTDL|BGDĐT|BKHCN|"
    "TANDTC|VKSNDTC|UBND|HĐND|BNG|TTCP|UBDT|VPCP|BHXH"
)
_NUMBER = re.compile(
    rf"\d+(?:\.\d+)?/\d{{4}}/(?:QH\d\d|UBTVQH\d\d|PL-UBTVQH\d\d|(?:NĐ|ND|NQ|QĐ|TT|TTLT|CT|VBHN)(?:-(?:{_AGENCIES}))+)"
)
_LEADS = re.compile(r"(?:Luật|Luất|Nghị định|Thông tư|Nghị quyết|Quyết định|Pháp lệnh)(?: số)? ?$")
_RESULT_END = re.compile(r"Mã: KQ\.[A-Z]\d+\.\d+")


def without_header(text: str) -> str:
    """The filings table without its line of headings."""
    return text.removeprefix(_FILINGS_HEADER).strip()


def filings(text: str) -> tuple[Filing, ...]:
    """The rows of the table of ways to file; empty when its beginning cannot be taken apart.

    >>> filings("Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp5 Ngày làm việc8,000 VNĐ")[0].fee
    '8,000 VNĐ'
    """
    body = without_header(text)
    found = list(_ROW.finditer(body))
    if not found or found[0].start() != 0:
        return ()
    ends = [*(one.start() for one in found[1:]), len(body)]
    return tuple(_filing(one, body[one.end() : end]) for one, end in zip(found, ends, strict=True))


def _filing(row: re.Match[str], rest: str) -> Filing:
    fee_note, rest = _bracket(rest)
    more = []
    while (another := _MORE_FEE.match(rest)) is not None:
        note, rest = _bracket(rest[another.end() :])
        more.append(another.group() + (f" ({note})" if note else ""))
    time, fee, glued = row["time"] or row["bare"], row["fee"] or row["words"], row["glued"]
    if glued:
        time, fee, glued = _apart(glued)
    if more and fee:
        fee, fee_note = "; ".join([fee + (f" ({fee_note})" if fee_note else ""), *more]), None
    return Filing(
        method=row["method"],
        time=stated(time or ""),
        fee=stated(fee or ""),
        fee_note=stated(fee_note or ""),
        note=stated(rest.strip()),
        run_together=glued,
    )


def _apart(glued: str) -> tuple[str | None, str | None, str | None]:
    """A bare number of days and a sum of money, when only one way to cut makes a well-written sum."""
    digits, money = glued.split(" ", 1)
    cuts = [
        (digits[:at], digits[at:])
        for at in range(1, len(digits))
        if digits[:at].isdigit() and _AMOUNT.fullmatch(digits[at:])
    ]
    if len(cuts) != 1:
        return None, None, glued
    return cuts[0][0], f"{cuts[0][1]} {money}", None


def _bracket(text: str) -> tuple[str | None, str]:
    """The bracketed note that ``text`` begins with, brackets balanced, and what follows it."""
    if not text.startswith("("):
        return None, text
    depth = 0
    for at, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return text[1:at].strip(), text[at + 1 :]
    return text[1:].strip(), ""


def bases(text: str) -> tuple[Basis, ...]:
    """The legal bases: titles with the numbers that follow them; a title that holds its number again is one."""
    body = stated(text.removeprefix(_BASES_HEADER).strip())
    return tuple(_bases(" ".join(body.split()))) if body else ()


def _bases(body: str) -> Iterator[Basis]:
    start = 0
    for number in _NUMBER.finditer(body):
        if _is_prose(body, number):
            continue
        again = _NUMBER.match(body, number.end())
        if again is not None and again.group() == number.group():
            continue
        # "Luật 60/2014/QH1360/2014/QH13": the title's own number comes just before; "số " before it is the cell's.
        title = body[start : number.start()].removesuffix(number.group()).strip(" .;,")
        leads = _LEADS.search(title)
        title = title[: leads.start()].strip(" .;,") or title if leads else title
        yield Basis(title=title, number=number.group())
        start = number.end()
    rest = body[start:].strip(" .;,")
    if rest:
        yield Basis(title=rest)


def _is_prose(body: str, number: re.Match[str]) -> bool:
    """Whether a number belongs to a title: a cell of its own is glued to what stands before or after it."""
    before, after = body[: number.start()][-1:], body[number.end() :][:1]
    if before and not before.isspace() and before not in '(:"“/':
        return False
    return bool(after) and (after.isspace() or after in ".,;:)-/")


def results(text: str) -> tuple[str, ...]:
    """What the resident gets, without the portal's codes and the form that follows them."""
    parts = _RESULT_END.split(text.split("Từ khóa", 1)[0])
    return tuple(part.strip(" .;") for part in parts if stated(part.strip(" .;")))
