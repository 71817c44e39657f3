"""Decides when what a restart needs is written: at the start, when the end or the place moves, every minute.

Rule: what the deadline handed in may be opened again, so it is kept until its candidate has gone; and of an
exam that was moved away all is kept that it takes to go on here once more. Off the GUI thread and not in the
queue of the answers; nobody waits for it.
"""

from typing import Any

from msgspec.structs import replace

from examclient.domain.exam_end import ExamEnd
from examclient.domain.kept_session import KeptSession
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.background import Background
from examclient.usecases.admission import Admitted
from examclient.usecases.session_keeping import SessionKeeping
from examprotocol.events import Epoch
from examprotocol.messages import LoginReply, SyncReply

EVERY = 60_000
"""Milliseconds of site time between two writings of it: a power cut costs the clock no more."""


class SessionKeeper:
    """Watches the state of the screen. Knows nothing of files."""

    def __init__(self, lane: Background, keeping: SessionKeeping) -> None:
        self._lane = lane
        self._keeping = keeping
        self._end: ExamEnd | None = None
        self._saved_at = 0

    def begin(self, admitted: Admitted, end: ExamEnd | None = None) -> None:
        """This candidate's attempt runs from now on, and ends then."""
        known = admitted.kept or self._keeping.running()
        mine = known if known and known.attempt == admitted.login.attempt else None
        self._end = end or self._end
        self._keeping.begin(admitted.login, admitted.identity, mine)
        self._keeping.change(admitted.login.attempt, by_code=self._by_code())
        if admitted.identity_number:
            self._keeping.change(admitted.login.attempt, identity_number=admitted.identity_number)
        if admitted.newest is not None:
            self._keeping.change(admitted.login.attempt, newest=admitted.newest)
        self._save()

    def newest_epoch(self) -> Epoch | None:
        """The newest epoch of the running attempt that was heard of."""
        running = self._keeping.running()
        return running.newest if running is not None else None

    def heard(self, reply: SyncReply) -> None:
        """The site answered: its extensions are kept together with the end that they make, and where it saw
        this machine, so that no restart takes a cover away; and the newest epoch.
        """
        running = self._keeping.running()
        if running is None:
            return
        login = replace(running.login, place=reply.place)
        if login.extensions != reply.extensions or self._has_moved(login, reply):
            exam = replace(login.exam, start=reply.orders.starts or login.exam.start, end=reply.end)
            login = replace(login, exam=exam, extensions=reply.extensions)
        newest = max(running.newest or reply.epoch, reply.epoch)
        self._change(running, login=login, by_code=self._by_code(), newest=newest)

    def _has_moved(self, login: LoginReply, reply: SyncReply) -> bool:
        """Whether the site has moved the exam itself; what codes and pauses lend is kept beside."""
        is_lent = reply.orders.pause is not None or bool(self._by_code())
        return not is_lent and (login.exam.start, login.exam.end) != (
            reply.orders.starts or login.exam.start,
            reply.end,
        )

    def forget(self) -> None:
        """Whoever sat here has gone."""
        self._let_go()

    def leave(self) -> None:
        """Whoever sat here has gone without a receipt: what it takes to go on once more stays, and what a
        proctor's record names.
        """
        ended, self._end = self._keeping.end(), None
        if ended is not None:
            self._lane.run(lambda: self._keeping.put_away(replace(ended, left=True)), _nothing, _nothing)

    def show_state(self, state: ExamState) -> None:
        """Keep what is new in it, or let go where the session has ended."""
        running = self._keeping.running()
        if running is None or state.exam is None or _has_ended(state):
            self._let_go(is_moved=running is not None and running.moved and state.phase is Phase.LOGIN)
        elif state.exam != running.login.exam:
            login = replace(running.login, exam=state.exam)
            self._change(running, login=login, by_code=self._by_code())
        elif state.phase is Phase.MOVED:
            self._change(running, moved=True, left=not state.lights.waiting and not state.has_unsaved)
        elif abs(state.now - self._saved_at) >= EVERY:
            self._saved_at = state.now
            self._save()

    def _by_code(self) -> int:
        return self._end.by_code() if self._end is not None else 0

    def _change(self, running: KeptSession, **changes: Any) -> None:
        """Keep something new, field by field (msgspec's replace has no types for them)."""
        if replace(running, **changes) != running:
            self._keeping.change(running.attempt, **changes)
            self._save()

    def _let_go(self, *, is_moved: bool = False) -> None:
        """An exam that was moved away could come back here by a proctor's code: that stays."""
        ended, self._end = self._keeping.end(), None
        if ended is not None and is_moved:
            self._lane.run(lambda: self._keeping.put_away(ended), _nothing, _nothing)
        elif ended is not None:
            self._lane.run(lambda: self._keeping.remove(ended.attempt), _nothing, _nothing)

    def _save(self) -> None:
        self._lane.run(self._keeping.save, _nothing, _nothing)


def _has_ended(state: ExamState) -> bool:
    """What the deadline handed in may be opened again."""
    return state.phase is Phase.LOGIN or (state.phase is Phase.DONE and not state.by_deadline)


def _nothing(_outcome: object) -> None:
    """Whoever keeps has logged it."""
