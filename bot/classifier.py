"""Intents: logistic regression on weighted terms, scikit-learn's own, kept with the model by skops.

Rasa's LogisticRegressionClassifier takes the raw counts of its CountVectorsFeaturizers: long messages count
more than short ones and common syllables more than telling ones, and each featurizer builds a matrix per token
that nobody reads. TF-IDF on whole messages is more often right and several times faster; the figures are in
docs/adr (`python -m bot.measure` prints them).
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Text

import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from bot.features import VIEWS, Sentence, sentence

_FILE = "classifier.skops"
_TRUSTED = ["scipy.sparse._csr.csr_matrix", *(f"{view.__module__}.{view.__name__}" for view in VIEWS.values())]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class VietnameseIntentClassifier(IntentClassifier, GraphComponent):
    """Classify the tokens of a message into one of the intents of the training data."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """``C``: inverse regularisation; ``weights`` of the views; ``max_features`` per view or none."""
        return {
            "C": 10.0,
            "weights": {"words": 1.0, "syllables": 1.0, "letters": 1.0, "edges": 0.5, "gaps": 0.5},
            "max_features": None,
            "ranking_length": 5,
        }

    def __init__(
        self,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Optional[Pipeline] = None,
    ) -> None:
        """Keep the trained ``model``, if there is one."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VietnameseIntentClassifier:
        """Create the component untrained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> VietnameseIntentClassifier:
        """Load the model; skops refuses a file that names any code but scikit-learn's and our views'."""
        with model_storage.read_from(resource) as directory:
            model = skops.io.load(directory / _FILE, trusted=_TRUSTED)
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all examples that have an intent and tokens."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        self._model = build_model(self._config)
        self._model.fit([_sentence(one) for one in examples], [one.get(INTENT) for one in examples])
        with self._model_storage.write_to(self._resource) as directory:
            skops.io.dump(self._model, directory / _FILE)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set ``intent`` and ``intent_ranking``; no intent at all when there is nothing to go by."""
        for message in messages:
            ranking = self._ranking(_sentence(message))
            message.set("intent", ranking[0] if ranking else {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, text: Sentence) -> List[Dict[Text, Any]]:
        if self._model is None or not text.syllables:
            return []
        probabilities = self._model.predict_proba([text])[0]
        best = probabilities.argsort()[::-1][: self._config["ranking_length"]]
        return [{"name": str(self._model.classes_[at]), "confidence": float(probabilities[at])} for at in best]


def build_model(config: Dict[Text, Any]) -> Pipeline:
    """The untrained scikit-learn pipeline for ``config`` (see ``get_default_config``)."""
    views = [
        (name, TfidfVectorizer(analyzer=VIEWS[name], sublinear_tf=True, max_features=config["max_features"]))
        for name, weight in config["weights"].items()
        if weight
    ]
    return Pipeline(
        [
            ("views", FeatureUnion(views, transformer_weights=config["weights"])),
            (
                "intents",
                LogisticRegression(C=config["C"], class_weight="balanced", solver="liblinear", random_state=42),
            ),
        ]
    )


def _sentence(message: Message) -> Sentence:
    tokens = message.get(TOKENS_NAMES[TEXT]) or []
    return sentence([token.text for token in tokens], [token.lemma for token in tokens])
