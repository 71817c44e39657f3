"""What is chosen at the machine is seen at once, and at the next start."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.domain.config import Config
from examclient.domain.state import ExamState
from examclient.storage.config_file import read_config
from examclient.storage.machine.windows_contrast import is_high_contrast
from examclient.storage.own_sizes import MOST, OwnSizes, who_sits
from examclient.ui.look import Look
from examclient.ui.theme import DARK, HIGH_CONTRAST, LIGHT, Palette, palette_of
from examclient.ui.translation import install_language, spoken_language
from examprotocol.messages import Candidate
from tests.ui.pages.states import ANSWERING


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


ANN, BOB = (
    replace(ANSWERING, candidate=Candidate(name, number, "1***4", "12"))
    for name, number in (("Ann", "0417"), ("Bob", "0418"))
)
NOBODY = ExamState()


def test_a_candidate_keeps_the_size_and_the_machine_gets_its_own_back(
    undone: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    look = Look(undone, Config(tmp_path, zoom=1.25))
    look.show()
    look.show_state(ANN)
    look.choose_zoom(2.5)
    look.show_state(NOBODY)
    assert look.zoom == 1.25, "whoever comes next finds the machine as it is set"
    look.show_state(BOB)
    look.show_state(NOBODY)
    look.show_state(ANN)
    qtbot.waitUntil(lambda: look.zoom == 2.5)
    look.close()
    assert read_config(None, tmp_path).zoom == 1.0, "nothing of it is the machine's"


def test_the_size_of_a_candidate_comes_back_after_a_restart(
    undone: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    before = Look(undone, Config(tmp_path))
    before.show_state(ANN)
    before.choose_zoom(3.0)
    before.close()
    after = Look(undone, Config(tmp_path))
    with qtbot.waitSignal(after.changed):
        after.show_state(ANN)
    assert after.zoom == 3.0
    after.close()
    assert "0417" not in (tmp_path / "sizes.json").read_text("utf-8"), "it names nobody"


def test_a_size_that_came_too_late_is_not_the_next_candidates(
    undone: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    OwnSizes(tmp_path).keep(who_sits(*who(ANN)), 3.0)
    OwnSizes(tmp_path).keep(who_sits(*who(BOB)), 1.5)
    look = Look(undone, Config(tmp_path))
    look.show_state(ANN)
    with qtbot.waitSignal(look.changed):
        look.show_state(BOB)
    assert look.zoom == 1.5
    look.close()


@pytest.mark.parametrize("damaged", [b"", b"{", b"[1]", b"\xff"], ids=["empty", "cut", "a list", "no text"])
def test_sizes_that_cannot_be_read_are_chosen_anew(damaged: bytes, tmp_path: Path) -> None:
    (tmp_path / "sizes.json").write_bytes(damaged)
    sizes = OwnSizes(tmp_path)
    assert sizes.size_of("ann") is None
    sizes.keep("ann", 1.5)
    assert sizes.size_of("ann") == 1.5


def test_only_so_many_sizes_are_kept(tmp_path: Path) -> None:
    (tmp_path / "sizes.json").write_bytes(msgspec.json.encode({f"c{one}": 1.5 for one in range(MOST)}))
    sizes = OwnSizes(tmp_path)
    sizes.keep("last", 2.0)
    assert (sizes.size_of("c0"), sizes.size_of("c1"), sizes.size_of("last")) == (None, 1.5, 2.0)


def who(state: ExamState) -> tuple[str, str]:
    assert state.exam is not None
    assert state.candidate is not None
    return state.exam.exam_id, state.candidate.admission_number


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
