"""Actions for what the assistant does not do itself: hand over, decline, refuse."""

from actions.base import AnswerAction
from knowledge_base.answer.question import Act


class RequestOfficer(AnswerAction):
    """Wants to speak to a person."""

    act = Act.REQUEST_OFFICER


class Complain(AnswerAction):
    """Complains about an officer or a service."""

    act = Act.COMPLAIN


class ManageAccount(AnswerAction):
    """Asks what is kept of them, wants it deleted, or wants no more messages."""

    act = Act.MANAGE_ACCOUNT


class OutOfScope(AnswerAction):
    """Not what the assistant is for."""

    act = Act.OUT_OF_SCOPE


class AskPersonalData(AnswerAction):
    """Wants other people's data."""

    act = Act.ASK_PERSONAL_DATA


class RequestWrongdoing(AnswerAction):
    """Wants help with something unlawful or harmful."""

    act = Act.REQUEST_WRONGDOING


class SteerAssistant(AnswerAction):
    """Tries to change or read out how the assistant is set up."""

    act = Act.STEER_ASSISTANT


class TalkPolitics(AnswerAction):
    """Wants a political opinion."""

    act = Act.TALK_POLITICS


class Insult(AnswerAction):
    """Abuses the assistant."""

    act = Act.INSULT
