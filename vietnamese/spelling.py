"""Which letters and tone make a syllable that Vietnamese can spell, and where the tone stands."""

from __future__ import annotations

import unicodedata

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê
êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang
oanh oao oap oat oay oăc oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp
ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt
uynh uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
VOWELS = "aăâeêioôơuưy"
# In the order in which VNI numbers them.
TONES = "\u0301\u0300\u0309\u0303\u0323"
_LONGEST_FIRST = sorted(_ONSETS.split(), key=len, reverse=True)
_SPELLED = frozenset(_RIMES.split())
_STOPPED = ("c", "ch", "p", "t")
_SHARP = ("\u0301", "\u0323")


def is_syllable(letters: str, tone: str) -> bool:
    """Whether ``letters`` with ``tone`` (a combining mark, or nothing) are a syllable that Vietnamese can spell."""
    onset = next((one for one in _LONGEST_FIRST if letters.startswith(one)), "")
    for start in {onset, onset[:1] if onset in {"gi", "qu"} else onset, ""}:
        rime = letters[len(start) :]
        if rime in _SPELLED and (start or letters[0] in VOWELS):
            return not rime.endswith(_STOPPED) or tone in _SHARP or (not tone and letters.isascii())
    return False


def toned(letters: str, tone: str) -> str:
    """``letters`` with the tone on the vowel that carries it."""
    if not tone:
        return letters
    start = 2 if letters.startswith(("qu", "gi")) and len(letters) > 2 and letters[2] in VOWELS else 0
    at = [place for place, one in enumerate(letters) if place >= start and one in VOWELS]
    shaped = [place for place in at if letters[place] in "ăâêôơư"]
    if shaped:
        place = shaped[-1]
    elif len(at) == 1 or (len(at) == 2 and letters[-1] in VOWELS):
        place = at[0]
    else:
        place = at[1]
    return unicodedata.normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])
