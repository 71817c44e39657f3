"""A candidate comes, or comes back: from the login page, from outside or from another machine, after a
restart, or to hand in.

Rule: who is shown on the screen is who was let in; what came of a job for somebody else concerns nobody here.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.clock import SiteClock
from examclient.domain.phases import Phase, Step
from examclient.domain.state import Elsewhere
from examclient.errors import (
    ExamError,
    HeldHereError,
    SiteRefusedError,
    SiteUnreachableError,
    SpareHeldError,
)
from examclient.ui.consent import Consent
from examclient.ui.crew import Desk, Lanes
from examclient.ui.entrance import HELD_AT_THE_DOOR, Entrance
from examclient.ui.password_desk import PasswordDesk
from examclient.ui.stage import Stage
from examclient.usecases.admission import Admitted
from examclient.usecases.log_in import NO_CLAIM, Claim, plain_number
from examclient.usecases.resume import Opened
from examclient.usecases.room_codes import MoveJudgement
from examprotocol.messages import LoginReply, Refusal
from examprotocol.place import Place

T = TypeVar("T")

AT_THE_DOOR = (Phase.LOGIN, Phase.OUTSIDE, Phase.ELSEWHERE)
AGAIN = 10_000
"""Milliseconds after which who is not checked in yet is tried once more."""

NOBODY = SiteUnreachableError("The site does not answer.")


class Arrivals(QObject):
    """Owns who was let in. Knows no page, and nothing of what an attempt is made of.

    Signals:
        let_in(): the name is on the screen.
        opened(Opened): the attempt runs from now on.
        handed_in_before(LoginReply): there is a receipt already.
        let_in_again(Admitted): the candidate whose attempt runs here has a new session.
    """

    let_in = Signal()
    opened = Signal(object)
    handed_in_before = Signal(object)
    let_in_again = Signal(object)

    def __init__(
        self, lanes: Lanes, stage: Stage, clock: SiteClock, desk: Desk, passwords: PasswordDesk
    ) -> None:
        super().__init__()
        self._lanes = lanes
        self._stage = stage
        self._clock = clock
        self._desk = desk
        self._passwords = passwords
        self._entrance = Entrance(lanes.network, desk.admit)
        self._consent = Consent(stage, clock, passwords, self._entrance)
        self._entrance.admitted.connect(self._on_admitted)
        self._entrance.refused_outside.connect(self._on_refused_outside)
        self._entrance.refused_elsewhere.connect(self._on_refused_elsewhere)
        self._entrance.refused.connect(self._on_refused)
        self._held: Admitted | None = None
        self._at_the_door = QTimer(self, singleShot=True, interval=AGAIN)
        self._at_the_door.timeout.connect(self._ask_at_the_door)
        self.admitted: Admitted | None = None

    @property
    def login(self) -> LoginReply | None:
        """What the site said of whoever was let in."""
        return self.admitted.login if self.admitted else None

    def come_back(self) -> None:
        """After a restart: straight into the exam that was left, where this machine holds one."""
        if self._desk.resume.is_likely():
            self._stage.show(busy=True)
            self._lanes.disk.run(self._desk.resume, self._on_resumed, self._on_refused)

    def log_in(self, admission_number: str, identity_number: str) -> None:
        """Both numbers were typed; in the middle of handing in only this candidate's are of use."""
        phase = self._stage.state.phase
        if self._stage.state.busy or phase not in (Phase.LOGIN, Phase.SUBMIT_FAILED):
            return
        self._held = None
        self._at_the_door.stop()
        if phase is Phase.SUBMIT_FAILED and not self._is_mine(admission_number):
            self._on_refused(SiteRefusedError(Refusal.UNKNOWN_CANDIDATE, "Not the candidate who sits here."))
            return
        trouble = self._stage.state.trouble if phase is Phase.SUBMIT_FAILED else None
        self._stage.show(busy=True, trouble=trouble)
        self._entrance.send(admission_number, identity_number, self._claim())

    def renews(self, trouble: ExamError | None) -> bool:
        """Where the trouble is that the site has ended the session: log in again by itself, if the numbers
        are known. Returns whether that is so: then nobody need be told.
        """
        ended = isinstance(trouble, SiteRefusedError) and trouble.code == Refusal.SESSION_ENDED
        return ended and self._entrance.renew(self._claim())

    def try_again(self) -> None:
        """Send the login that was refused for this machine's address once more."""
        if self._stage.state.phase is Phase.OUTSIDE and not self._stage.state.busy:
            self._stage.show(busy=True, trouble=None)
            self._entrance.send_again()

    def consent(self, typed: str) -> None:
        """A proctor gave the room password, so that the exam goes on here."""
        if self._stage.state.phase is Phase.ELSEWHERE and not self._stage.state.elsewhere.by_code:
            self._consent.give(typed)

    def go_on_by_code(self, password: str, typed: str) -> None:
        """A proctor gave the room password and an offline code, so that the exam goes on here: the one that
        was asked for at the login, or the one of which this machine still sends.
        """
        phase, held = self._stage.state.phase, self._held.kept if self._held else None
        kept = self._desk.running() if phase is Phase.MOVED else held
        may_go_on = phase is Phase.ELSEWHERE or (phase is Phase.MOVED and not self._stage.state.online)
        if kept is not None and may_go_on:
            self._passwords.judge(
                lambda: self._desk.move_by_code(kept, password, typed),
                lambda judged: self._on_code_right(phase, judged),
            )

    def go_on_here(self) -> None:
        """Without the site, with what this machine holds; that of another takes a proctor's code."""
        held = self._held
        if held is None or self._stage.state.phase is not Phase.LOGIN or self._stage.state.busy:
            return
        if held.is_moved:
            self._step_aside(Elsewhere(by_code=True, is_spare=held.is_unknown))
        else:
            self._held = None
            self._let_in(held)

    def confirm(self) -> None:
        """The candidate is who the screen says: open the attempt, or show the receipt that is there."""
        admitted = self.admitted
        if admitted is None or self._stage.state.busy or self._stage.state.phase is not Phase.CONFIRMING:
            return
        if admitted.login.receipt and admitted.kept is None:
            self.handed_in_before.emit(admitted.login)
            return
        self._open(admitted)

    def say_it_was_somebody_else(self) -> None:
        """What the login was granted is free for another machine again; nobody waits for that."""
        admitted = self.admitted
        if admitted is not None and admitted.kept is None and admitted.newest is None:
            self._lanes.network.run(lambda: self._desk.leave(admitted.login.attempt), _nothing, _nothing)

    def forget(self) -> None:
        """Nobody is here any more."""
        self._entrance.forget()
        self._consent.forget()
        self._at_the_door.stop()
        self.admitted = self._held = None

    def _claim(self) -> Claim:
        """Whose attempt runs here comes back to it."""
        return Claim(self.login.attempt, self.login.epoch) if self.login else NO_CLAIM

    def _open(self, admitted: Admitted) -> None:
        lane = self._lanes.network if admitted.kept is None else self._lanes.disk
        self._stage.show(busy=True, trouble=None)
        lane.run(
            lambda: self._desk.open_attempt(admitted),
            self._while_here(admitted, self.opened.emit),
            self._while_here(admitted, self._on_refused),
        )

    def put_away(self, attempt: str) -> None:
        """Who sat here has gone: let go of the journal, once all that was typed into it is saved."""
        self._lanes.disk.run(lambda: self._desk.put_away(attempt), _nothing, _nothing)

    def _while_here(self, admitted: Admitted, function: Callable[[T], None]) -> Callable[[T], None]:
        """What came of a job for somebody who has said "not me" concerns nobody here."""

        def guarded(value: T) -> None:
            if self.admitted is admitted:
                function(value)

        return guarded

    def _on_resumed(self, opened: Opened | None) -> None:
        if opened is None:
            self._stage.show(busy=False)
            return
        self.admitted = opened.admitted
        self._show_who(opened.admitted.login)
        self.let_in.emit()
        self.opened.emit(opened)

    def _on_admitted(self, admitted: Admitted) -> None:
        phase = self._stage.state.phase
        if phase not in AT_THE_DOOR:
            self._on_admitted_again(admitted)
        elif admitted.kept is None:
            self._let_in(replace(admitted, act=self._consent.act()))
        elif admitted.kept.moved and phase is not Phase.OUTSIDE:
            self._held = admitted
            self._consent.forget()
            if admitted.is_unknown and phase is Phase.LOGIN:
                self._on_refused(SpareHeldError("The site does not answer; this machine holds the paper."))
            else:
                self._step_aside(Elsewhere(by_code=True, is_spare=admitted.is_unknown))
        elif phase is Phase.LOGIN:
            self._held = admitted
            self._on_refused(HeldHereError("The site does not answer; this machine holds the exam."))
        else:
            self._on_refused(NOBODY)

    def _on_admitted_again(self, admitted: Admitted) -> None:
        if admitted.kept is not None or self.login is None or admitted.login.attempt != self.login.attempt:
            self._on_refused(NOBODY)
            return
        self.admitted = admitted
        self._stage.show(busy=False, trouble=None, candidate=admitted.login.candidate)
        self.let_in_again.emit(admitted)

    def _on_code_right(self, phase: Phase, judged: MoveJudgement) -> None:
        self._passwords.finish()
        if judged.admitted is None or self._stage.state.phase is not phase:
            return
        if phase is Phase.MOVED:
            self.admitted = judged.admitted
            self._open(judged.admitted)
        else:
            self._let_in(judged.admitted)

    def _let_in(self, admitted: Admitted) -> None:
        self.admitted = admitted
        self.let_in.emit()
        self._stage.step(Step.LOGGED_IN)
        self._show_who(admitted.login)

    def _show_who(self, login: LoginReply) -> None:
        self._stage.show(
            busy=False,
            trouble=None,
            place=login.place,
            now=self._clock.now(),
            candidate=login.candidate,
            exam=login.exam,
        )

    def _is_mine(self, admission_number: str) -> bool:
        candidate = self._stage.state.candidate
        return candidate is not None and plain_number(candidate.admission_number) == plain_number(
            admission_number
        )

    def _on_refused_outside(self, error: SiteRefusedError) -> None:
        place, at = Place(outside=error.about, contact=error.contact), self._clock.now()
        if self._stage.state.phase is Phase.LOGIN:
            self._stage.step(Step.REFUSED_OUTSIDE, busy=False, trouble=None, place=place, tried_at=at)
        elif self._stage.state.phase is Phase.OUTSIDE:
            self._stage.show(busy=False, trouble=None, place=place, tried_at=at)
        else:
            self._on_refused(error)

    def _on_refused_elsewhere(self, error: SiteRefusedError) -> None:
        if self._stage.state.phase not in AT_THE_DOOR:
            self._on_refused(error)
        elif not self._consent.was_refused(error):
            self._step_aside(Elsewhere(error.about))

    def _step_aside(self, elsewhere: Elsewhere) -> None:
        self._stage.step(Step.REFUSED_ELSEWHERE, busy=False, trouble=None, elsewhere=elsewhere)
        self._passwords.begin()

    def _on_refused(self, error: ExamError) -> None:
        phase = self._stage.state.phase
        if phase is Phase.ELSEWHERE and self._consent.was_refused(error):
            return
        if phase in (*AT_THE_DOOR, Phase.CONFIRMING, Phase.SUBMIT_FAILED, Phase.MOVED):
            self._stage.show(busy=False, trouble=error, tried_at=self._clock.now())
            if phase is Phase.LOGIN and is_held_at_the_door(error):
                self._at_the_door.start()

    def _ask_at_the_door(self) -> None:
        """Quietly, so that nobody who types is disturbed: the sentence stands until something changes."""
        if self._stage.state.phase is Phase.LOGIN and not self._stage.state.busy:
            self._entrance.send_again()


def is_held_at_the_door(error: ExamError) -> bool:
    """Whether it is only what happens at the door: the check-in is missing, or the entry was refused, and
    that may change.
    """
    return isinstance(error, SiteRefusedError) and error.code in HELD_AT_THE_DOOR


def _nothing(_outcome: object) -> None:
    """Nobody waits for it."""
