"""Training the restorer: the cut of the corpora, counts into probabilities, misreadings, calibration."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from tests.evaluation.corpora import write_corpora
from vietnamese.restoration.calibration import STRANGE
from vietnamese.restoration.statistics import MARKS, STOP, Statistics, load
from vietnamese.restoring import RestoredWord
from vietnamese.training.calibrating import fitted
from vietnamese.training.corpus import Part, Text, texts
from vietnamese.training.counting import count, read_corpus
from vietnamese.training.misreadings import learn
from vietnamese.training.scans import Pair, paired
from vietnamese.training.smoothing import Kind, Settings, train
from vietnamese.training.trials import Trial, bare

KEEP_ALL = Settings(power=1.0, triple_gain=0.0, pair_gain=0.0)


@pytest.fixture(scope="module")
def small() -> Statistics:
    sentences = ["hạ tầng số của xã", "hạ tầng số của tỉnh", "nhà ở xã hội", "số nhà ở xã", "UBND xã"]
    corpus = read_corpus(Text("law", False, f"{one} {at}." * 3) for at, one in enumerate(sentences))
    size = len(corpus.words)
    streams = list(corpus.streams.values())
    arrays = train(corpus.words, [Kind(1.0, count(streams, size, 2), count(streams, size, 3))], KEEP_ALL)
    spellings = np.frombuffer("\n".join(corpus.spellings).encode(), np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays, spellings=spellings)  # type: ignore[arg-type]
    file.seek(0)
    return load(file)


def ids(known: Statistics, text: str) -> np.ndarray:
    return np.array([known.ids[word] for word in text.split()])


def test_no_row_is_in_two_parts_and_none_is_lost(tmp_path: Path) -> None:
    data = write_corpora(tmp_path)
    parts = {part: [one.text for one in texts(data, part) if one.source == "news" and one.name] for part in Part}
    assert sum(map(len, parts.values())) == len(set().union(*parts.values()))
    assert all(parts.values())
    assert len(parts[Part.TRAINING]) > len(parts[Part.TEST]) + len(parts[Part.TUNING])


def test_glued_cells_are_parted(tmp_path: Path) -> None:
    data = write_corpora(tmp_path)
    assert not any("sốTên" in one.text for one in texts(data, Part.TRAINING))


def test_words_of_one_form_stand_together_commonest_first(small: Statistics) -> None:
    first, size = small.groups["xa"]
    assert small.words[first : first + size] == ("xã",)
    assert small.spellings == {"ubnd": "UBND"}
    assert small.words[: len(MARKS)] == MARKS


def test_what_follows_a_word_sums_to_one(small: Statistics) -> None:
    for before in (STOP, small.ids["xã"], small.ids["số"]):
        scores, _ = small.two(np.full(len(small.words), before), np.arange(len(small.words)))
        assert np.exp(scores).sum() == pytest.approx(1.0, abs=0.15)


def test_what_was_seen_is_likelier_than_what_was_not(small: Statistics) -> None:
    before, seen, unseen = ids(small, "tầng số hội")[:, None]
    seen_score, pair = small.two(before, seen)
    unseen_score, missing = small.two(before, unseen)
    assert seen_score[0] > unseen_score[0] + 1
    assert (pair[0] >= 0, missing[0]) == (True, -1)


def test_two_words_before_say_more_than_one(small: Statistics) -> None:
    _, pair = small.two(ids(small, "ở"), ids(small, "xã"))
    one, _ = small.two(ids(small, "xã"), ids(small, "hội"))
    assert small.three(pair, ids(small, "hội"), one)[0] >= one[0] - 0.1


def test_text_written_without_diacritics_teaches_nothing() -> None:
    corpus = read_corpus([Text("law", False, "thu tuc hanh chinh\nthủ tục hành chính.\n" * 4)])
    assert "thu" not in corpus.words


def test_readings_are_shared_out_to_the_letters() -> None:
    shares = learn([Pair("số", "s6")] * 50 + [Pair("từ", "tir")] * 30 + [Pair("xã", "xa")] * 50)
    assert max(shares["ố"], key=shares["ố"].__getitem__) == "6"
    assert max(shares["ừ"], key=shares["ừ"].__getitem__) == "ir"
    assert max(shares["s"], key=shares["s"].__getitem__) == "s"
    assert shares["ã"]["a"] > 0.9


def test_words_are_paired_where_as_many_were_read() -> None:
    pairs = list(paired("một hai ba bốn năm", "mot hai bax4n nam"))
    assert pairs == [Pair("một", "mot"), Pair("hai", "hai"), Pair("năm", "nam")]


def test_confidence_rises_with_the_share_and_is_what_was_measured() -> None:
    def trials(share: float, right: int, wrong: int) -> list[Trial]:
        word = RestoredWord("ma", "má", share, 0, 2)
        return [Trial("má", word)] * right + [Trial("mà", word)] * wrong

    knots = fitted(trials(0.5, 80, 120) + trials(0.9, 100, 100) + trials(0.95, 90, 110) + trials(STRANGE, 1, 3))
    assert knots[0] == (STRANGE, 0.25)
    assert knots[2] == (0.5, pytest.approx(0.4))
    assert knots[3][1] == pytest.approx(0.475), "a higher share that did worse is pooled with the one below"
    assert [right for _, right in knots[1:]] == sorted(right for _, right in knots[1:])


def test_taking_marks_off_keeps_capitals_and_places() -> None:
    assert bare("Đường SỐ 5, xã Ở") == "Duong SO 5, xa O"
