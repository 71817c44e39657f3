"""The language of a paper by its characters: Chinese where every fifth letter is Han, else English."""

from collections.abc import Iterable

from examprotocol.paper import Matching, Multiple, Question, Single
from examprotocol.richtext import plain_text

_CHINESE_FROM = 0.2


def guess_language(questions: Iterable[Question]) -> str:
    """`zh` or `en`, by the words of stems and choices."""
    letters = [sign for question in questions for sign in _words(question) if sign.isalpha()]
    han = sum("\u4e00" <= sign <= "\u9fff" or "\u3400" <= sign <= "\u4dbf" for sign in letters)
    return "zh" if letters and han / len(letters) >= _CHINESE_FROM else "en"


def _words(question: Question) -> str:
    texts = [question.stem]
    if isinstance(question, Single | Multiple):
        texts += [choice.body for choice in question.choices]
    if isinstance(question, Matching):
        texts += [choice.body for choice in (*question.left, *question.right)]
    return "\n".join(plain_text(text) for text in texts)
