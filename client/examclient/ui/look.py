"""Language, size, theme and volume, as people choose them at the machine: shown at once, and kept.

Rule: a size that a candidate chooses is that candidate's. It comes back when the same one sits here again,
and the machine's own size when nobody does.
"""

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from examclient.domain.config import Config
from examclient.domain.setting_values import shown
from examclient.domain.settings import LANGUAGE, THEME, VOLUME, ZOOM, Key
from examclient.domain.state import ExamState
from examclient.domain.zoom import LARGEST, SMALLEST
from examclient.places import resources_folder
from examclient.storage.chosen_file import keep_chosen
from examclient.storage.own_sizes import OwnSizes, who_sits
from examclient.ui.background import Background
from examclient.ui.theme import apply_theme, palette_of
from examclient.ui.translation import install_language

REST = 500
"""Milliseconds after which the volume is kept: a slider that is drawn says a hundred of them."""


class Look(QObject):
    """Owns what the application looks like now. Does not know who chose it.

    Signals:
        changed(float, str): the zoom and the theme that are shown from now on.
    """

    changed = Signal(float, str)

    def __init__(self, app: QApplication, config: Config) -> None:
        super().__init__()
        self._app = app
        self._folder = config.data_folder
        self._disk = Background("look")
        self.language, self.zoom, self.theme = config.language, config.zoom, config.theme
        self._volume = config.volume
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._keep_volume)
        self._machine_zoom = config.zoom
        self._sizes = OwnSizes(config.data_folder)
        self._who = ""
        self._following = app.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)

    def show(self) -> None:
        """Dress the application; its fonts are loaded."""
        self._dress()
        self._speak()

    @Slot(str)
    def choose_language(self, language: str) -> None:
        """Speak another language from now on."""
        self.language = language
        self._speak()
        self._keep(LANGUAGE, language)

    @Slot(float)
    def choose_zoom(self, zoom: float) -> None:
        """Make everything larger or smaller, for who sits here; 1.0 is the size that was designed."""
        self.zoom = zoom
        self._dress()
        if who := self._who:
            self._disk.run(lambda: self._sizes.keep(who, zoom), lambda _: None, lambda _: None)
        else:
            self._machine_zoom = zoom
            self._keep(ZOOM, shown(zoom))

    @Slot(object)
    def show_state(self, state: ExamState) -> None:
        """Show the size of who sits here now, or the machine's own."""
        who = _who_in(state)
        if who == self._who:
            return
        self._who = who
        if who:
            self._disk.run(lambda: self._sizes.size_of(who), lambda zoom: self._on_own(who, zoom), _nothing)
        else:
            self._take(self._machine_zoom)

    @Slot(str)
    def choose_theme(self, theme: str) -> None:
        """Take other colours: one of `domain.setting_values.THEMES`."""
        self.theme = theme
        self._dress()
        self._keep(THEME, theme)

    @Slot(int)
    def choose_volume(self, percent: int) -> None:
        """Sounds are so loud at this machine from now on."""
        self._volume = percent
        self._rest.start()

    def close(self) -> None:
        """What was chosen is on the disk when this returns, and the desktop is followed no more."""
        QObject.disconnect(self._following)
        if self._rest.isActive():
            self._rest.stop()
            self._keep_volume()
        self._disk.close()

    def _on_color_scheme_changed(self) -> None:
        """The desktop has changed: follow it where that was chosen."""
        if self.theme == "system":
            self._dress()

    def _on_own(self, who: str, zoom: float | None) -> None:
        """Whoever chose before has that size again, unless somebody else sits here by now."""
        if who == self._who and zoom is not None:
            self._take(min(max(zoom, SMALLEST), LARGEST))

    def _take(self, zoom: float) -> None:
        if zoom != self.zoom:
            self.zoom = zoom
            self._dress()

    def _dress(self) -> None:
        apply_theme(self._app, palette_of(self.theme, self._app), self.zoom)
        self.changed.emit(self.zoom, self.theme)

    def _speak(self) -> None:
        install_language(self._app, self.language, resources_folder() / "translations")

    def _keep_volume(self) -> None:
        self._keep(VOLUME, f"{self._volume}%")

    def _keep(self, key: Key, value: str) -> None:
        work = lambda: keep_chosen(self._folder, {key: value})  # noqa: E731 - it is what the lane takes
        self._disk.run(work, lambda _: None, lambda _: None)


def _who_in(state: ExamState) -> str:
    if state.exam is None or state.candidate is None:
        return ""
    return who_sits(state.exam.exam_id, state.candidate.admission_number)


def _nothing(_error: object) -> None:
    """Then the size stays as it is."""
