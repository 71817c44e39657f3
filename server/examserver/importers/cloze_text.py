"""A text file with Moodle's embedded answers: the whole file is one text with gaps.

Rule: it is one only where every brace begins such a gap, so that no other format's answers become its text.
Source: Moodle's format “Embedded answers (Cloze)”.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from examserver.errors import PaperFileError
from examserver.importers.author_text import AuthorText, TextFormat
from examserver.importers.cloze_syntax import begins_gap
from examserver.importers.items import Item, RawQuestion
from examserver.importers.moodle_cloze import cloze_of
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.text_file import text_of

_BRACE = re.compile(r"(?<!\\)\{")


def is_cloze_text(ending: str, data: bytes) -> bool:
    """Whether a text file has such gaps and no other braces."""
    if ending != ".txt":
        return False
    try:
        text = text_of(data)
    except PaperFileError:
        return False
    braces = [found.start() for found in _BRACE.finditer(text)]
    return bool(braces) and all(begins_gap(text, at) for at in braces)


def cloze_text_questions(data: bytes) -> Sequence[RawQuestion]:
    """The one question of the file."""
    return [ClozeText(text_of(data))]


@dataclass(frozen=True, slots=True)
class ClozeText:
    """The file as a question."""

    text: str
    place: str = "line 1, question 1"

    def read(self, texts: QuestionTexts) -> Item:
        """Read it; raises QuestionRefusedError."""
        return cloze_of(AuthorText(self.text.strip(), TextFormat.MOODLE), texts)
