"""Takes the candidate's wishes and says who fulfils them; what comes of it goes onto the stage.

Rule: no logic here that a use case, the domain or a helper could have.
"""

from dataclasses import replace
from random import Random
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from examclient.domain.clock import SiteClock
from examclient.domain.phases import Phase, Step
from examclient.domain.standing_orders import time_of
from examclient.domain.state import LocalSaving, Preparation
from examclient.errors import ExamError
from examclient.network.sync import Round
from examclient.ui.arrivals import Arrivals
from examclient.ui.backlog_runner import attempt_at_rest
from examclient.ui.crew import Desk, Helpers, Lanes
from examclient.ui.export_desk import ExportDesk
from examclient.ui.handing_in import HandingIn
from examclient.ui.key_desk import KeyDesk
from examclient.ui.late_files import LateFiles
from examclient.ui.obeying import Obeying
from examclient.ui.paper_news import PaperNews
from examclient.ui.proctor_desk import ProctorDesk
from examclient.ui.reopening import Reopening
from examclient.ui.saver import Saved
from examclient.ui.stage import AT_WORK, UNDER_WAY, Stage
from examclient.ui.stick_watch import StickWatch
from examclient.usecases.admission import Admitted
from examclient.usecases.resume import Opened
from examclient.usecases.sitting import Sitting
from examclient.usecases.submit import Submission, check_receipt
from examprotocol.messages import Exam, LoginReply, SyncReply

TICK = 250
"""Milliseconds between two looks at the clock."""

SPREAD = 3.0
"""Seconds over which the machines of a room hand in at the deadline."""


class Presenter(QObject):
    """Leads one candidate after the other through the exam. Knows no widget.

    Signals:
        composition_wanted(): text still being composed must be committed now.
        redraw_wanted(): the paper was mended or loaded afresh; draw the question again.
    """

    composition_wanted = Signal()
    redraw_wanted = Signal()

    def __init__(self, lanes: Lanes, helpers: Helpers, stage: Stage, clock: SiteClock, desk: Desk) -> None:
        super().__init__()
        self.stage = stage
        self._lanes = lanes
        self._helpers = helpers
        self._saver = helpers.saver
        self._handing_in = HandingIn(helpers.saver, helpers.submitter, helpers.kept_files)
        self._late_files = LateFiles(helpers.kept_files, stage)
        self._reopening = Reopening(stage, clock, helpers, self._handing_in)
        self._watch = helpers.watch
        self.obeying = Obeying(stage, helpers.watch, helpers.orders)
        self.arrivals = Arrivals(lanes, stage, clock, desk, self._watch.passwords)
        self.exports = ExportDesk(lanes.drives, desk.exporter, desk.drives, stage, helpers.saver.is_busy)
        newest = helpers.keeper.newest_epoch
        self.proctor = ProctorDesk(lanes.disk, self._watch.passwords, stage, newest, self.exports)
        self.keys = KeyDesk(lanes.drives, desk.key_from_stick, desk.drives, helpers.papers, self.proctor)
        begin, matters = desk.exporter.begin_with_stick, self.proctor.looks_for_sticks
        self._sticks = StickWatch(lanes.drives, desk.drives, begin, matters)
        self.papers = PaperNews(helpers.papers, stage, self.arrivals.renews, helpers.reporter)
        self.sounds = helpers.sounds
        self._clock = clock
        self._desk = desk
        self._sitting: Sitting | None = None
        self._connect()

    def _connect(self) -> None:
        self._saver.saved.connect(self._on_saved)
        self._saver.failed.connect(self._on_save_failed)
        self._helpers.syncer.round_done.connect(self._on_round)
        self.arrivals.let_in.connect(self._on_let_in)
        self.arrivals.opened.connect(self._on_opened)
        self.arrivals.handed_in_before.connect(self._show_old_receipt)
        self.arrivals.let_in_again.connect(self._on_let_in_again)
        self.stage.state_changed.connect(self._helpers.keeper.show_state)
        self.stage.state_changed.connect(self._helpers.preloading.show_state)
        self._watch.lifted.connect(self._helpers.syncer.wake)
        self._helpers.orders.done.connect(self._helpers.syncer.wake)
        self.obeying.typing_wanted.connect(self.save_typing)
        self.obeying.ended.connect(lambda: self._hand_in(Step.TIME_RAN_OUT, by_deadline=True))
        self._watch.passwords.changed.connect(lambda check: self.stage.show(password=check))
        self._helpers.worries.changed.connect(self.stage.worried)
        self.proctor.written.connect(self._helpers.syncer.wake)
        self.proctor.extended.connect(self._reopening.extended)
        self.exports.typing_wanted.connect(self.save_typing)
        self._saver.saved.connect(self.exports.saved)
        self._handing_in.said.connect(self.exports.saved)
        self._sticks.put_in.connect(self.proctor.stick_put_in)
        self._sticks.taken_out.connect(self.proctor.stick_taken_out)
        self.papers.ready.connect(self._on_tick)
        self.papers.changed.connect(self.redraw_wanted)
        self.papers.session_ended.connect(lambda: self._forget(Step.SESSION_ENDED))
        self._handing_in.went_on.connect(self._on_went_on)
        self._handing_in.received.connect(self._finish)
        self._handing_in.went_wrong.connect(self._on_submit_failed)
        self._handing_in.more_time.connect(self._on_heard)
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._on_tick)

    @property
    def _phase(self) -> Phase:
        return self.stage.state.phase

    # -- taking a candidate in --------------------------------------------------------------------------

    @Slot(str, str)
    def log_in(self, admission_number: str, identity_number: str) -> None:
        """The candidate gave both numbers: to begin, or because the site wants them again for handing in."""
        self.arrivals.log_in(admission_number, identity_number)

    @Slot()
    def not_me(self) -> None:
        """The name on the screen is somebody else's."""
        self.arrivals.say_it_was_somebody_else()
        self._forget(Step.NOT_ME)

    @Slot()
    def confirm(self) -> None:
        """The candidate is who the screen says."""
        self.arrivals.confirm()

    def _on_let_in(self) -> None:
        self._timer.start()
        self._watch.cards.refresh()

    def _on_opened(self, opened: Opened) -> None:
        sitting, before = opened.sitting, self._sitting
        self._sitting = sitting
        self._saver.open(sitting.attempt)
        if before is not None:
            self.arrivals.put_away(before.attempt.id)
        self._watch.open(sitting.attempt, opened.admitted.login.place)
        self._helpers.worries.open(sitting.store)
        self._helpers.serve(sitting)
        self.stage.open(sitting.attempt, sitting.attempt.answers())
        self._helpers.syncer.start(sitting.engine)
        self.proctor.serve(sitting)
        step = Step.CONFIRMED if self._phase is Phase.CONFIRMING else Step.RETURNED
        exam = opened.admitted.login.exam
        self.stage.step(step, busy=False, preparation=Preparation(), exam=exam)
        self._helpers.keeper.begin(opened.admitted, sitting.end)
        self._go_where(opened)
        self._helpers.orders.open(sitting, exam)

    def _go_where(self, opened: Opened) -> None:
        """To the phase that journal and clock lead to; into the exam by way of its paper."""
        if opened.phase is Phase.MOVED:
            self.stage.step(Step.MOVED_AWAY)
        elif opened.phase is Phase.DONE:
            self._show_kept_receipt(opened)
        elif opened.phase is Phase.SUBMITTING:
            self._hand_in(Step.TIME_RAN_OUT if opened.sealed else Step.SUBMITTED, by_deadline=opened.sealed)
        else:
            has_begun = opened.phase is Phase.ANSWERING
            self._helpers.papers.start(is_rehearsed=has_begun and opened.admitted.kept is not None)

    def _on_let_in_again(self, admitted: Admitted) -> None:
        self._helpers.keeper.begin(admitted)
        self._on_moved() if admitted.is_moved else self.retry()

    # -- the paper --------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Draw the question again and mend what is missing or damaged."""
        self.save_typing()
        self._helpers.papers.refresh()
        self.redraw_wanted.emit()

    @Slot()
    def clear_cache(self) -> None:
        """Load the paper afresh beside the one in use."""
        self.save_typing()
        self._helpers.papers.clear_cache(online=self.stage.state.online)

    # -- answering --------------------------------------------------------------------------------------

    @Slot(str, object)
    def answer(self, question: str, response: Any) -> None:
        """The candidate changed the response to a question."""
        if self._phase in AT_WORK or self._late_files.takes(response):
            self._saver.take(question, response)
            self.stage.show()

    @Slot(str, bool)
    def flag(self, question: str, flag: bool) -> None:
        """The candidate marks a question, or takes the mark away."""
        if self._phase in AT_WORK:
            self._saver.flag(question, flag=flag)
            self.stage.show()

    @Slot(str)
    def choose(self, question: str) -> None:
        """The candidate goes to a question, also from the review page."""
        self.save_typing()
        if self._phase is Phase.REVIEWING:
            self.stage.step(Step.BACK_ASKED, current=question)
        else:
            self.stage.show(current=question)

    @Slot()
    def review(self) -> None:
        """The candidate wants to see what is open before handing in."""
        self.save_typing()
        if self._phase is Phase.ANSWERING:
            self.stage.step(Step.REVIEW_ASKED)

    @Slot()
    def back(self) -> None:
        """From the review page back to the question."""
        if self._phase is Phase.REVIEWING:
            self.stage.step(Step.BACK_ASKED)

    @Slot()
    def save_typing(self) -> None:
        """Save what is typed now rather than after the pause."""
        self.composition_wanted.emit()
        self._saver.flush()

    def _on_saved(self, saved: Saved) -> None:
        self.stage.saved(saved.answers)
        self._helpers.syncer.wake()
        self._handing_in.saved()

    def _on_save_failed(self, error: ExamError) -> None:
        lights = replace(self.stage.state.lights, local=LocalSaving.FAILED)
        self.stage.show(trouble=error, lights=lights)
        self._handing_in.save_failed(error)

    # -- the network ------------------------------------------------------------------------------------

    def _on_round(self, done: Round) -> None:
        if done.reply is None:
            if not self.arrivals.renews(done.trouble):
                self.stage.unheard(done.trouble)
            return
        self._on_heard(done.reply, sent=done.sent > 0)

    def _on_heard(self, reply: SyncReply, *, sent: bool = True) -> None:
        self._watch.heard(reply)
        self._helpers.keeper.heard(reply)
        self.stage.acknowledged(reply.now, reply.end, sent=sent)
        self._helpers.orders.heard(reply.orders, reply.end)
        if self._clock.is_in_doubt():
            self._helpers.syncer.wake()
        login = self.arrivals.login
        if login is not None and reply.epoch > login.epoch:
            self._on_moved()
        if self._sitting is not None:
            self._reopening.hear(reply, self._sitting)

    def _on_moved(self) -> None:
        """The site has granted the attempt to another machine since; what is here is still sent."""
        if self._phase not in (Phase.MOVED, Phase.DONE):
            self.save_typing()
            self._helpers.papers.stop()
            self._handing_in.stop()
            self.stage.step(Step.MOVED_AWAY)

    # -- handing in -------------------------------------------------------------------------------------

    @Slot()
    def submit(self) -> None:
        """The candidate confirmed: hand in, unless the deadline has just done so."""
        if self._phase is Phase.REVIEWING:
            self._hand_in(Step.SUBMITTED, by_deadline=False)

    @Slot()
    def retry(self) -> None:
        """Try to hand in again now."""
        if self._phase is Phase.SUBMIT_FAILED:
            self.stage.step(Step.RETRIED)
        self._handing_in.retry()

    def _hand_in(self, step: Step, *, by_deadline: bool) -> None:
        assert self._sitting is not None, "nobody can hand in without an attempt"
        self.save_typing()
        self._helpers.papers.stop()
        self.stage.step(step, by_deadline=by_deadline, trouble=None, unkept=())
        delay = Random().random() * SPREAD if by_deadline else 0.0  # noqa: S311 - only spreads the load
        self._handing_in.start(self._sitting, by_deadline=by_deadline, delay=delay)

    def _on_went_on(self) -> None:
        if self._phase is Phase.SUBMIT_FAILED:
            self.stage.step(Step.RETRIED, trouble=None)

    def _on_submit_failed(self, error: ExamError) -> None:
        if self.arrivals.renews(error):
            return
        if self._phase is Phase.SUBMITTING:
            self.stage.step(Step.SUBMIT_WENT_WRONG, trouble=error)
        else:
            self.stage.show(trouble=error)

    def _show_kept_receipt(self, opened: Opened) -> None:
        """What the deadline handed in is shown again after a restart; more time may still open it."""
        try:
            submission = opened.sitting.submit.check(opened.receipt)
        except ExamError:
            self._hand_in(Step.TIME_RAN_OUT, by_deadline=opened.sealed)
        else:
            self.stage.show(by_deadline=opened.sealed)
            self._finish(submission)

    def _show_old_receipt(self, login: LoginReply) -> None:
        try:
            receipt = check_receipt(login.receipt, self._desk.signing_key, login.attempt)
            self._finish(Submission(receipt, login.receipt))
        except ExamError as error:
            self.stage.show(busy=False, trouble=error)

    def _finish(self, submission: Submission) -> None:
        (self._helpers.rest if self.stage.state.by_deadline else self._helpers.stop)()
        self.stage.receive(submission.summary())
        self.proctor.handed_in()

    @Slot()
    def leave(self) -> None:
        """Make the machine ready for the next candidate; without a receipt only once the answers are out."""
        if self._phase is Phase.SUBMIT_FAILED:
            if not self.stage.state.is_exported or self.stage.state.has_unsaved:
                return
            self._helpers.keeper.leave()
        self._forget(Step.LEFT)

    # -- time, start and end ----------------------------------------------------------------------------

    def start(self) -> None:
        """Show the first state, hear which password the room has, and go on with the exam that was left."""
        self.stage.state_changed.emit(self.stage.state)
        self._watch.cards.refresh()
        self.arrivals.come_back()
        self._helpers.backlog.start(lambda: attempt_at_rest(self._sitting, self._phase))
        self._sticks.start()

    def close(self) -> None:
        """Save what is typed and stop; called once, when the window has closed."""
        self.save_typing()
        if self._phase is Phase.DONE:
            self._helpers.keeper.forget()
        self._saver.close()
        self._timer.stop()
        self._sticks.stop()
        self.proctor.stop()
        self.exports.close()
        self._handing_in.stop()
        self._helpers.close()
        self._lanes.close()
        self._desk.close()

    def _on_tick(self) -> None:
        exam = self.stage.state.exam
        now = self._clock.now_in(exam.start, exam.end) if exam else self._clock.now()
        is_over = exam is not None and self._sitting is not None and self._is_over(exam)
        if is_over:
            self._handing_in.time_is_over()
        if is_over and self._phase in UNDER_WAY:
            self._hand_in(Step.TIME_RAN_OUT, by_deadline=True)
        elif exam is not None and self._phase is Phase.WAITING and now >= exam.start:
            self.stage.step(Step.EXAM_BEGAN, now=now)
        elif now // 1000 != self.stage.state.now // 1000:
            self.stage.show(now=now)

    def _is_over(self, exam: Exam) -> bool:
        exam, now = time_of(self.stage.state.orders, exam, self._clock.certain())
        return now >= exam.end

    def _forget(self, step: Step) -> None:
        self.save_typing()
        self._timer.stop()
        self._handing_in.stop()
        self._helpers.stop()
        self.arrivals.forget()
        self._helpers.serve(None)
        self._saver.close()
        self.proctor.serve(None)
        if self._sitting is not None:
            self.arrivals.put_away(self._sitting.attempt.id)
        self._sitting = None
        self._helpers.backlog.wake()
        self.stage.clear(step)
        self._helpers.papers.put_away()
