"""Moodle XML: finds the questions and categories of a `<quiz>` in the order of the file.

Source: the files that Moodle exports; there is no specification.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from examserver.errors import PaperFileError
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import AccompaniedItem, Item, RawQuestion, SectionStart
from examserver.importers.moodle_categories import section_title
from examserver.importers.moodle_choices import read_matching, read_multichoice, read_truefalse
from examserver.importers.moodle_cloze import read_cloze
from examserver.importers.moodle_fields import words_of
from examserver.importers.moodle_gaps import read_ddwtos, read_gapselect
from examserver.importers.moodle_ordering import read_ordering
from examserver.importers.moodle_sounds import without_sounds
from examserver.importers.moodle_typed import read_description, read_essay, read_numerical, read_shortanswer
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.xml_file import parse_xml, root_name

_READERS: dict[str, Callable[[etree._Element, QuestionTexts], Item]] = {
    "multichoice": read_multichoice,
    "truefalse": read_truefalse,
    "matching": read_matching,
    "shortanswer": read_shortanswer,
    "numerical": read_numerical,
    "essay": read_essay,
    "description": read_description,
    "cloze": read_cloze,
    "gapselect": read_gapselect,
    "ddwtos": read_ddwtos,
    "ordering": read_ordering,
}
_SHOWN_TITLE = 40


def has_quiz_root(data: bytes) -> bool:
    """Whether the bytes are Moodle XML, as far as the root tells."""
    try:
        return root_name(data) == "quiz"
    except PaperFileError:
        return b"<quiz" in data.replace(b"\0", b"")  # UTF-16 too


def moodle_questions(data: bytes) -> list[RawQuestion | SectionStart]:
    """The questions and sections of a Moodle XML file; raises PaperFileError."""
    found: list[RawQuestion | SectionStart] = []
    number = 0
    for element in parse_xml(data).iterchildren("question"):
        if element.get("type") == "category":
            category = element.find("category")
            found.append(SectionStart("" if category is None else section_title(words_of(category))))
        else:
            number += 1
            found.append(MoodleQuestion(element, number))
    return found


@dataclass(frozen=True, slots=True)
class MoodleQuestion:
    """One `<question>`. `number` counts from 1, categories left out."""

    element: etree._Element
    number: int

    @property
    def place(self) -> str:
        """Line, number and title, for people."""
        name = self.element.find("name")
        title = " ".join(words_of(name).split()) if name is not None else ""
        shown = f" “{title[:_SHOWN_TITLE]}”" if title else ""
        return f"line {self.element.sourceline}, question {self.number}{shown}"

    def read(self, texts: QuestionTexts) -> Item:
        """Read the question by its type."""
        kind = self.element.get("type") or ""
        reader = _READERS.get(kind)
        if reader is None:
            raise QuestionRefusedError("TYPE_UNSUPPORTED", f"Questions of the type “{kind}” are not taken.")
        element, sounds = without_sounds(self.element, texts)
        item = reader(element, texts)
        if not sounds or isinstance(item, AccompaniedItem):
            return item
        return AccompaniedItem(item, sounds=sounds)
