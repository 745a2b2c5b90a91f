"""How often the intents are right, how far their probabilities can be trusted, and what a message costs.

    bot/.venv/bin/python -m bot.measure [--data nlu_data/nlu …] [--C 30] [--max-features 8000] [--folds 5]

Every training example is classified once by a model that has not seen it, as it was typed and without its
diacritics. No question kept for the evaluation is read.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from itertools import pairwise
from typing import Any, Dict, List, NamedTuple, Sequence, Tuple

import numpy as np
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.loading import load_data
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from bot.classifier import VietnameseIntentClassifier, read, weight_of
from bot.features import Sentence
from bot.linear_model import LinearModel
from vietnamese import fold, has_diacritics, normalize

_BUCKETS = (0.0, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


class Trial(NamedTuple):
    """One example classified: its intent, the likeliest one and its probability."""

    intent: str
    guess: str
    probability: float
    folded: bool
    weight: float


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", nargs="+", default=["nlu_data/nlu", "nlu_data/lookups"])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--C", type=float, default=VietnameseIntentClassifier.get_default_config()["C"])
    parser.add_argument("--max-features", type=int, default=8000)
    options = parser.parse_args()
    config = {
        **VietnameseIntentClassifier.get_default_config(),
        "C": options.C,
        "max_features": options.max_features or None,
    }
    data = [load_data(place) for place in options.data]
    examples = [one for part in data for one in part.intent_examples if one.get(TEXT)]
    texts, intents = [one.get(TEXT) for one in examples], [one.get(INTENT) for one in examples]
    print(
        f"{len(texts)} examples, {len(set(intents))} intents, {options.folds} folds, C={options.C:g}, ",
        end="",
    )
    print(f"at most {options.max_features or 'all'} terms per view")
    trials = cross_validate(texts, intents, [weight_of(one) for one in examples], config, options.folds)
    generated = [one.guess == one.intent for one in trials if one.weight < 1]
    if generated:
        print(f"accuracy of examples with a weight under 1: {np.mean(generated):.3f} of {len(generated)}")
    report([one for one in trials if one.weight == 1])
    cost(texts)


def cross_validate(
    texts: Sequence[str],
    intents: Sequence[str],
    weights: Sequence[float],
    config: Dict[str, Any],
    folds: int,
) -> List[Trial]:
    """Classify every text by a model fitted on the other folds."""
    typed = sentences(texts)
    folded = sentences([fold(normalize(text)) for text in texts])
    trials: List[Trial] = []
    splits = StratifiedKFold(folds, shuffle=True, random_state=1).split(texts, intents)
    for known, unseen in splits:
        both = [(typed[at], intents[at], weights[at]) for at in known]
        both += [(folded[at], intents[at], weights[at]) for at in known if has_diacritics(texts[at])]
        model = LinearModel.fit(
            [one for one, _, _ in both],
            [intent for _, intent, _ in both],
            config["weights"],
            config["C"],
            config["max_features"],
            [weight for _, _, weight in both],
        )
        for at in unseen:
            for is_folded, forms in ((False, typed), (True, folded)):
                guess, probability = model.ranking(forms[at])[0]
                trials.append(Trial(intents[at], guess, probability, is_folded, weights[at]))
    return trials


def sentences(texts: Sequence[str]) -> List[Sentence]:
    """Run ``texts`` through the components before the classifier."""
    return [read(text) for text in texts]


def report(trials: Sequence[Trial]) -> None:
    """Accuracy, macro-F1, probabilities against accuracy, the worst intents and confusions."""
    for name, chosen in (("as typed", False), ("without diacritics", True)):
        typed = [one for one in trials if one.folded is chosen]
        accuracy = np.mean([one.guess == one.intent for one in typed])
        print(f"accuracy {name}: {accuracy:.3f} of {len(typed)}, macro-F1 {macro_f1(typed):.3f}")
    print("probability    share   right")
    for low, high in pairwise(_BUCKETS):
        inside = [one.guess == one.intent for one in trials if low <= one.probability < high]
        right = np.mean(inside) if inside else float("nan")
        print(f"{low:.2f} – {min(high, 1):.2f}   {len(inside) / len(trials):6.1%}  {right:6.3f}")
    total = Counter(one.intent for one in trials)
    missed = Counter(one.intent for one in trials if one.guess != one.intent)
    recall = sorted((1 - missed[intent] / total[intent], intent) for intent in total)
    print("lowest recall: " + ", ".join(f"{intent} {value:.2f}" for value, intent in recall[:8]))
    pairs = Counter((one.intent, one.guess) for one in trials if one.guess != one.intent)
    print("taken for another: " + ", ".join(f"{a} → {b} {n}" for (a, b), n in pairs.most_common(8)))


def macro_f1(trials: Sequence[Trial]) -> float:
    """The mean over intents of the harmonic mean of precision and recall, 0 to 1: each intent counts alike."""
    return float(f1_score([one.intent for one in trials], [one.guess for one in trials], average="macro"))


def cost(texts: Sequence[str]) -> None:
    """Processor time of the components before the classifier, per message."""
    spent: List[Tuple[float, str]] = []
    for text in texts[:500]:
        began = time.process_time()
        sentences([text])
        spent.append(((time.process_time() - began) * 1000, text))
    values = [one for one, _ in spent]
    print(f"normalise and split: median {np.median(values):.2f} ms, 95th {np.percentile(values, 95):.2f} ms")


if __name__ == "__main__":
    main()
