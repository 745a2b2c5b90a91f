"""The action server: rasa-sdk's own server with this package's actions, index and encoder opened before it serves.

python -m actions.server --port 5055
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

import actions.boundaries
import actions.guides
import actions.plans
from actions.base import AnswerAction
from knowledge_base.answer.assistant import Assistant
from knowledge_base.ingest.errors import KnowledgeError
from settings import load_settings

logger = logging.getLogger(__name__)

PACKAGES = (actions.plans, actions.guides, actions.boundaries)


class Executor(ActionExecutor):  # type: ignore[misc]
    """Runs actions without the domain: none of them uses it, and Rasa 3.6 (selective domain) does not send it."""

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:  # noqa: ARG002
        """An empty domain, where rasa-sdk 3.21 would refuse a call that carries none."""
        return {}


def make_app(assistant: Assistant) -> Sanic[Any, Any]:
    """The server's application with every action registered."""
    executor = Executor()
    for action in make_actions(assistant):
        executor.register_action(action)
    app: Sanic[Any, Any] = create_app(executor, cors_origins=[])
    return app


def make_actions(assistant: Assistant) -> Iterator[AnswerAction]:
    """One instance of every action class."""
    for package in PACKAGES:
        for one in vars(package).values():
            if isinstance(one, type) and issubclass(one, AnswerAction) and one is not AnswerAction:
                yield one(assistant)


def main() -> None:
    """Open the index and serve on 127.0.0.1 until stopped."""
    parser = argparse.ArgumentParser(description="The action server of the assistant.")
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("rasa_sdk", "sanic.access", "sentence_transformers"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    assistant = Assistant(
        settings.index_dir, settings.encoder, settings.procedures_dir, kept_hours=settings.session_ttl_hours
    )
    try:
        assistant.warm_up()
    except KnowledgeError as error:
        logger.error("serving without knowledge: %s", error)
    app = make_app(assistant)
    app.run(host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
