"""The restorer's measurement: what it counts, and the floors the shipped files must keep."""

from __future__ import annotations

import random
from itertools import chain
from pathlib import Path

import pytest

from evaluation.restoring import accuracy, reliability, unseen
from evaluation.restoring_cost import cost
from evaluation.restoring_scan import real_scan
from settings import REPOSITORY
from tests.evaluation.corpora import write_corpora
from vietnamese.restoring import RestoredWord
from vietnamese.training.corpus import Part, texts
from vietnamese.training.trials import (
    Trial,
    bare,
    damaged_trials,
    held_out_texts,
    misread,
    plain_trials,
)

SHARED = REPOSITORY.parent / "shared"
needs_data = pytest.mark.skipif(not (SHARED / "data").exists(), reason="the corpora are not here")
needs_scan = pytest.mark.skipif(not (SHARED / "plans").exists(), reason="the plans are not here")


def trial(written: str, restored: str, confidence: float) -> Trial:
    return Trial(written, RestoredWord(bare(written), restored, confidence, 0, len(written)))


def test_accuracy_counts_words_sentences_and_the_sure_ones() -> None:
    sentences = [[trial("Số", "số", 0.95), trial("nhà", "nhà", 0.5)], [trial("má", "mà", 0.91)]]
    (row,) = accuracy({"names": sentences}).rows
    assert (row["sentences"], row["words"]) == (2, 3)
    assert row["as typed"] == "0.0000"
    assert row["restored"] == "0.6667"
    assert row["sentence"] == "0.5000"
    assert row["right of sure"] == "0.5000"


def test_reliability_sets_what_was_stated_beside_what_was_right() -> None:
    rows = reliability({"plain": [trial("má", "má", 0.6), trial("má", "mà", 0.6), trial("số", "số", 1.0)]}).rows
    by_bin = {row["confidence"]: row for row in rows}
    assert by_bin["0.50-0.70"]["right"] == "0.5000"
    assert by_bin["0.99-1.00"]["words"] == 1
    assert by_bin["0.80-0.90"]["right"] != by_bin["0.80-0.90"]["right"], "undefined is NaN"


def test_what_stands_in_training_texts_is_not_measured(tmp_path: Path) -> None:
    data = write_corpora(tmp_path)
    found = held_out_texts(data, Part.TEST, 1000)
    assert len(found["procedure names"]) > 1
    known = next(one.text for one in texts(data, Part.TRAINING) if one.source == "procedures" and one.name)
    kept = unseen({**found, "procedure names": [*found["procedure names"], known]}, data)
    assert known not in kept["procedure names"]
    assert kept["procedure names"] == found["procedure names"]


def test_a_misread_page_is_matched_with_what_was_written() -> None:
    page = "Phát triển hạ tầng số của xã"
    trials = list(damaged_trials(page, "Phat trién ha tang s6 ctia x4"))
    assert [one.written for one in trials] == ["Phát", "triển", "hạ", "tầng", "số", "của", "xã"]
    assert all(one.right for one in trials)


def test_misreading_is_drawn_from_the_table_and_repeatable() -> None:
    text = "Phát triển hạ tầng số của thành phố"
    drawn = misread(text, random.Random(1))
    assert drawn != text
    assert drawn == misread(text, random.Random(1))


@needs_data
def test_the_shipped_statistics_keep_their_floor_on_texts_held_out() -> None:
    found = held_out_texts(SHARED / "data", Part.TEST, 150)
    for kind in ("procedure names", "law sentences"):
        trials = list(chain.from_iterable(map(plain_trials, found[kind])))
        assert sum(one.right for one in trials) / len(trials) >= 0.97
        sure = [one.right for one in trials if one.word.confidence >= 0.9]
        assert len(sure) >= 0.9 * len(trials)
        assert sum(sure) / len(sure) >= 0.97


@needs_scan
def test_the_real_scan_is_repaired() -> None:
    as_scanned, restored = real_scan(SHARED / "plans" / "truong-quang-trong.txt").rows
    assert float(as_scanned["share"]) < 0.2
    assert float(restored["share"]) >= 0.95


def test_what_it_takes_stays_small() -> None:
    for row in cost().rows:
        assert float(row["files"]) <= 6
        assert float(row["memory"]) <= 150
