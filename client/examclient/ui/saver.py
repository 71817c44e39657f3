"""Brings what the candidate does into the journal: choices at once, typing after a pause.

Rule: nothing leaves `unsaved` before the journal has it on disk, and what cannot be saved is tried again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.autosave import QUIET, Typing, is_typed, seconds_until_save
from examclient.errors import ExamError
from examclient.ui.background import Background
from examprotocol.merge import Answers
from examprotocol.responses import Response

T = TypeVar("T")

TRY_AGAIN = 2.0
"""Seconds after a save that failed."""


class Journalling(Protocol):
    """Where answers become durable."""

    def answer(self, question: str, response: Response) -> Answers:
        """Save a response; on disk when it returns."""

    def flag(self, question: str, *, flag: bool) -> Answers:
        """Save a mark; on disk when it returns."""


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A response that is not saved yet. The same words taken a second time are another draft."""

    response: Response


@dataclass(frozen=True, slots=True)
class Saved:
    """The answers as the journal now has them."""

    answers: Answers


class Saver(QObject):
    """Owns what is not saved yet. Knows nothing of the screen and of the site.

    Signals:
        saved(Saved): a response or a mark is on disk.
        failed(ExamError): the journal could not be written; it will be tried again.
    """

    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, lane: Background, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._lane = lane
        self._monotonic = monotonic
        self._journal: Journalling | None = None
        self._unsaved: dict[str, Draft] = {}
        self._typing: dict[str, Typing] = {}
        self._running = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)

    def open(self, journal: Journalling) -> None:
        """Save into this journal from now on."""
        self.close()
        self._journal = journal

    def close(self) -> None:
        """Save what is typed one last time; what fails now is not tried again, and in no other journal."""
        self.flush()
        self._timer.stop()
        self._journal = None
        self._unsaved.clear()
        self._typing.clear()

    def take(self, question: str, response: Response) -> None:
        """The candidate changed a response: save it now, or after a pause in the typing."""
        now = self._monotonic()
        self._unsaved[question] = Draft(response)
        if not is_typed(response):
            self._save(question)
            return
        typing = self._typing.get(question)
        self._typing[question] = typing.go_on(now) if typing else Typing(now, now)
        self._arm(now)

    def flag(self, question: str, *, flag: bool) -> None:
        """The candidate marked a question, or took the mark away."""
        journal = self._opened()
        self._run(lambda: journal.flag(question, flag=flag), self._on_flag_saved, self.failed.emit)

    def flush(self) -> None:
        """Save all typing now: on leaving a question, at the deadline, at the end."""
        for question in tuple(self._typing):
            self._save(question)

    def unsaved(self) -> Mapping[str, Response]:
        """What is not on disk yet, question to response."""
        return {question: draft.response for question, draft in self._unsaved.items()}

    def is_busy(self) -> bool:
        """Whether anything is typed or under way that is not on disk yet."""
        return bool(self._unsaved) or self._running > 0

    def _save(self, question: str) -> None:
        journal, draft = self._opened(), self._unsaved[question]
        self._typing.pop(question, None)
        self._run(
            lambda: journal.answer(question, draft.response),
            lambda answers: self._on_saved(question, draft, answers),
            lambda error: self._on_failed(question, draft, error),
        )

    def _run(
        self,
        work: Callable[[], Answers],
        done: Callable[[Answers], None],
        failed: Callable[[ExamError], None],
    ) -> None:
        self._running += 1
        journal = self._journal
        self._lane.run(work, self._counted(done, journal), self._counted(failed, journal))

    def _counted(self, function: Callable[[T], None], journal: Journalling | None) -> Callable[[T], None]:
        """What came of a save into a journal that has been closed since concerns nobody here."""

        def counted(value: T) -> None:
            self._running -= 1
            if journal is self._journal:
                function(value)

        return counted

    def _on_saved(self, question: str, draft: Draft, answers: Answers) -> None:
        if self._unsaved.get(question) is draft:
            del self._unsaved[question]
            self._typing.pop(question, None)
        self.saved.emit(Saved(answers))

    def _on_flag_saved(self, answers: Answers) -> None:
        self.saved.emit(Saved(answers))

    def _on_failed(self, question: str, draft: Draft, error: ExamError) -> None:
        if self._unsaved.get(question) is draft:
            now = self._monotonic()
            later = now + TRY_AGAIN - QUIET
            self._typing.setdefault(question, Typing(later, later))
            self._arm(now)
        self.failed.emit(error)

    def _on_timeout(self) -> None:
        now = self._monotonic()
        for question, typing in tuple(self._typing.items()):
            if seconds_until_save(typing, now) <= 0:
                self._save(question)
        self._arm(now)

    def _arm(self, now: float) -> None:
        if self._typing:
            wait = min(seconds_until_save(typing, now) for typing in self._typing.values())
            self._timer.start(round(wait * 1000) + 1)

    def _opened(self) -> Journalling:
        assert self._journal is not None, "nothing can be answered before a journal is open"
        return self._journal
