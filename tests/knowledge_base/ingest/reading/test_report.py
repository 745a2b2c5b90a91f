"""Findings as the clerk reads them: Vietnamese sentences, pages put together."""

from __future__ import annotations

import pytest

from knowledge_base.ingest.reading.document import Finding, FindingCode
from knowledge_base.ingest.reading.report import pages_in_words, report


def finding(code: FindingCode, page: int | None = None, **details: str) -> Finding:
    return Finding(code=code, page=page, details=details)


@pytest.mark.parametrize(
    ("pages", "said"), [([4], "4"), ([4, 5], "4–5"), ([9, 4, 5, 6, 7], "4–7, 9"), ([1, 3], "1, 3"), ([], "")]
)
def test_pages_are_told_in_runs(pages: list[int], said: str) -> None:
    assert pages_in_words(pages) == said


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        (
            [finding(FindingCode.PAGE_ROTATED, page, degrees="90") for page in (4, 5, 6, 7)],
            "Trang 4–7 là bản quét xoay ngang, đã xoay lại.",
        ),
        ([finding(FindingCode.PAGE_ROTATED, 2, degrees="180")], "Trang 2 bị ngược đầu, đã xoay lại."),
        (
            [finding(FindingCode.PAGE_ROTATED, 2, degrees="90", text="stored")],
            "Trang 2 có chữ xoay ngang, đã xoay lại.",
        ),
        (
            [finding(FindingCode.PAGE_SKEWED, 1, degrees="1,8"), finding(FindingCode.PAGE_SKEWED, 2, degrees="0,9")],
            "Trang 1–2 quét lệch 0,9–1,8 độ, đã chỉnh thẳng.",
        ),
        (
            [finding(FindingCode.TABLE_JOINED, 4, table="2", pages="4,5,6")],
            "Bảng 2 kéo dài nhiều trang (trang 4–6), đã nối thành một bảng.",
        ),
        (
            [finding(FindingCode.TABLE_JOINED, table="2", parts="3")],
            "Bảng 2 bị tách làm 3 phần, đã nối thành một bảng.",
        ),
        (
            [finding(FindingCode.TABLE_ROW_JOINED, page, table="1") for page in (8, 9)],
            "Bảng 1 có dòng bị ngắt ở đầu trang 8–9, đã nối lại.",
        ),
        (
            [finding(FindingCode.LEFT_OUT, page, what="picture", count="2") for page in (1, 3)],
            "Trang 1, 3: có 4 hình ảnh không được đưa vào bản nháp.",
        ),
        ([finding(FindingCode.LEFT_OUT, what="chart", count="1")], "Có 1 biểu đồ không được đưa vào bản nháp."),
        (
            [finding(FindingCode.ROWS_WITHOUT, 4, table="2", count="3", column="period", rows="1.1, 2.4, 3")],
            "Bảng 2 có 3 dòng không có thời gian (dòng 1.1, 2.4, 3).",
        ),
        (
            [finding(FindingCode.ROWS_WITHOUT, table="2", count="3", column="period")],
            "Bảng 2 có 3 dòng không có thời gian.",
        ),
        ([finding(FindingCode.FIELD_BLANK, 1, field="number", text="Số: /KH-UBND")], "Số văn bản bỏ trống."),
        (
            [finding(FindingCode.NUMBERING_SKIPPED, 6, before="3", found="5", missing="4")],
            'Trang 6: đánh số nhảy từ "3" sang "5", thiếu "4".',
        ),
        ([finding(FindingCode.NUMBERING_SKIPPED, before="", found="b", missing="a")], 'Đánh số bắt đầu từ "b".'),
        (
            [finding(FindingCode.NUMBERING_MISREAD, 2, read="I11.", taken="III")],
            'Trang 2: số mục "I11." được hiểu là "III".',
        ),
        (
            [finding(FindingCode.TEXT_UNPLACED, 3, place="II.1", text="Ghi chú")],
            'Trang 3: có đoạn chưa xếp được vào mục nào (II.1): "Ghi chú".',
        ),
    ],
)
def test_sentences(findings: list[Finding], said: str) -> None:
    assert report(findings) == [said]


def test_every_code_has_a_sentence_even_without_its_details() -> None:
    for code in FindingCode:
        (said,) = report([finding(code, 3)])
        assert said
        assert "{" not in said


def test_sentences_come_in_the_order_of_the_findings() -> None:
    told = report(
        [finding(FindingCode.PAGE_EMPTY, 3), finding(FindingCode.PAGE_SCANNED, 1), finding(FindingCode.PAGE_EMPTY, 4)]
    )
    assert told == ["Trang 3–4 không có chữ.", "Trang 1 là bản quét, chữ được nhận dạng bằng máy."]
