"""What a guide's section says to those who have no smartphone, read from its comment ``<!-- no-phone: … -->``."""

from __future__ import annotations

import re

from pydantic import Field

from knowledge_base.ingest.records import Record, Text

_CODES = re.compile(r"[A-Z]\d{2}(?: [A-Z]\d{2})*")
_OTHER = re.compile(r"see (?P<section>[a-z0-9-]+:[a-z0-9-]+)")
_CAUTION = "Lưu ý:"


class WithoutSmartphone(Record):
    """The way without a smartphone: its own words, another section that tells it, or that none is known.

    ``facts`` are the codes that the words stand on; ``section`` names the other section (``guide:section``). Where
    no way is ``known``, ``lead`` says whom to ask; left empty, it is whom to ask of everything.
    """

    known: bool = True
    facts: list[Text] = Field(default_factory=list)
    lead: str = ""
    steps: list[Text] = Field(default_factory=list)
    cautions: list[Text] = Field(default_factory=list)
    section: str | None = None

    @property
    def answer(self) -> str:
        """The way as plain text, steps numbered from 1."""
        numbered = [f"{number}. {step}" for number, step in enumerate(self.steps, 1)]
        return "\n".join(part for part in (self.lead, *numbered, *self.cautions) if part)


def read_no_smartphone(value: str) -> WithoutSmartphone:
    """Read what stands behind ``no-phone:``. Raises ``ValueError`` with what is wrong.

    >>> read_no_smartphone("see vneid:khong-co-dien-thoai").section
    'vneid:khong-co-dien-thoai'
    >>> read_no_smartphone("unknown | Xin hỏi ngân hàng.").known
    False
    >>> read_no_smartphone("D13 | Đến trung tâm xã. | Mang căn cước. | Lưu ý: giữ mật khẩu.").steps
    ['Mang căn cước.']
    """
    head, *lines = [" ".join(part.split()) for part in value.split("|")]
    if not all(lines):
        raise ValueError("a line between two '|' is empty")
    if (other := _OTHER.fullmatch(head)) is not None and not lines:
        return WithoutSmartphone(section=other["section"])
    if head == "unknown" and len(lines) < 2:
        return WithoutSmartphone(known=False, lead="".join(lines))
    if _CODES.fullmatch(head) is None or not lines:
        raise ValueError(
            f"it reads 'FACTS | lead | step | …', 'see guide:section' or 'unknown | whom to ask' ({head!r})"
        )
    return WithoutSmartphone(
        facts=head.split(),
        lead=lines[0],
        steps=[one for one in lines[1:] if not one.startswith(_CAUTION)],
        cautions=[one for one in lines[1:] if one.startswith(_CAUTION)],
    )
