"""The answers between the braces of a GIFT question. Feedback is dropped here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from examserver.importers.author_text import AuthorText, TextFormat, plain, text_format
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.gift_escapes import without_marks
from examserver.importers.items import MatchPair, WeightedChoice
from examserver.importers.number_keys import accepted_around, accepted_between
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.shares import share_of_percent
from examserver.scoring.keys import AcceptedNumber, AcceptedText

_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_PERCENT = re.compile(r"%\s*([+-]?[0-9.,]+)\s*%")
_ODD_PERCENT = re.compile(r"%[^%\s]{1,10}%")


@dataclass(frozen=True, slots=True)
class GiftAnswer:
    """One answer: its share, its text and its feedback, escapes still marked."""

    share: Decimal
    text: str
    feedback: str


def split_format(text: str, default: TextFormat, *, keep_marks: bool = False) -> AuthorText:
    """A text with its format, by the `[html]` before it if there is one."""
    found = _FORMAT.match(text.lstrip())
    body = text.lstrip()[found.end() :] if found else text
    known = text_format(found.group(1), default) if found else default
    return AuthorText(body if keep_marks else without_marks(body).strip(), known)


def gift_choices(answers: str, default: TextFormat, texts: QuestionTexts) -> tuple[WeightedChoice, ...]:
    """The choices of a multiple choice question as rich text."""
    parts = [_hash_as_text(part, texts) for part in _answers(answers, "~=", texts)]
    return tuple(
        WeightedChoice(texts.rich_line(split_format(part.text, default)), part.share) for part in parts
    )


def _hash_as_text(part: GiftAnswer, texts: QuestionTexts) -> GiftAnswer:
    """A choice that would be nothing but feedback, such as the colour `#ff0000`, means its hash."""
    if part.text.strip() or not part.feedback.strip():
        return part
    texts.note("GIFT_HASH_AS_TEXT", r"A choice begins with “#”, which was taken for text: write \# for it.")
    words, _, feedback = part.feedback.partition("#")
    return GiftAnswer(part.share, f"#{words}", feedback)


def gift_texts(answers: str, texts: QuestionTexts) -> tuple[AcceptedText, ...]:
    """The accepted texts of a short answer question."""
    parts = [(part, split_format(part.text, TextFormat.PLAIN).text) for part in _answers(answers, "=", texts)]
    return tuple(AcceptedText(text, part.share) for part, text in parts if text)


def gift_numbers(answers: str, texts: QuestionTexts) -> tuple[AcceptedNumber, ...]:
    """The accepted numbers; what follows a `~` is feedback on every other number."""
    parts = _answers(answers.partition("~")[0], "=", texts)
    return tuple(_number(part) for part in parts if part.text.strip())


def gift_pairs(answers: str, default: TextFormat, texts: QuestionTexts) -> tuple[MatchPair, ...]:
    """The pairs of a matching question; the right side is plain text."""
    pairs = []
    for part in filter(str.strip, answers.split("=")):
        left, arrow, right = part.partition("->")
        if not arrow:
            shown = without_marks(part).strip()
            raise QuestionRefusedError("GIFT_SYNTAX", f"The pair “{shown}” has no “->”.")
        right_words = plain(without_marks(right).strip())
        pairs.append(MatchPair(texts.rich_line(split_format(left, default)), texts.rich_line(right_words)))
    return tuple(pairs)


def _answers(text: str, markers: str, texts: QuestionTexts) -> Iterator[GiftAnswer]:
    """The answers at the markers, `=` for right and `~` for wrong; a text before the first counts as well."""
    pieces = re.split(f"([{markers}])", text)
    signs = [markers[0], *pieces[1::2]]
    for position, (marker, raw) in enumerate(zip(signs, pieces[::2], strict=True)):
        if position == 0 and not raw.strip():
            continue
        percent = _PERCENT.match(raw.strip())
        body = raw.strip()[percent.end() :] if percent else raw.strip()
        share = share_of_percent(percent.group(1)) if percent else Decimal(marker == "=")
        if _ODD_PERCENT.match(body):
            texts.note("GIFT_SYNTAX", "An answer begins with “%”, but not with a percentage.")
        answer, _, feedback = body.partition("#")
        yield GiftAnswer(share, answer, feedback)


def _number(part: GiftAnswer) -> AcceptedNumber:
    text = without_marks(part.text).strip()
    low, dots, high = text.partition("..")
    if dots and low.strip():
        return accepted_between(low, high, part.share)
    value, _, tolerance = text.partition(":")
    return accepted_around(value, tolerance, part.share)
