"""The findings and errors as sentences for the clerk.

>>> from knowledge_base.ingest.reading.document import Finding, FindingCode
>>> turned = [Finding(code=FindingCode.PAGE_ROTATED, page=page, details={"degrees": "90"}) for page in (4, 5)]
>>> report(turned)
['Trang 4–5 là bản quét xoay ngang, đã xoay lại.']
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from knowledge_base.ingest.reading.document import Finding, FindingCode
from knowledge_base.ingest.reading.errors import ReadingError
from knowledge_base.packaged import load_packaged

_GATHERED = {
    FindingCode.PAGE_SCANNED: (),
    FindingCode.PAGE_ROTATED: ("degrees", "text"),
    FindingCode.PAGE_SKEWED: (),
    FindingCode.PAGE_FLATTENED: (),
    FindingCode.PAGE_EMPTY: (),
    FindingCode.PAGE_UNREADABLE: ("reason",),
    FindingCode.LOW_CONFIDENCE: (),
    FindingCode.TEXT_LAYER_IGNORED: (),
    FindingCode.TABLE_ROW_JOINED: ("table",),
    FindingCode.LEFT_OUT: ("what",),
    FindingCode.FONT_CONVERTED: ("fonts",),
}
"""Codes whose findings make one sentence for many pages, when these details are the same."""


def report(findings: Iterable[Finding]) -> list[str]:
    """One sentence for each kind of finding on a run of pages, in the order in which they came."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for index, finding in enumerate(findings):
        same = _GATHERED.get(finding.code)
        key: tuple[object, ...] = (finding.code, index)
        if same is not None:
            key = (finding.code, *(finding.details.get(name) for name in same))
        groups.setdefault(key, []).append(finding)
    sentences = [_sentence(group) for group in groups.values()]
    return [one for index, one in enumerate(sentences) if one not in sentences[:index]]


def explain(error: ReadingError) -> str:
    """Why a file was not read and what the clerk can do."""
    found = _texts("errors")[error.code]
    details = dict(error.details)
    if isinstance(found, dict):
        found = found[_which_reason(error, found)]
    if "kind" in details:
        details["kind"] = _texts("errors")["kinds"].get(details["kind"], details["kind"])
    return str(found).format(**details)


def pages_in_words(pages: Iterable[int]) -> str:
    """Page numbers as runs: ``4–7, 9``."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _sentence(group: Sequence[Finding]) -> str:
    first = group[0]
    texts = _texts("findings")
    pages = pages_in_words(finding.page for finding in group if finding.page is not None)
    named = str(texts["page"]).format(page=pages) if pages else ""
    values = dict(first.details) | {
        "pages": named,
        "where": str(texts["in_page"]).format(pages=named) if named else "",
    }
    values |= _joined_values(group)
    for name, group_of_words in (("what", "left_out_things"), ("field", "fields"), ("column", "columns")):
        if name in first.details:
            values[name] = texts[group_of_words].get(first.details[name], first.details[name])
    for name in ("rows", "place"):
        values[name] = str(texts[name]).format(**{name: first.details[name]}) if first.details.get(name) else ""
    if "pages" in first.details:
        stands = pages_in_words(int(page) for page in first.details["pages"].split(",") if page.strip().isdigit())
        values["table_pages"] = str(texts["page"]).format(page=stands)
    try:
        return _capital(str(_template(first, texts)).format(**values))
    except KeyError:
        # Nothing is kept silent: a finding without its details is told as it is.
        told = ", ".join(f"{name}={value}" for name, value in first.details.items())
        return str(texts["unknown"]).format(code=first.code.value, details=told)


def _joined_values(group: Sequence[Finding]) -> dict[str, str]:
    """Details that differ within a group: counts add up, figures are shown from the least to the most."""
    values: dict[str, str] = {}
    counts = [finding.details["count"] for finding in group if finding.details.get("count", "").isdigit()]
    if counts:
        values["count"] = str(sum(int(count) for count in counts))
    for name in ("degrees", "percent"):
        told = {finding.details[name] for finding in group if name in finding.details}
        ordered = sorted(told, key=lambda one: float(one.replace(",", ".")))
        if ordered:
            values[name] = ordered[0] if len(ordered) == 1 else f"{ordered[0]}–{ordered[-1]}"
    return values


def _template(finding: Finding, texts: dict[str, Any]) -> object:
    found = texts[finding.code.value]
    if not isinstance(found, dict):
        return found
    details = finding.details
    if finding.code is FindingCode.NUMBERING_SKIPPED:
        return found["missing" if details.get("missing") and details.get("before") else _no_missing(details)]
    for name in ("text", "degrees", "reason"):
        if details.get(name) in found:
            return found[details[name]]
    return next((text for name, text in found.items() if details.get(name)), found.get("other", texts["unknown"]))


def _no_missing(details: dict[str, str]) -> str:
    return "unknown" if details.get("before") else "start"


def _which_reason(error: ReadingError, found: dict[str, Any]) -> str:
    if error.code == "wrong_extension":
        return "named" if error.details.get("extension") else "unnamed"
    told = (error.details.get(name) for name in ("reason", "what", "kind"))
    return next((one for one in told if one in found), "other")


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _texts(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = load_packaged("knowledge_base.ingest.reading", f"{name}.vi.yml")
    return loaded
