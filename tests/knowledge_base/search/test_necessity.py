"""Words that are said again by who asks for the same thing weigh more than words that merely are rare."""

from __future__ import annotations

from pathlib import Path

from knowledge_base.search.necessity import LEAST, MOST, Necessity

VIEWS = [
    ["quên mật khẩu", "nhìn đâu để lấy lại mật khẩu", "mật khẩu mất rồi", "mật khẩu đổi sao", "toàn văn mật khẩu"],
    ["tắt sóng 2G", "sóng 2G còn không", "nhìn sao biết sóng 2G", "máy 2G hết sóng", "toàn văn sóng 2G"],
]


def test_what_is_said_again_weighs_more() -> None:
    necessity = Necessity.build(VIEWS)
    assert LEAST <= necessity.share("nhin") < 1 < necessity.share("khau") <= MOST
    assert necessity.share("song") > necessity.share("nhin")


def test_an_unknown_word_keeps_its_weight_and_a_passage_of_few_views_says_nothing() -> None:
    assert Necessity.build(VIEWS).share("blockchain") == 1
    assert Necessity.build([one[-2:] for one in VIEWS]).share("khau") == 1


def test_the_whole_text_is_no_wording() -> None:
    assert Necessity.build(VIEWS).share("van") == 1


def test_it_is_the_same_when_it_is_opened_again(tmp_path: Path) -> None:
    built = Necessity.build(VIEWS)
    built.save(tmp_path)
    opened = Necessity.load(tmp_path)
    assert [opened.share(one) for one in ("nhin", "khau", "song")] == [
        built.share(one) for one in ("nhin", "khau", "song")
    ]
