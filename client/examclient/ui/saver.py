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

    question: str
    response: Response

    def write(self, journal: Journalling) -> Answers:
        """Bring it to the disk."""
        return journal.answer(self.question, self.response)


@dataclass(frozen=True, slots=True, eq=False)
class FlagDraft:
    """A mark, or its taking away, that is not saved yet."""

    question: str
    flag: bool

    def write(self, journal: Journalling) -> Answers:
        """Bring it to the disk."""
        return journal.flag(self.question, flag=self.flag)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft goes: a newer one for the same place stands for the older."""

    question: str
    is_flag: bool = False


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
        self._unsaved: dict[Place, Draft | FlagDraft] = {}
        self._typing: dict[Place, Typing] = {}
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
        now, place = self._monotonic(), Place(question)
        self._unsaved[place] = Draft(question, response)
        if not is_typed(response):
            self._save(place)
            return
        typing = self._typing.get(place)
        self._typing[place] = typing.go_on(now) if typing else Typing(now, now)
        self._arm(now)

    def flag(self, question: str, *, flag: bool) -> None:
        """The candidate marked a question, or took the mark away."""
        place = Place(question, is_flag=True)
        self._unsaved[place] = FlagDraft(question, flag)
        self._save(place)

    def flush(self) -> None:
        """Save all typing now: on leaving a question, at the deadline, at the end."""
        for place in tuple(self._typing):
            self._save(place)

    def unsaved(self) -> Mapping[str, Response]:
        """The responses that are not on disk yet, by question."""
        drafts = self._unsaved.values()
        return {draft.question: draft.response for draft in drafts if isinstance(draft, Draft)}

    def is_busy(self) -> bool:
        """Whether anything is typed, marked or under way that is not on disk yet."""
        return bool(self._unsaved) or self._running > 0

    def _save(self, place: Place) -> None:
        journal, draft = self._opened(), self._unsaved[place]
        self._typing.pop(place, None)
        self._run(
            lambda: draft.write(journal),
            lambda answers: self._on_saved(place, draft, answers),
            lambda error: self._on_failed(place, draft, error),
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

    def _on_saved(self, place: Place, draft: Draft | FlagDraft, answers: Answers) -> None:
        if self._unsaved.get(place) is draft:
            del self._unsaved[place]
            self._typing.pop(place, None)
        self.saved.emit(Saved(answers))

    def _on_failed(self, place: Place, draft: Draft | FlagDraft, error: ExamError) -> None:
        if self._unsaved.get(place) is draft:
            now = self._monotonic()
            later = now + TRY_AGAIN - QUIET
            self._typing.setdefault(place, Typing(later, later))
            self._arm(now)
        self.failed.emit(error)

    def _on_timeout(self) -> None:
        now = self._monotonic()
        for place, typing in tuple(self._typing.items()):
            if seconds_until_save(typing, now) <= 0:
                self._save(place)
        self._arm(now)

    def _arm(self, now: float) -> None:
        if self._typing:
            wait = min(seconds_until_save(typing, now) for typing in self._typing.values())
            self._timer.start(round(wait * 1000) + 1)

    def _opened(self) -> Journalling:
        assert self._journal is not None, "nothing can be answered before a journal is open"
        return self._journal
