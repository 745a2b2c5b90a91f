"""Actions for what guides say."""

from actions.base import AnswerAction
from knowledge_base.answer.question import Act


class AskHowTo(AnswerAction):
    """How something is done."""

    act = Act.ASK_HOW_TO


class AskRule(AnswerAction):
    """Whether something is required, allowed, free; limits and terms."""

    act = Act.ASK_RULE


class AskProcedure(AnswerAction):
    """Papers, fee, time, place of an administrative procedure."""

    act = Act.ASK_PROCEDURE


class AskDefinition(AnswerAction):
    """What a term means."""

    act = Act.ASK_DEFINITION


class AskScamCheck(AnswerAction):
    """Whether something is a fraud."""

    act = Act.ASK_SCAM_CHECK


class AskOfficeContact(AnswerAction):
    """Telephone, address, hours of an office."""

    act = Act.ASK_OFFICE_CONTACT


class UrgentHelp(AnswerAction):
    """A fraud or an emergency under way."""

    act = Act.URGENT_HELP


class Walk(AnswerAction):
    """The next, the former or the same step of a guide walked step by step."""

    act = Act.WALK
