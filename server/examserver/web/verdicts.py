"""What became of a file, as a line of the page's tables: the words of the command line in two languages."""

from collections.abc import Iterator

import msgspec

from examserver.services.import_verdicts import ImportResult, Note, Verdict, VisitSaid
from examserver.services.import_words import NOTES, plain, refusal_words
from examserver.storage.imports import ImportRow
from examserver.web.words import Words

DRY = {
    Verdict.TAKEN: "will be taken in",
    Verdict.NOTHING_NEW: "nothing new",
    Verdict.SAME_AGAIN: "the same again",
    Verdict.REFUSED: "refused",
}
DONE = DRY | {Verdict.TAKEN: "taken in"}
TONES = {
    Verdict.TAKEN: "good",
    Verdict.NOTHING_NEW: "same",
    Verdict.SAME_AGAIN: "same",
    Verdict.REFUSED: "bad",
}
WORRYING = {
    Note.KEPT_APART,
    Note.DAMAGED_ANSWERS,
    Note.STRANGE_STATION,
    Note.OTHER_PAPER,
    Note.LEFT_OUT,
    Note.DECIDED_BEFORE,
    Note.ATTACHMENTS_MISSING,
    Note.ATTACHMENTS_DAMAGED,
}
CLAIMS = "says of itself:"
ALL_IS_HERE = "all that is in it is here already"


class Line(msgspec.Struct, frozen=True):
    """One file in a table. `tone` is good, same, look or bad; `attempt` is `""` where nothing came in."""

    tone: str
    verdict: str
    said: tuple[str, ...]
    file: str
    code: str
    sha256: str
    exam: str
    candidate: str
    name: str
    attempt: str
    receipt: str
    number: int
    fault: str


def line_of(words: Words, result: ImportResult, name: str, *, is_dry: bool) -> Line:
    """The line for a file that was just looked at, or taken in. `name` is the candidate's.

    Of a refused file nobody knows whose it is: there stands that it only says so.
    """
    return Line(
        tone=_tone(result),
        verdict=words((DRY if is_dry else DONE)[result.verdict]),
        said=tuple(_said(words, result)),
        file=result.file.name,
        code=result.file.code,
        sha256=result.file.sha256,
        exam=plain(result.exam),
        candidate=plain(result.candidate),
        name=plain(name) if result.came_in else (words(CLAIMS) if result.candidate else ""),
        attempt=result.attempt if result.came_in and not is_dry else "",
        receipt=result.receipt,
        number=result.number,
        fault=result.fault,
    )


def verdict_said(words: Words, row: ImportRow) -> str:
    """What became of a file, for the log."""
    return words(DONE[Verdict(row.verdict)])


def notes_said(words: Words, row: ImportRow) -> list[str]:
    """All that a person should know of a logged file."""
    if row.fault:
        return [refusal_said(words, row.fault, row.about)]
    new = [words("{n} events new", n=row.new)] if row.new else []
    return [*new, *(words(NOTES[Note(note)]) for note in row.notes)]


def refusal_said(words: Words, fault: str, about: str) -> str:
    """Why a file is refused, in a sentence."""
    return words(refusal_words(fault, about)).format(about=plain(about))


def row_tone(row: ImportRow) -> str:
    """How a logged file is marked."""
    is_worrying = row.verdict == Verdict.TAKEN and any(note in WORRYING for note in row.notes)
    return "look" if is_worrying else TONES[Verdict(row.verdict)]


def _tone(result: ImportResult) -> str:
    """What was strange when it came in is not strange again each time that it is offered once more."""
    visit, is_new = result.visit, result.verdict is Verdict.TAKEN
    is_strange = is_new and any(note in WORRYING for note in result.notes)
    is_short = visit is not None and (bool(visit.missing) or not visit.done)
    is_worrying = is_strange or is_short or result.late or result.conflicts
    return "look" if is_worrying and result.came_in else TONES[result.verdict]


def _said(words: Words, result: ImportResult) -> list[str]:
    if result.verdict is Verdict.REFUSED:
        return [refusal_said(words, result.fault, result.about)]
    if result.visit:
        return list(_visit_said(words, result.visit))
    parts = []
    if result.new:
        parts.append(words("{n} of {all} events new", n=result.new, all=result.events))
    elif result.verdict is not Verdict.TAKEN:
        parts.append(words(ALL_IS_HERE))
    if result.late:
        parts.append(words("late answers: {n}", n=result.late))
    if result.conflicts:
        parts.append(words("questions to decide: {n}", n=len(result.conflicts)))
    return [*parts, *(words(NOTES[note]) for note in result.notes)]


def _visit_said(words: Words, visit: VisitSaid) -> Iterator[str]:
    yield words("visit of room {room}, seat {seat}", room=plain(visit.room), seat=plain(visit.seat) or "-")
    yield words("packages put on the stick: {n}", n=visit.packages)
    if visit.done:
        yield words("complete: all that the machine held is on the stick")
    elif visit.left:
        yield words("not complete: {n} could not be exported", n=visit.left)
    else:
        yield words("not complete: it was stopped")
    if visit.missing:
        yield words("not here: {candidates}", candidates=plain(", ".join(visit.missing)))
