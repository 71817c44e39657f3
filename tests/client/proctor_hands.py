"""A proctor at a machine who carries answers out by the menu, and drives that are put in."""

import threading
from collections.abc import Callable
from pathlib import Path

from examclient.domain.export import Drive, Exportable, Exported, Permit, StickVisit
from examclient.domain.export_view import ExportView
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.export_desk import Carrier
from examclient.usecases.export_one import IsStopped, Told
from examclient.usecases.export_stick import BatchTold
from examprotocol.events import EXPORT, ProctorActed
from examprotocol.package import Package
from examprotocol.stick import stick_name
from examserver.services.room_orders import MakeStick
from tests.client.cards import PASSWORD
from tests.client.exam_site import ROOM, ExamSite
from tests.client.seat import Seat


def drive(path: Path) -> Drive:
    """A drive that somebody has put in."""
    path.mkdir(exist_ok=True)
    return Drive(path, path.name, 1_000_000_000, is_removable=True)


def stick_for(site: ExamSite, path: Path) -> Drive:
    """A drive with a proctor's stick file of the site's room."""
    made = drive(path)
    content = site.order(MakeStick(ROOM, "", "proctor"))
    (path / stick_name("第一考点", ROOM)).write_bytes(content)
    return made


def view_of(seat: Seat) -> ExportView:
    assert seat.state.export is not None
    return seat.state.export


def fail_to_hand_in(site: ExamSite, seat: Seat) -> ExamState:
    """The network goes right before the end."""
    seat.wait(seat.has_card)
    site.cable.pull()
    seat.hand_in()
    return seat.reach(Phase.SUBMIT_FAILED)


def unlock_to_export(seat: Seat, password: str = PASSWORD) -> ExamState:
    """The proctor presses Export and types the password; then a place is to be chosen."""
    seat.presenter.proctor.open_to_export()
    seat.presenter.proctor.unlock(password)
    return seat.wait(lambda: seat.state.export is not None and seat.state.export.drives is not None)


def export_to(seat: Seat, folder: Path) -> Exported:
    """Choose this folder and wait for the result."""
    seat.presenter.exports.export_to(str(folder))
    seat.wait(lambda: view_of(seat).exported is not None or view_of(seat).trouble is not None)
    exported = view_of(seat).exported
    assert exported is not None, view_of(seat).trouble
    return exported


def exports_in(package: Package) -> list[ProctorActed]:
    """What the package says of proctors who exported."""
    bodies = [event.body for log in package.logs for event in log.events]
    return [one for one in bodies if isinstance(one, ProctorActed) and one.action == EXPORT]


class SlowDrive:
    """The real carrier, but nothing is carried before `go_on`; `then` happens right after an export."""

    def __init__(self, seat: Seat, then: Callable[[], object] = lambda: None) -> None:
        self._then = then
        self.after_looking: Callable[[], object] = lambda: None
        self._carrier: Carrier = seat.presenter.exports._carrier
        self._moves = threading.Event()
        self.begun = threading.Event()
        seat.presenter.exports._carrier = self

    def go_on(self) -> None:
        self._moves.set()

    def exportable(self) -> tuple[Exportable, ...]:
        held = self._carrier.exportable()
        self.after_looking()
        return held

    def export(
        self, attempt: str, permit: Permit, folder: Path, told: Told, is_stopped: IsStopped
    ) -> Exported:
        self._wait()
        exported = self._carrier.export(attempt, permit, folder, told, is_stopped)
        self._then()
        return exported

    def export_all(self, folder: Path, permit: Permit, told: BatchTold, is_stopped: IsStopped) -> StickVisit:
        self._wait()
        return self._carrier.export_all(folder, permit, told, is_stopped)

    def _wait(self) -> None:
        self.begun.set()
        assert self._moves.wait(30)
