"""YAML files read into models; what does not fit is named with file, line, field and value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from knowledge_base.ingest.errors import FieldError, SourceError

Model = TypeVar("Model", bound=BaseModel)


def load_record(path: Path, model: type[Model], *, text: str | None = None, first_line: int = 1) -> Model:
    """Read one YAML mapping as ``model``.

    ``text`` takes the place of the file's content (a guide's front matter), ``first_line`` says where it stands.
    Raises ``SourceError`` for broken YAML and ``FieldError`` for a value that does not fit.
    """
    return TypeAdapter(model).validate_python(*_loaded(path, TypeAdapter(model), text, first_line))


def load_records(path: Path, model: type[Model]) -> list[Model]:
    """Read a YAML list of ``model``; raises like ``load_record``."""
    return TypeAdapter(list[model]).validate_python(*_loaded(path, TypeAdapter(list[model]), None, 1))  # type: ignore[valid-type]


class Problem(NamedTuple):
    """One thing that does not fit: where (``line`` from 1), what the validator calls it and says, the value there."""

    line: int
    field: str
    kind: str
    message: str
    value: Any
    context: Mapping[str, Any]


def problems(path: Path, model: type[BaseModel]) -> list[Problem]:
    """Everything that keeps the YAML mapping in ``path`` from being a ``model``, by line; empty when nothing does.

    Raises ``SourceError`` for a file that cannot be read or is no YAML.
    """
    text = _read(path)
    data = _data(path, text, 1)
    try:
        model.model_validate(data)
    except ValidationError as error:
        root = YAML(typ="safe", pure=True).compose(text)
        found = (_problem(root, 1, one) for one in error.errors())
        return sorted(found, key=lambda one: one.line)
    return []


def _loaded(path: Path, adapter: TypeAdapter[Any], text: str | None, first_line: int) -> tuple[Any]:
    """The file's data, after a first validation that turns problems into errors with a line."""
    text = _read(path) if text is None else text
    data = _data(path, text, first_line)
    try:
        adapter.validate_python(data)
    except ValidationError as error:
        raise _first_problem(path, text, first_line, error) from None
    return (data,)


def _data(path: Path, text: str, first_line: int) -> Any:
    try:
        return _parsed(text)
    except MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + first_line
        raise SourceError(path, line, f"not readable as YAML: {error.problem}") from None


def _parsed(text: str) -> Any:
    try:
        return YAML(typ="safe").load(text)
    except ValueError:
        # A date that no calendar has: read dates as text, so that the model names the field.
        plain = YAML(typ="safe", pure=True)
        plain.Constructor = _WithoutDates
        return plain.load(text)


class _WithoutDates(SafeConstructor):
    """Leaves timestamps as they are written."""


_WithoutDates.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(path, 1, f"not UTF-8 at byte {error.start}") from None
    except OSError as error:
        raise SourceError(path, 0, f"cannot be read: {error.strerror}") from None


def _first_problem(path: Path, text: str, first_line: int, error: ValidationError) -> FieldError:
    first = _problem(YAML(typ="safe", pure=True).compose(text), first_line, error.errors()[0])
    return FieldError(path, first.line, first.field, first.value, first.message)


def _problem(root: Node | None, first_line: int, said: Mapping[str, Any]) -> Problem:
    location = [part for part in said["loc"] if not (isinstance(part, str) and "[" in part)]
    line = _line_of(root, location) + first_line
    field = ".".join(str(part) for part in location) or "(whole file)"
    value = said["input"] if location else type(said["input"]).__name__
    return Problem(line, field, said["type"], said["msg"], value, said.get("ctx", {}))


def _line_of(node: Node | None, location: Sequence[int | str]) -> int:
    """The zero-based line of the deepest node on the way to ``location``."""
    line = node.start_mark.line if node is not None else 0
    for part in location:
        found: Node | None = None
        if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
            found = node.value[part]
        elif isinstance(node, MappingNode):
            found = next((value for key, value in node.value if key.value == str(part)), None)
        if found is None:
            break
        node, line = found, found.start_mark.line
    return line
