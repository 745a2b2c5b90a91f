"""What the gazetteer finds in texts, without a trained model: the lookup tables alone decide it.

    python -m bot.read_entities FOLDER < texts.json > entities.json

``FOLDER`` holds the lookup tables (``nlu_data/lookups``); the standard input is a JSON list of texts, the output a list
of each one's entities. ``evaluation.resolving`` reads it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Dict, List

from ruamel.yaml import YAML

from bot.entities import entities_in
from bot.names import NameTable


def load_tables(folder: Path) -> Dict[str, NameTable]:
    """The tables as training keeps them: every spelling with the value that its synonym says."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yml"))]
    nodes = [node for text in texts if "lookup:" in text for node in YAML(typ="safe").load(text)["nlu"]]
    values = {one: node["synonym"] for node in nodes if "synonym" in node for one in _examples(node)}
    return {
        node["lookup"]: NameTable({one: values.get(one, one) for one in _examples(node)})
        for node in nodes
        if "lookup" in node
    }


def _examples(node: Dict[str, str]) -> List[str]:
    lines = (line.strip() for line in node["examples"].splitlines())
    return [line[2:].strip() for line in lines if line.startswith("- ")]


def main() -> None:
    """Read texts, write entities."""
    tables = load_tables(Path(sys.argv[1]))
    print(json.dumps([entities_in(text, tables) for text in json.load(sys.stdin)], ensure_ascii=False))


if __name__ == "__main__":
    main()
