"""Intents: logistic regression on weighted terms.

Rasa's LogisticRegressionClassifier takes the raw counts of its CountVectorsFeaturizers: long messages count
more than short ones, common syllables more than telling ones, and each featurizer builds a matrix per
token that nobody reads. TF-IDF on whole messages is more often right and several times faster, and its
probabilities say how often it is right (`python -m bot.measure` prints the figures).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Dict, List, Optional, Tuple

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.features import Sentence, sentence
from bot.linear_model import LinearModel
from bot.normaliser import NORMALISED_TEXT, normalise
from bot.parts import PARTS, TURNED_AWAY, parts_of
from bot.questions import SMALL_TALK, behind_the_address
from bot.tokenizer import VietnameseTokenizer
from vietnamese import has_diacritics

# How sure an intent has to be that it needs no second look.
CLEAR = 0.65
OTHER_LANGUAGE = "other_language"
# What a question is taken for that seems to go on.
_BARE = frozenset({"affirm", "deny"})
_LEANING = frozenset({"follow_up", *SMALL_TALK})
_ASKER = re.compile(r"[^:?]{8,160}:\s+(?P<asked>[^:\s]+(?:\s+[^:\s]+){3,})\s*$")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class VietnameseIntentClassifier(IntentClassifier, GraphComponent):
    """Classify the tokens of a message into one of the intents of the training data.

    A message that asks several questions carries each of them in ``parts`` (`bot.parts`), with its own intent and
    the entities that were found before this component.

    Examples that are generated in bulk would outvote the ones people wrote; their intent's metadata says how
    much each counts:

        - intent: ask_rule
          metadata: {weight: 0.1}
          examples: |
            - …
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """``C``: inverse regularisation; ``weights`` of the views; ``max_features`` per view or none.

        ``threshold`` and ``ambiguity_threshold`` are those of the FallbackClassifier, for the parts.
        """
        return {
            "C": 30.0,
            "weights": {"words": 1.0, "syllables": 1.0, "letters": 1.0, "edges": 0.5, "gaps": 0.5},
            "max_features": 8000,
            "ranking_length": 5,
            "threshold": 0.35,
            "ambiguity_threshold": 0.05,
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
        """Set ``intent`` and ``intent_ranking``, and ``parts``; no intent when there is nothing to go by."""
        for message in messages:
            ranking = pooled(_named(self._ranked(message.get(TEXT) or "", sentence_of(message))))
            if in_another_script(message.get(TEXT) or ""):
                ranking = [{"name": OTHER_LANGUAGE, "confidence": 1.0}]
            parts = self._parts(message)
            if ranking and not parts:
                ranking = self._behind_the_address(message, self._behind_the_asker(message, ranking))
            if ranking and ranking[0]["name"] in _BARE and _names_a_topic(message):  # "không có NFC" denies nothing
                ranking = [one for one in ranking if one["name"] not in SMALL_TALK]
            if parts and ranking[0]["name"] in SMALL_TALK:  # a greeting before the questions
                ranking = [parts[0]["intent"], *parts[0]["intent_ranking"][1:]]
            message.set("intent", ranking[0] if ranking else {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            if parts:
                message.set(PARTS, parts, add_to_output=True)
        return messages

    def _parts(self, message: Message) -> List[Dict[str, Any]]:
        if self._model is None or not message.get(NORMALISED_TEXT):
            return []
        return parts_of(
            message.get(TEXT),
            message.get(ENTITIES, []),
            self._ranked,
            self._config["threshold"],
            self._config["ambiguity_threshold"],
        )

    def _behind_the_asker(self, message: Message, whole: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
        """The ranking of what stands behind who asks ("Tôi viết bài về …: …"), where the whole says less clearly.

        Nothing that may have to be turned away is read without what stands before it.
        """
        found = _ASKER.match(message.get(NORMALISED_TEXT) or "")
        name, share = whole[0]["name"], whole[0]["confidence"]
        if not found or name in TURNED_AWAY or (share >= CLEAR and name not in _LEANING):
            return whole
        asked = pooled(_named(self._ranked(found.group("asked"))))
        if not asked or asked[0]["name"] in SMALL_TALK:
            return whole
        return asked if asked[0]["confidence"] > share or name in _LEANING else whole

    def _behind_the_address(self, message: Message, whole: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
        """The ranking of what stands behind an address ("cháu ơi cho bác hỏi …"), if it was hardly taken for talk."""
        if whole[0]["name"] not in SMALL_TALK or whole[0]["confidence"] >= CLEAR:
            return whole
        asked = behind_the_address(message.get(NORMALISED_TEXT) or "")
        if not asked:
            return whole
        ranking = pooled(_named(self._ranked(asked)))
        return ranking if ranking and ranking[0]["name"] not in SMALL_TALK else whole

    def _ranked(self, text: str, read_as: Optional[Sentence] = None) -> List[Tuple[str, float]]:
        ranking = self._model.ranking(read_as or read(text)) if self._model else []
        # With diacritics it is Vietnamese, whatever else it looks like; "6.2?" is of no language.
        if has_diacritics(text) or not any(one.isalpha() for one in text):
            ranking = [one for one in ranking if one[0] != OTHER_LANGUAGE]
        return ranking[: self._config["ranking_length"]]


def _names_a_topic(message: Message) -> bool:
    return any(one["entity"] == "topic" for one in message.get(ENTITIES, []))


def _named(ranking: List[Tuple[str, float]]) -> List[Dict[str, Any]]:
    return [{"name": name, "confidence": confidence} for name, confidence in ranking]


def pooled(ranking: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """The ranking with the shares of all small talk given to the likeliest, when that is small talk.

    Which small talk it is matters little; that it is none of the questions matters.
    """
    if not ranking or ranking[0]["name"] not in SMALL_TALK:
        return ranking
    share = sum(one["confidence"] for one in ranking if one["name"] in SMALL_TALK)
    others = [one for one in ranking if one["name"] not in SMALL_TALK]
    return [{"name": ranking[0]["name"], "confidence": share}, *others]


def in_another_script(text: str) -> bool:
    """Whether ``text`` has letters and none of them is Latin, of which the model has seen next to nothing.

    >>> in_another_script("怎么申请"), in_another_script("chữ ký số 数字"), in_another_script("113?")
    (True, False, False)
    """
    letters = [unicodedata.name(one, "") for one in text if one.isalpha()]
    return bool(letters) and not any("LATIN" in name for name in letters)


def weight_of(example: Message) -> float:
    """How much a training example counts: ``weight`` in the metadata of its intent, else 1."""
    return float(((example.get(METADATA) or {}).get(METADATA_INTENT) or {}).get("weight", 1.0))


def sentence_of(message: Message) -> Sentence:
    """The words and lemmas of a message's tokens, as the model reads them."""
    tokens = message.get(TOKENS_NAMES[TEXT]) or []
    return sentence([token.text for token in tokens], [token.lemma for token in tokens])


def read(text: str) -> Sentence:
    """A text of its own, run through the components before the classifier."""
    message = Message({TEXT: text, NORMALISED_TEXT: normalise(text)})
    return sentence_of(VietnameseTokenizer(VietnameseTokenizer.get_default_config()).process([message])[0])
