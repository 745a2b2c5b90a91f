"""A knowledge folder need not hold the guides that the repository ships."""

from __future__ import annotations

from pathlib import Path

from knowledge_base.answer.assistant import Assistant
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from knowledge_base.search.indexer import build_index
from tests.knowledge_base.asking import Visitor


def test_an_emergency_is_answered_without_a_guide_for_it(knowledge: Path, tmp_path: Path, tiny_encoder: str) -> None:
    # given
    (knowledge / "guides" / "phong-chong-lua-dao.md").unlink()
    build_index(knowledge, tmp_path / "index", tiny_encoder)
    # when
    reply = Visitor(Assistant(tmp_path / "index", tiny_encoder)).ask("tôi vừa bị lừa mất tiền", Act.URGENT_HELP)
    # then
    assert reply.outcome in {Outcome.URGENT_HELP, Outcome.HANDOVER}
