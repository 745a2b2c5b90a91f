"""A record, rendered and structured again, is the same record: as blocks and as a text file."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from knowledge_base.ingest.reading.document import Document
from knowledge_base.ingest.reading.plain import read_text
from knowledge_base.ingest.records import PlanRecord
from knowledge_base.ingest.structuring.completing import complete
from knowledge_base.ingest.structuring.rendering import render
from knowledge_base.ingest.structuring.rendering_files import to_text
from knowledge_base.ingest.structuring.structurer import structure
from tests.knowledge_base.ingest.structuring.invented_records import comparable, records

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def structured(document: Document) -> PlanRecord:
    return complete(structure(document), document_id="van-hoa", agency="van-hoa")


@FEW
@given(records())
def test_any_record_comes_back_from_its_rendering(record: PlanRecord) -> None:
    assert comparable(structured(render(record))) == comparable(record)


@FEW
@given(records())
def test_any_record_comes_back_from_its_text_file(record: PlanRecord) -> None:
    blocks, _, _ = read_text(to_text(render(record)))
    document = Document(name="x.txt", media_type="text/plain", sha256="0" * 64, blocks=tuple(blocks))
    assert comparable(structured(document)) == comparable(record)
