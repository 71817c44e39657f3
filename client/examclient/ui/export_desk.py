"""Answers are carried out of this machine: what it holds, where they go, how far it is, and what came of it.

Rule: everything that takes time runs in a lane of its own, so neither the saving of answers nor a password
waits for a drive. A result stays in sight until somebody has said that it was read.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from examclient.domain.export import Drive, Exportable, Exported, ExportStep, Permit, StickVisit
from examclient.domain.export_view import Aim, ExportView, ExportWork
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.ui.drive_look import DriveLook
from examclient.ui.record_words import record_words
from examclient.ui.stage import Stage
from examclient.usecases.export_one import IsStopped, Told
from examclient.usecases.export_record import save_record
from examclient.usecases.export_stick import BatchTold

SAVE_TICK, SAVE_PATIENCE = 50, 3_000
"""Milliseconds: how often it is asked whether all that is typed is on disk, and how long that is waited for.
What a failing disk does not take cannot be exported; what it has can.
"""


class Carrier(Protocol):
    """Who carries answers out."""

    def exportable(self) -> tuple[Exportable, ...]:
        """All that this machine still holds, the running attempt first."""

    def export(
        self, attempt: str, permit: Permit, folder: Path, told: Told, is_stopped: IsStopped
    ) -> Exported:
        """Bring one attempt into a folder; raises ExportError."""

    def export_all(self, folder: Path, permit: Permit, told: BatchTold, is_stopped: IsStopped) -> StickVisit:
        """Bring all onto a proctor's stick; raises ExportError."""


class ExportDesk(QObject):
    """Owns the export's part of the proctor's menu. Knows no page, and of the password only that it is lent.

    Signals:
        stepped(): somebody is at work in the menu.
        typing_wanted(): what is typed must go to the disk now.
        acted(): the use of the password is in a journal; it can be sent.
        finished(): nobody needs the menu any more.
    """

    stepped = Signal()
    typing_wanted = Signal()
    acted = Signal()
    finished = Signal()

    def __init__(
        self,
        lane: Background,
        carrier: Carrier,
        drives: Callable[[], tuple[Drive, ...]],
        stage: Stage,
        is_saving: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._lane = lane
        self._carrier = carrier
        self._stage = stage
        self._is_saving = is_saving
        self._permit: Permit | None = None
        self._aim = Aim.MENU
        self._stopped = Event()
        self._saved_since = False
        self._patience = 0
        self._look = DriveLook(lane, drives)
        self._look.found.connect(self._on_drives)

    # -- the menu opens and closes ----------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Whether closing the menu now would take work away, or a result that nobody may have read."""
        return self._view.is_busy

    def show(self, aim: Aim, stick: Drive | None, trouble: ExamError | None) -> None:
        """The menu is open, still locked, for this purpose; this stick is in, if it is of use."""
        self._aim = aim
        self._stage.show(export=ExportView(stick=stick, stick_trouble=trouble))

    def unlock(self, permit: Permit) -> None:
        """The room password was right."""
        self._permit = permit
        if self._aim is Aim.STICK and self._view.stick_trouble is None:
            self.fill_stick()
        else:
            self._look_into()

    def has_told(self) -> None:
        """A journal has how many wrong tries stood before the password."""
        if self._permit is not None:
            self._permit = replace(self._permit, wrong_tries=0)

    def expire(self) -> bool:
        """Nobody has done anything for long: forget the password, unless work still needs it. Returns whether
        it is forgotten.
        """
        if self._view.work is None:
            self._permit = None
        return self._permit is None

    def lock(self) -> None:
        """The menu closes; the password is forgotten."""
        self._permit = None
        self._look.stop()
        if self._stage.state.export is not None:
            self._stage.show(export=None)

    def close(self) -> None:
        """The program ends: what is under way ends by itself, and leaves nothing half-written."""
        self._stopped.set()
        self._look.stop()

    def saved(self, _saved: object = None) -> None:
        """Something more is on disk: it is in no package yet."""
        self._saved_since = True
        if self._stage.state.is_exported:
            self._stage.show(is_exported=False)

    def show_stick(self, stick: Drive | None, trouble: ExamError | None = None) -> None:
        """A proctor's stick is in, or none."""
        self._show(stick=stick, stick_trouble=trouble)

    # -- one attempt ------------------------------------------------------------------------------------

    def choose(self, attempt: str) -> None:
        """This attempt shall be exported; now its place is chosen."""
        chosen = next((one for one in self._view.held or () if one.attempt == attempt), None)
        if chosen is not None and chosen.fault is None and self._may_begin():
            self.stepped.emit()
            self._show(chosen=chosen, drives=None, trouble=None)
            self._look.start()

    def give_up(self) -> None:
        """Back from the choice of a place."""
        if not self._view.is_busy:
            self._look.stop()
            self._leave_result()

    def export_to(self, folder: str) -> None:
        """Export what was chosen into this folder, once all that is typed is on disk."""
        chosen = self._view.chosen
        if chosen is not None and self._may_begin():
            self.stepped.emit()
            self._look.stop()
            self._begin(ExportWork(chosen))
            if chosen.is_running:
                self.typing_wanted.emit()
            self._patience = SAVE_PATIENCE
            self._when_saved(lambda: self._export(chosen, Path(folder)))

    def stop(self) -> None:
        """Stop what is under way; nothing half-written stays behind."""
        if self._view.work is not None:
            self._stopped.set()
            self._show(work=replace(self._view.work, is_stopping=True))

    def done(self) -> None:
        """The result was read: back to the menu, or to the page below where nothing else was wanted."""
        if self._view.has_result:
            self.stepped.emit()
            self._leave_result()

    def save_record(self) -> None:
        """Save what the proctor would write down as a text beside the package."""
        exported = self._view.exported
        if exported is not None:
            self.stepped.emit()
            record, words = exported.record, record_words()
            self._lane.run(
                lambda: save_record(record, words),
                lambda path: self._show(record=path, record_trouble=None),
                lambda error: self._show(record_trouble=error),
            )

    # -- a proctor's stick ------------------------------------------------------------------------------

    def fill_stick(self) -> None:
        """Export all that this machine holds onto the stick that is in."""
        stick, permit = self._view.stick, self._permit
        is_of_use = self._view.stick_trouble is None
        if stick is not None and is_of_use and permit is not None and self._may_begin():
            self.stepped.emit()
            self._begin(ExportWork())
            self.typing_wanted.emit()
            self._patience = SAVE_PATIENCE
            self._when_saved(lambda: self._fill(stick, permit))

    def _fill(self, stick: Drive, permit: Permit) -> None:
        stopped = self._stopped
        self._run(
            lambda: self._carrier.export_all(stick.path, permit, self._told_of_all, stopped.is_set),
            lambda visit: self._show(work=None, visit=visit),
        )

    def _told_of_all(self, what: Exportable, number: int, many: int) -> None:
        self._lane.call(lambda: self._progressed(what=what, number=number, many=many))

    # -- how it goes on ---------------------------------------------------------------------------------

    @property
    def _view(self) -> ExportView:
        return self._stage.state.export or ExportView()

    def _show(self, **changes: Any) -> None:
        if self._stage.state.export is not None:
            self._stage.show(export=replace(self._view, **changes))

    def _may_begin(self) -> bool:
        return self._permit is not None and not self._view.is_busy

    def _begin(self, work: ExportWork) -> None:
        self._stopped = Event()
        self._show(work=work, trouble=None)

    def _when_saved(self, go_on: Callable[[], None]) -> None:
        """Wait for the disk, but not for ever."""
        if self._is_saving() and self._patience > 0 and not self._stopped.is_set():
            self._patience -= SAVE_TICK
            QTimer.singleShot(SAVE_TICK, self, lambda: self._when_saved(go_on))
        else:
            go_on()

    def _export(self, chosen: Exportable, folder: Path) -> None:
        permit, stopped = self._permit, self._stopped
        if permit is not None:
            self._run(
                lambda: self._carrier.export(chosen.attempt, permit, folder, self._told, stopped.is_set),
                lambda exported: self._show(work=None, chosen=None, exported=exported, record=None),
            )

    def _run(self, work: Callable[[], Any], show: Callable[[Any], None]) -> None:
        """What came of it is shown together with what this machine holds then."""

        def work_and_look() -> tuple[Any, tuple[Exportable, ...]]:
            return work(), self._look_through()

        def done(result: tuple[Any, tuple[Exportable, ...]]) -> None:
            self.has_told()
            self.acted.emit()
            self._take(result[1])
            show(result[0])

        self._lane.run(work_and_look, done, self._on_failed)

    def _told(self, step: ExportStep, done: int, total: int) -> None:
        self._lane.call(lambda: self._progressed(step=step, done=done, total=total))

    def _progressed(self, **changes: Any) -> None:
        if self._view.work is not None:
            self._show(work=replace(self._view.work, **changes))

    def _on_failed(self, error: ExamError) -> None:
        """What was chosen stays chosen: another drive is the next try."""
        self._show(work=None, trouble=error)
        if self._view.chosen is not None:
            self._look.start()
        else:
            self._look_into()

    def _leave_result(self) -> None:
        if self._aim is Aim.MENU and self._permit is not None:
            stick, stick_trouble = self._view.stick, self._view.stick_trouble
            self._stage.show(
                export=ExportView(held=self._view.held, stick=stick, stick_trouble=stick_trouble)
            )
        else:
            self._stage.show(export=ExportView(stick=self._view.stick))
            self.finished.emit()

    # -- what there is ----------------------------------------------------------------------------------

    def _look_into(self) -> None:
        self._lane.run(self._look_through, self._on_held, self._on_not_held)

    def _look_through(self) -> tuple[Exportable, ...]:
        """In the lane: what this machine holds. What is saved from here on, it may not know of."""
        self._lane.call(self._forget_saves)
        return self._carrier.exportable()

    def _forget_saves(self) -> None:
        self._saved_since = False

    def _on_held(self, held: tuple[Exportable, ...]) -> None:
        self._take(held)
        running = next((one for one in held if one.is_running), None)
        if self._aim is Aim.EXPORT and running is not None and not self._view.takes_the_page:
            self.choose(running.attempt)

    def _on_not_held(self, error: ExamError) -> None:
        self._show(held=(), trouble=error)

    def _take(self, held: tuple[Exportable, ...]) -> None:
        self._show(held=held)
        running = next((one for one in held if one.is_running), None)
        if running is not None and running.exported_at and not running.is_newer and not self._saved_since:
            self._stage.show(is_exported=True)

    def _on_drives(self, drives: tuple[Drive, ...]) -> None:
        if self._view.chosen is not None and self._view.work is None:
            self._show(drives=drives)
