"""Decides when what a restart needs is written: at the start, when the end or the place moves, every minute.

Rule: what the deadline handed in may be opened again, so it is kept until its candidate has gone. Off the GUI
thread and not in the queue of the answers; nobody waits for it.
"""

from msgspec.structs import replace

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.background import Background
from examclient.usecases.admission import Admitted
from examclient.usecases.session_keeping import SessionKeeping
from examprotocol.messages import SyncReply

EVERY = 60_000
"""Milliseconds of site time between two writings of it: a power cut costs the clock no more."""


class SessionKeeper:
    """Watches the state of the screen. Knows nothing of files."""

    def __init__(self, lane: Background, keeping: SessionKeeping) -> None:
        self._lane = lane
        self._keeping = keeping
        self._saved_at = 0

    def begin(self, admitted: Admitted) -> None:
        """This candidate's attempt runs from now on."""
        known = admitted.kept or self._keeping.running()
        mine = known if known and known.attempt == admitted.login.attempt else None
        self._keeping.begin(admitted.login, admitted.identity, mine)
        self._save()

    def heard(self, reply: SyncReply) -> None:
        """The site answered: its extensions are kept together with the end that they make, and where it saw
        this machine, so that no restart takes a cover away.
        """
        running = self._keeping.running()
        if running is None:
            return
        login = replace(running.login, place=reply.place)
        if login.extensions != reply.extensions:
            exam = replace(login.exam, end=reply.end)
            login = replace(login, exam=exam, extensions=reply.extensions)
        if login != running.login:
            self._keeping.change(running.attempt, login=login)
            self._save()

    def forget(self) -> None:
        """Whoever sat here has gone."""
        self._end()

    def show_state(self, state: ExamState) -> None:
        """Keep what is new in it, or let go where the session has ended."""
        running = self._keeping.running()
        if running is None or state.exam is None or _has_ended(state):
            self._end()
        elif state.exam != running.login.exam:
            self._keeping.change(running.attempt, login=replace(running.login, exam=state.exam))
            self._save()
        elif (state.phase is Phase.MOVED) != running.moved:
            self._keeping.change(running.attempt, moved=True)
            self._save()
        elif abs(state.now - self._saved_at) >= EVERY:
            self._saved_at = state.now
            self._save()

    def _end(self) -> None:
        attempt = self._keeping.end()
        if attempt:
            self._lane.run(lambda: self._keeping.remove(attempt), _nothing, _nothing)

    def _save(self) -> None:
        self._lane.run(self._keeping.save, _nothing, _nothing)


def _has_ended(state: ExamState) -> bool:
    """A machine that only sends what it still has must be able to do so after a restart too."""
    moved_wholly = state.phase is Phase.MOVED and not state.lights.waiting and not state.unsaved
    is_done = state.phase is Phase.DONE and not state.by_deadline
    return moved_wholly or is_done or state.phase is Phase.LOGIN


def _nothing(_outcome: object) -> None:
    """Whoever keeps has logged it."""
