"""One question of a GIFT file: which type it is, and its text around the answers."""

from dataclasses import dataclass
from decimal import Decimal

from examprotocol.richtext import plain_text
from examserver.importers.author_text import AuthorText, TextFormat
from examserver.importers.cloze_syntax import begins_gap
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.gift_answers import gift_choices, gift_numbers, gift_pairs, gift_texts, split_format
from examserver.importers.gift_blocks import Block
from examserver.importers.gift_braces import answer_braces
from examserver.importers.gift_escapes import without_comments, without_marks
from examserver.importers.items import (
    ChoiceItem,
    ClozeItem,
    EssayItem,
    InfoItem,
    Item,
    MatchingItem,
    NumberItem,
    SelectGapItem,
    ShortTextItem,
    TrueFalseItem,
    TypedGapItem,
    WeightedChoice,
)
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.rich_tree import gap_mark
from examserver.scoring.keys import NumberKey, TextKey

_ONE_POINT = Decimal(1)
_ESSAY_LINES = 15
_TRUTH = {"t": True, "true": True, "f": False, "false": False}


@dataclass(frozen=True, slots=True)
class Sentence:
    """The text before and after the answers, with its format; `after` is empty where they end it."""

    before: str
    after: str
    format: TextFormat

    def stem(self, gap: str) -> AuthorText:
        """The whole text, `gap` in the place of the answers if there is text behind them."""
        whole = f"{self.before}{gap}{self.after}" if self.after.strip() else self.before
        return AuthorText(without_marks(whole).strip(), self.format)

    @property
    def blank(self) -> str:
        """What stands for a gap that is answered below the text."""
        return "\\_" * 5 if self.format is TextFormat.MARKDOWN else "_" * 5


def split_title(block: Block) -> tuple[str, Block]:
    """The title of a question, which no candidate sees, and the rest with the line where it begins."""
    text = block.text.lstrip()
    end = text.find("::", 2)
    if not text.startswith("::") or end < 0:
        return "", block
    rest = text[end + 2 :]
    return text[2:end], Block(rest, block.line + text.count("\n", 0, end))


def read_gift(block: Block, texts: QuestionTexts) -> Item:
    """Read a question without its title; raises QuestionRefusedError."""
    braces = answer_braces(block)
    if braces is None:
        return InfoItem(texts.rich(split_format(without_comments(block.text), TextFormat.MOODLE)))
    if braces.others_are_text:
        texts.note(
            "GIFT_BRACES_AS_TEXT", r"Braces in its text were taken for text: write \{ and \} for them."
        )
    if begins_gap(block.text, braces.start):
        raise QuestionRefusedError("GIFT_SYNTAX", "Its gap is one of Moodle's embedded answers, not of GIFT.")
    before, answers, after = (without_comments(part) for part in braces.cut(block.text))
    first = split_format(before, TextFormat.MOODLE, keep_marks=True)
    sentence = Sentence(first.text, after, first.format)
    return _read_answers(answers.partition("####")[0].strip(), sentence, texts)


def _read_answers(answers: str, sentence: Sentence, texts: QuestionTexts) -> Item:
    if not answers:
        return EssayItem(texts.rich(sentence.stem(sentence.blank)), _ONE_POINT, _ESSAY_LINES)
    if answers.startswith("#"):
        return _typed_item(NumberKey(gift_numbers(answers[1:], texts)), sentence, texts)
    if "~" in answers:
        return _choice_item(answers, sentence, texts)
    if "=" in answers and "->" in answers:
        pairs = gift_pairs(answers, sentence.format, texts)
        return MatchingItem(texts.rich(sentence.stem(sentence.blank)), _ONE_POINT, pairs)
    is_true = _TRUTH.get(answers.partition("#")[0].strip().casefold())
    if is_true is not None:
        return TrueFalseItem(texts.rich(sentence.stem(sentence.blank)), _ONE_POINT, is_true)
    return _typed_item(TextKey(gift_texts(answers, texts)), sentence, texts)


def _typed_item(key: NumberKey | TextKey, sentence: Sentence, texts: QuestionTexts) -> Item:
    """A typed answer: in its gap where the sentence goes on behind it."""
    if sentence.after.strip():
        return ClozeItem(texts.rich(sentence.stem(gap_mark(1))), (TypedGapItem(_ONE_POINT, key),))
    stem = texts.rich(sentence.stem(""))
    if isinstance(key, NumberKey):
        return NumberItem(stem, _ONE_POINT, key)
    return ShortTextItem(stem, _ONE_POINT, key)


def _choice_item(answers: str, sentence: Sentence, texts: QuestionTexts) -> Item:
    """Choices: in a gap where the sentence goes on, one is right and all are words."""
    choices = gift_choices(answers, sentence.format, texts)
    several = "=" not in answers
    if sentence.after.strip() and not several and not any("<img " in choice.body for choice in choices):
        words = tuple(WeightedChoice(_words(choice.body), choice.share) for choice in choices)
        gap = SelectGapItem(_ONE_POINT, words, shuffle=True)
        return ClozeItem(texts.rich(sentence.stem(gap_mark(1))), (gap,))
    stem = texts.rich(sentence.stem(sentence.blank))
    return ChoiceItem(stem, _ONE_POINT, choices, several=several, shuffle=True)


def _words(rich: str) -> str:
    return " ".join(plain_text(rich).split())
