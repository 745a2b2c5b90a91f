"""Entities: agencies, units and topics from the lookup tables, years and task numbers by their form."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.entities import entities_in
from bot.names import NameTable
from bot.normaliser import NORMALISED_TEXT

_FILE = "names.json"
Spellings = Dict[str, Dict[str, str]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class GazetteerExtractor(GraphComponent, EntityExtractorMixin):
    """Find every name of the training data's lookup tables, and every year and task number.

    A lookup table lists spellings; Rasa's synonyms say which value a spelling stands for. Names of one table
    do not overlap one another; names of different tables may (a department is an agency and a unit).
    Positions are those of the text as it was typed.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """``tables``: the lookup tables to use."""
        return {"tables": ["agency", "unit", "topic"]}

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        spellings: Optional[Spellings] = None,
    ) -> None:
        """Index ``spellings`` (table → spelling → value)."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._tables = {name: NameTable(values) for name, values in (spellings or {}).items()}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        **_: Any,
    ) -> GazetteerExtractor:
        """Create the component without names."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        **_: Any,
    ) -> GazetteerExtractor:
        """Load the names kept with the model."""
        with model_storage.read_from(resource) as directory:
            return cls(config, model_storage, resource, read_json_file(directory / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the lookup tables with the model, each spelling with its value."""
        spellings = _spellings(training_data, self._config["tables"])
        with self._model_storage.write_to(self._resource) as directory:
            dump_obj_as_json_to_file(directory / _FILE, spellings)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities of each message to those it has."""
        for message in messages:
            found = self.add_extractor_name(self._extract(message))
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _extract(self, message: Message) -> List[Dict[str, Any]]:
        if not message.get(NORMALISED_TEXT):
            return []
        return entities_in(message.get(TEXT), self._tables)


def _spellings(training_data: TrainingData, tables: List[str]) -> Spellings:
    """Table → spelling → value.

    Raises:
        InvalidConfigException: a spelling stands in two tables with one synonym. Rasa keeps one value per
            spelling for the whole training data, so one of the two tables would get the other's value.
    """
    synonyms = training_data.entity_synonyms
    spellings: Spellings = {
        table["name"]: {one.strip(): synonyms.get(one.strip(), one.strip()) for one in table["elements"] if one.strip()}
        for table in training_data.lookup_tables
        if table["name"] in tables
    }
    seen: Dict[str, str] = {}
    for table, values in spellings.items():
        for spelling in values:
            if spelling in synonyms and seen.get(spelling, table) != table:
                raise InvalidConfigException(
                    f"nlu_data/lookups: '{spelling}' stands in tables '{seen[spelling]}' and '{table}' and "
                    f"has the synonym '{synonyms[spelling]}'; give one of them another spelling."
                )
            seen[spelling] = table
    return spellings
