"""Many pages through recognition, a few at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from knowledge_base.ingest.reading.document import Finding, FindingCode
from knowledge_base.ingest.reading.errors import ToolFailedError
from knowledge_base.ingest.reading.limits import Limits
from knowledge_base.ingest.reading.pages import tesseract
from knowledge_base.ingest.reading.pages.parts import Page
from knowledge_base.ingest.reading.pages.pictures import Picture
from knowledge_base.ingest.reading.pages.recognised_text import Reading, read_picture


def recognise_pages(pages: Iterable[tuple[int, Picture]], limits: Limits) -> list[Reading]:
    """Recognise numbered pictures in their order; a page that fails is reported, and the others are read.

    ``pages`` is drawn from only as fast as pages are done, so that few pictures are held at a time.
    Raises ``ToolMissingError``.
    """
    tesseract.languages()
    readings: list[Reading] = []
    waiting: deque[Future[Reading]] = deque()
    with ThreadPoolExecutor(limits.workers) as workers:
        try:
            for number, picture in pages:
                waiting.append(workers.submit(_reading, number, picture, limits.page_seconds))
                if len(waiting) > limits.workers:
                    readings.append(waiting.popleft().result())
            readings += [one.result() for one in waiting]
        except BaseException:
            for one in waiting:
                one.cancel()
            raise
    return readings


def _reading(number: int, picture: Picture, seconds: float) -> Reading:
    try:
        return read_picture(picture, number, seconds=seconds)
    except ToolFailedError:
        finding = Finding(code=FindingCode.PAGE_UNREADABLE, page=number, details={"reason": "recognition"})
        return Reading(Page(number, 595, 842, (), ()), (finding,))
