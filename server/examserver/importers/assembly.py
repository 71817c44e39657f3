"""From the questions found in a file to a draft of the paper, one question after the other.

Rule: one bad question never stops the others; a file of which nothing can be taken is refused as a whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from examprotocol.paper import Paper, Question, Section, answerable_questions
from examprotocol.paper_parts import Material
from examserver.importers.collected import Collected
from examserver.importers.draft import PaperDraft, Remark, Verdict
from examserver.importers.errors import NothingTakenError, QuestionRefusedError
from examserver.importers.items import PaperStart, RawQuestion, SectionStart
from examserver.importers.language import guess_language
from examserver.importers.pages import build_page
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.shuffler import Shuffler
from examserver.scoring.keys import AnswerKeys, Key

Progress = Callable[[int, int], None]
"""Told how many of the questions are done, and of how many."""

_REVISION = 1
_SHOWN_PROBLEMS = 5


@dataclass
class _Started:
    """A section that has begun: how it starts, and its questions so far."""

    start: SectionStart
    questions: list[Question] = field(default_factory=list)

    def finished(self, number: int) -> Section:
        start = self.start
        return Section(
            id=f"s{number}",
            title=start.title,
            questions=tuple(self.questions),
            instructions=start.instructions,
            shuffle=start.shuffle,
            select=start.select,
            answer_limit=start.answer_limit,
        )


class Assembly:
    """Puts a paper together. Owns what has been taken so far, and what could not be."""

    def __init__(self, paper_id: str, title: str, shuffler: Shuffler, *, title_is_given: bool = True) -> None:
        self._paper_id = paper_id
        self._title = title
        self._title_is_given = title_is_given
        self._shuffler = shuffler
        self._start = PaperStart()
        self._sections = [_Started(SectionStart(""))]
        self._keys: dict[str, Key] = {}
        self._materials: dict[str, Material] = {}
        self._collected = Collected()
        self._remarks: list[Remark] = []
        self._verdicts: list[Verdict] = []

    def take_all(self, found: Sequence[RawQuestion | SectionStart | PaperStart], progress: Progress) -> None:
        """Take every question that can be taken, and remark on every one that cannot."""
        total = sum(not isinstance(part, SectionStart | PaperStart) for part in found)
        done = 0
        for part in found:
            if isinstance(part, PaperStart):
                self._begin(part)
            elif isinstance(part, SectionStart):
                self._sections.append(_Started(part))
            else:
                self._take(part)
                done += 1
                progress(done, total)

    def draft(self) -> PaperDraft:
        """The draft; raises PaperFileError where no question could be taken."""
        filled = [started for started in self._sections if started.questions]
        if not filled:
            raise self._nothing_taken()
        paper = Paper(
            paper_id=self._paper_id,
            revision=_REVISION,
            title=self._title,
            lang=self._start.language
            or guess_language(one for started in filled for one in started.questions),
            instructions=self._start.instructions,
            sections=tuple(started.finished(number) for number, started in enumerate(filled, 1)),
            materials=tuple(self._materials.values()),
            formulas=tuple(self._collected.formulas.values()),
        )
        if not answerable_questions(paper):
            self._remark(
                "the file", "NOTHING_TO_ANSWER", "It has only pages to read, no question.", taken=True
            )
        keys = AnswerKeys(self._paper_id, _REVISION, self._keys)
        return PaperDraft(
            paper=paper,
            keys=keys,
            pictures=self._collected.pictures,
            remarks=tuple(self._remarks),
            sounds=self._collected.sounds,
            verdicts=tuple(self._verdicts),
        )

    def _begin(self, start: PaperStart) -> None:
        self._start = start
        if start.title and not self._title_is_given:
            self._title = start.title
        for note in start.notes:
            self._remark("the file", note.code, note.sentence, taken=True)

    def _take(self, raw: RawQuestion) -> None:
        before = len(self._remarks)
        taken = self._taken(raw)
        self._verdicts.append(Verdict(raw.place, taken, tuple(self._remarks[before:])))

    def _taken(self, raw: RawQuestion) -> str:
        """Take a question; its id in the paper, empty where it could not be taken."""
        texts = QuestionTexts()
        question_id = f"q{sum(len(started.questions) for started in self._sections) + 1}"
        try:
            built = build_page(raw.read(texts), question_id, self._shuffler, self._materials)
        except QuestionRefusedError as refused:
            self._remark(raw.place, refused.code, refused.sentence, taken=False)
            return ""
        self._sections[-1].questions.append(built.question)
        self._keys |= built.keys
        self._materials |= built.materials
        self._collected.add(texts.collected)
        for note in (*texts.notes, *built.notes):
            self._remark(raw.place, note.code, note.sentence, taken=True)
        return question_id

    def _remark(self, place: str, code: str, sentence: str, *, taken: bool) -> None:
        self._remarks.append(Remark(place, code, sentence, taken))

    def _nothing_taken(self) -> NothingTakenError:
        reasons = [remark for remark in self._remarks if not remark.taken]
        if not reasons:
            return NothingTakenError(
                f"“{self._title}” has no question.", "Choose another file.", code="PAPER_EMPTY"
            )
        problems = [f"{remark.place}: {remark.sentence}" for remark in reasons[:_SHOWN_PROBLEMS]]
        more = len(reasons) - len(problems)
        advice = " ".join(problems) + (f" And {more} more." if more else "")
        return NothingTakenError(
            f"No question of “{self._title}” can be taken.", advice, reasons[0].code, self._verdicts
        )
