"""Vietnamese text: normalise, expand, fold, segment, split. Pure functions, no input or output.

>>> from vietnamese import fold
>>> fold("Đến năm 2030")
'den nam 2030'
"""

from vietnamese.folding import CAPITALS, fold, fold_keeping_length, has_diacritics
from vietnamese.measures import spoken_years
from vietnamese.normalising import normalize
from vietnamese.segmenting import segment, sentences, words
from vietnamese.shorthand import expand

__all__ = [
    "CAPITALS",
    "expand",
    "fold",
    "fold_keeping_length",
    "has_diacritics",
    "normalize",
    "segment",
    "sentences",
    "spoken_years",
    "words",
]
