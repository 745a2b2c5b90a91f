"""A procedure as the assistant knows it: the portal's fields by English names."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

FREE = "Miễn phí"
RESIDENTS = ("Công dân", "Người nước ngoài", "Người Việt Nam", "cá nhân", "Hộ gia đình")
ID_PREFIX = "thu-tuc:"
SHORT_SUM = 3


class Part(BaseModel):
    """Base of the procedure's parts: immutable."""

    model_config = ConfigDict(frozen=True)


class Filing(Part):
    """One way to hand in the papers: a row of the portal's table, word for word.

    ``time`` and ``fee`` are never computed with; ``None`` where the portal has nothing. ``run_together`` holds both
    where the crawl lost the line between them ("120 VNĐ" may be 1 and 20 VNĐ, or 12 and 0 VNĐ).
    """

    method: str
    time: str | None = None
    fee: str | None = None
    fee_note: str | None = None
    note: str | None = None
    run_together: str | None = None

    @property
    def time_without_unit(self) -> bool:
        """Whether the portal gives a bare number: days, hours or months cannot be told."""
        return self.time is not None and self.time.replace(",", "").replace(".", "").isdigit()

    @property
    def fee_unclear(self) -> bool:
        """Whether the fee may mislead: free but with a note on amounts, or a sum that lost its zeros ("50 VNĐ")."""
        if self.fee is None:
            return False
        if self.fee == FREE:
            return self.fee_note is not None and any(one.isdigit() for one in self.fee_note)
        amount = self.fee.split(" ", 1)[0]
        return amount.isdigit() and len(amount) <= SHORT_SUM and "USD" not in self.fee


class Paper(Part):
    """One paper of the dossier, with the file name of its form when there is one.

    ``originals`` and ``copies`` are numbers of sheets; ``None`` where the crawl lost them.
    """

    text: str
    originals: int | None = None
    copies: int | None = None
    form: str | None = None


class PaperGroup(Part):
    """Papers under one heading ("Giấy tờ phải nộp:"); ``None`` where the portal has no heading."""

    heading: str | None
    papers: tuple[Paper, ...]


class Basis(Part):
    """A legal basis: its title and, where the portal has one, its number."""

    title: str
    number: str | None = None


class Procedure(Part):
    """One administrative procedure. A field is ``None`` or empty where the data do not state it.

    ``filings``, ``papers`` and ``bases`` are empty also where their table could not be taken apart; the ``…_text``
    beside them then holds what the portal says instead (``None`` otherwise).
    """

    code: str
    name: str
    url: str
    ministry: str
    decision: str | None
    levels: tuple[str, ...]
    subject: str | None
    applicants: str | None
    authority: str | None
    offices: str | None
    address: str | None
    coordinating: str | None
    steps: str | None
    filings: tuple[Filing, ...]
    filings_text: str | None
    papers: tuple[PaperGroup, ...]
    papers_text: str | None
    bases: tuple[Basis, ...]
    bases_text: str | None
    conditions: str | None
    results: tuple[str, ...]

    @property
    def id(self) -> str:
        """What replies, buttons and memories name the procedure by."""
        return f"{ID_PREFIX}{self.code}"

    @property
    def for_residents(self) -> bool:
        """Whether people may apply, not only companies and offices; taken to be so where the data do not say."""
        return self.applicants is None or any(one in self.applicants for one in RESIDENTS)

    @property
    def says_where(self) -> bool:
        """Whether the data name any office or address."""
        return bool(self.offices or self.authority or self.address)

    @property
    def paper_count(self) -> int:
        """How many papers the dossier lists."""
        return sum(len(group.papers) for group in self.papers)
