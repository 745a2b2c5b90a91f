"""A reply in plain words, for platforms that draw no citations: what stands below the text."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from connectors.delivery.models import Quoted, Reply
from connectors.texts import ChatTexts
from knowledge_base.answer.reply import Attachment, Citation

SOURCES_SHOWN = 2
LONGEST_QUOTE = 80
_NUMBERED = re.compile(r"([IVXLC]+|\d+)([.)\s]|$)")
_CHOICE = re.compile(r"(?:số|so|chọn|chon)?\s*(\d{1,2})\s*[.)]?", re.IGNORECASE)


class Wording:
    """Puts sources, files and numbered choices into words. ``public_url`` makes our own addresses whole."""

    def __init__(self, texts: ChatTexts, public_url: str | None) -> None:
        self._texts = texts
        self._public_url = (public_url or "").rstrip("/")

    def text(self, reply: Reply, first_numbered: int | None = None, shown: Collection[Attachment] = ()) -> str:
        """The reply's text, its sources, links to its files, and its choices from ``first_numbered`` on (from 1).

        ``shown``: files that the platform shows by itself.
        """
        files = [line for file in reply.attachments if file not in shown and (line := self._file(file))]
        blocks = [reply.text, "\n".join(self._sources(reply.citations)), "\n".join(files)]
        choices = list(enumerate(reply.buttons, 1))[first_numbered - 1 :] if first_numbered else []
        if choices:
            blocks.append("\n".join([self._texts.choose, *(f"{number}. {button.title}" for number, button in choices)]))
        return "\n\n".join(block for block in blocks if block)

    def about(self, quoted: Quoted | None) -> str:
        """The line above a reply that says which message it answers, for who cannot be shown it otherwise."""
        if quoted is None:
            return ""
        text = " ".join(quoted.text.split())
        short = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE].rsplit(' ', 1)[0]}…"
        return f"{self._texts.about.format(text=short)}\n"

    def link(self, url: str | None) -> str | None:
        """``url`` as anybody can open it; ``None`` where it is ours and nobody has said where we are."""
        if url and url.startswith("/") and not url.startswith("//"):
            return f"{self._public_url}{url}" if self._public_url else None
        return url if url and url.startswith(("https://", "http://")) else None

    def _sources(self, citations: Sequence[Citation]) -> list[str]:
        lines = []
        for citation in citations[:SOURCES_SHOWN]:
            link = self.link(citation.url)
            line = f"{self._texts.source} {self._source(citation)}"
            lines.append(f"{line}\n{link}" if link else line)
        return lines

    def _source(self, citation: Citation) -> str:
        number, locator = citation.number, citation.locator
        if number and not number.lower().startswith("số"):
            number = self._texts.number.format(number=number)
        if _NUMBERED.match(locator):
            locator = self._texts.clause.format(locator=locator)
        return ", ".join(part for part in (citation.title, number, locator) if part)

    def _file(self, file: Attachment) -> str | None:
        link = self.link(file.url)
        return f"{file.title or self._texts.file}: {link}" if link else None


def chosen_number(text: str) -> int | None:
    """The choice a text makes by its number.

    >>> chosen_number("số 2"), chosen_number("2."), chosen_number("2 người")
    (2, 2, None)
    """
    found = _CHOICE.fullmatch(text.strip())
    return int(found[1]) if found else None
