"""The reading process: ``python -m knowledge_base.ingest.reading FILE`` prints the document as JSON.

It bounds itself first, then opens the file. Exit status 0: a document; 3: ``{"code", "message", "details"}`` says why
not; 4: out of memory; anything else is a crash.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from pathlib import Path

from knowledge_base.ingest.reading.errors import ReadingError
from knowledge_base.ingest.reading.isolation import OUT_OF_MEMORY, REFUSED
from knowledge_base.ingest.reading.limits import Limits
from knowledge_base.ingest.reading.reader import read_here


def main() -> int:
    parser = argparse.ArgumentParser(description="Read one file and print the document as JSON.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--limits", type=Limits.model_validate_json, default=Limits())
    arguments = parser.parse_args()
    _bound(arguments.limits)
    try:
        answer, status = read_here(arguments.file, limits=arguments.limits).model_dump_json(), 0
    except ReadingError as error:
        answer, status = json.dumps({"code": error.code, "message": str(error), "details": error.details}), REFUSED
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(answer)
    return status


def _bound(limits: Limits) -> None:
    """Address space, processor seconds, size of written files, no core dumps; programs started later inherit it."""
    seconds = int(limits.seconds * limits.workers) + 1
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.answer_bytes + 1),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (bound, bound))


if __name__ == "__main__":
    sys.exit(main())
