"""The look at the screen, and what Qt says: seen once, blank in the end, and looked at again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QPoint, QSize, Qt, qWarning
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from examclient.domain.drawing_trial import Why
from examclient.ui.canary import COLOURS, SIDE, Canary, shows_colours
from examclient.ui.drawing_watch import DrawingWatch
from examclient.ui.graphics_messages import is_failure

FAILED = "Failed to create QRhi for QBackingStoreRhiSupport"
LOST = "Device loss detected in Present()"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.setGeometry(100, 100, 400, 300)
    return made


@pytest.fixture
def cover(qtbot: QtBot) -> QWidget:
    """Another program's window, over everything."""
    made = QWidget()
    qtbot.addWidget(made)
    made.setGeometry(0, 0, 800, 600)
    return made


@contextmanager
def watching(window: QWidget, every: int = 1) -> Iterator[DrawingWatch]:
    """No fixture: what listens to Qt's messages has to be gone before pytest-qt takes them back."""
    watch = DrawingWatch(window, every=every, later=1)
    try:
        yield watch
    finally:
        watch.close()


def picture(size: QSize, off_by: int = 0) -> QImage:
    """What a screen shows of the canary, at some scale and a little off in every colour."""
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for place, colour in enumerate(COLOURS):
        shown = QColor(*(abs(part - off_by) for part in (colour.red(), colour.green(), colour.blue())))
        painter.fillRect(place * size.width() // 4, 0, size.width() // 4 + 1, size.height(), shown)
    painter.end()
    return image


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_the_colours_are_found_at_every_scale_and_a_little_off(scale: float) -> None:
    size = QSize(round(4 * SIDE * scale), round(SIDE * scale))
    assert shows_colours(picture(size))
    assert shows_colours(picture(size, off_by=12))


@pytest.mark.parametrize("colour", ["white", "black", "#808080", "#d02020"])
def test_one_colour_is_a_blank_window(colour: str) -> None:
    image = QImage(4 * SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert not shows_colours(image)


def test_a_screen_that_may_not_be_read_shows_nothing() -> None:
    assert not shows_colours(QImage())


def test_the_colours_the_other_way_round_are_not_ours() -> None:
    assert not shows_colours(picture(QSize(4 * SIDE, SIDE)).flipped(Qt.Orientation.Horizontal))


def test_a_window_that_is_there_is_seen_once_and_the_colours_go(qtbot: QtBot, window: QWidget) -> None:
    window.show()
    seen: list[bool] = []
    with watching(window) as watch:
        watch.seen.connect(lambda: seen.append(True))
        with qtbot.waitSignal(watch.seen):
            watch.look()
        canary = window.findChild(Canary)
        assert canary is not None
        assert canary.pos() == QPoint(0, 0)
        assert not canary.isVisible()
        with qtbot.assertNotEmitted(watch.failed):
            watch.look()
            qtbot.waitUntil(lambda: not canary.isVisible())
    assert seen == [True]


def test_a_window_that_nobody_sees_is_blank_in_the_end(qtbot: QtBot, window: QWidget, cover: QWidget) -> None:
    window.show()
    with qtbot.waitExposed(cover):
        cover.show()
    cover.raise_()
    with watching(window) as watch:
        with qtbot.waitSignal(watch.failed) as failed, qtbot.assertNotEmitted(watch.seen):
            watch.look()
        assert failed.args == [Why.BLANK, ""]


@pytest.mark.qt_log_ignore("Failed to create QRhi")
def test_what_qt_says_before_anything_was_seen_is_enough(qtbot: QtBot, window: QWidget) -> None:
    with watching(window) as watch:
        with qtbot.waitSignal(watch.failed) as failed:
            qWarning(FAILED)
            window.show()
            watch.look()
        assert failed.args == [Why.NO_DEVICE, FAILED]


@pytest.mark.qt_log_ignore("Device loss detected")
def test_a_failure_in_mid_exam_that_qt_mended_is_no_reason_to_start_again(
    qtbot: QtBot, window: QWidget
) -> None:
    window.show()
    with watching(window, every=50) as watch:
        with qtbot.waitSignal(watch.seen):
            watch.look()
        canary = window.findChild(Canary)
        assert canary is not None
        with qtbot.assertNotEmitted(watch.failed):
            qWarning(LOST)
            qtbot.waitUntil(canary.isVisible)
            qtbot.waitUntil(lambda: not canary.isVisible())


@pytest.mark.qt_log_ignore("Device loss detected")
def test_a_failure_in_mid_exam_that_leaves_the_window_blank_is_one(
    qtbot: QtBot, window: QWidget, cover: QWidget
) -> None:
    window.show()
    with watching(window) as watch:
        with qtbot.waitSignal(watch.seen):
            watch.look()
        cover.show()
        cover.raise_()
        with qtbot.waitSignal(watch.failed) as failed:
            qWarning(LOST)
        assert failed.args == [Why.BLANK, LOST]


@pytest.mark.no_qt_log
def test_what_qt_says_is_in_the_log(window: QWidget, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        with watching(window):
            qWarning("something else")
        assert "something else" in caplog.text
        qWarning("after the end")
    assert "after the end" not in caplog.text


@pytest.mark.parametrize(
    ("words", "fails"),
    [
        (FAILED, True),
        ("QRhiGles2: Failed to create temporary context", True),
        ("Failed to create D3D11 device and context: COM error 0x887a0004", True),
        ("Rhi backingstore: graphics device lost, attempting to reinitialize", True),
        ("QRhiGles2: Context is lost.", True),
        ("Failed to present: COM error 0x887a0007", True),
        (
            "Failed to create a D3D11 device with default settings; attempting to get a software rasterizer",
            False,
        ),
        ("QFont::setPixelSize: Pixel size <= 0 (0)", False),
        ("", False),
    ],
)
def test_only_messages_of_failed_graphics_count(words: str, *, fails: bool) -> None:
    assert is_failure(words) is fails
