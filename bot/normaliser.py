"""First component: the spelling that the rest of the pipeline works on.

``text`` itself is never changed. Rasa's tracker, the action server and the check for ``/intent`` payloads
read it, and a normalised "\\u200b/restart" would have become a command.
"""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from vietnamese import expand, fold, has_diacritics, normalize

NORMALISED_TEXT = "normalised_text"


def normalised(message: Message) -> str:
    """The normalised text of ``message``; empty for a payload, which is no language."""
    return str(message.get(NORMALISED_TEXT) or "")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class VietnameseNormaliser(GraphComponent):
    """Write ``normalised_text`` (NFC, shorthand and dialect written out) beside the text of each message.

    At training time every example with diacritics is joined by a copy without, because people type both.
    The copy is made of the text as it was typed: shorthand that only exists with diacritics ("đc") stays so.
    """

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> VietnameseNormaliser:
        """Create the component; it has nothing to learn and nothing to configure."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the property to messages that are to be understood."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            is_payload = text.lstrip().startswith(INTENT_MESSAGE_PREFIX)
            message.set(NORMALISED_TEXT, "" if is_payload else expand(normalize(text)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the property, and the copies without diacritics, to the training examples."""
        examples = self.process(list(training_data.training_examples))
        folded = [_without_diacritics(one) for one in examples if has_diacritics(one.get(TEXT) or "")]
        return TrainingData(
            examples + self.process(folded),
            training_data.entity_synonyms,
            training_data.regex_features,
            training_data.lookup_tables,
            training_data.responses,
        )


def _without_diacritics(example: Message) -> Message:
    data = {**example.data, TEXT: fold(normalize(example.get(TEXT)))}
    return Message(data, set(example.output_properties))
