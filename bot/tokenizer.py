"""Vietnamese words: underthesea keeps the syllables of a word together."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.normaliser import NORMALISED_TEXT
from vietnamese import fold, segment


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseTokenizer(Tokenizer):
    """Split the normalised text into words.

    A token's ``text`` is the word as it stands in the normalised text, blanks included ("chữ ký"); ``start``
    and ``end`` are positions there; ``lemma`` is the folded word ("chu ky"), the same with and without
    diacritics. Marks are left out, unless there is nothing else (":))", a thumb).
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """What Rasa's tokenizer asks for; intents are not split."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> List[Token]:
        """Split one attribute of ``message``; the text of the user in its normalised form."""
        text = message.get(NORMALISED_TEXT) if attribute == TEXT else None
        if text is None:
            text = message.get(attribute)
        tokens: List[Token] = []
        position = 0
        for word in segment(text) if text.strip() else []:
            start = text.find(word, position)
            if start < 0:  # underthesea writes some characters anew
                start = position
            position = start + len(word)
            tokens.append(Token(word, start, position, lemma=fold(word)))
        return [token for token in tokens if any(map(str.isalnum, token.text))] or tokens
