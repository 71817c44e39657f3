"""A proctor who carries a candidate's answers out, played in the real client by operating its widgets."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QPushButton

from examclient.domain.export import Drive
from examclient.domain.export_view import ExportView
from examclient.domain.phases import Phase
from examclient.ui.pages.export import ExportPage
from examclient.ui.pages.proctor import ProctorPage
from examclient.ui.pages.submit_failed import SubmitFailedPage
from examdemo.hands import Hands
from examdemo.journey import Journey
from examdemo.pictures import Album

STICK_BYTES = 16 << 30


def stick_at(folder: Path) -> Drive:
    """A folder that is shown as a stick that somebody has put in."""
    return Drive(folder, "USB", STICK_BYTES, is_removable=True, file_system="exFAT")


class CarryingOut:
    """From the page that says that handing in did not work to the machine ready for the next candidate."""

    def __init__(self, journey: Journey, album: Album, hands: Hands, password: str) -> None:
        self._journey = journey
        self._album = album
        self._hands = hands
        self._password = password

    def play(self) -> None:
        """Export, write down, and leave."""
        self.unlock()
        self.export()
        self.keep_the_record()
        self.leave()

    def unlock(self) -> None:
        """Ask for the export, and give the room password."""
        self._click(self._journey.page(SubmitFailedPage).export)
        panel = self._journey.page(ProctorPage).panel
        self._until(panel.isVisible, "the field for the room password")
        self._take("room-password")
        self._hands.type_text(panel.field, self._password)
        self._click(panel.check)

    def export(self) -> None:
        """Choose the stick, and see what came of it."""
        self._until(lambda: bool(self._view.drives), "the choice of a drive")
        self._take("choose-a-drive")
        self._click(self._journey.page(ExportPage).chooser.rows[0].export)
        self._until(lambda: self._view.exported is not None, "the exported package")
        self._take("exported")

    def keep_the_record(self) -> None:
        """Save what a proctor writes down as a text beside the package."""
        page = self._journey.page(ExportPage)
        self._click(page.save)
        self._until(lambda: self._view.record is not None, "the record beside the package")
        self._take("record-saved")
        self._click(page.back)

    def leave(self) -> None:
        """Now that the answers are carried out, the machine can be left."""
        leave = self._journey.page(SubmitFailedPage).leave
        self._until(leave.isVisible, "the way to leave")
        self._take("may-leave")
        self._click(leave)
        self._take("leave-for-certain")
        self._click(leave)
        self._until(lambda: self._journey.state.phase is Phase.LOGIN, "the login page")
        self._take("ready-for-the-next")

    @property
    def _view(self) -> ExportView:
        return self._journey.state.export or ExportView()

    def _click(self, button: QPushButton) -> None:
        self._hands.click(button)

    def _until(self, holds: Callable[[], bool], what: str) -> None:
        self._journey.until(holds, what)

    def _take(self, name: str) -> None:
        self._journey.breathe()
        self._album.take(name)
