"""One candidate at this machine: the attempt with everything that serves it."""

from dataclasses import dataclass

from examclient.domain.exam_end import ExamEnd
from examclient.network.sync import SyncEngine
from examclient.usecases.attempt import Attempt
from examclient.usecases.start_attempt import AttemptStore
from examclient.usecases.submit import Submit

RECEIPT, GRANT = "receipt", "grant"
"""What is noted in a journal: the signed receipt, and the site's word that the attempt was open here."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """The attempt, its journal, the engine that sends it and the way to hand it in."""

    attempt: Attempt
    store: AttemptStore
    engine: SyncEngine
    submit: Submit

    @property
    def end(self) -> ExamEnd | None:
        """When time is over."""
        return self.engine.end

    def keep_receipt(self, token: str) -> None:
        """Keep the signed receipt in the journal. Raises JournalError."""
        self.store.note(RECEIPT, token)
