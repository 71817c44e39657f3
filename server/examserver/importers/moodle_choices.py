"""Moodle XML: multichoice, truefalse and matching."""

from lxml import etree

from examserver.importers.author_text import AuthorText, plain
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import (
    ChoiceItem,
    Item,
    MatchingItem,
    MatchPair,
    TrueFalseItem,
    WeightedChoice,
)
from examserver.importers.moodle_fields import Fields, words_of
from examserver.importers.moodle_stem import points_in, question_fields, stem_of
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.shares import share_of_percent


def read_multichoice(question: etree._Element, texts: QuestionTexts) -> Item:
    """One or several answers; the choices are shuffled where Moodle would."""
    fields = question_fields(question)
    stem = stem_of(question, texts)
    choices = tuple(_choice(answer, fields, texts) for answer in question.findall("answer"))
    return ChoiceItem(
        stem=stem,
        points=points_in(fields),
        choices=choices,
        several=not fields.flag("single", default=True),
        shuffle=fields.flag("shuffleanswers", default=False),
        for_each=fields.flag("shuffleanswers", default=False),
    )


def read_truefalse(question: etree._Element, texts: QuestionTexts) -> Item:
    """True or false; old files have the words in their own language, and the true one first."""
    stem = stem_of(question, texts)
    right = [
        is_true
        for is_true, answer in _truth_values(question)
        if share_of_percent(answer.get("fraction", "0")) == 1
    ]
    if len(right) != 1:
        raise QuestionRefusedError("KEY_MISSING", "Neither true nor false alone is marked as right.")
    return TrueFalseItem(stem, points_in(question_fields(question)), right[0])


def read_matching(question: etree._Element, texts: QuestionTexts) -> Item:
    """Pairs; the texts on the right are plain, a pair without a left side only distracts."""
    fields = question_fields(question)
    stem = stem_of(question, texts)
    pairs = tuple(_pair(part, fields, texts) for part in question.findall("subquestion"))
    return MatchingItem(stem, points_in(fields), pairs)


def _choice(answer: etree._Element, fields: Fields, texts: QuestionTexts) -> WeightedChoice:
    share = share_of_percent(answer.get("fraction") or "0")
    return WeightedChoice(texts.rich_line(fields.own_text(answer)), share)


def _truth_values(question: etree._Element) -> list[tuple[bool, etree._Element]]:
    answers = question.findall("answer")
    words = [words_of(answer).casefold() for answer in answers]
    if set(words) <= {"true", "false"}:
        return [(word == "true", answer) for word, answer in zip(words, answers, strict=True)]
    return [(position == 0, answer) for position, answer in enumerate(answers[:2])]


def _pair(part: etree._Element, fields: Fields, texts: QuestionTexts) -> MatchPair:
    answer = part.find("answer")
    right = AuthorText("") if answer is None else plain(words_of(answer))
    return MatchPair(texts.rich_line(fields.own_text(part)), texts.rich_line(right))
