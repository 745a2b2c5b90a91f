"""Several questions in one message: where one ends and the next begins.

A message is cut at sentence ends, question marks, list marks and joining words, and only where both sides ask
something of their own: "Minh Long và Đức Phú, nơi nào cao hơn?" asks once. What asks nothing (a greeting, a story, a
condition) stays with the question it stands before; what is asked of the same thing in a few words ("ai chủ trì, ai
phối hợp") stays with the question it follows.
"""

from __future__ import annotations

import re
from typing import Callable, Collection, Iterator, List, NamedTuple, Sequence, Tuple

from bot.utterance import Utterance

Ranking = Sequence[Tuple[str, float]]
Classify = Callable[[str], Ranking]

MOST_PARTS = 6
"""Questions told apart in one message; what comes after stays with the last."""
LONGEST = 2000
"""Letters of a message in which several questions are looked for; a longer one is a story."""
SMALL_TALK = frozenset({"affirm", "ask_capabilities", "ask_identity", "chitchat", "deny", "goodbye", "greet", "thank"})
_CLOSES_WITHIN = 4
_CLAUSE = 12
_LITTLE = 2
_LEANS = 2
_UNSURE = 0.5
_SURE = 0.7
_WHETHER = re.compile(r"\b(?:kh[oô]ng|ch[uư]a)\b")


class Part(NamedTuple):
    """One question: its place in the text as typed (end exclusive), its intents, the likeliest first.

    ``leans`` says that it may leave out what it is about, which stands in a question before.
    """

    start: int
    end: int
    ranking: Ranking
    leans: bool


class _Joint(NamedTuple):
    """Where a question may begin: the word, the first word after what joins it to the one before, how surely."""

    at: int
    after: int
    strong: bool = False
    worded: bool = False
    listed: bool = False


class _Span(NamedTuple):
    first: int
    last: int
    joint: _Joint
    ranking: Ranking

    @property
    def intent(self) -> str:
        return self.ranking[0][0] if self.ranking else ""


def several(text: str, names: Collection[Tuple[int, int]], classify: Classify) -> List[Part]:
    """The questions of ``text`` in order; none when it asks once or not at all.

    ``names`` are the places of agencies and years; ``classify`` ranks the intents of a piece of the text.
    """
    if len(text) > LONGEST:
        return []
    utterance = Utterance(text, names)
    if not _may_ask_twice(utterance):
        return []
    cuts = list(_cuts(utterance))[:MOST_PARTS]
    if len(cuts) < 2:
        return []
    ends = [*(one.at for one in cuts[1:]), len(utterance.words)]

    def span(first: int, last: int, joint: _Joint) -> _Span:
        start, end = utterance.span(first, last)
        return _Span(first, last, joint, classify(text[start:end]))

    found: List[_Span] = []
    for cut, end in zip(cuts, ends, strict=True):
        this = span(cut.after, end, cut)
        if found and _is_same(utterance, found[-1], this):
            before = found.pop()
            this = span(before.first, end, before.joint)
        found.append(this)
    if len(found) < 2:
        return []
    return [
        Part(*utterance.span(one.first, one.last), one.ranking, number > 0 and _leans(utterance, one))
        for number, one in enumerate(found)
    ]


def opening_of(text: str, names: Collection[Tuple[int, int]], part: Part) -> int:
    """Where the question proper begins in ``part``, behind the greeting, story or condition it opens with."""
    utterance = Utterance(text[: part.end], names)
    begins = part.start
    for at, word in enumerate(utterance.words[:-1]):
        if word.start < part.start or not (word.ends or word.pauses):
            continue
        first = next(n for n, one in enumerate(utterance.words) if one.start >= begins)
        if _asks(utterance, first, at + 1, strong=False):
            break
        after = at + 1 + utterance.words[at + 1].listed
        begins = utterance.words[min(after, len(utterance.words) - 1)].start
    return begins


def behind_the_address(text: str) -> str:
    """What stands behind who is spoken to and that something will be asked; nothing where neither opens ``text``.

    >>> behind_the_address("cháu ơi cho bác hỏi chừng nào có sóng 5G")
    'chừng nào có sóng 5G'
    """
    utterance = Utterance(text)
    opening = utterance.patterns.opening.match(f"{utterance.joined} ")
    if opening is None or not utterance.patterns.announces.search(opening.group()):
        return ""
    begins = next(
        (word.start for word, at in zip(utterance.words, utterance.places, strict=True) if at >= opening.end()),
        len(text),
    )
    return text[begins:]


def _may_ask_twice(utterance: Utterance) -> bool:
    """Whether a closer look is worth while: two question words or marks, or a list."""
    marks = sum(word.asked or word.listed for word in utterance.words)
    if marks > 1 or utterance.patterns.strong.search(utterance.joined):
        return True
    found = len(utterance.patterns.asks.findall(utterance.joined))
    return marks + found + len(_WHETHER.findall(utterance.joined)) > 1


def _cuts(utterance: Utterance) -> Iterator[_Joint]:
    """The joints at which a question begins; the first is the message's own beginning."""
    words = utterance.words
    last = _Joint(0, 1 if words[0].listed and len(words) > 1 else 0, strong=True, listed=words[0].listed)
    yield last
    joints = list(_joints(utterance))
    for number, joint in enumerate(joints):
        until = len(words)
        if not joint.strong:
            until = next((one.at for one in joints[number + 1 :] if one.strong), until)
        if last.after < joint.at and joint.after < until and _is_cut(utterance, last, joint, until):
            yield joint
            last = joint


def _joints(utterance: Utterance) -> Iterator[_Joint]:
    words, patterns = utterance.words, utterance.patterns
    free = 1
    for at in range(1, len(words)):
        if at < free:
            continue
        place = utterance.places[at]
        worded = bool(patterns.strong.match(utterance.joined, place))
        if words[at - 1].ends or words[at].listed or worded:
            after = _first_after(utterance, at)
            free = after
            yield _Joint(at, after, True, worded, words[at].listed)
        elif words[at - 1].pauses or patterns.weak.match(utterance.joined, place):
            yield _Joint(at, _first_after(utterance, at))
        elif patterns.who.match(utterance.joined, place) and _closes(utterance, 0, at, whether=False):
            yield _Joint(at, at)


def _first_after(utterance: Utterance, at: int) -> int:
    """The first word after list marks and joining words."""
    words, places = utterance.words, utterance.places
    patterns = utterance.patterns
    while at < len(words) - 1:
        joining = patterns.strong.match(utterance.joined, places[at]) or patterns.weak.match(
            utterance.joined, places[at]
        )
        if words[at].listed:
            at += 1
        elif joining:
            at = next((one for one in range(at + 1, len(words)) if places[one] >= joining.end()), len(words) - 1)
        else:
            break
    return at


def _is_cut(utterance: Utterance, last: _Joint, joint: _Joint, until: int) -> bool:
    """Whether what stands since ``last`` is one question and what follows ``joint`` another."""
    patterns = utterance.patterns
    left, right = (last.after, joint.at), (joint.after, until)
    said = patterns.opening.sub("", utterance.said(*right))
    if patterns.goes_on.match(utterance.said(*right)):
        return False
    if joint.listed and last.listed:
        return bool(utterance.matter(*left)) and bool(said)
    asked = _asks(utterance, *left, joint.strong) or (joint.worded and _announces(utterance, *left))
    if not asked or not _asks(utterance, *right, joint.strong):
        return False
    if not utterance.matter(*left) and not (joint.strong and last.at):  # it waits for its topic
        return False
    tag = patterns.particles.sub("", patterns.opening.sub("", utterance.unnamed(*right)))
    if not utterance.matter(*right) and patterns.tag.match(tag):
        return False
    return joint.strong or _stands_alone(utterance, last, joint, said)


def _stands_alone(utterance: Utterance, last: _Joint, joint: _Joint, right: str) -> bool:
    """Whether the left side of a weak joint is a question that is over: not "ai chủ trì, ai phối hợp làm 5G"."""
    patterns = utterance.patterns
    left = patterns.opening.sub("", utterance.said(last.after, joint.at))
    if patterns.guess.match(patterns.particles.sub("", right)):
        return False
    both = patterns.alternative.fullmatch(left) and patterns.alternative.match(right)
    starts, again = patterns.subject.match(left), patterns.subject.match(right)
    if both or (starts and again and starts.group().split()[0] == again.group().split()[0]):
        return False
    asked_left, asked_right = patterns.asks.findall(left), patterns.asks.match(right)
    if asked_left and asked_right and asked_left[-1] == asked_right.group():  # "do ai chủ trì và ai phối hợp"
        return False
    after_pause = utterance.words[joint.at - 1].pauses
    over = after_pause and patterns.goes_over.match(utterance.joined, utterance.places[joint.at])
    return bool(starts or over or patterns.who.match(right)) or _closes(utterance, last.after, joint.at)


def _closes(utterance: Utterance, first: int, last: int, whether: bool = True) -> bool:
    """Whether the words end with what asks: "… là bao nhiêu", "… được không ạ"."""
    patterns = utterance.patterns
    said = patterns.particles.sub("", utterance.said(max(first, last - _CLAUSE), last))
    if whether and patterns.whether.search(said):
        return True
    found = list(patterns.asks.finditer(patterns.indefinite.sub(" ", said)))
    return bool(found) and len(said[found[-1].start() :].split()) <= _CLOSES_WITHIN


def _asks(utterance: Utterance, first: int, last: int, strong: bool) -> bool:
    """Whether the words ask something by themselves; ``strong`` takes a bare "…?" and "hướng dẫn …" as well."""
    patterns = utterance.patterns
    said = patterns.opening.sub("", utterance.said(first, last))
    if strong and (utterance.words[last - 1].asked or patterns.directive.match(utterance.said(first, last))):
        return len(utterance.matter(first, last)) >= _LITTLE or _asks(utterance, first, last, False)
    if not strong and patterns.reported.search(said):
        return False
    clear = patterns.indefinite.sub(" ", said)
    if patterns.asks.search(clear):
        return True
    clauses = [patterns.particles.sub("", one.strip()) for one in clear.split(" ,")]
    return any(patterns.whether.search(one) and one.count(" ") >= _LITTLE for one in clauses)


def _announces(utterance: Utterance, first: int, last: int) -> bool:
    """Whether a question is announced and its matter named: "cho hỏi cách phòng tránh lừa đảo"."""
    announced = utterance.patterns.announces.search(utterance.said(first, last))
    return bool(announced) and len(utterance.matter(first, last)) >= _LITTLE


def _is_same(utterance: Utterance, before: _Span, this: _Span) -> bool:
    """Whether two neighbours are one question after all: one is small talk, or asks the same in few words more."""
    if _is_small_talk(utterance, before) or _is_small_talk(utterance, this):
        return True
    said = utterance.said(this.first, this.last)
    matter = len(utterance.matter(this.first, this.last))
    if this.joint.strong or matter > _LITTLE or utterance.patterns.condition.search(said):
        return False
    if _asks_further(utterance, before, said):
        return False
    sure = this.ranking[0][1] >= (_UNSURE if matter else _SURE)
    return not sure or this.intent in {before.intent, *SMALL_TALK}


def _asks_further(utterance: Utterance, before: _Span, said: str) -> bool:
    """Whether ``said`` asks where, how long, how much or whether, and the question before did not."""
    patterns = utterance.patterns
    asked = patterns.particles.sub("", utterance.said(before.first, before.last))
    said = patterns.particles.sub("", said)
    return any(one.search(said) and not one.search(asked) for one in patterns.further.values())


def _is_small_talk(utterance: Utterance, this: _Span) -> bool:
    return this.intent in SMALL_TALK and len(utterance.matter(this.first, this.last)) < _LITTLE


def _leans(utterance: Utterance, this: _Span) -> bool:
    """Whether hardly anything is said of what the question is about; a condition of its own is something."""
    matter = [one for one in utterance.matter(this.first, this.last) if one not in utterance.syllables.general]
    conditional = utterance.patterns.condition.search(utterance.said(this.first, this.last))
    return len(matter) <= (0 if conditional else _LEANS)
