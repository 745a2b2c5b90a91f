import pytest

from bot.measure_questions import is_right

QUESTION = "Cho hỏi VNeID là gì? Với lại làm ở đâu?"
PARTS = ["Cho hỏi VNeID là gì?", "Với lại làm ở đâu?"]


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([(0, 20), (28, 39)], True),
        ([(8, 20), (21, 39)], True),
        ([], False),
        ([(0, 39)], False),
        ([(0, 24), (28, 39)], False),
        ([(0, 20), (34, 39)], False),
    ],
)
def test_each_question_has_to_be_found_within_its_part_and_most_of_it(found, right):
    assert is_right(QUESTION, PARTS, found) is right


def test_a_single_question_has_to_stay_whole():
    assert is_right(QUESTION, [], [])
    assert not is_right(QUESTION, [], [(0, 20), (21, 39)])
