"""What a trained model takes the questions of files for, as JSON on the standard output: text → its likeliest intents.

    bot/.venv/bin/python -m bot.read_questions FILE… [--model var/models/troly.tar.gz] > readings.json

The files hold a JSON object a line with a ``question``. ``evaluation.calibrate`` reads what this writes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
from pathlib import Path
from typing import Dict, List, Sequence, Tuple

from rasa.core.agent import Agent
from rasa.utils.log_utils import configure_structlog

Reading = List[Tuple[str, float]]


def main() -> None:
    """Read every question of the files and print what was made of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--model", default="var/models/troly.tar.gz")
    options = parser.parse_args()
    configure_structlog(logging.ERROR)
    texts = [json.loads(line)["question"] for path in options.files for line in path.read_text("utf-8").splitlines()]
    print(json.dumps(asyncio.run(read(Agent.load(options.model), texts)), ensure_ascii=False))


async def read(agent: Agent, texts: Sequence[str]) -> Dict[str, Reading]:
    """The likeliest intents of each text with their probabilities, likeliest first."""
    readings: Dict[str, Reading] = {}
    for text in texts:
        parsed = await agent.parse_message(text)
        readings[text] = [(one["name"], round(one["confidence"], 4)) for one in parsed["intent_ranking"]]
    return readings


if __name__ == "__main__":
    main()
