"""What is chosen at the machine is seen at once, and at the next start."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from examclient.domain.config import Config
from examclient.storage.config_file import read_config
from examclient.storage.machine.windows_contrast import is_high_contrast
from examclient.ui.look import Look
from examclient.ui.theme import DARK, HIGH_CONTRAST, LIGHT, Palette, palette_of
from examclient.ui.translation import install_language, spoken_language


@pytest.fixture
def undone(themed: QApplication) -> Iterator[QApplication]:
    """The application, afterwards as it was."""
    yield themed
    Look(themed, Config(Path())).show()
    install_language(themed, "en", Path())


class Page(QObject):
    """Whoever offers the choices."""

    language_chosen = Signal(str)
    zoom_chosen = Signal(float)
    theme_chosen = Signal(str)


def ground(app: QApplication) -> str:
    return app.palette().color(QPalette.ColorRole.Window).name().upper()


def test_what_is_chosen_is_seen_at_once_and_at_the_next_start(undone: QApplication, tmp_path: Path) -> None:
    look, page = Look(undone, read_config(None, tmp_path)), Page()
    page.language_chosen.connect(look.choose_language)
    page.zoom_chosen.connect(look.choose_zoom)
    page.theme_chosen.connect(look.choose_theme)
    look.show()
    size = undone.font().pixelSize()
    page.language_chosen.emit("en")
    page.zoom_chosen.emit(1.25)
    page.theme_chosen.emit("dark")
    assert (spoken_language(), ground(undone)) == ("en", DARK.page)
    assert undone.font().pixelSize() == round(size * 1.25)
    look.close()
    config = read_config(None, tmp_path)
    assert (config.language, config.zoom, config.theme) == ("en", 1.25, "dark")
    Look(undone, read_config(None, tmp_path)).show()
    assert (spoken_language(), ground(undone)) == ("en", DARK.page)


def test_the_settings_say_how_it_looks_at_first(undone: QApplication, tmp_path: Path) -> None:
    Look(undone, Config(tmp_path, language="zh_CN", zoom=1.5, theme="high_contrast")).show()
    assert (spoken_language(), ground(undone)) == ("zh_CN", HIGH_CONTRAST.page)
    assert not list(tmp_path.iterdir()), "showing is not choosing"


class Desktop:
    """An application on a desktop of this scheme."""

    def __init__(self, scheme: Qt.ColorScheme) -> None:
        self.scheme = scheme

    def styleHints(self) -> "Desktop":
        return self

    def colorScheme(self) -> Qt.ColorScheme:
        return self.scheme


@pytest.mark.parametrize(
    ("scheme", "palette"),
    [(Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT), (Qt.ColorScheme.Unknown, LIGHT)],
)
def test_the_theme_of_the_system_is_the_desktops(scheme: Qt.ColorScheme, palette: Palette) -> None:
    assert palette_of("system", Desktop(scheme)) is palette  # type: ignore[arg-type]  # the part that is asked
    assert palette_of("dark", Desktop(scheme)) is DARK  # type: ignore[arg-type]  # the same


def test_windows_in_high_contrast_is_shown_in_high_contrast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examclient.ui.theme.is_high_contrast", lambda: True)
    desktop = Desktop(Qt.ColorScheme.Unknown)
    assert palette_of("system", desktop) is HIGH_CONTRAST  # type: ignore[arg-type]  # the part that is asked
    assert palette_of("light", desktop) is LIGHT  # type: ignore[arg-type]  # the same


def test_only_windows_is_asked_for_its_contrast() -> None:
    assert not is_high_contrast() or sys.platform == "win32"


@pytest.mark.parametrize(("theme", "follows"), [("system", True), ("light", False)])
def test_a_desktop_that_changes_is_followed_where_that_was_chosen(
    theme: str, follows: bool, undone: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = Qt.ColorScheme.Light
    monkeypatch.setattr(
        "examclient.ui.look.palette_of",
        lambda theme, _app: palette_of(theme, Desktop(scheme)),  # type: ignore[arg-type]  # the part that is asked
    )
    look = Look(undone, Config(tmp_path, theme=theme))
    look.show()
    assert ground(undone) == LIGHT.page
    scheme = Qt.ColorScheme.Dark
    undone.styleHints().colorSchemeChanged.emit(scheme)
    assert ground(undone) == (DARK.page if follows else LIGHT.page)
    assert not list(tmp_path.iterdir()), "nobody has chosen"
    look.close()
    look.deleteLater()
