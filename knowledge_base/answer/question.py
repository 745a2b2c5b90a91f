"""What was asked: the text, the dialogue act, what it names, and what the turn before was about."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator


class Act(StrEnum):
    """The dialogue acts that the knowledge base answers; the values are the NLU's intents."""

    ASK_TARGET = "ask_target"
    ASK_TASK = "ask_task"
    ASK_RESPONSIBLE = "ask_responsible"
    ASK_UNIT_DUTIES = "ask_unit_duties"
    ASK_DEADLINE = "ask_deadline"
    ASK_PERIOD = "ask_period"
    ASK_FUNDING = "ask_funding"
    ASK_PLAN_INFO = "ask_plan_info"
    ASK_COUNT = "ask_count"
    ASK_LIST = "ask_list"
    ASK_COMPARISON = "ask_comparison"
    ASK_ACTUAL_STATE = "ask_actual_state"
    ASK_HOW_TO = "ask_how_to"
    ASK_RULE = "ask_rule"
    ASK_PROCEDURE = "ask_procedure"
    ASK_DEFINITION = "ask_definition"
    ASK_SCAM_CHECK = "ask_scam_check"
    ASK_OFFICE_CONTACT = "ask_office_contact"
    FOLLOW_UP = "follow_up"
    WALK = "walk"
    SEARCH = "search"
    REQUEST_OFFICER = "request_officer"
    COMPLAIN = "complain"
    URGENT_HELP = "urgent_help"
    OUT_OF_SCOPE = "out_of_scope"
    ASK_PERSONAL_DATA = "ask_personal_data"
    REQUEST_WRONGDOING = "request_wrongdoing"
    STEER_ASSISTANT = "steer_assistant"
    TALK_POLITICS = "talk_politics"
    INSULT = "insult"
    MANAGE_ACCOUNT = "manage_account"


PLAN_ACTS = frozenset(
    {
        Act.ASK_TARGET,
        Act.ASK_TASK,
        Act.ASK_RESPONSIBLE,
        Act.ASK_UNIT_DUTIES,
        Act.ASK_DEADLINE,
        Act.ASK_PERIOD,
        Act.ASK_FUNDING,
        Act.ASK_PLAN_INFO,
        Act.ASK_COUNT,
        Act.ASK_LIST,
        Act.ASK_COMPARISON,
    }
)
GUIDE_ACTS = frozenset({Act.ASK_HOW_TO, Act.ASK_RULE, Act.ASK_PROCEDURE, Act.ASK_DEFINITION, Act.ASK_SCAM_CHECK})


class Memory(BaseModel):
    """What a later turn may need of this one. ``pending`` marks a question that was asked back.

    ``without_smartphone`` says that the visitor has none; that is kept until they say otherwise. ``walk`` is the place
    of a guide that is walked step by step; it is kept through questions asked in between.
    """

    model_config = ConfigDict(frozen=True)

    act: Act
    text: str
    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    pending: bool = False
    without_smartphone: bool = False
    walk: str = ""

    @property
    def holds_a_question(self) -> bool:
        """Whether there is something to lean on: words, what was told, or a question asked back."""
        return bool(self.text or self.passages or self.pending)


class Question(BaseModel):
    """One turn's question as the NLU understood it.

    ``ranking`` are the likeliest intents with their probabilities. ``agency`` is the one the conversation belongs
    to (``None``: a province-wide visitor); ``agencies`` are those the text names. ``passage`` is set when a button
    asked for one passage.

    ``parts`` are the questions of a message that asks several. Of a part, ``label`` is how a reply to several names
    it, and ``leans`` says that it leaves out what it is about, which stands in a part before: ``about`` in its words;
    ``one_of_several`` says that the replies to the others tell what is near to it.

    ``without_smartphone``: the one it is asked for has none, as this message says or one before.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    act: Act
    confidence: float = 1.0
    ranking: tuple[tuple[str, float], ...] = ()
    agency: str | None = None
    agencies: tuple[str, ...] = ()
    agency_words: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    task_numbers: tuple[str, ...] = ()
    passage: str | None = None
    memory: Memory | None = None
    label: str = ""
    leans: bool = False
    one_of_several: bool = False
    about: tuple[str, ...] = ()
    parts: tuple[Question, ...] = ()
    without_smartphone: bool = False

    @property
    def lacked_smartphone(self) -> bool:
        """Whether the visitor had no smartphone in the turn before."""
        return self.memory is not None and self.memory.without_smartphone

    def share_of(self, acts: Collection[str]) -> float:
        """How much of its probability the NLU gives to ``acts``, 0 to 1."""
        return sum(share for name, share in self.ranking if name in acts)

    def likeliest_of(self, acts: Collection[str]) -> Act | None:
        """The one of ``acts`` that the NLU thinks likeliest; ``None`` when it thinks of none."""
        of_these = [(share, name) for name, share in self.ranking if name in acts]
        return Act(max(of_these, key=lambda one: one[0])[1]) if of_these else None

    @field_validator("years", mode="before")
    @classmethod
    def _whole_years(cls, value: Any) -> tuple[int, ...]:
        return tuple(int(one) for one in value if str(one).isdigit())
