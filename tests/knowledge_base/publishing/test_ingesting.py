"""A clerk's file becomes a draft: what was found, what to look at, where to edit; bad files are refused clearly."""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
from pathlib import Path

import pytest

from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.yaml_source import load_record
from knowledge_base.publishing import contents, ledger
from knowledge_base.publishing.errors import BadNameError, PublishingError, RefusedFileError, UnknownAgencyError
from knowledge_base.publishing.ingesting import told
from knowledge_base.publishing.versions import Name
from tests.knowledge_base.publishing.conftest import Home
from tests.knowledge_base.publishing.office import write_docx, write_text


def test_a_word_file_becomes_a_draft_for_review(home: Home, tmp_path: Path) -> None:
    # when
    file = write_docx(tmp_path / "kế hoạch.docx")
    done = home.intake.ingest(file, agency="van-hoa", by="lan")
    # then it is a version of the plan with the same number and date
    assert (done.version.name, done.version.state, done.guess.why) == ("van-hoa@1", "draft", "same_number")
    assert done.review == home.review / "van-hoa-v1.yml"
    record = load_record(done.review, PlanRecord)
    assert [task.lead_units for task in record.tasks if task.in_appendix] == [
        ["Phòng Kinh tế"],
        ["Hợp tác xã thủy lợi"],
    ]
    # the file itself is kept
    with home.database.read() as connection:
        assert contents.file_of(connection, done.version) == file.read_bytes()
        assert done.version.file_sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    # and the clerk is told
    lines = told(done, home.database)
    assert lines[0] == "Bản nháp van-hoa@1: Kế hoạch Chuyển đổi số xã Vạn Hòa giai đoạn 2026-2028"
    assert f"Tệp để sửa: {done.review}" in lines
    assert any(line.startswith("Tìm thấy 14 mục, 2 chỉ tiêu, 4 nhiệm vụ, 1 kỳ báo cáo") for line in lines)
    assert any("giây, bộ nhớ cao nhất" in line for line in lines)
    assert lines[-1] == "Sửa xong, công bố bằng: troly plans publish van-hoa@1"


def test_the_same_file_is_not_a_second_draft_unless_asked_for(home: Home, tmp_path: Path) -> None:
    file = write_text(tmp_path / "kh.txt")
    home.intake.ingest(file, agency="van-hoa", by="lan")
    renamed = file.rename(tmp_path / "khac.txt")
    again = home.intake.ingest(renamed, agency="van-hoa", by="minh")
    assert again.known
    (line,) = told(again, home.database)
    assert line.startswith("Tệp này đã được đọc vào trước đây: van-hoa@1, bản nháp")
    with home.database.read() as connection:
        assert len(ledger.all_versions(connection)) == 1
    third = home.intake.ingest(renamed, agency="van-hoa", by="minh", again=True)
    assert (third.known, third.version.name) == (False, "van-hoa@2")


def without_diacritics(text: str) -> str:
    """As typed on a keyboard without Vietnamese letters; capitals stay."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(one for one in apart if not unicodedata.combining(one))


def test_a_text_without_diacritics_is_repaired_and_what_was_read_is_kept(home: Home, tmp_path: Path) -> None:
    # given
    file = write_text(tmp_path / "kh.txt")
    plain = tmp_path / "khong-dau.txt"
    plain.write_text(without_diacritics(file.read_text(encoding="utf-8")), encoding="utf-8")
    # when
    done = home.intake.ingest(plain, agency="van-hoa", document="van-hoa", by="lan")
    # then
    with home.database.read() as connection:
        document = contents.document_of(connection, done.version)
    (repaired,) = [one for one in document.blocks if getattr(one, "original", None) == "Dua dich vu so ve tung thon."]
    assert repaired.text == "Đưa dịch vụ số về từng thôn."
    assert any("thêm lại dấu" in line for line in done.report)
    # and the published original shows both
    home.desk.publish(Name("van-hoa"), by="lan", keep_record=True)
    part = next(one for one in home.store().originals["van-hoa"].parts if one.repaired == repaired.text)
    assert (part.text, part.clause) == ("Dua dich vu so ve tung thon.", "i")


def test_a_document_that_is_like_no_plan_gets_a_name_of_its_own(home: Home, tmp_path: Path) -> None:
    file = write_text(tmp_path / "Phòng chống thiên tai 2026.txt", number="99/KH-UBND")
    text = file.read_text(encoding="utf-8").replace("Chuyển đổi số xã Vạn Hòa giai đoạn", "Phòng chống thiên tai xã")
    file.write_text(text, encoding="utf-8")
    done = home.intake.ingest(file, agency="van-hoa", by="lan")
    assert (done.version.document_id, done.guess.why) == ("van-hoa-phong-chong-thien-tai-2026", "file_name")
    assert any("theo tên tệp: van-hoa-phong-chong-thien-tai-2026" in line for line in told(done, home.database))


def test_a_title_can_be_given(home: Home, tmp_path: Path) -> None:
    file = write_text(tmp_path / "kh.txt")
    done = home.intake.ingest(file, agency="van-hoa", document="van-hoa-2", title=" Kế hoạch số hóa ", by="lan")
    assert load_record(done.review, PlanRecord).title == done.version.title == "Kế hoạch số hóa"


def test_an_incomplete_draft_is_stored_and_refused_at_publishing_naming_what_is_missing(
    home: Home, tmp_path: Path
) -> None:
    file = tmp_path / "ghi-chu.txt"
    file.write_text("Một vài ghi chú của cuộc họp giao ban tuần trước.\n\nKhông có gì khác.\n", encoding="utf-8")
    done = home.intake.ingest(file, agency="van-hoa", by="lan")
    assert done.version.doubts > 0
    with pytest.raises(PublishingError) as caught:
        home.desk.publish(Name(done.version.document_id), by="lan")
    for field in ("title", "issuer", "period_start", "period_end"):
        assert f": {field}: " in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rong.txt", b"", "Tệp rỗng"),
        ("ke-hoach.docx", b"%PDF-1.7 not really", "Đuôi tệp"),
        ("hong.docx", b"PK\x03\x04 cut off", "hỏng"),
    ],
)
def test_bad_files_are_refused_in_the_clerks_words_and_leave_nothing(
    home: Home, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(RefusedFileError, match=said):
        home.intake.ingest(file, agency="van-hoa", by="lan")
    with home.database.read() as connection:
        assert ledger.all_versions(connection) == []
    assert not home.review.exists()


def test_a_file_with_macros_is_refused(home: Home, tmp_path: Path) -> None:
    file = write_docx(tmp_path / "kh.docx")
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(RefusedFileError, match="macro"):
        home.intake.ingest(file, agency="van-hoa", by="lan")


def test_a_file_that_is_not_there_and_unknown_names_are_told(home: Home, tmp_path: Path) -> None:
    file = write_text(tmp_path / "kh.txt")
    with pytest.raises(RefusedFileError, match=r"Không thấy tệp .*khong-co\.docx"):
        home.intake.ingest(tmp_path / "khong-co.docx", agency="van-hoa", by="lan")
    with pytest.raises(UnknownAgencyError, match=r"'xa-la'.*thanh-an, van-hoa, tan-loc"):
        home.intake.ingest(file, agency="xa-la", by="lan")
    with pytest.raises(BadNameError, match="'Kế hoạch'"):
        home.intake.ingest(file, agency="van-hoa", document="Kế hoạch", by="lan")
