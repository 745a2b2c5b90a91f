"""Measures as people say and type them: "hai trăm mê ga bit trên giây", "1 ghi ga", "200mbps", "chín mươi phần trăm".

What is said becomes the sign that documents write: 200 Mb/s, 1 Gb, 90%. Only numbers beside a measure are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vietnamese.folding import fold

_SAID = ("không linh lẻ", "một mốt", "hai", "ba", "bốn tư", "năm lăm", "sáu", "bảy", "tám", "chín")
_DIGITS = {fold(word): value for value, words in enumerate(_SAID) for word in words.split()}
_TENS, _HUNDRED = {"muoi", "chuc"}, "tram"
_MARKED = (*" ".join(_SAID).split(), "mươi", "mười", "chục", "trăm")
_WORD = "|".join((*_MARKED, *_DIGITS, *_TENS, _HUNDRED))
_SAID_NUMBER = rf"(?:(?:{_WORD}) )+"
_HOW_MANY = r"(?:mấy|bao nhiêu|may|bao nhieu|nhiêu|nhieu)"
_PER_SECOND = r"(?:\s*(?:bit|bít|bits))?(?P<each>\s*(?:/|trên|tren|một|mot|mỗi|moi|p)?\s*(?:giây|giay|s)\b)?"
# "mê" alone is a measure; without marks it is "mẹ" as well.
_SAID_UNIT = r"(?P<mega>m[êe] ?ga|mê|mb)|(?P<giga>gh?i ?ga|gb)|(?P<tera>t[êe] ?ra|tb)"
_MEASURE = re.compile(
    rf"(?i)(?<![\w@./&-])(?P<number>\d+(?:[.,]\d+)?\s?|{_SAID_NUMBER}|{_HOW_MANY} )"
    rf"(?:{_SAID_UNIT}){_PER_SECOND}(?![\w@&-])"
)
_SHARE = re.compile(rf"(?i)(?<![\w@./&-])(?P<number>\d+(?:[.,]\d+)? ?|{_SAID_NUMBER})(?:phần trăm|phan tram)(?!\w)")
# "Hai nghìn không trăm ba mươi", "hai ngàn hai mươi lăm"; digit by digit only where "năm" stands before.
_YEAR = re.compile(
    rf"(?i)(?<![\w@./&-])(?:hai (?:nghìn|ngàn|nghin|ngan)|(?<=năm )hai không|(?<=nam )hai khong)"
    rf"(?P<rest>(?: (?:{_WORD})(?! (?:gờ|gơ|g)\b))+)(?![\w@&-])"
)
# "Hai ngàn ba" is a sum of money.
_YEARS = range(20, 100)
_SIGNS = {"mega": "Mb", "giga": "Gb", "tera": "Tb"}


def spoken_years(text: str) -> Iterator[tuple[str, int, int]]:
    """Years from 2020 to 2099 that are said in words: the year in figures, where it stands (end exclusive).

    >>> list(spoken_years("tới năm hai ngàn không trăm ba mươi"))
    [('2030', 8, 35)]
    """
    for match in _YEAR.finditer(text):
        after = _last_two(fold(match["rest"]).lower().split())
        if after is not None and int(after) in _YEARS:
            yield f"20{after}", match.start(), match.end()


def write_measures(text: str) -> str:
    """Write spoken speeds, sizes, shares and years with the figures and signs that documents use.

    >>> write_measures("mạng hai trăm mê ga bit trên giây, chín mươi lăm phần trăm hộ")
    'mạng 200 Mb/s, 95% hộ'
    """
    for year, start, end in reversed(list(spoken_years(text))):
        text = f"{text[:start]}{year}{text[end:]}"
    return _SHARE.sub(_share, _MEASURE.sub(_measure, text))


def _measure(match: re.Match[str]) -> str:
    number = _written(match["number"])
    sign = next(sign for name, sign in _SIGNS.items() if match[name])
    return match[0] if number is None else f"{number} {sign}{'/s' if match['each'] else ''}"


def _share(match: re.Match[str]) -> str:
    number = _written(match["number"])
    return match[0] if number is None else f"{number}%"


def _written(number: str) -> str | None:
    """Figures and "how many" as they stand, number words as figures; ``None`` where the words make no number."""
    number = number.strip()
    words = fold(number).lower().split()
    if not all(word in _DIGITS or word in _TENS or word == _HUNDRED for word in words):
        return number
    return _read(words)


def _last_two(words: list[str]) -> str | None:
    """What the words behind the thousands say: "khong tram ba muoi", "le hai lam", "ba mot"."""
    said = words[words.index(_HUNDRED) + 1 :] if words[:2] == ["khong", _HUNDRED] else words
    said = said[1:] if said[:1] == ["le"] or said[:1] == ["linh"] else said
    if len(said) == 2 and all(word in _DIGITS for word in said):
        return "".join(str(_DIGITS[word]) for word in said)
    return _read(said)


def _read(words: list[str]) -> str | None:
    """The number below 1,000 that folded words say ("hai tram", "chin muoi lam", "muoi hai"), else ``None``."""
    hundreds = tens = 0
    rest = list(words)
    if _HUNDRED in rest:
        at = rest.index(_HUNDRED)
        if at != 1:
            return None
        hundreds, rest = _DIGITS.get(rest[0], 0), rest[2:]
    if len(rest) >= 2 and rest[1] in _TENS:
        tens, rest = _DIGITS.get(rest[0], 0), rest[2:]
    elif rest and rest[0] in _TENS:
        tens, rest = 1, rest[1:]
    elif len(rest) == 2 and rest[0] in {"linh", "le", "khong"}:
        rest = rest[1:]
    if len(rest) > 1 or any(word not in _DIGITS for word in rest):
        return None
    return str(hundreds * 100 + tens * 10 + (_DIGITS[rest[0]] if rest else 0))
