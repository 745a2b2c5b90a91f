"""The centroid ranking: all wordings of a passage count together, with and without diacritics."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge_base.search.centroids import CentroidIndex

LOCK = ("Khóa tài khoản khi mất máy", "mất điện thoại thì khóa thế nào", "bị giật máy có khóa được không")
PAY = ("Trả tiền điện qua mạng", "đóng tiền điện bằng ví", "nộp tiền điện ở đâu")
SINGLE = ("Khóa tài khoản khi mất điện thoại",)


@pytest.fixture
def index() -> CentroidIndex:
    return CentroidIndex.build([LOCK, PAY, SINGLE])


@pytest.mark.parametrize(
    "question", ["rớt mất điện thoại rồi, khóa sao", "rot mat dien thoai roi khoa sao", "mất đt khóa sao"]
)
def test_the_passage_whose_wordings_are_alike_is_nearest(index: CentroidIndex, question: str) -> None:
    scores = index.scores(question)
    assert scores[0] > scores[1]
    assert 0 <= scores.min() <= scores.max() <= 1


def test_a_wording_of_several_is_like_them_all(index: CentroidIndex) -> None:
    assert index.scores("mất máy bị giật khóa tài khoản")[0] > index.scores("khóa")[0] > 0


def test_a_passage_of_one_wording_takes_no_part(index: CentroidIndex) -> None:
    assert index.scores(SINGLE[0])[2] == 0


@pytest.mark.parametrize("question", ["", "?!", "zzzzqq"])
def test_nothing_in_common_scores_nothing(index: CentroidIndex, question: str) -> None:
    assert index.scores(question).tolist() == pytest.approx([0, 0, 0], abs=0.05)


def test_what_is_saved_scores_the_same(index: CentroidIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    np.testing.assert_array_equal(CentroidIndex.load(tmp_path).scores("khóa máy"), index.scores("khóa máy"))


def test_no_passage_with_several_wordings() -> None:
    assert CentroidIndex.build([SINGLE, SINGLE]).scores("khóa").tolist() == [0, 0]
