"""What residents and officers hear: which plan replaces which, what changed since the version before."""

from __future__ import annotations

import pytest

from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from knowledge_base.publishing.versions import Name
from tests.knowledge_base.asking import places
from tests.knowledge_base.publishing.conftest import Home

NAMES = ("xã Vạn Hòa", "Vạn Hòa")


@pytest.fixture
def two_versions(home: Home) -> Home:
    """Two published versions of one plan; what differs is a deadline, a figure, a unit, and words."""
    home.draft()
    home.desk.publish(Name("van-hoa"), by="lan")
    home.draft(deadline="30/11", wifi="70", lead="Phòng Văn hóa - Xã hội", task="Số hóa hồ sơ hộ tịch giữ tại xã.")
    home.desk.publish(Name("van-hoa"), by="lan")
    return home


def test_what_changed_since_the_version_before_is_told_with_places(two_versions: Home) -> None:
    visitor = two_versions.visitor("van-hoa")
    reply = visitor.ask("Kế hoạch này thay đổi gì so với bản trước?", Act.ASK_COMPARISON)
    assert reply.outcome is Outcome.ANSWERED
    assert reply.text.splitlines()[:5] == [
        "Theo Kế hoạch Chuyển đổi số xã Vạn Hòa giai đoạn 2026-2028:",
        "So với bản trước (số 12/KH-UBND, ngày 15/01/2026):",
        "• Chỉ tiêu nhà văn hóa thôn có wifi công cộng (nhà văn hóa thôn) đến năm 2026 đổi từ 60% sang 70% (mục II.1).",
        "• Hạn báo cáo đổi từ 10/11 sang 30/11 (mục V.2).",
        "• Đơn vị chủ trì nhiệm vụ 1 (Lắp đặt wifi công cộng tại nhà văn hóa thôn) đổi từ Phòng Kinh tế"
        " sang Phòng Văn hóa - Xã hội (Phụ lục, mục 1).",
    ]
    assert places(reply) == [("van-hoa", "II.1"), ("van-hoa", "V.2"), ("van-hoa", "Phụ lục, mục 1")]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("hạn báo cáo đổi thế nào", Act.ASK_DEADLINE),
        ("han bao cao co thay doi gi khong", Act.ASK_DEADLINE),
        ("Hạn nộp báo cáo có gì khác so với bản cũ?", Act.ASK_COMPARISON),
        ("hạn báo cáo bản mới khác gì bản trước", Act.SEARCH),
    ],
)
def test_asked_about_deadlines_only_deadlines_are_told(two_versions: Home, text: str, act: Act) -> None:
    reply = two_versions.visitor("van-hoa").ask(text, act)
    assert reply.outcome is Outcome.ANSWERED
    assert "Hạn báo cáo đổi từ 10/11 sang 30/11 (mục V.2)." in reply.text
    assert "wifi" not in reply.text


def test_what_did_not_change_is_said_not_to(two_versions: Home) -> None:
    reply = two_versions.visitor("van-hoa").ask("phần việc, trách nhiệm có thay đổi gì không", Act.ASK_UNIT_DUTIES)
    assert reply.outcome is Outcome.ANSWERED
    assert "phần việc của các đơn vị không thay đổi" in reply.text


def test_without_an_earlier_version_that_is_said(two_versions: Home) -> None:
    reply = two_versions.visitor().ask(
        "Kế hoạch huyện Tân Lộc thay đổi gì so với bản trước?", Act.ASK_COMPARISON, "tan-loc", names=["huyện Tân Lộc"]
    )
    assert reply.outcome is Outcome.NOT_IN_DOCUMENTS
    assert "không có bản trước của Kế hoạch chuyển đổi số huyện Tân Lộc" in reply.text


def test_of_several_plans_the_one_with_an_earlier_version_is_meant(two_versions: Home) -> None:
    reply = two_versions.visitor().ask("Các kế hoạch thay đổi gì so với bản trước?", Act.ASK_COMPARISON)
    assert "Hạn báo cáo đổi từ 10/11 sang 30/11" in reply.text


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Mục tiêu chuyển đổi số thế nào", Act.ASK_TARGET),
        ("Đến năm 2026 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng", Act.ASK_TARGET),
        ("Khi nào các thôn phải báo cáo", Act.ASK_DEADLINE),
        ("Đội ngũ cán bộ có nhiệm vụ gì", Act.ASK_TASK),
        ("So với huyện Tân Lộc thì chỉ tiêu wifi thế nào", Act.ASK_COMPARISON),
        ("Kế hoạch này khác gì kế hoạch của huyện Tân Lộc", Act.ASK_COMPARISON),
        ("Thẻ thư viện có thay đổi gì không", Act.ASK_RULE),
    ],
)
def test_other_questions_are_not_taken_for_questions_about_changes(two_versions: Home, text: str, act: Act) -> None:
    assert "So với bản trước" not in two_versions.visitor("van-hoa").ask(text, act).text


def test_a_committed_record_that_was_overridden_counts_as_the_version_before(home: Home) -> None:
    home.draft(deadline="30/11")
    home.desk.publish(Name("van-hoa"), by="lan")
    reply = home.visitor("van-hoa").ask("hạn báo cáo thay đổi thế nào", Act.ASK_DEADLINE)
    assert "đổi từ 10/11 sang 30/11" in reply.text


@pytest.fixture
def replaced(home: Home) -> Home:
    """A new plan that takes the place of the committed one of the same agency."""
    home.draft("van-hoa-moi", wifi="75", deadline="30/11")
    home.desk.publish(Name("van-hoa-moi"), by="lan", replaces="van-hoa")
    return home


def test_of_a_plan_and_the_one_that_replaces_it_the_one_in_force_answers(replaced: Home) -> None:
    text = "Đến năm 2026 bao nhiêu phần trăm nhà văn hóa thôn có wifi công cộng"
    for visitor, agencies in ((replaced.visitor("van-hoa"), ()), (replaced.visitor(), ("van-hoa",))):
        reply = visitor.ask(text, Act.ASK_TARGET, *agencies, names=NAMES)
        assert reply.outcome is Outcome.ANSWERED
        assert "75%" in reply.text
        assert {one.document_id for one in reply.citations} == {"van-hoa-moi"}
        assert "đã được thay" not in reply.text


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Kế hoạch cũ đặt chỉ tiêu bao nhiêu nhà văn hóa thôn có wifi công cộng năm 2026", Act.ASK_TARGET),
        ("Ở kế hoạch trước đây các thôn báo cáo trước ngày nào", Act.ASK_DEADLINE),
        ("Kế hoạch cũ giao bao nhiêu nhiệm vụ", Act.ASK_COUNT),
        ("Kế hoạch cũ còn hiệu lực không", Act.ASK_PLAN_INFO),
        ("Số của kế hoạch cũ là gì", Act.ASK_PLAN_INFO),
    ],
)
def test_an_answer_from_a_replaced_plan_names_the_one_that_replaces_it(replaced: Home, text: str, act: Act) -> None:
    reply = replaced.visitor("van-hoa").ask(text, act)
    assert reply.outcome is Outcome.ANSWERED
    assert {one.document_id for one in reply.citations} == {"van-hoa"}
    said = "Lưu ý: kế hoạch này đã được thay bằng Kế hoạch Chuyển đổi số xã Vạn Hòa giai đoạn 2026-2028."
    assert reply.text.count(said) == 1


def test_a_plan_replaced_by_that_of_another_agency_still_answers_and_says_so(home: Home) -> None:
    home.draft("van-hoa-moi")
    home.desk.publish(Name("van-hoa-moi"), by="lan", replaces="tan-loc")
    reply = home.visitor("tan-loc").ask("Số hóa hồ sơ hộ tịch thuộc nhiệm vụ nào", Act.ASK_TASK)
    assert "đã được thay bằng Kế hoạch Chuyển đổi số xã Vạn Hòa" in reply.text


def test_the_new_plan_is_compared_with_the_one_it_replaces(replaced: Home) -> None:
    reply = replaced.visitor("van-hoa").ask("Kế hoạch này thay đổi gì so với kế hoạch cũ?", Act.ASK_COMPARISON)
    assert "đổi từ 10/11 sang 30/11" in reply.text


@pytest.fixture
def two_plans(home: Home) -> Home:
    """An agency with two plans in force, on different matters."""
    version = home.draft("van-hoa-thien-tai", deadline="30/11", task="Diễn tập phòng chống thiên tai ở thôn.")
    path = home.desk.shelf.review_file(version)
    title = "Kế hoạch phòng chống thiên tai xã Vạn Hòa giai đoạn 2026-2028"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Kế hoạch Chuyển đổi số xã Vạn Hòa giai đoạn 2026-2028", title), encoding="utf-8")
    home.desk.publish(Name("van-hoa-thien-tai"), by="lan")
    return home


@pytest.mark.parametrize(
    ("text", "act", "document"),
    [
        ("Kế hoạch phòng chống thiên tai báo cáo trước ngày nào", Act.ASK_DEADLINE, "van-hoa-thien-tai"),
        ("Kế hoạch chuyển đổi số báo cáo trước ngày nào", Act.ASK_DEADLINE, "van-hoa"),
        ("Diễn tập phòng chống thiên tai ở đâu", Act.ASK_TASK, "van-hoa-thien-tai"),
        ("Ai ký kế hoạch chuyển đổi số", Act.ASK_PLAN_INFO, "van-hoa"),
    ],
)
def test_of_two_plans_of_one_agency_the_one_spoken_of_answers(
    two_plans: Home, text: str, act: Act, document: str
) -> None:
    reply = two_plans.visitor("van-hoa").ask(text, act)
    assert reply.outcome is Outcome.ANSWERED
    assert {one.document_id for one in reply.citations} == {document}
    assert "Nơi này còn có" not in reply.text


def test_where_nothing_tells_two_plans_apart_one_answers_and_names_the_other(two_plans: Home) -> None:
    reply = two_plans.visitor("van-hoa").ask("Khi nào phải báo cáo?", Act.ASK_DEADLINE)
    assert reply.outcome is Outcome.ANSWERED
    assert len({one.document_id for one in reply.citations}) == 1
    assert reply.text.count("Nơi này còn có: Kế hoạch") == 1


def test_plans_of_one_agency_are_told_apart_by_title_beside_those_of_others(two_plans: Home) -> None:
    reply = two_plans.visitor().ask(
        "So sánh hạn báo cáo của Vạn Hòa và Tân Lộc", Act.ASK_COMPARISON, "van-hoa", "tan-loc", names=NAMES
    )
    assert "• Kế hoạch chuyển đổi số xã Vạn Hòa: " in reply.text
    assert "• Kế hoạch phòng chống thiên tai xã Vạn Hòa giai đoạn 2026-2028: " in reply.text
    assert "• huyện Tân Lộc (trước đây): " in reply.text
