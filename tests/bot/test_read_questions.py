import asyncio

from bot.read_questions import read


class Parser:
    """Answers as an agent does."""

    async def parse_message(self, text):
        return {
            "intent_ranking": [{"name": "greet", "confidence": 0.912345}, {"name": "thank", "confidence": len(text)}]
        }


def test_each_text_is_read_once_likeliest_intent_first():
    assert asyncio.run(read(Parser(), ["a", "bb", "a"])) == {
        "a": [("greet", 0.9123), ("thank", 1)],
        "bb": [("greet", 0.9123), ("thank", 2)],
    }
