"""From the questions found in a file to a draft of the paper, one question after the other.

Rule: one bad question never stops the others; a file of which nothing can be taken is refused as a whole.
"""

from collections.abc import Callable, Sequence

from examprotocol.paper import Paper, Question, Section, answerable_questions
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft, Picture, Remark
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.items import RawQuestion, SectionStart
from examserver.importers.language import guess_language
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.questions import build_question
from examserver.importers.shuffler import Shuffler
from examserver.scoring.keys import AnswerKeys, Key

Progress = Callable[[int, int], None]
"""Told how many of the questions are done, and of how many."""

_REVISION = 1
_SHOWN_PROBLEMS = 5


class Assembly:
    """Puts a paper together. Owns what has been taken so far, and what could not be."""

    def __init__(self, paper_id: str, title: str, shuffler: Shuffler) -> None:
        self._paper_id = paper_id
        self._title = title
        self._shuffler = shuffler
        self._sections: list[tuple[str, list[Question]]] = [("", [])]
        self._keys: dict[str, Key] = {}
        self._pictures: dict[str, Picture] = {}
        self._remarks: list[Remark] = []

    def take_all(self, found: Sequence[RawQuestion | SectionStart], progress: Progress) -> None:
        """Take every question that can be taken, and remark on every one that cannot."""
        total = sum(not isinstance(part, SectionStart) for part in found)
        done = 0
        for part in found:
            if isinstance(part, SectionStart):
                self._sections.append((part.title, []))
                continue
            self._take(part)
            done += 1
            progress(done, total)

    def draft(self) -> PaperDraft:
        """The draft; raises PaperFileError where no question could be taken."""
        filled = [(title, questions) for title, questions in self._sections if questions]
        if not filled:
            raise self._nothing_taken()
        sections = tuple(
            Section(f"s{number}", title, tuple(questions))
            for number, (title, questions) in enumerate(filled, 1)
        )
        language = guess_language(question for _, questions in filled for question in questions)
        paper = Paper(self._paper_id, _REVISION, self._title, language, sections)
        if not answerable_questions(paper):
            self._remark(
                "the file", "NOTHING_TO_ANSWER", "It has only pages to read, no question.", taken=True
            )
        keys = AnswerKeys(self._paper_id, _REVISION, self._keys)
        return PaperDraft(paper, keys, self._pictures, tuple(self._remarks))

    def _take(self, raw: RawQuestion) -> None:
        texts = QuestionTexts()
        question_id = f"q{sum(len(questions) for _, questions in self._sections) + 1}"
        try:
            built = build_question(raw.read(texts), question_id, self._shuffler)
        except QuestionRefusedError as refused:
            self._remark(raw.place, refused.code, refused.sentence, taken=False)
            return
        self._sections[-1][1].append(built.question)
        if built.key is not None:
            self._keys[question_id] = built.key
        self._pictures |= texts.pictures
        for note in (*texts.notes, *built.notes):
            self._remark(raw.place, note.code, note.sentence, taken=True)

    def _remark(self, place: str, code: str, sentence: str, *, taken: bool) -> None:
        self._remarks.append(Remark(place, code, sentence, taken))

    def _nothing_taken(self) -> PaperFileError:
        if not self._remarks:
            return PaperFileError(
                f"“{self._title}” has no question.", "Choose another file.", code="PAPER_EMPTY"
            )
        problems = [f"{remark.place}: {remark.sentence}" for remark in self._remarks[:_SHOWN_PROBLEMS]]
        more = len(self._remarks) - len(problems)
        advice = " ".join(problems) + (f" And {more} more." if more else "")
        return PaperFileError(f"No question of “{self._title}” can be taken.", advice, self._remarks[0].code)
