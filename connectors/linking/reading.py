"""What a text asks for in linking. Only whole messages of these words count: all others are questions for Rasa."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from connectors.linking.codes import hash_code
from vietnamese import fold

LINK_PREFIX = "link:"
NEW = f"{LINK_PREFIX}new"
UNDO = f"{LINK_PREFIX}undo"
SHOW = f"{LINK_PREFIX}show"
PRIVATE = f"{LINK_PREFIX}private"
_USE = f"{LINK_PREFIX}use:"

_CODE = r"([0-9]{3}) ?([0-9]{3})"
_ASKING = (
    r"(?:(?:da|vang|cho|xin|giup|vui long|lam on|hay|toi|tui|em|minh|chau|con|bac|co|chu|ong|ba|muon|can|lay|nhan|"
    r"tao|cap|doc) )*"
)
_POLITE = (
    r"(?: (?:nhe|nha|a|ah|voi|giup|di|duoc khong|thi sao|the nao|nhu the nao|lam sao|cho toi|cho em|giup toi|"
    r"giup em|a ban))*"
)
_CHANNEL = r"(?:zalo|telegram|tele)"
_PLACE = (
    rf"(?:{_CHANNEL}|web|trang web|website|trang mang|(?:may|dien thoai|may tinh|thiet bi|kenh|noi|cho|ung dung) khac)"
)
_TALK = r"(?:cuoc tro chuyen|tro chuyen|hoi thoai|doan chat|cuoc chat)(?: nay)?"
_TO = r"(?:voi|sang|qua|toi)"
_AT = r"(?:voi|tren|o|ben|tu)"


def _whole(core: str) -> re.Pattern[str]:
    return re.compile(f"{_ASKING}(?:{core}){_POLITE}")


_NEW = _whole(
    rf"ma (?:so )?lien ket|ma noi(?: may)?|lien ket {_CHANNEL}|noi {_CHANNEL}|(?:lien ket|noi) {_TO} {_PLACE}|"
    rf"(?:lien ket|noi|ket noi|chuyen|mang) {_TALK} {_TO} {_PLACE}|(?:lien ket|ket noi) {_TALK}|"
    rf"chuyen (?:sang|qua) {_CHANNEL}"
)
_TYPED = _whole(
    rf"(?:nhap )?(?:ma|link|code)(?: so)?(?: lien ket)?(?: cua (?:toi|em|minh))?(?: (?:la|nay la|day la))? {_CODE}"
)
_BARE = re.compile(r"[0-9]{3} ?(?:[-\u2010-\u2015] ?)?[0-9]{3}")  # not "100.000"
_UNDO = _whole(
    rf"(?:huy|bo|ngat|go|xoa|thoi) (?:lien ket|noi)(?: {_TALK})?(?: (?:{_AT} )?{_PLACE})?(?: cua (?:toi|em|minh))?"
)
_SHOW = _whole(
    rf"xem lai|(?:xem|doc) lai (?:{_TALK}|tin nhan)(?: (?:cu|truoc|truoc do))?(?: {_AT} {_PLACE})?|"
    rf"(?:xem|doc) lai cau hoi cu|(?:(?:xem|doc) )?(?:lai )?lich su (?:{_TALK}|chat)"
)
_WORDS = ((NEW, _NEW), (UNDO, _UNDO), (SHOW, _SHOW))
_SPEAKING = re.compile("nói|no\u0301i", re.IGNORECASE)  # "nói", to speak, folds to the same as "nối", to join
_COMMAND = re.compile(r"/(link|unlink|history)(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)
_COMMANDS = {"link": NEW, "unlink": UNDO, "history": SHOW}
_NO_WORD = re.compile(r"[^a-z0-9]+")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """What is asked for, and the code that came with it."""

    payload: str
    code: str | None = None

    def saved(self, key: str) -> str:
        """The payload of the saved message: of a code it holds the hash alone."""
        return self.payload if self.code is None else f"{_USE}{hash_code(self.code, key)}"


def is_link(payload: str | None) -> bool:
    """Whether a saved message is about linking."""
    return payload is not None and payload.startswith(LINK_PREFIX)


def used_hash(payload: str | None) -> str | None:
    """The hash of the code that a saved message brought; ``None`` for all other messages."""
    return payload.removeprefix(_USE) if payload is not None and payload.startswith(_USE) else None


def read_request(text: str) -> LinkRequest | None:
    """What ``text`` asks for in linking, if anything.

    >>> read_request("Mã 123-456"), read_request("nối với Zalo"), read_request("mã hồ sơ 123456")
    (LinkRequest(payload='link:use:', code='123456'), LinkRequest(payload='link:new', code=None), None)
    """
    if len(text) > _LONGEST:
        return None
    plain = fold(unicodedata.normalize("NFKC", text)).strip()
    if (command := _COMMAND.fullmatch(plain)) is not None:
        return _command(command[1], (command[2] or "").strip())
    if _BARE.fullmatch(plain.rstrip(" .!")):
        return _use(plain)
    words = _NO_WORD.sub(" ", plain).strip()
    if _TYPED.fullmatch(words):
        return _use(words)
    found = next((payload for payload, pattern in _WORDS if pattern.fullmatch(words)), None)
    return LinkRequest(found) if found and not _SPEAKING.search(text) else None


def _command(name: str, rest: str) -> LinkRequest | None:
    if name == "link" and _BARE.fullmatch(rest):
        return _use(rest)
    return LinkRequest(_COMMANDS[name]) if not rest else None


def _use(text: str) -> LinkRequest:
    return LinkRequest(_USE, "".join(sign for sign in text if sign in "0123456789"))
