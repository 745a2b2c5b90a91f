"""Who pays: whether a plan names the source that is asked about."""

from __future__ import annotations

import pytest

from knowledge_base.answer.question import Act
from tests.knowledge_base.asking import Visitor, places

ML, DP, TQT, SO = "minh-long", "duc-phu", "truong-quang-trong", "so-khcn-quang-ngai"
STATED = "Có, phần kinh phí của kế hoạch có nêu."


@pytest.mark.parametrize(
    ("question", "agency", "said"),
    [
        ("Tiền làm kế hoạch lấy từ đâu, có góp của doanh nghiệp không?", SO, "không nêu nguồn của doanh nghiệp"),
        ("Kinh phí kế hoạch này dân có phải đóng góp không", TQT, "không nêu khoản dân đóng góp"),
        ("kinh phi ke hoach co vay ngan hang khong", ML, "không nêu nguồn vốn vay"),
        ("Kinh phí có nguồn ủng hộ không", SO, "không nêu nguồn tài trợ, ủng hộ"),
        ("Kinh phí có lấy của doanh nghiệp không", ML, STATED),
        ("Kinh phí kế hoạch có nguồn tài trợ không", DP, STATED),
    ],
)
def test_whether_a_source_is_named(visitor: Visitor, question: str, agency: str, said: str) -> None:
    reply = visitor.ask(question, Act.ASK_FUNDING, agency)
    assert said in reply.text
    assert {document for document, _ in places(reply)} == {agency}


def test_where_it_only_asks_whence_no_source_is_missed(visitor: Visitor) -> None:
    reply = visitor.ask("Kinh phí doanh nghiệp lấy từ đâu", Act.ASK_FUNDING, SO)
    assert "không nêu" not in reply.text
    assert STATED not in reply.text
