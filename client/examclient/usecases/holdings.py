"""What this machine still holds of attempts, as it lies: whose each is, and how far it was answered."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from examclient.domain.attempt_label import Label, label_of_session
from examclient.domain.export import Exportable
from examclient.domain.handed_in import submitted_in
from examclient.domain.kept_session import KeptSession
from examclient.domain.progress import answered_count
from examclient.errors import ExportError, ExportFault, JournalError
from examclient.usecases.export_notes import exports_in
from examclient.usecases.handed_files import files_in, record_of
from examclient.usecases.labels import FindPaper, Labelled, label_in
from examclient.usecases.session_keeping import SessionShelf
from examclient.usecases.sitting import RECEIPT
from examclient.usecases.start_attempt import STARTS
from examprotocol.attachments import Attachment
from examprotocol.errors import ProtocolError
from examprotocol.events import Answered, Edited, WriterLog
from examprotocol.merge import fold
from examprotocol.paper import answerable_questions
from examprotocol.receipts import open_receipt
from examprotocol.responses import is_empty
from examprotocol.signing import read_key

log = logging.getLogger(__name__)

TAKE_IT_THERE = "Keep this machine as it is. The service opens the journal's file with its own key."


class JournalShelf(Protocol):
    """Where the journals lie."""

    def attempts(self) -> Iterable[str]:
        """Of whom there is one."""

    def left(self, attempt: str) -> Labelled:
        """One as it lies. Raises JournalError."""


@dataclass(frozen=True, slots=True)
class HeldAttempt:
    """An attempt, its journal, and what is known of it; `answered` and `questions` as in `Exportable`."""

    attempt: str
    journal: Labelled
    label: Label
    answered: int = 0
    questions: int = 0

    @property
    def logs(self) -> tuple[WriterLog, ...]:
        """What can be read of its events."""
        return self.journal.logs()

    @property
    def receipt(self) -> str:
        """The signed receipt that is here, or `""`."""
        return self.journal.noted(RECEIPT)

    @property
    def files(self) -> tuple[Attachment, ...]:
        """How the files of its answers are sealed, as far as the journal says."""
        wanted = dict.fromkeys(file.sha256 for file in files_in(fold(self.logs)))
        records = (record_of(self.journal, one) for one in wanted)
        return tuple(record for record in records if record is not None)

    @property
    def events(self) -> int:
        """How many there are."""
        return sum(len(one.events) for one in self.logs)


class Holdings:
    """Looks through the journals; changes nothing. May be called from any thread."""

    def __init__(
        self,
        journals: JournalShelf,
        sessions: SessionShelf,
        find_paper: FindPaper,
        signing_key: dict[str, str],
    ) -> None:
        self._journals = journals
        self._sessions = sessions
        self._find_paper = find_paper
        self._signing_key = read_key(signing_key)

    def held(self, attempt: str) -> HeldAttempt:
        """One attempt; raises ExportError where nothing of it can be exported."""
        held = self._held(attempt, self._kept())
        if not held.events:
            raise ExportError(ExportFault.NOT_HELD, f"Nothing of attempt {attempt} is here.")
        if not held.label.is_known:
            raise ExportError(ExportFault.NOBODYS, f"Nothing says whose attempt {attempt} is.")
        return held

    def all(self, running: str = "") -> tuple[Exportable, ...]:
        """All of them: the one that runs, then what nobody has signed for, then what was written last."""
        kept = self._kept()
        looked = (self._look_at(attempt, kept, running) for attempt in self._journals.attempts())
        return tuple(sorted((one for one in looked if one is not None), key=_place))

    def _kept(self) -> Mapping[str, KeptSession]:
        return {one.attempt: one for one in self._sessions.all()}

    def _held(self, attempt: str, kept: Mapping[str, KeptSession]) -> HeldAttempt:
        session = kept.get(attempt)
        paper = self._find_paper(session) if session is not None else None
        try:
            journal = self._journals.left(attempt)
            answers = fold(journal.logs())
        except JournalError as error:
            raise ExportError(ExportFault.LOCKED, error.title, TAKE_IT_THERE) from error
        except ProtocolError as error:
            raise ExportError(ExportFault.DAMAGED, f"The journal is not sound: {error}.") from error
        label = label_in(journal, self._signing_key)
        if session is not None:
            label = label_of_session(session).over(label)
        if paper is not None:
            answered, questions = answered_count(paper, answers), len(answerable_questions(paper))
        else:
            given = [one for one in answers.current.values() if not is_empty(one.response)]
            answered, questions = len(given), label.questions
        return HeldAttempt(attempt, journal, label, answered, questions)

    def _look_at(self, attempt: str, kept: Mapping[str, KeptSession], running: str) -> Exportable | None:
        try:
            held = self._held(attempt, kept)
        except ExportError as error:
            log.warning("attempt %s cannot be exported: %s", attempt, error)
            label = label_of_session(kept[attempt]) if attempt in kept else Label()
            return _shown(HeldAttempt(attempt, NOTHING, label), error.fault)
        if held.events:
            return self._in_the_list(held, is_running=attempt == running)
        return None if _was_never_written(held) else _shown(held, ExportFault.DAMAGED)

    def _in_the_list(self, held: HeldAttempt, *, is_running: bool) -> Exportable:
        good = [one for one in exports_in(held.journal) if one.code]
        shown = _shown(held, None if held.label.is_known else ExportFault.NOBODYS)
        return replace(
            shown,
            is_running=is_running,
            is_handed_in=submitted_in(held.logs) is not None,
            is_acknowledged=self._is_acknowledged(held),
            exported_at=good[-1].at if good else 0,
            is_newer=bool(good) and held.events > good[-1].events,
        )

    def _is_acknowledged(self, held: HeldAttempt) -> bool:
        """Whether the site has signed for every answer that is here."""
        if not held.receipt:
            return False
        try:
            heads = open_receipt(held.receipt, self._signing_key).heads
        except ProtocolError:
            return False
        ends = {writer: head.seq for writer, head in heads.items()}
        return not any(
            isinstance(event.body, Answered | Edited)
            for log in held.logs
            for event in log.events[ends.get(log.writer.id, 0) :]
        )


class _Nothing:
    """The journal that cannot be read."""

    def logs(self) -> tuple[WriterLog, ...]:
        return ()

    def noted(self, key: str) -> str:
        del key
        return ""

    def note(self, key: str, value: str) -> None:
        raise JournalError(f"There is no journal to note {key} in, {len(value)} characters.")


NOTHING = _Nothing()


def _was_never_written(held: HeldAttempt) -> bool:
    """Where a login came no further the journal was begun, and nothing is in it; else something was lost."""
    return bool(held.journal.noted(STARTS)) and not held.label.is_known


def _shown(held: HeldAttempt, fault: ExportFault | None) -> Exportable:
    label = held.label
    return Exportable(
        attempt=held.attempt,
        name=label.name,
        admission_number=label.candidate,
        exam_title=label.title,
        seat=label.seat,
        answered=held.answered,
        questions=held.questions,
        events=held.events,
        last_at=max((event.at for log in held.logs for event in log.events), default=0),
        exam=label.exam,
        fault=fault,
    )


def _place(one: Exportable) -> tuple[bool, bool, int]:
    return (not one.is_running, one.is_acknowledged, -one.last_at)
