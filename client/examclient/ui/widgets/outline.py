"""The paper as the question map and the page turners see it: every question once, info pages too."""

from dataclasses import dataclass

from examclient.domain.progress import Mark, marks_of
from examprotocol.merge import Answers
from examprotocol.paper import Info, Paper, Question, Section


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the map; `mark` is None for what is only to read."""

    question: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the map."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A question, its section, its number (0: only to read) and its neighbours' ids (`""` at the ends)."""

    section: Section
    question: Question
    number: int
    before: str
    after: str


def outline_of(paper: Paper, answers: Answers) -> tuple[Part, ...]:
    """The sections with their questions in the order of the paper; empty sections are left out."""
    marks = {mark.question: mark for mark in marks_of(paper, answers)}
    return tuple(
        Part(section.title, tuple(Entry(one.id, marks.get(one.id)) for one in section.questions))
        for section in paper.sections
        if section.questions
    )


def marks_in(outline: tuple[Part, ...]) -> tuple[Mark, ...]:
    """The marks of all questions that take an answer, in the order of the paper."""
    return tuple(entry.mark for part in outline for entry in part.entries if entry.mark)


def place_of(paper: Paper, current: str) -> Place | None:
    """Where the question stands; the first question where `current` is no question of the paper."""
    places = [(section, question) for section in paper.sections for question in section.questions]
    if not places:
        return None
    ids = [question.id for _, question in places]
    index = ids.index(current) if current in ids else 0
    section, question = places[index]
    counted = sum(not isinstance(one, Info) for _, one in places[: index + 1])
    return Place(
        section,
        question,
        0 if isinstance(question, Info) else counted,
        ids[index - 1] if index else "",
        ids[index + 1] if index + 1 < len(ids) else "",
    )
