"""Actions for what plans say."""

from actions.base import AnswerAction
from knowledge_base.answer.question import Act


class AskTarget(AnswerAction):
    """A target, its value and year."""

    act = Act.ASK_TARGET


class AskTask(AnswerAction):
    """What a plan does about a topic."""

    act = Act.ASK_TASK


class AskResponsible(AnswerAction):
    """Who leads, who coordinates."""

    act = Act.ASK_RESPONSIBLE


class AskUnitDuties(AnswerAction):
    """What a unit has to do."""

    act = Act.ASK_UNIT_DUTIES


class AskDeadline(AnswerAction):
    """When a report is due, to whom."""

    act = Act.ASK_DEADLINE


class AskPeriod(AnswerAction):
    """When a task is carried out."""

    act = Act.ASK_PERIOD


class AskFunding(AnswerAction):
    """Where the money comes from."""

    act = Act.ASK_FUNDING


class AskPlanInfo(AnswerAction):
    """Number, date, signatory, basis, recipients."""

    act = Act.ASK_PLAN_INFO


class AskCount(AnswerAction):
    """How many tasks or targets."""

    act = Act.ASK_COUNT


class AskList(AnswerAction):
    """Which tasks, targets or plans there are."""

    act = Act.ASK_LIST


class AskComparison(AnswerAction):
    """Several plans side by side."""

    act = Act.ASK_COMPARISON


class AskActualState(AnswerAction):
    """Results and local facts, which no plan records."""

    act = Act.ASK_ACTUAL_STATE


class FollowUp(AnswerAction):
    """What leans on the question before."""

    act = Act.FOLLOW_UP


class Search(AnswerAction):
    """A question whose act the NLU could not tell."""

    act = Act.SEARCH
