"""A linear model over TF-IDF terms: fitted by scikit-learn, applied without it.

scikit-learn's pipeline spends milliseconds per message on checks and sparse matrices made for batches. One
message has some hundred terms, so the same sums are a few lines of NumPy; a test holds the two together.
"""

from __future__ import annotations

import json
from collections import Counter
from math import log, sqrt
from pathlib import Path
from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from bot.features import VIEWS, Sentence

_ARRAYS, _TERMS = "arrays.npz", "terms.json"


class View(NamedTuple):
    """One view of a message: its weight; of each known term the row and the inverse document frequency."""

    name: str
    weight: float
    terms: Dict[str, Tuple[int, float]]

    @classmethod
    def of(cls, name: str, weight: float, terms: Sequence[str], idf: Iterable[float], first_row: int) -> View:
        """Number ``terms`` from ``first_row``."""
        known = {term: (row, float(value)) for row, (term, value) in enumerate(zip(terms, idf, strict=True), first_row)}
        return cls(name, weight, known)


class LinearModel:
    """Intents and their probabilities for a message."""

    def __init__(
        self,
        views: Sequence[View],
        coefficients: NDArray[np.float32],
        intercept: NDArray[np.float32],
        intents: Sequence[str],
    ) -> None:
        """Put the fitted parts together; ``coefficients`` has a row per term and a column per intent."""
        self._views = list(views)
        self._known = next((view.terms for view in self._views if view.name == "syllables"), {})
        self._coefficients = coefficients
        self._intercept = intercept
        self.intents = list(intents)

    @classmethod
    def fit(
        cls,
        sentences: Sequence[Sentence],
        intents: Sequence[str],
        weights: Mapping[str, float],
        inverse_regularisation: float,
        max_features: Optional[int] = None,
        example_weights: Optional[Sequence[float]] = None,
    ) -> LinearModel:
        """Fit the model; ``weights`` names the views and how much each counts."""
        fitted = pipeline(weights, inverse_regularisation, max_features)
        fitted.fit(sentences, intents, intents__sample_weight=example_weights)
        views: List[View] = []
        row = 0
        for name, vectorizer in fitted["terms"].transformer_list:
            terms = [str(term) for term in vectorizer.get_feature_names_out()]
            views.append(View.of(name, weights[name], terms, vectorizer.idf_, row))
            row += len(terms)
        regression = fitted["intents"]
        return cls(
            views,
            np.ascontiguousarray(regression.coef_.T, dtype=np.float32),
            regression.intercept_.astype(np.float32),
            [str(intent) for intent in regression.classes_],
        )

    def ranking(self, text: Sentence) -> List[Tuple[str, float]]:
        """All intents with their probabilities, the likeliest first; none for a message without terms.

        A message none of whose syllables was ever seen ("asdf qwer") tells nothing: every intent is as likely.
        """
        if not text.syllables:
            return []
        if self._known and not any(one in self._known for one in text.syllables):
            return [(intent, 1.0 / len(self.intents)) for intent in self.intents]
        scores = self._intercept.copy()
        for view in self._views:
            rows, values = _weighted_terms(text, view)
            if rows:
                scores += np.asarray(values, dtype=np.float32) @ self._coefficients[rows]
        each = 1.0 / (1.0 + np.exp(-scores.astype(np.float64)))
        probabilities = each / each.sum()
        return [(self.intents[at], float(probabilities[at])) for at in np.argsort(-probabilities)]

    def save(self, directory: Path) -> None:
        """Write the model as numbers and JSON; reading it back runs no code from the file."""
        idf = {view.name: np.array([value for _, value in view.terms.values()]) for view in self._views}
        arrays: Dict[str, Any] = {"coefficients": self._coefficients, "intercept": self._intercept, **idf}
        np.savez(directory / _ARRAYS, **arrays)
        views = [{"name": view.name, "weight": view.weight, "terms": list(view.terms)} for view in self._views]
        terms = {"intents": self.intents, "views": views}
        (directory / _TERMS).write_text(json.dumps(terms, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> LinearModel:
        """Read a model written by ``save``."""
        terms = json.loads((directory / _TERMS).read_text(encoding="utf-8"))
        with np.load(directory / _ARRAYS, allow_pickle=False) as arrays:
            views: List[View] = []
            row = 0
            for view in terms["views"]:
                views.append(View.of(view["name"], view["weight"], view["terms"], arrays[view["name"]], row))
                row += len(view["terms"])
            return cls(views, arrays["coefficients"], arrays["intercept"], terms["intents"])


def pipeline(weights: Mapping[str, float], inverse_regularisation: float, max_features: Optional[int]) -> Pipeline:
    """The scikit-learn pipeline that is fitted: TF-IDF per view, then one logistic regression per intent.

    The dual is solved: it comes to the same coefficients, up to the tolerance, several times as fast.
    """
    views = [
        (name, TfidfVectorizer(analyzer=VIEWS[name], sublinear_tf=True, max_features=max_features))
        for name, weight in weights.items()
        if weight
    ]
    regression = LogisticRegression(
        C=inverse_regularisation, class_weight="balanced", solver="liblinear", dual=True, tol=1e-3, random_state=42
    )
    return Pipeline([("terms", FeatureUnion(views, transformer_weights=dict(weights))), ("intents", regression)])


def _weighted_terms(text: Sentence, view: View) -> Tuple[List[int], List[float]]:
    """Rows and values of the known terms of one view: (1 + log tf) · idf, of length ``view.weight``."""
    rows: List[int] = []
    values: List[float] = []
    for term, count in Counter(VIEWS[view.name](text)).items():
        known = view.terms.get(term)
        if known:
            rows.append(known[0])
            values.append((1.0 + log(count)) * known[1])
    length = sqrt(sum(value * value for value in values)) or 1.0
    return rows, [view.weight * value / length for value in values]
