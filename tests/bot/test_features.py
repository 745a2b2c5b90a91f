from bot.features import VIEWS, edge_terms, gap_terms, letter_terms, sentence, syllable_terms, word_terms


def test_each_view_of_a_question():
    text = sentence(["Chữ ký", "số", "năm", "2030"], ["chu ky", "so", "nam", "2030"])
    assert word_terms(text)[:4] == ["chữ_ký", "số", "năm", "0000"]
    assert "ky so" in syllable_terms(text)
    assert " ch" in letter_terms(text)
    assert {"^chu ky so", "0000$", "so nam 0000$"} <= set(edge_terms(text))
    assert "chu…so" in gap_terms(text)


def test_which_year_it_is_makes_no_difference():
    assert sentence(["2025"], ["2025"]) == sentence(["2030"], ["2030"])


def test_a_message_without_words_has_no_terms_but_its_length():
    nothing = sentence([], [])
    assert {name: view(nothing) for name, view in VIEWS.items()} == {
        "words": [],
        "syllables": [],
        "letters": [],
        "edges": ["#0"],
        "gaps": [],
    }
