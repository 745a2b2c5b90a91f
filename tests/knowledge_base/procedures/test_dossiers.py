"""The dossier: groups, papers, numbers of sheets, the forms' file names."""

from __future__ import annotations

from knowledge_base.procedures.dossiers import paper_groups
from knowledge_base.procedures.model import Paper, PaperGroup
from tests.knowledge_base.procedures.samples import PAPERS


def test_groups_keep_their_headings_and_papers_their_numbers() -> None:
    found = paper_groups(
        f"* Giấy tờ phải nộp:{PAPERS}- Đơn xin (01 bản chính hoặc 01 bản sao)1 bản chính"
        f"Ảnh2 bản chính,3 bản saoGiấy tờ phải xuất trình:{PAPERS}Thẻ1 bản sao"
    )
    assert found == (
        PaperGroup(
            heading="Giấy tờ phải nộp:",
            papers=(
                Paper(text="Đơn xin (01 bản chính hoặc 01 bản sao)", originals=1, copies=0),
                Paper(text="Ảnh", originals=2, copies=3),
            ),
        ),
        PaperGroup(heading="Giấy tờ phải xuất trình:", papers=(Paper(text="Thẻ", originals=0, copies=1),)),
    )


def test_a_forms_file_name_is_taken_off_where_the_seam_shows() -> None:
    (group,) = paper_groups(f"--{PAPERS}Tờ khai theo Nghị định 1/2025/NĐ-CPMẫu số 01.docx1 bản chính")
    assert group.heading is None
    assert group.papers[0].text == "Tờ khai theo Nghị định 1/2025/NĐ-CP"
    assert group.papers[0].form == "Mẫu số 01.docx"


def test_a_seam_is_no_letter_with_a_mark() -> None:
    (group,) = paper_groups(f"--{PAPERS}Giấy chứng nhận sức khỏeGiấy đề nghị cấp phép.pdf1 bản chính")
    assert group.papers[0].text == "Giấy chứng nhận sức khỏe"
    assert group.papers[0].form == "Giấy đề nghị cấp phép.pdf"


def test_a_number_that_runs_into_a_date_is_not_guessed() -> None:
    (group,) = paper_groups(f"--{PAPERS}Giấy cấp ngày 01/01/20261 bản chính")
    assert group.papers[0] == Paper(text="Giấy cấp ngày 01/01/2026", originals=None, copies=None)


def test_a_last_paper_without_a_number_is_not_lost() -> None:
    (group,) = paper_groups(f"--{PAPERS}Đơn1 bản chínhBản đồ nơi đặt tổ ong")
    assert [one.text for one in group.papers] == ["Đơn", "Bản đồ nơi đặt tổ ong"]


def test_prose_is_no_dossier() -> None:
    assert paper_groups("); nộp hồ sơ cho nơi đang chi trả.") == ()
    assert paper_groups("--") == ()
