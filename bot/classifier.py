"""Intents: logistic regression on weighted terms.

Rasa's LogisticRegressionClassifier takes the raw counts of its CountVectorsFeaturizers: long messages count
more than short ones, common syllables more than telling ones, and each featurizer builds a matrix per
token that nobody reads. TF-IDF on whole messages is more often right and several times faster, and its
probabilities say how often it is right (`python -m bot.measure` prints the figures).
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.features import Sentence, sentence
from bot.linear_model import LinearModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class VietnameseIntentClassifier(IntentClassifier, GraphComponent):
    """Classify the tokens of a message into one of the intents of the training data.

    Examples that are generated in bulk would outvote the ones people wrote; their intent's metadata says how
    much each counts:

        - intent: ask_rule
          metadata: {weight: 0.1}
          examples: |
            - …
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """``C``: inverse regularisation; ``weights`` of the views; ``max_features`` per view or none."""
        return {
            "C": 30.0,
            "weights": {"words": 1.0, "syllables": 1.0, "letters": 1.0, "edges": 0.5, "gaps": 0.5},
            "max_features": 8000,
            "ranking_length": 5,
        }

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Optional[LinearModel] = None,
    ) -> None:
        """Keep the trained ``model``, if there is one."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        **_: Any,
    ) -> VietnameseIntentClassifier:
        """Create the component untrained."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        **_: Any,
    ) -> VietnameseIntentClassifier:
        """Load the model kept by ``train``."""
        with model_storage.read_from(resource) as directory:
            return cls(config, model_storage, resource, LinearModel.load(directory))

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all examples that have an intent and tokens."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        self._model = LinearModel.fit(
            [sentence_of(one) for one in examples],
            [one.get(INTENT) for one in examples],
            self._config["weights"],
            self._config["C"],
            self._config["max_features"],
            [weight_of(one) for one in examples],
        )
        with self._model_storage.write_to(self._resource) as directory:
            self._model.save(directory)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set ``intent`` and ``intent_ranking``; no intent at all when there is nothing to go by."""
        for message in messages:
            ranking = self._ranking(sentence_of(message))
            message.set("intent", ranking[0] if ranking else {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, text: Sentence) -> List[Dict[str, Any]]:
        ranking = self._model.ranking(text) if self._model else []
        return [
            {"name": name, "confidence": confidence} for name, confidence in ranking[: self._config["ranking_length"]]
        ]


def weight_of(example: Message) -> float:
    """How much a training example counts: ``weight`` in the metadata of its intent, else 1."""
    return float(((example.get(METADATA) or {}).get(METADATA_INTENT) or {}).get("weight", 1.0))


def sentence_of(message: Message) -> Sentence:
    """The words and lemmas of a message's tokens, as the model reads them."""
    tokens = message.get(TOKENS_NAMES[TEXT]) or []
    return sentence([token.text for token in tokens], [token.lemma for token in tokens])
