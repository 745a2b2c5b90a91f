import pytest

from bot.measure import Trial, macro_f1


def test_each_intent_counts_alike_however_many_examples_it_has() -> None:
    many = [Trial("greet", "greet", 0.9, False, 1.0)] * 98
    few = [Trial("thank", "thank", 0.9, False, 1.0), Trial("thank", "greet", 0.6, False, 1.0)]

    # greet: precision 98/99, recall 1; thank: precision 1, recall 1/2.
    assert macro_f1([*many, *few]) == pytest.approx((196 / 197 + 2 / 3) / 2)
