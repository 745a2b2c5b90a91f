"""The edited YAML: everything wrong is named at once, with file, line, field and value, in Vietnamese."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge_base.publishing.errors import ReviewError
from knowledge_base.publishing.review import read_review, write_review
from knowledge_base.publishing.versions import Name
from tests.knowledge_base.publishing.conftest import Home


@pytest.fixture
def review(home: Home) -> Path:
    """The review file of a draft."""
    return home.desk.shelf.review_file(home.draft())


def problems(path: Path, text: str | None = None) -> list[str]:
    """What is wrong with ``text``, without the folder in front."""
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ReviewError) as caught:
        read_review(path, document="van-hoa", agency="van-hoa", plans={"van-hoa"})
    assert f"có {len(caught.value.problems)} chỗ phải sửa" in str(caught.value)
    return [one.removeprefix(f"{path}:") for one in caught.value.problems]


def line_of(path: Path, text: str) -> int:
    return next(at for at, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if text in line)


def test_an_untouched_review_of_a_complete_draft_can_be_published(review: Path) -> None:
    record = read_review(review, document="van-hoa", agency="van-hoa", plans={"van-hoa"})
    assert record.title == "Kế hoạch Chuyển đổi số xã Vạn Hòa giai đoạn 2026-2028"


def test_fields_that_are_missing_are_all_named_with_their_lines(review: Path) -> None:
    text = review.read_text(encoding="utf-8")
    text = text.replace("period_end: 2028", "period_end: null").replace("issuer: Ủy ban nhân dân xã Vạn Hòa\n", "")
    found = problems(review, text.replace("signatory: Lê Văn Mẫu", 'signatory: ""'))
    assert found == [
        "2: issuer: thiếu, phải điền",
        f"{line_of(review, 'signatory:')}: signatory: còn để trống, phải điền",
        f"{line_of(review, 'period_end:')}: period_end: còn để trống, phải điền",
    ]


def test_values_of_the_wrong_kind_are_shown(review: Path) -> None:
    text = review.read_text(encoding="utf-8")
    text = (
        text.replace("value: 60", "value: sáu mươi").replace("day: 10", "day: 32").replace("kind: purpose", "kind: aim")
    )
    text = text.replace("    relation: carries_out", "    relation: carries_out\n    note: không có trường này")
    found = problems(review, text)
    assert [one.split(": ", 1)[1] for one in found] == [
        "carries_out.0.note: không có trường này, xem lại tên trường",
        "clauses.2.kind: không phải giá trị cho phép (đang ghi: aim; cho phép: 'preamble', 'purpose', 'requirement',"
        " 'overall_goal', 'target', 'task', 'solution', 'funding', 'organisation', 'closing', 'recipients' or"
        " 'appendix')",
        "targets.0.value: phải là số (đang ghi: sáu mươi)",
        "report_deadlines.0.day: lớn quá (đang ghi: 32; nhiều nhất 31)",
    ]
    assert [int(one.split(":", 1)[0]) for one in found] == [
        line_of(review, "note:"),
        line_of(review, "kind: aim"),
        line_of(review, "sáu mươi"),
        line_of(review, "day: 32"),
    ]


def test_a_reference_that_leads_nowhere_is_found_by_its_line(review: Path) -> None:
    text = review.read_text(encoding="utf-8")
    (found,) = problems(review, text.replace("    clause: v-2\nduties", "    clause: v-9\nduties"))
    assert found == f"{line_of(review, 'clause: v-9')}: cả tệp: clause: không có mục nào (clauses) mang mã: v-9"


@pytest.mark.parametrize("broken", ["title: [một\n", "title: 'một\n", "a: 1\n\tb: 2\n", "- a\nb: 1\n"])
def test_what_is_no_yaml_is_told_with_its_line(review: Path, broken: str) -> None:
    (found,) = problems(review, broken)
    assert "không đọc được YAML" in found
    assert found.split(":")[0].isdigit()


@pytest.mark.parametrize("whole", ["", "chỉ một dòng chữ", "- một danh sách\n"])
def test_what_is_no_record_at_all_is_told(review: Path, whole: str) -> None:
    (found,) = problems(review, whole)
    assert found.startswith("1: cả tệp: ")


def test_another_document_or_agency_than_that_of_the_draft_is_refused(review: Path) -> None:
    text = review.read_text(encoding="utf-8")
    text = text.replace("document_id: van-hoa", "document_id: tan-loc").replace("agency: van-hoa", "agency: tan-loc")
    assert problems(review, text.replace("in_force: true", "in_force: false\nreplaced_by: nowhere")) == [
        "2: document_id: phải là van-hoa (đang ghi: tan-loc)",
        "3: agency: phải là van-hoa như khi đọc tệp vào (đang ghi: tan-loc)",
        f"{line_of(review, 'replaced_by:')}: replaced_by: không có kế hoạch nào mang mã nowhere",
    ]


def test_publishing_a_broken_review_changes_nothing(home: Home) -> None:
    version = home.draft()
    home.edit(version, "period_end: 2028", "period_end: null")
    with pytest.raises(ReviewError, match=r"van-hoa-v1\.yml:\d+: period_end: còn để trống"):
        home.desk.publish(Name("van-hoa"), by="lan")
    assert home.state(version) == "draft"
    assert not home.index.exists()


def test_edits_are_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "review" / "van-hoa-v1.yml"
    assert write_review(path, "title: một\n") is None
    assert write_review(path, "title: một\n") is None
    aside = write_review(path, "title: hai\n")
    assert aside is not None
    assert (aside.read_text(encoding="utf-8"), path.read_text(encoding="utf-8")) == ("title: một\n", "title: hai\n")
    assert len(list(path.parent.iterdir())) == 2


def test_a_review_file_that_was_deleted_is_written_again(home: Home) -> None:
    version = home.draft()
    path = home.desk.shelf.review_file(version)
    text = path.read_text(encoding="utf-8")
    path.unlink()
    assert home.desk.shelf.review_file(version).read_text(encoding="utf-8") == text
