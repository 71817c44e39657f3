"""Aiken: single choice, one question after the other, each with its right letter on a line of its own.

Rule: nothing in it is a tag, and no line with a right letter ever reaches a candidate. Source: the Aiken page
of Moodle's documentation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from examserver.errors import PaperFileError
from examserver.importers.author_text import plain
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import ChoiceItem, Item, RawQuestion, WeightedChoice
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.text_file import text_of

_CHOICE = re.compile(r"([A-Z])[.)]\s+(\S.*)")
_ANSWER = re.compile(r"ANSWER:\s*(?P<right>\S.*)|(?i:answer):\s*(?P<letter>[A-Za-z])")
_GIFT = re.compile(r"(?<!\\)\{\s*(?:[=~#]|\}|(?:T|TRUE|F|FALSE)\s*[#}])")
"""An opening brace and what begins answers in GIFT."""

_ONE_POINT = Decimal(1)


def is_aiken(ending: str, data: bytes) -> bool:
    """Whether a text file has choices by letter, lines that name the right one, and no answers as in GIFT."""
    if ending != ".txt":
        return False
    try:
        text = text_of(data)
    except PaperFileError:
        return False
    lines = [line.strip() for line in text.split("\n")]
    has_lines = any(map(_ANSWER.fullmatch, lines)) and any(map(_CHOICE.fullmatch, lines))
    return has_lines and not _GIFT.search(text)


def aiken_questions(data: bytes) -> list[RawQuestion]:
    """The questions of the file; each ends with its line of the right letter, or with the file."""
    return list(_questions(text_of(data).split("\n")))


@dataclass(frozen=True, slots=True)
class AikenQuestion:
    """One question. `line` and `number` count from 1; `right` is as written, empty where no line says it."""

    number: int
    line: int
    stem: str
    choices: tuple[tuple[str, str], ...]
    right: str

    @property
    def place(self) -> str:
        """Line and number, for people."""
        return f"line {self.line}, question {self.number}"

    def read(self, texts: QuestionTexts) -> Item:
        """Read the question; raises QuestionRefusedError."""
        letters = [letter for letter, _ in self.choices]
        if not self.right:
            raise QuestionRefusedError("KEY_MISSING", "No line “ANSWER: ..” says which choice is right.")
        twice = next((one for one in letters if letters.count(one) > 1), "")
        if twice:
            raise QuestionRefusedError("KEY_INVALID", f"Two of its lines begin as choice “{twice}” does.")
        if self.right not in letters:
            raise QuestionRefusedError("KEY_INVALID", f"No choice is named “{self.right}”.")
        choices = (
            WeightedChoice(texts.rich_line(plain(words)), Decimal(letter == self.right))
            for letter, words in self.choices
        )
        return ChoiceItem(texts.rich(plain(self.stem)), _ONE_POINT, tuple(choices), False, False)


def _questions(lines: list[str]) -> Iterator[AikenQuestion]:
    number, begin = 0, 0
    for at, line in enumerate(lines):
        is_last = at == len(lines) - 1
        if not is_last and not _ANSWER.fullmatch(line.strip()):
            continue
        block = [one.strip() for one in lines[begin : at + 1]]
        if any(block):
            number += 1
            first = next(place for place, one in enumerate(block) if one)
            yield _question(number, begin + first + 1, block)
        begin = at + 1


def _question(number: int, line: int, block: list[str]) -> AikenQuestion:
    stem: list[str] = []
    choices: list[tuple[str, str]] = []
    right = ""
    for one in block:
        if answer := _ANSWER.fullmatch(one):
            right = answer["right"] or answer["letter"].upper()
        elif choice := _CHOICE.fullmatch(one):
            choices.append((choice.group(1), choice.group(2)))
        elif not choices:
            stem.append(one)
        elif one:
            letter, words = choices[-1]
            choices[-1] = (letter, f"{words}\n{one}")
    return AikenQuestion(number, line, "\n".join(stem).strip(), tuple(choices), right)
