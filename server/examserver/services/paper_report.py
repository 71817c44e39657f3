"""What an import would bring or has brought: a verdict on each question, and the whole in numbers.

Rule: nothing that was left out or changed is without its line here, and the worst line decides the verdict.
"""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from examprotocol.paper import (
    Composite,
    Question,
    answerable_parts,
    answerable_questions,
    questions_of,
    total_points,
)
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft, Remark, Verdict
from examserver.importers.errors import NothingTakenError
from examserver.services.paper_advice import advice_on


class Outcome(StrEnum):
    """How a question, or the whole file, came through."""

    WHOLE = "whole"
    CHANGED = "changed"
    LEFT_OUT = "left out"
    REFUSED = "refused"


MOST_OF_WAV = 192
"""Bytes of a millisecond of WAV: 48 kHz, stereo, 16 bits."""

EXIT_CODES = {Outcome.WHOLE: 0, Outcome.CHANGED: 1, Outcome.LEFT_OUT: 1, Outcome.REFUSED: 2}


class Line(msgspec.Struct, frozen=True):
    """One thing that is said, and what to do about it."""

    code: str
    sentence: str
    advice: str


class QuestionReport(msgspec.Struct, frozen=True):
    """One question. `id` and `type` are empty where it was left out, `parts` are those that ask."""

    place: str
    outcome: Outcome
    id: str = ""
    type: str = ""
    points: str = "0"
    parts: int = 0
    remarks: tuple[Line, ...] = ()


class Counts(msgspec.Struct, frozen=True):
    """What the paper has. `pages` are what the candidate turns, `questions` what takes an answer. `decoded`
    are the sounds that are no WAV, and `as_wav` the bytes that these would have at most as such.
    """

    pages: int = 0
    questions: int = 0
    points: str = "0"
    pictures: int = 0
    formulas: int = 0
    sounds: int = 0
    decoded: int = 0
    as_wav: int = 0
    materials: int = 0


class PaperReport(msgspec.Struct, frozen=True):
    """The whole file. `remarks` are about the file itself, or why it is refused."""

    file: str
    outcome: Outcome
    title: str = ""
    language: str = ""
    counts: Counts = Counts()
    remarks: tuple[Line, ...] = ()
    questions: tuple[QuestionReport, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 where all came in whole, 1 where something is named, 2 where the file is refused."""
        return EXIT_CODES[self.outcome]


def report_on(file: str, draft: PaperDraft) -> PaperReport:
    """The report on a paper that came in, as a whole or in part."""
    pages = {page.id: page for page in questions_of(draft.paper)}
    questions = tuple(_question(verdict, pages) for verdict in draft.verdicts)
    told = {remark for verdict in draft.verdicts for remark in verdict.remarks}
    rest = tuple(_line(remark) for remark in draft.remarks if remark not in told)
    whole = not rest and all(one.outcome is Outcome.WHOLE for one in questions)
    paper = draft.paper
    decoded = [sound for sound in draft.sounds.values() if sound.media_type != "audio/wav"]
    return PaperReport(
        file=file,
        outcome=Outcome.WHOLE if whole else Outcome.CHANGED,
        title=paper.title,
        language=paper.lang,
        counts=Counts(
            pages=len(pages),
            questions=len(answerable_questions(paper)),
            points=_plain(str(total_points(paper))),
            pictures=len(draft.pictures) - len(paper.formulas),
            formulas=len(paper.formulas),
            sounds=len(draft.sounds),
            decoded=len(decoded),
            as_wav=sum(sound.duration for sound in decoded) * MOST_OF_WAV,
            materials=len(paper.materials),
        ),
        remarks=rest,
        questions=questions,
    )


def report_on_refusal(file: str, error: PaperFileError) -> PaperReport:
    """The report on a file of which nothing comes in."""
    verdicts = error.verdicts if isinstance(error, NothingTakenError) else ()
    line = Line(error.code, error.title, advice_on(error.code) if verdicts else error.advice)
    return PaperReport(
        file=file,
        outcome=Outcome.REFUSED,
        remarks=(line,),
        questions=tuple(_question(verdict, {}) for verdict in verdicts),
    )


def counted(questions: Sequence[QuestionReport]) -> dict[Outcome, int]:
    """How many questions came through how."""
    return {outcome: sum(one.outcome is outcome for one in questions) for outcome in Outcome}


def _question(verdict: Verdict, pages: dict[str, Question]) -> QuestionReport:
    remarks = tuple(_line(remark) for remark in verdict.remarks)
    page = pages.get(verdict.question_id)
    if page is None:
        return QuestionReport(verdict.place, Outcome.LEFT_OUT, remarks=remarks)
    return QuestionReport(
        place=verdict.place,
        outcome=Outcome.CHANGED if remarks else Outcome.WHOLE,
        id=page.id,
        type=str(page.__struct_config__.tag),
        points=_plain(str(page.points)),
        parts=len(answerable_parts([page])) if isinstance(page, Composite) else 0,
        remarks=remarks,
    )


def _line(remark: Remark) -> Line:
    return Line(remark.code, remark.sentence, advice_on(remark.code))


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
