"""Several questions in one message: each answered as if it had been asked on its own, the replies put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice, zip_longest

from knowledge_base.answer.question import Act, Question
from knowledge_base.answer.refusing import REFUSALS
from knowledge_base.answer.reply import Attachment, ButtonOffer, Citation, Outcome, Reply
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn
from knowledge_base.procedures.model import ID_PREFIX
from knowledge_base.search.query import Bag

Ask = Callable[[Question], Turn]

MOST_PARTS = 4
MOST_BUTTONS = 5
LONGEST_LABEL = 90
# How sure the NLU has to be of the message as a whole to refuse it though its parts may be answered.
REFUSED_FOR_SURE = 0.6
# What colours all that is asked along with it: answered alone.
ALONE = frozenset({Act.URGENT_HELP, Act.REQUEST_WRONGDOING, Act.STEER_ASSISTANT})
# The share of a part's words, by their weight, that an answer given already has to hold.
SAID_TOO = 0.6
_BLANK_LINE = "\n\n"
_WITHOUT = (Outcome.NOT_IN_DOCUMENTS, Outcome.OUT_OF_SCOPE)
_ANSWERED = (Outcome.ANSWERED, Outcome.PROCEDURE, Outcome.ACCOUNT)


def ask_several(question: Question, ask: Ask) -> list[Turn]:
    """The turns that answer ``question``, in order; only one where one reply does for all.

    One does when the message, or a part of it, is an emergency or asks for something unlawful, when the message is
    refused though no part is, when its answer says all that the parts' do, and when no part is answered at all.
    """
    undivided = question.model_copy(update={"parts": ()})
    if question.act in REFUSALS and question.confidence < REFUSED_FOR_SURE:
        undivided = undivided.model_copy(update={"act": Act.SEARCH})
    if undivided.act in ALONE:
        whole = ask(undivided)
        if _outcome(whole) in {Outcome.URGENT_HELP, Outcome.REFUSED, Outcome.HANDOVER}:
            return [whole]
    turns: list[Turn] = []
    for part in question.parts[:MOST_PARTS]:
        before = turns[-1] if turns else None
        if before is not None and part.leans and _outcome(before) in {Outcome.REFUSED, *_WITHOUT}:
            continue
        turn = ask(_placed(part, before, question))
        if before is not None and _said_by(before, turn):
            continue
        if _outcome(turn) is Outcome.URGENT_HELP or (
            turn.act in ALONE and _outcome(turn) in {Outcome.REFUSED, Outcome.HANDOVER}
        ):
            return [turn]
        if all(turn.ended.text != other.ended.text for other in turns):
            turns.append(turn)
    if any(_outcome(turn) is Outcome.REFUSED for turn in turns):
        return [ask(undivided)] if _is_only_beside(undivided, turns) else turns
    whole = ask(undivided)
    if undivided.act in REFUSALS and _outcome(whole) is Outcome.REFUSED:
        return [whole]
    return [whole] if len(turns) < 2 or _is_enough(whole, turns) else _told_once(turns, ask)


def _told_once(turns: Sequence[Turn], ask: Ask) -> list[Turn]:
    """The turns, each told alone where one tells beside its own what another tells as well."""
    times = Counter(place for turn in turns for place in _places(turn))
    again = [len(_places(turn)) > 1 and any(times[place] > 1 for place in _places(turn)) for turn in turns]
    return [
        ask(turn.question.model_copy(update={"one_of_several": True})) if twice else turn
        for turn, twice in zip(turns, again, strict=True)
    ]


def _is_only_beside(undivided: Question, turns: Sequence[Turn]) -> bool:
    """Whether the message is surely of another matter, and nothing in it is answered or unlawful."""
    if undivided.act is not Act.OUT_OF_SCOPE or undivided.confidence < REFUSED_FOR_SURE:
        return False
    beside = (Outcome.REFUSED, *_WITHOUT)
    return all(_outcome(turn) in beside and turn.act not in ALONE for turn in turns)


def join(turns: Sequence[Turn], left: int = 0) -> Reply:
    """One reply of several turns' replies; ``left`` questions more were asked than are answered.

    Refused wins; otherwise it is answered when any part is.
    """
    replies = [turn.ended for turn in turns]
    outcomes = [reply.outcome for reply in replies]
    texts = [_numbered(number, turn, _said_later(turns[number:])) for number, turn in enumerate(turns, 1)]
    if left > 0:
        texts.append(say("several.left", count=len(turns)))
    return Reply(
        outcome=_first_of(outcomes, Outcome.REFUSED, *_ANSWERED, Outcome.CLARIFICATION),
        text=_BLANK_LINE.join(texts),
        citations=_united_citations(replies),
        buttons=_united_buttons(turns),
        attachments=_attachments(replies),
    )


def remembered(turns: Sequence[Turn]) -> Turn:
    """The turn that the next message may lean on: one that asked back, else the last."""
    return next((turn for turn in turns if turn.pending), turns[-1])


def _placed(part: Question, before: Turn | None, question: Question) -> Question:
    """A part with what it leaves out: the procedure or the words of the part before, or all that was asked there."""
    follows = part.leans or part.act is Act.FOLLOW_UP
    if before is None or not follows:
        return part.model_copy(update={"memory": question.memory, "leans": False})
    of_procedure = bool(before.used) and before.used[0].startswith(ID_PREFIX)
    if part.about and not of_procedure:
        text = ", ".join([*part.about, part.text])
        return part.model_copy(update={"text": text, "memory": question.memory, "leans": False})
    return part.model_copy(update={"memory": before.memory(), "leans": True})


def _said_by(before: Turn, turn: Turn) -> bool:
    """Whether the guide's section that answered the part before speaks of what this one asks and nothing answers."""
    if _outcome(turn) not in _WITHOUT or _outcome(before) not in _ANSWERED:
        return False
    if turn.question.agencies or not {one.document_id for one in before.ended.citations} & set(before.store.guides):
        return False
    return turn.query.coverage(Bag.of(before.ended.text)) >= SAID_TOO


def _is_enough(whole: Turn, turns: Sequence[Turn]) -> bool:
    """Whether the message answered as one question says what the parts' answers say."""
    if not any(_outcome(turn) in _ANSWERED for turn in turns):
        return True
    if _outcome(whole) not in _ANSWERED or any(_outcome(turn) not in _ANSWERED for turn in turns):
        return False
    return set().union(*map(_places, turns)) <= _places(whole)


def _places(turn: Turn) -> set[tuple[str, str]]:
    return {(one.document_id, one.locator) for one in turn.ended.citations}


def _outcome(turn: Turn) -> Outcome:
    return turn.ended.outcome


def _first_of(outcomes: Sequence[Outcome], *order: Outcome) -> Outcome:
    return next((one for one in order if one in outcomes), outcomes[0])


def _said_later(turns: Sequence[Turn]) -> set[str]:
    return {paragraph for turn in turns for paragraph in turn.ended.text.split(_BLANK_LINE)}


def _numbered(number: int, turn: Turn, said_later: set[str]) -> str:
    """A part's reply under its number and question; what is refused is not repeated, nor a paragraph said later."""
    paragraphs = turn.ended.text.split(_BLANK_LINE)
    text = _BLANK_LINE.join([one for one in paragraphs if one not in said_later] or paragraphs)
    label = _shortened(turn.question.label)
    if not label or _outcome(turn) is Outcome.REFUSED:
        return say("several.unnamed", number=number, text=text)
    return say("several.named", number=number, label=label, text=text)


def _shortened(label: str) -> str:
    label = " ".join(label.split())
    if len(label) > LONGEST_LABEL:
        label = f"{label[:LONGEST_LABEL].rsplit(' ', 1)[0]}…"
    return label[:1].upper() + label[1:]


def _united_citations(replies: Iterable[Reply]) -> list[Citation]:
    found: dict[tuple[str, str, str | None], Citation] = {}
    for one in chain.from_iterable(reply.citations for reply in replies):
        found.setdefault((one.document_id, one.locator, one.quote), one)
    return list(found.values())


def _united_buttons(turns: Sequence[Turn]) -> list[ButtonOffer]:
    """The first button of each part, then the second of each …; what was asked back comes first, and once."""
    asked_back = next((turn for turn in turns if turn.pending), None)
    kept = [asked_back] if asked_back is not None else []
    kept += [turn for turn in turns if not turn.pending]
    rows = [turn.ended.buttons for turn in kept]
    if asked_back is not None:
        offered: Iterable[ButtonOffer | None] = chain(rows[0], *zip_longest(*rows[1:]))
    else:
        offered = chain.from_iterable(zip_longest(*rows))
    unique = {one.payload: one for one in offered if one is not None}
    return list(islice(unique.values(), MOST_BUTTONS))


def _attachments(replies: Iterable[Reply]) -> list[Attachment]:
    return list({one.url: one for reply in replies for one in reply.attachments}.values())
