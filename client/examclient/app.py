"""Starts Qt, shows the first window, and only then builds the rest, so that nobody waits for it."""

import logging
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from examclient.domain.config import Config
from examclient.domain.enrolling import EnrolState, EnrolStep, NamedFile
from examclient.domain.machine_facts import Drawing, DrawnAsSet
from examclient.domain.phases import Phase
from examclient.domain.settings import is_stand_in
from examclient.domain.site import Membership
from examclient.domain.state import ExamState
from examclient.errors import ConfigError, ExamError, InstallationError, StationError
from examclient.lockdown.companion import Companion, companion_of
from examclient.lockdown.own_command import own_command, start_own_again
from examclient.places import hostname, resources_folder
from examclient.storage.station_file import read_membership, require_writable
from examclient.ui.at_hand import AtHand
from examclient.ui.background import Background
from examclient.ui.desktop_session import session_here
from examclient.ui.first_paint import FirstPaint
from examclient.ui.fonts import load_fonts
from examclient.ui.lock import Lock, Outside
from examclient.ui.look import Look
from examclient.ui.main_window import MainWindow
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.sentences import sentence_of
from examclient.ui.tidying import Tidying
from examclient.ui.translation import install_language
from examclient.usecases.drawing_guard import START_AGAIN, DrawingGuard

if TYPE_CHECKING:
    from collections.abc import Callable

    from examclient.domain.export import Drive
    from examclient.ui.check_desk import CheckDesk
    from examclient.ui.enrolling import Enrolling
    from examclient.ui.presenter import Presenter
    from examclient.usecases.self_check import Checkup

log = logging.getLogger(__name__)


class Client:
    """The running client: its window, and its presenter once that is built.

    A machine that belongs to no exam site yet is set up first: then there is `enrolling` in its place.
    `drives` says what can be written to, where that is not to be this machine's own drives. `drawing` is how
    windows are drawn in this start.
    """

    def __init__(
        self, app: QApplication, config: Config, drives: "Callable[[], tuple[Drive, ...]] | None" = None
    ) -> None:
        require_writable(config.data_folder)
        self._config = config
        self._app = app
        self._tidying = Tidying()
        self._drives = drives
        self.drawing: Drawing = DrawnAsSet(config.drawing_level)
        self.watchdog = companion_of("examclient.lockdown.watchdog", *own_command())
        self._site, self._trouble = _place_of(config.data_folder)
        self._look = dress(app, config)
        self.pictures = PaperPictures()
        self.at_hand = AtHand()
        self.window = MainWindow(self.pictures, media=self.at_hand.players, files=self.at_hand.files)
        self.window.settings_line.tell(config.problems)
        self.window.show_look(self._look.zoom, self._look.theme)
        self._look.changed.connect(self.window.show_look)
        self.window.show_state(self._first_state())
        self.presenter: Presenter | None = None
        self.enrolling: Enrolling | None = None
        self.checks: CheckDesk | None = None
        self.lock: Lock | None = None

    def show(self) -> None:
        """Show the first page; what it needs is built right after it has been painted."""
        self.open_window()
        self.hold()
        self.begin()

    def open_window(self) -> None:
        """Show the first page, and nothing behind it yet."""
        self.window.open(full_screen=self._config.full_screen)

    def hold(self) -> None:
        """From now on the machine is held while a candidate sits, as the settings say."""
        self.lock = Lock(self.window, self._config.lockdown, _outside(self.watchdog))

    def begin(self) -> None:
        """Be ready for the first candidate as soon as the window, however it is shown, has been painted."""
        self.window.language_chosen.connect(self._look.choose_language)
        self.window.zoom_chosen.connect(self._look.choose_zoom)
        self.window.theme_chosen.connect(self._look.choose_theme)
        self.window.enrolment_wanted.connect(self._on_enrolment_wanted)
        FirstPaint(self.window, self._on_painted)
        self.window.update()

    def open(self) -> "Presenter":
        """Build the presenter and connect the window to it; a second time changes nothing.

        Raises StationError where the machine is not enrolled, or cannot prove that it is.
        """
        if self.presenter is None:
            from examclient.assembly import build_presenter  # noqa: PLC0415 - after the first window
            from examclient.ui.warming import Warming  # noqa: PLC0415 - the same
            from examclient.ui.wiring import connect, connect_lock  # noqa: PLC0415 - the same

            if self._site is None:
                raise StationError("This machine is not enrolled at any exam site.")
            drawn = replace(self._config, drawing_level=self.drawing.level_effective)
            self.presenter = build_presenter(
                drawn, self._site, self.pictures, drives=self._drives, at_hand=self.at_hand
            )
            self.presenter.sounds.volume_chosen.connect(self._look.choose_volume)
            connect(self.window, self.presenter)
            self.presenter.stage.state_changed.connect(self._look.show_state)
            self.presenter.stage.state_changed.connect(Warming(self.window).show_state)
            self._open_checks(self.presenter)
            if self.lock is not None:
                connect_lock(self.lock, self.window, self.presenter)
            self.presenter.start()
        return self.presenter

    def close(self) -> None:
        """Save what is typed and stop every thread."""
        if self.lock is not None:
            self.lock.close()
        if self.checks is not None:
            self.checks.close()
        if self.presenter is not None:
            self.presenter.close()
        if self.enrolling is not None:
            self.enrolling.close()
        self._look.close()
        self._tidying.stop()

    def _open_checks(self, presenter: "Presenter") -> None:
        from examclient.ui.check_desk import CheckDesk  # noqa: PLC0415 - after the first window
        from examclient.ui.wiring import connect_checks  # noqa: PLC0415 - the same

        self.checks = CheckDesk(Background("self-check"), presenter.stage, self._checkup)
        connect_checks(self.window, self.checks)

    def _checkup(self) -> "Checkup":
        from examclient.checking import build_checkup  # noqa: PLC0415 - most candidates do without

        return build_checkup(self._config, self.drawing)

    def _on_painted(self) -> None:
        if self._site is not None:
            self._open_or_enrol()
        else:
            self._enrol(self._trouble, self._file_for_itself())

    def _first_state(self) -> ExamState:
        if self._site is not None:
            return ExamState()
        if self._file_for_itself() is not None:
            return EnrolState(step=EnrolStep.REGISTERING, by_itself=True, busy=True)
        return EnrolState(trouble=self._trouble)

    def _file_for_itself(self) -> Path | None:
        """The file that a machine enrols with by itself: one that was never enrolled, not one in trouble.

        A stand-in for the data folder that is named gets no key and no seat without a person: they would be
        in the wrong place as soon as the right one is there.
        """
        is_alone = self._trouble is None and not is_stand_in(self._config)
        return self._config.enrol_file if is_alone else None

    def _open_or_enrol(self) -> None:
        try:
            self.open()
        except StationError as trouble:
            self._enrol(trouble)

    def _enrol(self, trouble: ExamError | None = None, by_itself: Path | None = None) -> None:
        """Set this machine up, for the first time or again."""
        from examclient.assembly import build_enrolling  # noqa: PLC0415 - most starts do without
        from examclient.ui.wiring import connect_enrolling  # noqa: PLC0415 - the same

        self.enrolling = build_enrolling(self._config)
        connect_enrolling(self.window, self.enrolling)
        self.enrolling.left.connect(self._on_enrolling_left)
        self.enrolling.start(trouble, may_leave=self._site is not None and trouble is None)
        if by_itself is not None:
            self.enrolling.start_by_itself(NamedFile(str(by_itself), hostname()))

    def _on_enrolment_wanted(self) -> None:
        """The site does not take this machine any more: nobody is logged in, so nothing is lost here."""
        from examclient.ui.wiring import part  # noqa: PLC0415 - most starts do without

        if self.presenter is not None and self.enrolling is None:
            presenter, self.presenter = self.presenter, None
            presenter.close()
            if self.checks is not None:
                self.checks.close()
                part(self.window, self.checks)
                self.checks = None
            desks = (presenter.arrivals, presenter.proctor, presenter.exports, presenter.keys)
            part(self.window, presenter, presenter.stage, *desks)
            self._enrol()

    def _on_enrolling_left(self) -> None:
        from examclient.ui.wiring import part  # noqa: PLC0415 - most starts do without

        enrolling, self.enrolling = self.enrolling, None
        if enrolling is not None:
            enrolling.close()
            part(self.window, enrolling)
        self._site, self._trouble = _place_of(self._config.data_folder)
        if self._site is None:
            self._enrol(self._trouble)
        else:
            self._open_or_enrol()


def run(config: Config, guard: DrawingGuard | None = None, watchdog: Companion | None = None) -> int:
    """Run the client until its window is closed; returns the exit code.

    START_AGAIN asks for another start: the graphics device did not show the window, and `guard` knows it.
    Without a guard nobody looks. `watchdog` may be running already.
    """
    app = QApplication(sys.argv[:1])
    sys.excepthook = _log_fault
    threading.excepthook = lambda fault: _log_fault(fault.exc_type, fault.exc_value, fault.exc_traceback)
    try:
        client = Client(app, config)
    except (ConfigError, InstallationError) as error:
        return _refuse(error, config.language)
    client.watchdog = watchdog or client.watchdog
    if guard is not None:
        client.drawing = guard.drawing
    if guard is not None and guard.drawing.is_watched:
        _show_watched(app, client, guard)
    else:
        client.show()
    code = app.exec()
    if code == START_AGAIN:
        client.window.hide()  # on Windows this process outlives it, and waits for the next one
    client.close()
    return code


def dressed(config: Config) -> QApplication:
    """Qt as the candidate's window has it, without a window; where a font is missing, as far as it goes."""
    app = QApplication(sys.argv[:1])
    with suppress(FileNotFoundError):
        load_fonts(resources_folder() / "fonts")
    Look(app, config).show()
    return app


def _show_watched(app: QApplication, client: Client, guard: DrawingGuard) -> None:
    """Show the window, and let nobody log in before the screen is known to show it."""
    from examclient.ui.drawing_watch import DrawingWatch  # noqa: PLC0415 - where no device draws, nobody watches

    watch = DrawingWatch(client.window)
    watch.seen.connect(guard.seen)
    watch.seen.connect(client.hold)
    watch.seen.connect(client.begin)
    watch.failed.connect(guard.failed)
    watch.failed.connect(lambda _why, _words: app.exit(START_AGAIN))
    app.aboutToQuit.connect(watch.close)
    client.open_window()
    watch.look()


def show_gave_up(config: Config) -> int:
    """The plain page after a client that crashed again and again; returns when it is closed."""
    app = QApplication(sys.argv[:1])
    with suppress(InstallationError):
        dress(app, config)
    from examclient.ui.pages.stopped import StoppedPage  # noqa: PLC0415 - seldom needed

    page = StoppedPage(config.data_folder)
    page.again_wanted.connect(start_own_again)
    page.again_wanted.connect(page.close)
    page.showFullScreen()
    return app.exec()


def dress(app: QApplication, config: Config) -> Look:
    """Fonts, theme and language. Raises InstallationError where a font is missing."""
    try:
        load_fonts(resources_folder() / "fonts")
    except FileNotFoundError as error:
        raise InstallationError(str(error), "Install the client again.") from error
    look = Look(app, config)
    look.show()
    return look


def show_start_trouble(error: ExamError, language: str = "en", *, window: bool = True) -> None:
    """Say in the language of the screen why the client cannot start, and below in English what exactly.

    The terminal has the English already; it gets the other language as well. Without `window`, or without a
    screen, that is all.
    """
    app = QCoreApplication.instance() or (QApplication if window else QCoreApplication)(sys.argv[:1])
    install_language(app, language, resources_folder() / "translations")
    if isinstance(app, QApplication):
        with suppress(FileNotFoundError):
            load_fonts(resources_folder() / "fonts")
    said = sentence_of(error, Phase.LOGIN)
    if language != "en":
        print(f"{said.title}\n{said.advice}", file=sys.stderr)  # noqa: T201 - the terminal is the place
    if isinstance(app, QApplication) and app.platformName() not in ("offscreen", "minimal"):
        words = f"{said.title}\n\n{said.advice}\n\n{error.title}\n{error.advice}"
        QMessageBox.critical(None, "ExamClient", words)


def _outside(watchdog: Companion) -> Outside:
    """What holds beyond our own window, on this machine."""
    hook = companion_of("examclient.lockdown.keyboard_hook")
    return Outside(session_here(), watchdog, hook, time.monotonic)


def _place_of(data_folder: Path) -> tuple[Membership | None, StationError | None]:
    """What this machine is at its site, or why it cannot say so."""
    try:
        return read_membership(data_folder), None
    except StationError as trouble:
        return None, trouble


def _refuse(error: ExamError, language: str) -> int:
    print(f"{error.title}\n{error.advice}", file=sys.stderr)  # noqa: T201 - the terminal is the place
    show_start_trouble(error, language)
    return 1


def _log_fault(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
    """A bug must not take the window away: the answers are in the journal, and the exam goes on."""
    log.critical("fault", exc_info=(kind, fault or kind(), trace))
