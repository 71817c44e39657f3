"""Starts Qt, shows the first window, and only then builds the rest, so that nobody waits for it."""

import logging
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMessageBox

from examclient.domain.config import Config
from examclient.domain.state import ExamState
from examclient.errors import ConfigError, ExamError, InstallationError
from examclient.places import resources_folder
from examclient.storage.station_file import read_site_file, station_id
from examclient.ui.first_paint import FirstPaint
from examclient.ui.fonts import load_fonts
from examclient.ui.main_window import MainWindow
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.theme import LIGHT, apply_theme
from examclient.ui.translation import install_language

if TYPE_CHECKING:
    from examclient.ui.presenter import Presenter

log = logging.getLogger(__name__)


class Client:
    """The running client: its window, and its presenter once that is built."""

    def __init__(self, app: QApplication, config: Config) -> None:
        self.site = read_site_file(config.site_file)
        self.station = station_id(config.data_folder)
        self._config = config
        self._app = app
        dress(app, config)
        self.pictures = PaperPictures()
        self.window = MainWindow(self.pictures)
        self.window.show_state(ExamState())
        self.presenter: Presenter | None = None

    def show(self) -> None:
        """Show the login page; what it needs is built right after it has been painted."""
        self.window.open(full_screen=self._config.full_screen)
        self.begin()

    def begin(self) -> None:
        """Be ready for the first candidate as soon as the window, however it is shown, has been painted."""
        self.window.language_chosen.connect(self._on_language_chosen)
        FirstPaint(self.window, self.open)

    def open(self) -> "Presenter":
        """Build the presenter and connect the window to it; a second time changes nothing."""
        if self.presenter is None:
            from examclient.assembly import build_presenter  # noqa: PLC0415 - after the first window
            from examclient.ui.wiring import connect  # noqa: PLC0415 - the same

            self.presenter = build_presenter(self._config, self.site, self.station, self.pictures)
            connect(self.window, self.presenter)
            self.presenter.start()
        return self.presenter

    def close(self) -> None:
        """Save what is typed and stop every thread."""
        if self.presenter is not None:
            self.presenter.close()

    def _on_language_chosen(self, language: str) -> None:
        install_language(self._app, language, resources_folder() / "translations")


def run(config: Config) -> int:
    """Run the client until its window is closed; returns the exit code."""
    app = QApplication(sys.argv[:1])
    sys.excepthook = _log_fault
    threading.excepthook = lambda fault: _log_fault(fault.exc_type, fault.exc_value, fault.exc_traceback)
    try:
        client = Client(app, config)
    except (ConfigError, InstallationError) as error:
        return _refuse(error)
    client.show()
    code = app.exec()
    client.close()
    return code


def dress(app: QApplication, config: Config) -> None:
    """Fonts, theme and language. Raises InstallationError where a font is missing."""
    try:
        load_fonts(resources_folder() / "fonts")
    except FileNotFoundError as error:
        raise InstallationError(str(error), "Install the client again.") from error
    apply_theme(app, LIGHT, config.zoom)
    install_language(app, config.language, resources_folder() / "translations")


def show_start_trouble(error: ExamError) -> None:
    """Say in a window why the client cannot start; without a screen the terminal has said it."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if isinstance(app, QApplication) and app.platformName() not in ("offscreen", "minimal"):
        QMessageBox.critical(None, "ExamClient", f"{error.title}\n\n{error.advice}")


def _refuse(error: ExamError) -> int:
    print(f"{error.title}\n{error.advice}", file=sys.stderr)  # noqa: T201 - the terminal is the place
    show_start_trouble(error)
    return 1


def _log_fault(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
    """A bug must not take the window away: the answers are in the journal, and the exam goes on."""
    log.critical("fault", exc_info=(kind, fault or kind(), trace))
