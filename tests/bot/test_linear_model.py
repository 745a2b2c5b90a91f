import numpy as np
import pytest

from bot.features import sentence
from bot.linear_model import LinearModel, pipeline

WEIGHTS = {"words": 1.0, "syllables": 1.0, "letters": 1.0, "edges": 0.5, "gaps": 0.5}


def parts(text):
    return sentence(text.split(), text.split())


TEXTS = [parts(one) for one in ("xin chao", "chao ban", "bao nhieu", "la bao nhieu phan tram", "tam biet", "bye nhe")]
INTENTS = ["greet", "greet", "ask_target", "ask_target", "goodbye", "goodbye"]


@pytest.fixture(scope="module")
def model():
    return LinearModel.fit(TEXTS, INTENTS, WEIGHTS, 30.0, 4000)


def test_it_gives_what_scikit_learn_gives(model):
    theirs = pipeline(WEIGHTS, 30.0, 4000).fit(TEXTS, INTENTS)
    for text in [*TEXTS, parts("chao bao nhieu la la la"), parts("khong biet gi")]:
        expected = dict(zip(theirs.classes_, theirs.predict_proba([text])[0], strict=True))
        assert dict(model.ranking(text)) == pytest.approx(expected, abs=1e-5)


def test_the_likeliest_intent_comes_first_and_probabilities_add_up(model):
    ranking = model.ranking(parts("chao nhe ban"))
    assert ranking[0][0] == "greet"
    assert [one for _, one in ranking] == sorted((one for _, one in ranking), reverse=True)
    assert sum(one for _, one in ranking) == pytest.approx(1)


def test_a_model_read_back_says_the_same(model, tmp_path):
    model.save(tmp_path)
    again = LinearModel.load(tmp_path)
    for text in TEXTS:
        assert again.ranking(text) == model.ranking(text)


def test_nothing_in_the_files_is_code(model, tmp_path):
    model.save(tmp_path)
    with np.load(tmp_path / "arrays.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind == "f" for name in arrays.files)


def test_no_words_no_intent(model):
    assert model.ranking(sentence([], [])) == []


def test_a_message_of_unknown_syllables_tells_nothing(model):
    ranking = model.ranking(sentence(["asdf", "qwer"], ["asdf", "qwer"]))
    assert {share for _, share in ranking} == {1.0 / len(model.intents)}
