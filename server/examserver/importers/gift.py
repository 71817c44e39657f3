"""GIFT: finds the questions and categories of a text file in their order.

Source: the GIFT page of Moodle's documentation, and Moodle's own filter where the page is silent.
"""

from dataclasses import dataclass

from examserver.importers.gift_blocks import Block, Category, gift_blocks
from examserver.importers.gift_escapes import without_marks
from examserver.importers.gift_questions import read_gift, split_title
from examserver.importers.items import Item, RawQuestion, SectionStart
from examserver.importers.moodle_categories import section_title
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.text_file import text_of

_SHOWN_TITLE = 40


def gift_questions(data: bytes) -> list[RawQuestion | SectionStart]:
    """The questions and sections of a GIFT file; raises PaperFileError where it is no text."""
    found: list[RawQuestion | SectionStart] = []
    number = 0
    for block in gift_blocks(text_of(data)):
        if isinstance(block, Category):
            found.append(SectionStart(section_title(without_marks(block.path))))
        else:
            number += 1
            found.append(GiftQuestion(block, number))
    return found


@dataclass(frozen=True, slots=True)
class GiftQuestion:
    """One question of the file. `number` counts from 1."""

    block: Block
    number: int

    @property
    def place(self) -> str:
        """Line, number and title, for people."""
        title = " ".join(without_marks(split_title(self.block)[0]).split())
        shown = f" “{title[:_SHOWN_TITLE]}”" if title else ""
        return f"line {self.block.line}, question {self.number}{shown}"

    def read(self, texts: QuestionTexts) -> Item:
        """Read the question."""
        return read_gift(split_title(self.block)[1], texts)
