"""Answers from guides and the glossary: the section that speaks to the question, whole and with its caution."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from knowledge_base.answer import no_smartphone, published, walking
from knowledge_base.answer.citing import cite
from knowledge_base.answer.cues import Heard, heard, says
from knowledge_base.answer.evidence import Evidence, gather
from knowledge_base.answer.provinces import of_another_province
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import ButtonOffer, Outcome
from knowledge_base.answer.texts import say
from knowledge_base.answer.turn import Turn
from knowledge_base.search.terms import stop_terms, syllables
from knowledge_base.store.passages import GLOSSARY_DOCUMENT, Passage, PassageKind
from vietnamese import fold

KINDS = (PassageKind.GUIDE, PassageKind.TERM, PassageKind.CONTACT)
RELATED = 3
# How far a section has to be believed to be told.
BELIEVED_ENOUGH = 0.22
# How many sections are looked at where the first is not believed.
TRIED = 3
# Sections at least this likely are offered where none is likely enough.
PERHAPS = 0.12
CANDIDATES = 40
KEPT = 8
# How sections are ordered: weights of dense likeness, centroid likeness, the share of the best score, coverage by all
# wordings together, coverage by the title, and of being silent. `python -m evaluation.ranking` fits and prints them.
ORDER = (0.35, 10.74, 2.78, 5.4, 0.88, -0.21)
# What a term has to be better by than a section: most where it is asked how to do something, least where for a meaning.
TERM_HANDICAP = {Act.ASK_DEFINITION: 1.2, Act.ASK_HOW_TO: 5.0, Act.ASK_PROCEDURE: 5.0}
TERM_HANDICAP_OTHERWISE = 3.0
# A section that lists laws and decrees: where none was asked for, and where it is asked which.
LAWS_HANDICAP = LAWS_LEAD = 2.0
# One that warns of a fraud, where that was asked; one that calls something a fraud, where nobody suspects any.
WARNING_LEAD = 1.0
VERDICT_HANDICAP = 1.5
# One that tells a time, where it is asked how long.
HOW_LONG_LEAD = 2.0
# One of money that went the other way, of what is signed for oneself where it is signed for an office, of unlocking
# where it is to be locked, of the other level of identification, of another province, or that locks or gives up what is
# to be had.
OTHER_SIDE_HANDICAP = 2.0
SIDES = (
    ("money_came_in", "money_went_out"),
    ("signs_for_office", "signs_for_oneself"),
    ("is_unlocked", "is_locked"),
    ("of_level_one", "of_level_two"),
)
# One for children, the old, organisations or after a mishap, where nobody spoke of that; one of what it is, where it is
# to be had, or of how long it takes, where that is not asked.
UNASKED_HANDICAP = 1.5
SPECIAL_CASES = (
    ("of_a_mishap", "speaks_of_a_mishap"),
    ("of_children", "speaks_of_children"),
    ("of_the_old", "speaks_of_the_old"),
    ("of_organisations", "speaks_of_organisations"),
)
# One of what to do after it was done, where it was.
HAVING_DONE_LEAD = 1.5
# Where no smartphone is said: a section about that, by how much it covers of what is asked besides; one with a way.
BESIDES_LEAD = 2.0
WAY_LEAD = 1.0
# A section is asked for by its title when the title covers so much of the question.
BY_ITS_TITLE = 0.75
# Who types a section's title as it stands means that section.
TITLE_LEAD = 4.0
VERBATIM = 0.9
MOSTLY_SAID = 0.7
MOST_LAWS = 4
# Told beside the best section: what comes so closely after it and is believed, where less of its words stand there.
AS_NEAR = 0.5
AS_NEAR_BELIEVED = BELIEVED_ENOUGH
SAYS_THE_SAME = 0.7


def find_contacts(turn: Turn) -> list[Evidence]:
    """Published telephone numbers and addresses for the question, best first; a number first where one is asked for."""
    found = gather(turn, kinds=[PassageKind.CONTACT], by_topic=False)
    if says(turn.said, "asks_telephone"):
        found.sort(key=lambda one: not turn.store.contacts[one.passage.item].is_telephone)
    return found


def find_sections(turn: Turn, documents: Collection[str] | None = None) -> list[Evidence]:
    """Guide sections and terms (of ``documents``) for the question, best first; a definition prefers the glossary."""

    def ordered() -> list[Evidence]:
        return sorted(candidates(turn, documents), key=lambda one: _order(turn, one), reverse=True)[:KEPT]

    return turn.once(("sections", turn.act, documents and tuple(documents)), ordered)


def best_belief(turn: Turn) -> float:
    """How far the best section is believed, 0 to 1; 0 where none was found."""
    return next((one.belief for one in find_sections(turn)), 0.0)


def candidates(turn: Turn, documents: Collection[str] | None = None) -> list[Evidence]:
    """What ``find_sections`` puts in order."""
    return gather(turn, documents=documents, kinds=KINDS, limit=CANDIDATES, keep=CANDIDATES, by_topic=False)


def features_of(turn: Turn, one: Evidence) -> tuple[float, ...]:
    """What a section's place in the order is made of, in the order of ``ORDER``, each between 0 and 1.

    A section that knows something comes before one that does not.
    """
    hit = one.hit
    fit = turn.query.fit(hit.bags)
    silent = 1.0 if one.passage.silent else 0.0
    return max(hit.dense, 0.0), hit.centroid, one.share, fit.by_any, fit.shares[0], silent


def _order(turn: Turn, one: Evidence) -> float:
    passage = one.passage
    weighed = sum(weight * value for weight, value in zip(ORDER, features_of(turn, one), strict=True))
    if passage.kind is PassageKind.TERM:
        weighed -= TERM_HANDICAP.get(turn.act, TERM_HANDICAP_OTHERWISE)
    weighed += published.lead_of(turn, passage)
    if says(fold(passage.locator), "lists_laws"):
        if says(turn.said, "asks_which_law"):
            weighed += LAWS_LEAD
        if not says(turn.said, "asks_law"):
            weighed -= LAWS_HANDICAP
    how_long = says(turn.said, "asks_how_long")
    tells = not how_long or _tells_how_long(passage.locator, passage.text)
    if how_long and tells:
        weighed += HOW_LONG_LEAD
    only_how_long = not how_long and _title_says(passage.locator, "asks_how_long")
    unasked = only_how_long or _explains_unasked(turn, passage) or _is_a_case_unasked(turn, passage)
    other_side = _of_the_other_side(turn, passage)
    if tells and not (unasked or other_side) and _is_its_title(turn, one):
        weighed += TITLE_LEAD
    if other_side or _undoes_unasked(turn, passage) or of_another_province(turn, passage):
        weighed -= OTHER_SIDE_HANDICAP
    if unasked:
        weighed -= UNASKED_HANDICAP
    if says(turn.said, "has_done_it") and _title_says(passage.locator, "of_having_done"):
        weighed += HAVING_DONE_LEAD
    if turn.besides is not None:
        weighed += _lead_without_smartphone(turn, one)
    if turn.act is Act.ASK_SCAM_CHECK:
        weighed += WARNING_LEAD if says(fold(passage.text), "warns") else 0.0
    elif warns_unasked(turn, one):
        weighed -= VERDICT_HANDICAP
    return weighed


@lru_cache(maxsize=1024)
def _tells_how_long(title: str, text: str) -> bool:
    return says(fold(title), "asks_how_long") or says(fold(text), "tells_how_long")


def _of_the_other_side(turn: Turn, passage: Passage) -> bool:
    """Whether a title tells the other of two sides, for all that the words are the same.

    "Chuyển nhầm cho người lạ" and "người lạ chuyển nhầm" are; so are a citizen's signature and an official's, nearly.
    """
    of_title = _sides_of_title(passage.locator)
    return any(
        asked is not None and side not in {asked, None}
        for asked, side in zip(_sides_of(turn.said), of_title, strict=True)
    )


def _undoes_unasked(turn: Turn, passage: Passage) -> bool:
    """Whether a section is about locking or giving up what nobody said was lost or unwanted."""
    return _title_says(passage.locator, "undoes") and not says(turn.said, "is_to_be_undone")


def _explains_unasked(turn: Turn, passage: Passage) -> bool:
    """Whether a section tells what something is or is good for, where it is asked how or where to do or get it."""
    if not _title_says(passage.locator, "of_what_it_is") or says(turn.said, "asks_what_it_is"):
        return False
    return says(turn.said, "asks_the_way")


def _is_a_case_unasked(turn: Turn, passage: Passage) -> bool:
    """Whether a title speaks of a case that the question does not."""
    return any(_title_says(passage.locator, case) and not says(turn.said, spoken) for case, spoken in SPECIAL_CASES)


@lru_cache(maxsize=2048)
def _title_says(title: str, cue: str) -> bool:
    return says(heard(title), cue)


@lru_cache(maxsize=1024)
def _sides_of_title(title: str) -> tuple[str | None, ...]:
    return _sides_of(heard(title))


def _sides_of(said: Heard) -> tuple[str | None, ...]:
    """Of each of ``SIDES``, the cue that speaks where one alone does."""
    spoken = [[cue for cue in pair if says(said, cue)] for pair in SIDES]
    return tuple(cues[0] if len(cues) == 1 else None for cues in spoken)


def _is_its_title(turn: Turn, one: Evidence) -> bool:
    title = one.hit.bags[0]
    if turn.query.fit(one.hit.bags).shares[0] < VERBATIM or title.closeness(turn.query) < VERBATIM:
        return False
    words = _telling_words(one.passage.locator)
    return len(words & frozenset(syllables(turn.said.written))) >= MOSTLY_SAID * len(words)


@lru_cache(maxsize=2048)
def _telling_words(title: str) -> frozenset[str]:
    return frozenset(syllables(title)) - stop_terms()


def _lead_without_smartphone(turn: Turn, one: Evidence) -> float:
    """What a section that speaks to those without a smartphone has ahead of others, where that is said."""
    if turn.besides is None or turn.query is turn.besides:
        return WAY_LEAD if no_smartphone.has_a_way(turn, one.passage) else 0.0
    about = no_smartphone.is_about_having_none(turn, one.passage)
    return BESIDES_LEAD * turn.besides.coverage_by_any(one.hit.bags) if about else 0.0


def warns_unasked(turn: Turn, one: Evidence) -> bool:
    """Whether a section calls something a fraud where nobody asked and nobody suspects any."""
    if turn.act is Act.ASK_SCAM_CHECK or not _calls_it_a_fraud(one.passage.text):
        return False
    return not says(turn.said, "suspects") and turn.query.fit(one.hit.bags).shares[0] < BY_ITS_TITLE


@lru_cache(maxsize=1024)
def _calls_it_a_fraud(text: str) -> bool:
    """Every question on guides asks it of dozens of sections."""
    return says(fold(text), "calls_it_a_fraud")


def states_amount(turn: Turn, passage: Passage) -> bool:
    """Whether a section tells the sum asked for: it is about money, states a cost, and of the year that was named.

    A silent section about money does as well: it says that the sum is not known.
    """
    if not any(says(fold(view), "money") for view in (passage.locator, *passage.views[:-1])):
        return False
    if passage.silent:
        return True
    return says(fold(passage.text), "states_cost") and all(str(year) in passage.text for year in turn.years)


def as_far_as_they_tell_how_long(turn: Turn, found: list[Evidence]) -> list[Evidence]:
    """``found`` up to the first, of those that may be told, that tells no time at all: what comes after is farther off.

    A silent section says that it is not known.
    """
    told = [one.passage.silent or _tells_any_time(turn, one.passage) for one in found[:TRIED]]
    return found if all(told) else found[: told.index(False)]


def as_far_as_they_tell_it(turn: Turn, found: list[Evidence]) -> list[Evidence]:
    """Those of ``found`` that tell how much, where that is asked, and how long."""
    if says(turn.said, "asks_how_long"):
        return as_far_as_they_tell_how_long(turn, found)
    return [one for one in found if states_amount(turn, one.passage)]


def _tells_any_time(turn: Turn, passage: Passage) -> bool:
    """A length of time or a date; "at once" too, but to who waits for something."""
    if _tells_how_long(passage.locator, passage.text):
        return True
    text = fold(passage.text)
    return says(text, "tells_when") or (says(text, "at_once") and not says(turn.said, "waits_for"))


def answer_terms(turn: Turn, *, least: int = 2) -> bool:
    """The glossary's definition of each term that is named, when ``least`` are; several are to be told apart."""
    entries = [entry for entry in turn.store.terms.values() if entry.term in turn.named]
    if len(entries) < least:
        return False
    passages = [turn.store.by_id(f"{GLOSSARY_DOCUMENT}:{entry.id}") for entry in entries]
    told = [f"• {passage.locator}: {_with_laws(turn, passage, passage.text)}" for passage in passages]
    turn.end(
        Outcome.ANSWERED,
        "\n".join(told),
        citations=[cite(turn.store, passage) for passage in passages],
        used=[passage.id for passage in passages],
    )
    return True


def answer_section(turn: Turn, found: list[Evidence], *, unsure: bool = False) -> None:
    """End the turn with the best section; its neighbours are offered as buttons.

    ``unsure`` says first what the question was taken for.
    """
    best = found[0]
    second = _as_near(turn, found)
    others = [one.passage for one in found[1:] if one.passage.kind is PassageKind.GUIDE and one is not second]
    show(turn, best.passage, others[:RELATED])
    if second is not None:
        _tell_too(turn, second.passage)
    if unsure and turn.reply is not None and best.passage.kind is PassageKind.GUIDE:
        text = f"{say('understood_as', title=best.passage.locator)}\n{turn.reply.text}"
        turn.reply = turn.reply.model_copy(update={"text": text})


def _as_near(turn: Turn, found: list[Evidence]) -> Evidence | None:
    """What is as near to the question as the best section and says something else; ``None`` if nothing is."""
    best = found[0]
    if best.passage.silent or turn.question.one_of_several or turn.question.without_smartphone:
        return None
    least = _order(turn, best) - AS_NEAR
    near = [one for one in found[1:] if _order(turn, one) >= least and _may_be_told_too(turn, one)]
    return next((one for one in near if not _says_the_same(best.passage.text, one.passage.text)), None)


def _may_be_told_too(turn: Turn, one: Evidence) -> bool:
    """Whether a section is believed that knows something and warns of nothing unasked; a term's meaning is none."""
    passage = one.passage
    if passage.silent or passage.kind is PassageKind.TERM or of_another_province(turn, passage):
        return False
    return one.belief >= AS_NEAR_BELIEVED and not warns_unasked(turn, one)


@lru_cache(maxsize=1024)
def _says_the_same(told: str, text: str) -> bool:
    words = frozenset(syllables(text)) - stop_terms()
    return len(words & frozenset(syllables(told))) >= SAYS_THE_SAME * len(words)


def _tell_too(turn: Turn, passage: Passage) -> None:
    """Add a second passage to the reply, under its title."""
    if turn.reply is None or turn.reply.outcome is not Outcome.ANSWERED:
        return
    text = say("as_near_section", title=passage.locator, text=passage.text)
    turn.reply = turn.reply.model_copy(
        update={
            "text": f"{turn.reply.text}\n\n{text}",
            "citations": [*turn.reply.citations, cite(turn.store, passage)],
        }
    )
    turn.used.append(passage.id)


def offer_near(turn: Turn) -> None:
    """Ask whether one of the sections was meant that were found, but not believed enough to answer."""
    near = [
        one.passage for one in find_sections(turn) if one.belief >= PERHAPS and one.passage.kind is PassageKind.GUIDE
    ]
    if near and turn.reply is not None:
        text = f"{turn.reply.text}\n{say('did_you_mean')}"
        buttons = [button_for(one) for one in near[:RELATED]]
        turn.reply = turn.reply.model_copy(update={"text": text, "buttons": buttons})


def show(turn: Turn, passage: Passage, others: list[Passage], *, on_the_phone: bool = False) -> None:
    """End the turn with one passage; to a visitor without a smartphone, with the way that needs none, if it has one."""
    if not on_the_phone and no_smartphone.tells(turn, passage):
        return
    text = passage.text
    if passage.kind is PassageKind.TERM:
        text = f"{passage.locator}: {text}"
    text = _with_laws(turn, passage, text)
    buttons = [button_for(one) for one in others]
    if turn.act is Act.ASK_HOW_TO:
        buttons = [*walking.offer(turn, passage), *buttons]
    unknown = passage.silent
    if not unknown and _lacks_the_sum(turn, passage):
        unknown = True
        text = f"{say('sum_not_told')}\n{text}"
    outcome = Outcome.NOT_IN_DOCUMENTS if unknown else Outcome.ANSWERED
    place = f"{passage.id}{no_smartphone.ON_THE_PHONE}" if on_the_phone else passage.id
    told = no_smartphone.with_promise(turn, text)
    turn.end(outcome, told, citations=[cite(turn.store, passage)], buttons=buttons, used=[place])


def _lacks_the_sum(turn: Turn, passage: Passage) -> bool:
    """Whether it is asked how high a fee is, and the section tells of the fee only, not how high it is."""
    return says(turn.said, "asks_fee") and not says(fold(passage.text), "tells_sum")


def _with_laws(turn: Turn, passage: Passage, text: str) -> str:
    """The text, and on what law it stands where that is asked and the text does not say it."""
    unsaid = [law for law in passage.laws if law not in text]
    if not unsaid or not says(turn.said, "asks_which_law"):
        return text
    return f"{text}\n{say('stands_on', laws='; '.join(unsaid[:MOST_LAWS]))}"


def button_for(passage: Passage) -> ButtonOffer:
    """A button that asks for one passage."""
    return ButtonOffer.of(passage.locator, Act.ASK_HOW_TO, passage=passage.id)
