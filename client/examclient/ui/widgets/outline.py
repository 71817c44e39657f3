"""The paper as the question map and the page turners see it: every number once, pages to read too."""

from collections.abc import Iterator
from dataclasses import dataclass

from examclient.domain.progress import Mark, marks_of
from examprotocol.merge import Answers
from examprotocol.paper import Composite, Info, Paper, Question, Section, parts_of, questions_of
from examprotocol.paper import Part as PaperPart
from examprotocol.paper_parts import Material


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the map: a question, or a part of one; `mark` is None for what is only to read."""

    question: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the map."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """What is answered on a page, and its number in the paper (0: only to read)."""

    part: PaperPart
    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its section, its question, what is to be read beside it, and its neighbours' ids (`""` at the
    ends).

    `part` is the id of what is current on the page: of the question itself, or of a part of a composite.
    `opens`: the section begins here, so its instructions stand here.
    """

    section: Section
    question: Question
    parts: tuple[Numbered, ...]
    part: str
    before: str
    after: str
    materials: tuple[Material, ...] = ()
    opens: bool = True

    @property
    def number(self) -> int:
        """The number of what is current, 0 where it is only to read."""
        return next((one.number for one in self.parts if one.part.id == self.part), 0)

    @property
    def numbers(self) -> tuple[int, ...]:
        """All numbers of the page."""
        return tuple(one.number for one in self.parts if one.number)


def outline_of(paper: Paper, answers: Answers) -> tuple[Part, ...]:
    """The sections with their numbers in the order of the paper; empty sections are left out."""
    marks = {mark.question: mark for mark in marks_of(paper, answers)}
    return tuple(
        Part(section.title, tuple(Entry(one, marks.get(one)) for one in _places_in(section)))
        for section in paper.sections
        if section.questions
    )


def marks_in(outline: tuple[Part, ...]) -> tuple[Mark, ...]:
    """The marks of all questions that take an answer, in the order of the paper."""
    return tuple(entry.mark for part in outline for entry in part.entries if entry.mark)


def place_of(paper: Paper, current: str) -> Place | None:
    """Where a question or a part of one stands; the first page where `current` is nothing of the paper."""
    pages = [(section, question) for section in paper.sections for question in section.questions]
    if not pages:
        return None
    index = next((at for at, (_, question) in enumerate(pages) if current in _ids_of(question)), 0)
    section, question = pages[index]
    parts = _numbered(paper, question)
    return Place(
        section,
        question,
        parts,
        _current_of(question, parts, current),
        pages[index - 1][1].id if index else "",
        pages[index + 1][1].id if index + 1 < len(pages) else "",
        _materials(paper, question),
        _opens(section, question),
    )


def _places_in(section: Section) -> Iterator[str]:
    """A composite has as many places as it takes answers; one without any is a page to read."""
    for question in section.questions:
        answered = [part.id for part in parts_of(question) if not isinstance(part, Info)]
        yield from answered or [question.id]


def _ids_of(question: Question) -> set[str]:
    return {question.id, *(part.id for part in parts_of(question))}


def _numbered(paper: Paper, question: Question) -> tuple[Numbered, ...]:
    """The parts of a page with the numbers that they have in the whole paper."""
    number, found = 0, []
    for page in questions_of(paper):
        for part in parts_of(page):
            counts = not isinstance(part, Info)
            number += counts
            if page is question:
                found.append(Numbered(part, number if counts else 0))
    return tuple(found)


def _current_of(question: Question, parts: tuple[Numbered, ...], current: str) -> str:
    numbered = [one.part.id for one in parts if one.number]
    if current in numbered:
        return current
    return numbered[0] if numbered else question.id


def _materials(paper: Paper, question: Question) -> tuple[Material, ...]:
    """What the page refers to, each once: of a composite also what only one of its parts does."""
    known = {material.id: material for material in paper.materials}
    parts = question.parts if isinstance(question, Composite) else ()
    wanted = dict.fromkeys((*question.materials, *(one for part in parts for one in part.materials)))
    return tuple(known[one] for one in wanted if one in known)


def _opens(section: Section, question: Question) -> bool:
    """The first page of a section, and what follows up to the first that takes an answer."""
    for page in section.questions:
        if page is question:
            return True
        if any(not isinstance(part, Info) for part in parts_of(page)):
            return False
    return False
