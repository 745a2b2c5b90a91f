"""Acts that are not answered from documents: refused, out of scope, handed over, urgent."""

from __future__ import annotations

import re

from knowledge_base.answer.citing import cite
from knowledge_base.answer.question import Act
from knowledge_base.answer.reply import Outcome
from knowledge_base.answer.texts import hints, say, where_to_ask
from knowledge_base.answer.turn import Turn

URGENT_PASSAGE = "phong-chong-lua-dao:bi-lua-lam-gi-ngay"

_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:xyz|top|vip|club|icu|click|link|apk)\b")
_CALLS_FOR_PERSON = re.compile(r"\b(co ai (khong|ko|k)|giup (toi|tui|em|con|chau|minh|voi|gap)|cuu|gap (nguoi|can bo|ai)|ho tro gap|goi ai)\b")
_HINTS = {
    "health": re.compile(r"\b(thuoc|dau|benh|om|sot|ho|bac si|trieu chung|da day|tiem|uong)\b"),
    "market": re.compile(r"\b(gia|cao su|lua|heo|ca phe|vang|xang|nong san|cho)\b"),
    "invest": re.compile(r"\b(dau tu|mua dat|co phieu|chung khoan|coin|loi nhuan|sinh loi|lam giau)\b"),
    "vote": re.compile(r"\b(bau|ung cu vien|dai bieu|ung cu)\b"),
    "compare_goods": re.compile(r"\b(re nhat|tot nhat|nha mang|sim|goi cuoc|hang nao|loai nao|mua (may|dien thoai))\b"),
    "legal": re.compile(r"\b(ly hon|kien|toa|tranh chap|hop dong|thua ke|di chuc|luat su|boi thuong)\b"),
    "weather": re.compile(r"\b(thoi tiet|mua|bao|nang|nhiet do|lu)\b"),
}  # fmt: skip
UNLAWFUL = re.compile(r"\b(hack|be khoa|pha khoa|crack|trom|lam gia|gia mao|giay .{0,20}gia|can cuoc gia|bang (cap )?gia|danh bac|ca do|ma tuy|mat khau (nha )?hang xom)\b")

_REFUSALS = {
    Act.ASK_PERSONAL_DATA: "refused_personal_data",
    Act.REQUEST_WRONGDOING: "refused_wrongdoing",
    Act.STEER_ASSISTANT: "refused_steer",
    Act.TALK_POLITICS: "refused_politics",
    Act.INSULT: "refused_insult",
}


def refuse(turn: Turn) -> bool:
    """Refuse politely, briefly, in character."""
    key = _REFUSALS.get(turn.act)
    if key is None:
        return False
    if turn.act is Act.REQUEST_WRONGDOING and _LINK.search(turn.question.text.lower()):
        key = "refused_link"
    turn.end(Outcome.REFUSED, say(key))
    return True


def out_of_scope(turn: Turn) -> None:
    """Say that this is not what the assistant is for, with one hint where it helps."""
    asked = turn.said
    if UNLAWFUL.search(asked):
        turn.end(Outcome.OUT_OF_SCOPE, say("refused_work"))
        return
    texts = hints("out_of_scope_hints")
    hint = next((texts[name] for name, pattern in _HINTS.items() if pattern.search(asked)), "")
    turn.end(Outcome.OUT_OF_SCOPE, say("out_of_scope", hint=hint))


def hand_over(turn: Turn) -> bool:
    """Name the way to a person; what the documents do not hold (hours, addresses) is not made up."""
    where = where_to_ask(turn.own_agency) if turn.own_agency else ""
    if turn.act is Act.REQUEST_OFFICER:
        turn.end(Outcome.HANDOVER, say("handover", where=where))
    elif turn.act is Act.COMPLAIN:
        turn.end(Outcome.HANDOVER, say("complain", where=where))
    else:
        return False
    return True


def urgent(turn: Turn) -> bool:
    """First steps and numbers first. Someone who calls for a person is handed over with the same first steps."""
    if turn.act is not Act.URGENT_HELP:
        return False
    found = turn.store.by_id(URGENT_PASSAGE)
    calls = _CALLS_FOR_PERSON.search(turn.said)
    text = f"{found.text}\n{say('urgent_handover')}" if calls else found.text
    outcome = Outcome.HANDOVER if calls else Outcome.URGENT_HELP
    turn.end(outcome, text, citations=[cite(turn.store, found)], used=[found.id])
    return True
