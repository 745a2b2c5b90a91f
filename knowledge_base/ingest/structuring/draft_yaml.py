"""A draft as the YAML of a plan record, for the reviewer: doubtful fields carry a comment with confidence and page."""

from __future__ import annotations

import datetime
import io
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from knowledge_base.ingest.records import NOT_STATED
from knowledge_base.ingest.structuring.completing import LISTS, STATED_OR_NOT, as_data
from knowledge_base.ingest.structuring.draft import CERTAIN, Draft, Found, Piece
from knowledge_base.packaged import load_packaged

_WIDTH = 110
_COLUMN = 0
_INDENT = 4
_FOUND = (
    "title",
    "number",
    "date",
    "issuer",
    "signatory",
    "signatory_role",
    "period_start",
    "period_end",
)
_OPTIONAL_EMPTY = ("signatory_role",)
_FILLED_IN = ("short_title", "issuer_now")
_LAST = ("recipients", *LISTS[1:])


def to_yaml(draft: Draft, *, document_id: str, agency: str, name: str = "") -> str:
    """The YAML text; ``name`` is the file the draft was read from, for the comment at the top."""
    data = as_data(draft, document_id=document_id, agency=agency)
    whole = CommentedMap()
    for key in [one for one in data if one not in (*_LAST, "carries_out")] + ["in_force", "carries_out", *_LAST]:
        if key == "in_force":
            whole[key] = True
        elif key in LISTS:
            whole[key] = _parts(data[key], getattr(draft, key))
        elif key == "recipients":
            whole[key] = _recipients(draft)
        elif data[key] is not None or key not in _OPTIONAL_EMPTY:
            whole[key] = _scalar(data[key])
            _remark_head(whole, key, draft)
    if name:
        whole.yaml_set_start_comment(_texts()["head"].format(name=name))
    return _dumped(whole)


def _parts(rows: list[dict[str, Any]], parts: tuple[Piece, ...]) -> CommentedSeq:
    made = CommentedSeq()
    for row, part in zip(rows, parts, strict=True):
        # Fields the committed records leave out when they are empty are left out here.
        kept = {key: value for key, value in row.items() if value is not None and value != () and value != []}
        mapping = CommentedMap({key: _scalar(value) for key, value in kept.items()})
        if "heading_path" in row:
            mapping.insert(3, "heading_path", _scalar(row["heading_path"]))
        for key in (one for one in part.doubtful if one in mapping):
            text = _texts()["guessed"].format(fields=key, page=_page(part.page))
            if isinstance(mapping[key], CommentedSeq | CommentedMap):
                mapping.yaml_set_comment_before_after_key(key, before=text, indent=_INDENT)
            else:
                mapping.yaml_add_eol_comment(text, key, column=_COLUMN)
        if part.confidence < CERTAIN:
            text = _texts()["doubtful"].format(confidence=_figure(part.confidence), page=_page(part.page))
            mapping.yaml_add_eol_comment(text, next(iter(mapping)), column=_COLUMN)
        made.append(mapping)
    return made


def _recipients(draft: Draft) -> CommentedSeq:
    made = CommentedSeq()
    for at, found in enumerate(one for one in draft.recipients if one.value):
        made.append(_scalar(found.value))
        if found.doubted:
            made.yaml_add_eol_comment(_remark(found), at, column=_COLUMN)
    return made


def _remark_head(whole: CommentedMap, key: str, draft: Draft) -> None:
    if key in _FILLED_IN:
        whole.yaml_add_eol_comment(_texts()["not_in_document"], key, column=_COLUMN)
    if key not in _FOUND:
        return
    found: Found[Any] = getattr(draft, key)
    if found.value is None:
        blank = key in STATED_OR_NOT or key in _OPTIONAL_EMPTY
        whole.yaml_add_eol_comment(_texts()["missing" if blank else "required"], key, column=_COLUMN)
    elif found.doubted:
        whole.yaml_add_eol_comment(_remark(found), key, column=_COLUMN)


def _remark(found: Found[Any]) -> str:
    return _texts()["doubtful"].format(confidence=_figure(found.confidence), page=_page(found.page))


def _page(page: int | None) -> str:
    return _texts()["page"].format(page=page) if page else ""


def _figure(value: float) -> str:
    return f"{value:.2f}".replace(".", ",")


def _scalar(value: Any) -> Any:
    if isinstance(value, dict):
        return CommentedMap({key: _scalar(one) for key, one in value.items() if one is not None and one is not False})
    if isinstance(value, list | tuple):
        made = CommentedSeq([_scalar(one) for one in value])
        if not value:
            made.fa.set_flow_style()
        return made
    if isinstance(value, str) and value != NOT_STATED and type(value) is not str:
        return str(value)
    if isinstance(value, str) and _looks_like_another(value):
        return DoubleQuotedScalarString(value)
    return int(value) if isinstance(value, float) and value == int(value) else value


def _looks_like_another(value: str) -> bool:
    """Whether a YAML reader would take the text for a number or a date."""
    parsed = YAML(typ="safe", pure=True).load(value) if value[:1].isdigit() and len(value) < 24 else value
    return isinstance(parsed, int | float | datetime.date)


def _dumped(whole: CommentedMap) -> str:
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(whole, stream)
    return stream.getvalue()


def _texts() -> dict[str, str]:
    loaded: dict[str, str] = load_packaged("knowledge_base.ingest.structuring", "review.vi.yml")
    return loaded
