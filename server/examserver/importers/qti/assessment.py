"""A test: its parts and sections in their order, with what is selected, shuffled, weighted and told.

Rule: what of a test a paper does not have is named in a note, never dropped silently. Source: QTI 2.2,
`assessmentTest`; parts of a test become sections.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lxml import etree

from examserver.importers.author_text import AuthorText
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import InfoItem, PaperStart, RawQuestion, SectionStart
from examserver.importers.notes import Note
from examserver.importers.qti.documents import Documents
from examserver.importers.qti.html_writer import HtmlWriter
from examserver.importers.qti.item_source import count, flag, positive
from examserver.importers.qti.package_files import FilesBeside
from examserver.importers.qti.question import QtiQuestion, SectionPassage
from examserver.importers.qti.test_notes import section_notes, test_notes, weight_name
from examserver.importers.question_texts import QuestionTexts

Found = RawQuestion | SectionStart | PaperStart

_IN_SECTION = ("assessmentItemRef", "assessmentSection", "assessmentSectionRef")
_MORE_THAN_WORDS = ("img", "object", "audio", "video", "math", "picture", "table")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_NOTHING = re.compile(r"[+-]?0*\.?0+(?:[eE][+-]?[0-9]+)?")
_DEEPEST = 20
_LONGEST_INSTRUCTION = 500


class Assessment:
    """Walks one test. Owns the notes that it makes on the way."""

    def __init__(self, documents: Documents, file: str) -> None:
        self._documents = documents
        self._file = file
        self._root = documents.read(file)
        if self._root.tag != "assessmentTest":
            raise QuestionRefusedError("QTI_SYNTAX", f"“{file}” is a <{self._root.tag}>, no test.")
        self._weight = weight_name(self._root)
        self._notes: dict[Note, None] = {}

    def found(self) -> list[Found]:
        """What the test holds, its notes first; raises QuestionRefusedError."""
        self._notes |= dict.fromkeys(test_notes(self._root))
        inside = [
            one
            for part in self._root.iterchildren("testPart")
            for child in self._children(part, self._file)
            for one in self._section(child[0], child[1], 0)
        ]
        title = (self._root.get("title") or "").strip()
        told = (self._root.get("lang") or "").strip()
        language = told if _LANGUAGE.fullmatch(told) else ""
        return [PaperStart(title, language, notes=tuple(self._notes)), *inside]

    def _section(self, section: etree._Element, file: str, depth: int) -> Iterator[Found]:
        """A section, then those inside it; what follows an inner section belongs to the outer one again."""
        if depth > _DEEPEST:
            raise QuestionRefusedError("QTI_SYNTAX", f"The sections of “{file}” are nested too deep.")
        self._notes |= dict.fromkeys(section_notes(section))
        start, passages = self._start(section, file)
        is_open = False
        for child, its_file in self._children(section, file):
            if child.tag == "assessmentSection":
                yield from self._section(child, its_file, depth + 1)
                is_open = False
                continue
            if not is_open:
                yield start
                is_open = True
            yield self._question(child, its_file, passages)

    def _children(self, parent: etree._Element, file: str) -> Iterator[tuple[etree._Element, str]]:
        """Item references and sections, those of other files read in, each with the file it stands in."""
        for child in parent.iterchildren(*_IN_SECTION):
            if child.tag != "assessmentSectionRef":
                yield child, file
                continue
            target = self._documents.member(file, child.get("href") or "")
            root = self._documents.read(target)
            if root.tag != "assessmentSection":
                raise QuestionRefusedError("QTI_SYNTAX", f"“{target}” is a <{root.tag}>, no section.")
            yield root, target

    def _start(self, section: etree._Element, file: str) -> tuple[SectionStart, list[SectionPassage]]:
        """How the section starts, and what it shows beside each of its questions."""
        title = (section.get("title") or "").strip() if flag(section.get("visible") or "true") else ""
        words: list[str] = []
        passages: list[SectionPassage] = []
        for number, block in enumerate(section.iterchildren("rubricBlock"), 1):
            if "candidate" not in (block.get("view") or "candidate").split():
                continue
            told = self._words(block, file)
            if told is None:
                key = f"{file}#{section.get('identifier')}#{number}"
                passages.append(SectionPassage(key, title, file, block))
            else:
                words.append(told)
        ordering, selection = section.find("ordering"), section.find("selection")
        direct = sum(child.tag == "assessmentItemRef" for child in section.iterchildren(*_IN_SECTION))
        select = count(selection.get("select")) if selection is not None else 0
        is_plain = direct == sum(1 for _ in section.iterchildren(*_IN_SECTION))
        start = SectionStart(
            title=title,
            instructions="".join(words),
            shuffle=ordering is not None and flag(ordering.get("shuffle")) and is_plain,
            select=select if select < direct and is_plain else 0,
        )
        return start, passages

    def _words(self, block: etree._Element, file: str) -> str | None:
        """Short instructions in plain words; None for more, which is needed beside the questions."""
        words = "".join(map(str, block.itertext()))
        if len(words) > _LONGEST_INSTRUCTION or any(True for _ in block.iter(*_MORE_THAN_WORDS)):
            return None
        writer = HtmlWriter(FilesBeside(self._documents, file), QuestionTexts())
        try:
            writer.write(block)
            return QuestionTexts().rich(AuthorText(writer.pieces[0].html))
        except QuestionRefusedError:
            return None

    def _question(
        self, reference: etree._Element, file: str, passages: Sequence[SectionPassage]
    ) -> RawQuestion:
        called = reference.get("identifier") or ""
        target = ""
        try:
            target = self._documents.member(file, reference.get("href") or "")
            weight = self._weight_of(reference)
        except QuestionRefusedError as refused:
            return RefusedItem(file, called, target, refused)
        return QtiQuestion(self._documents, target, called, weight, passages)

    def _weight_of(self, reference: etree._Element) -> Decimal:
        """1 where the result counts by no weight of this item; raises QuestionRefusedError."""
        told = next(
            (
                (one.get("value") or "").strip()
                for one in reference.iterchildren("weight")
                if self._weight and one.get("identifier") == self._weight
            ),
            None,
        )
        if told is None:
            return Decimal(1)
        weight = Decimal(0) if _NOTHING.fullmatch(told) else positive(told)
        if weight is None:
            raise QuestionRefusedError("SCORE_INVALID", f"Its weight “{told[:20]}” cannot be counted by.")
        return weight


class RefusedItem:
    """An item that a test names and that is not there, or counts by what is no number.

    `file` is the item's own, empty where there is none.
    """

    def __init__(self, test: str, called: str, file: str, refused: QuestionRefusedError) -> None:
        self.place = f"“{test}”, item “{called}”"
        self.file = file
        self._refused = refused

    def read(self, texts: QuestionTexts) -> InfoItem:  # noqa: ARG002 - there is nothing to read
        """Say why it is not taken."""
        raise self._refused
