"""First component: the spelling that the rest of the pipeline works on.

``text`` itself is never changed. Rasa's tracker, the action server and the check for ``/intent`` payloads
read it, and a "/restart" behind an invisible character would have become a command.
"""

from __future__ import annotations

from typing import Any, List

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from vietnamese import expand, fold, has_diacritics, normalize

NORMALISED_TEXT = "normalised_text"


def normalise(text: str) -> str:
    """The spelling that the pipeline works on: NFC, nothing invisible, shorthand and dialect written out."""
    return expand(normalize(text))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class VietnameseNormaliser(GraphComponent):
    """Write ``normalised_text`` (NFC, shorthand and dialect written out) beside the text of each message.

    At training time every example with diacritics is joined by a copy without, because people type both.
    The copy is made of the text as it was typed: shorthand that only exists with diacritics ("đc") stays so.
    """

    @classmethod
    def create(cls, *_: Any, **__: Any) -> VietnameseNormaliser:
        """Create the component; it has nothing to learn and nothing to configure."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the property to messages; it is empty for a payload, which is no language."""
        for message in messages:
            text = message.get(TEXT) or ""
            is_payload = text.lstrip().startswith(INTENT_MESSAGE_PREFIX)
            message.set(NORMALISED_TEXT, "" if is_payload else normalise(text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the property, and the copies without diacritics, to the training examples."""
        examples = list(training_data.training_examples)
        examples += [_without_diacritics(one) for one in examples if has_diacritics(one.get(TEXT) or "")]
        for example in examples:
            if example.get(TEXT):
                example.set(NORMALISED_TEXT, normalise(example.get(TEXT)))
        return TrainingData(
            examples,
            training_data.entity_synonyms,
            training_data.regex_features,
            training_data.lookup_tables,
            training_data.responses,
        )


def _without_diacritics(example: Message) -> Message:
    data = {**example.data, TEXT: fold(normalize(example.get(TEXT)))}
    return Message(data, set(example.output_properties))
