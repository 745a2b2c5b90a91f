"""Keystrokes of Telex and VNI that no input method turned into letters, read as the word they were meant for.

"chuwx kys soos" and "chu74 ky1 so61" are "chữ ký số". A word is read so only when what it gives is a Vietnamese
syllable and what stands there is none, and only in a text that shows by another such word, or by both a tone and a
letter shaped in one, that keystrokes were left over.
"""

from __future__ import annotations

import re

from vietnamese.spelling import TONES, VOWELS, is_syllable, toned

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_NUMBERED = dict(zip("12345", TONES, strict=True))
# Tones and shaped letters that a text has to hold, other languages' words not counted.
_ENOUGH = 2
_WORD = re.compile(r"(?<![\w@./&-])[a-z][a-z0-9]{1,8}(?![\w@/&-])", re.IGNORECASE)
# Words of other languages that happen to be keystrokes of a syllable.
_ALIKE = """
as is us os has his was gas bus box max mix fix six tax sex fax fox ox ex teen been seen soon moon noon boon see los
sees too tool zoo how now low new few raw law saw dos pos vs ms sms gps usb tv ios cos les des hes yes her for
or per car bar far war der mar pro err air usd wow aws sim test text next best bee fee free need keep week meet
"""
_FOREIGN = frozenset(_ALIKE.split())


def read_keystrokes(text: str) -> str:
    """Put the words that left-over keystrokes stand for in their place; any other text is returned as it is.

    >>> read_keystrokes("chuwx kys soos laf gif")
    'chữ ký số là gì'
    >>> read_keystrokes("lam chu74 ky1 so61")
    'lam chữ ký số'
    """
    found = [(match, *_word(match.group().lower())) for match in _WORD.finditer(text)]
    meant = [one for one in found if one[1]]
    if sum(strokes for match, _, strokes in meant if match.group().lower() not in _FOREIGN) < _ENOUGH:
        return text
    pieces, end = [], 0
    for match, word, _ in meant:
        pieces += [text[end : match.start()], word.capitalize() if match.group()[0].isupper() else word]
        end = match.end()
    return "".join([*pieces, text[end:]])


def _word(typed: str) -> tuple[str, int]:
    """The word that ``typed`` is keystrokes of ("" for none), and how much speaks for it: a shaped letter, a tone."""
    if is_syllable(typed, ""):
        return "", 0
    read = _vni(typed) if any(one.isdigit() for one in typed) else _telex(typed)
    if read is None or not is_syllable(*read):
        return "", 0
    letters, tone = read
    return toned(letters, tone), (not letters.isascii()) + bool(tone)


def _telex(typed: str) -> tuple[str, str] | None:
    vowel = next((at for at, one in enumerate(typed) if one in "aeiouyw"), None)
    if vowel is None:
        return None
    tones = [at for at, one in enumerate(typed) if at > vowel and one in _TONES]
    if len(tones) > 1:
        return None
    tone = _TONES[typed[tones[0]]] if tones else ""
    letters = "".join(one for at, one in enumerate(typed) if at not in tones)
    shaped = letters
    if shaped.startswith("dd"):
        shaped = "đ" + shaped[2:]
    elif shaped.startswith("d") and shaped.endswith("d"):
        shaped = "đ" + shaped[1:-1]
    for plain, hat in (("aa", "â"), ("ee", "ê"), ("oo", "ô")):
        shaped = shaped.replace(plain, hat, 1)
    shaped = _hooked(shaped.replace("uwow", "uow", 1))
    if "w" in shaped or (shaped == letters and not tone):
        return None
    return shaped, tone


def _hooked(letters: str) -> str:
    """``w`` put on the vowels before it, wherever in the rest of the word it was typed."""
    at = letters.find("w")
    if at < 0:
        return letters
    before, rest = letters[:at], letters[at + 1 :]
    whole = before + rest
    for plain, hooked in (("uo", "ươ"), ("uâ", "uâ"), ("ua", "ưa"), ("uu", "ưu"), ("u", "ư"), ("o", "ơ"), ("a", "ă")):
        if plain in before or (len(plain) == 2 and plain in whole):
            return whole.replace(plain, hooked, 1)
    return before + "ư" + rest if before and before[-1] not in VOWELS else letters


def _vni(typed: str) -> tuple[str, str] | None:
    digits = [one for one in typed if one.isdigit()]
    letters = "".join(one for one in typed if not one.isdigit())
    tones = [one for one in digits if one in _NUMBERED]
    shapes = [one for one in digits if one not in _NUMBERED]
    if len(tones) > 1 or len(set(shapes)) < len(shapes) or set(shapes) - set("6789"):
        return None
    shaped = letters
    for shape in shapes:
        pairs = {
            "6": (("ie", "iê"), ("ye", "yê"), ("uo", "uô"), ("a", "â"), ("e", "ê"), ("o", "ô")),
            "7": (("uo", "ươ"), ("u", "ư"), ("o", "ơ")),
            "8": (("a", "ă"),),
            "9": (("d", "đ"),),
        }[shape]
        pair = next(((plain, new) for plain, new in pairs if plain in shaped), None)
        if pair is None:
            return None
        shaped = shaped.replace(*pair, 1)
    return shaped, _NUMBERED[tones[0]] if tones else ""
