"""What users ask in a measurement, and which of their messages each text they saw answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from connectors.texts import load_texts
from knowledge_base.ingest.library import load_library
from runtime.conversation import conversation

FIRST_USER = 1000
HEAD = 40
_MOST = 24
_APOLOGIES = tuple(text[:HEAD] for text in load_texts().apologies.values())
_ANSWER = re.compile(r"Trả lời: câu (\d+)\b")


class Script(Protocol):
    """Message ``number`` is the (number // users)-th of its user."""

    def text(self, number: int, users: int) -> str:
        """What is written."""
        ...

    def numbers(self, texts: Sequence[str], first: int, users: int) -> list[int]:
        """The messages that ``texts`` answer, of the user who wrote ``first``, ``first + users`` and so on."""
        ...

    def apologies(self, texts: Sequence[str]) -> int:
        """How many of the texts only apologise."""
        ...


def _apologises(text: str) -> bool:
    return any(apology in text for apology in _APOLOGIES)


class Counted:
    """For the fake Rasa, which repeats the question: every message says its number."""

    def text(self, number: int, users: int) -> str:  # noqa: ARG002
        """The number."""
        return f"câu {number}"

    def numbers(self, texts: Sequence[str], first: int, users: int) -> list[int]:
        """As repeated; an apology stands in the place of the next answer."""
        found = list[int]()
        for text in texts:
            if named := _ANSWER.search(text):
                found.append(int(named[1]))
            elif _apologises(text):
                found.append(found[-1] + users if found else first)
        return found

    def apologies(self, texts: Sequence[str]) -> int:
        """By their words."""
        return sum(map(_apologises, texts))


class Asked:
    """For the real assistant: questions in a circle, told apart by how their answers begin.

    An apology stands in the place of the next answer. An answer is taken for the message nearest to where its user is,
    so that at most half a circle may be lost or repeated at once.

    >>> script = Asked({"A là gì?": "A là một", "B là gì?": "B là hai", "C là gì?": "C là ba"})
    >>> script.numbers(["A là một thứ.", "C là ba thứ."], 0, 1)
    [0, 2]
    """

    def __init__(self, answers: dict[str, str]) -> None:
        self._questions, self._heads = list(answers), list(answers.values())

    def text(self, number: int, users: int) -> str:
        """The question whose turn it is."""
        return self._questions[(number // users) % len(self._questions)]

    def numbers(self, texts: Sequence[str], first: int, users: int) -> list[int]:
        """By what the texts hold."""
        found, place = list[int](), -1
        for text in texts:
            if _apologises(text):
                place += 1
                found.append(first + place * users)
                continue
            known = next((at for at, head in enumerate(self._heads) if head in text), None)
            if known is not None:
                place = self._nearest(place + 1, known)
                found.append(first + place * users)
        return found

    def apologies(self, texts: Sequence[str]) -> int:
        """By their words."""
        return sum(map(_apologises, texts))

    def _nearest(self, expected: int, known: int) -> int:
        circle = len(self._heads)
        ahead = (known - expected) % circle
        return expected + (ahead if ahead <= circle // 2 else ahead - circle)


def rehearse(url: str, knowledge: Path) -> Asked:
    """Ask the assistant at ``url`` for terms of the glossary, twice: those it answers alike and like no other."""
    terms = [one.term for one in load_library(knowledge).glossary if "(" not in one.term]
    heard: list[dict[str, str]] = []
    for _ in range(2):
        with conversation(url, None) as visitor:
            questions = [f"{term} là gì?" for term in terms[: 2 * _MOST]]
            heard.append({question: visitor.ask(question)[0]["text"][:HEAD] for question in questions})
    first, second = heard
    heads = list(first.values())
    alike = {question: head for question, head in first.items() if second[question] == head and heads.count(head) == 1}
    return Asked(dict(list(alike.items())[:_MOST]))
