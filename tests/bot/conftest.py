"""What the tests of the Rasa server share: components as Rasa makes them, and a server on a port of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.normaliser import VietnameseNormaliser
from bot.tokenizer import VietnameseTokenizer

Make = Callable[..., GraphComponent]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Create or load a component the way Rasa's graph does; what it keeps stays between the two."""
    storage = LocalModelStorage.create(tmp_path)
    context = ExecutionContext(GraphSchema({}))

    def made(component: type[GraphComponent], how: str = "create", **config: Any) -> GraphComponent:
        settings = {**component.get_default_config(), **config}
        return getattr(component, how)(
            config=settings,
            model_storage=storage,
            resource=Resource(component.__name__),
            execution_context=context,
        )

    return made


@pytest.fixture
def read(make: Make) -> Callable[[str], Message]:
    """A message after the normaliser and the tokenizer."""

    def message(text: str) -> Message:
        first = make(VietnameseNormaliser).process([Message({TEXT: text})])
        return make(VietnameseTokenizer).process(first)[0]

    return message


@pytest.fixture
def examples(make: Make) -> Callable[[dict[str, list[str]]], TrainingData]:
    """Training data by intent, after the normaliser and the tokenizer."""

    def training_data(by_intent: dict[str, list[str]]) -> TrainingData:
        messages = [Message({TEXT: text, INTENT: intent}) for intent, texts in by_intent.items() for text in texts]
        first = make(VietnameseNormaliser).process_training_data(TrainingData(messages))
        return make(VietnameseTokenizer).process_training_data(first)

    return training_data
