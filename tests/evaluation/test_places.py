"""Where a row's quote stands in a plan's record."""

from __future__ import annotations

import pytest

from evaluation.places import clauses_of_quote
from evaluation.rows import Source
from knowledge_base.ingest.records import PlanRecord
from tests.knowledge_base.committed import committed_library

SHORT = "100% người sử dụng có khả năng truy cập cáp quang"
LONG = (
    "Mạng băng rộng phổ cập tới tất cả các ấp; 95% số hộ tiếp cận cáp quang khi có nhu cầu; 95% người sử dụng truy cập "
    "được Internet cố định với tốc độ trung bình 200 Mb/s; trường học, bệnh viện truy cập với tốc độ 1 Gb/s"
)


@pytest.fixture
def plan() -> PlanRecord:
    """A plan of two clauses."""
    one = committed_library().plans[0]
    said = {"II.1": LONG, "II.2": SHORT}
    clauses = [one.clauses[0].model_copy(update={"locator": at, "content": text}) for at, text in said.items()]
    return one.model_copy(update={"clauses": clauses})


@pytest.mark.parametrize(
    ("quote", "locator"),
    [
        ("100% người sử dụng có thể truy cập cáp quang", "II.2"),
        ("95% người sử dụng truy cập Internet cố định, tốc độ trung bình 200 Mb/s", "II.1"),
        ("người sử dụng truy cập", "II.2"),
    ],
)
def test_a_clause_that_says_all_of_a_quote_is_its_place(plan: PlanRecord, quote: str, locator: str) -> None:
    assert clauses_of_quote(plan, Source(plan="x.txt", quote=quote)) == {(plan.document_id, locator)}
