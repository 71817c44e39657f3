"""However large the text: nothing is cut off, all is reached, and a page that was there looks new."""

import pytest
from PIL import ImageChops, ImageQt
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QWidget

from examclient.domain.state import ExamState
from examclient.domain.zoom import ZOOMS
from examclient.ui.main_window import MainWindow
from examclient.ui.pages.enrol import EnrolPage
from examclient.ui.pages.exam import ExamPage
from examclient.ui.theme import THEMES, apply_theme
from examclient.ui.translation import install_language
from examclient.ui.widgets.export_result import ExportResult
from examclient.ui.widgets.facts import Facts
from examclient.ui.widgets.labels import ElidedLabel
from tests.ui.conftest import DrawnPictures
from tests.ui.pages.conftest import TRANSLATIONS, Seat, Sit, settle
from tests.ui.pages.states import ANSWERING, EVERY_STATE, REVIEWING
from tests.ui.questions.papers import PICTURE

SMOOTHING = 32
"""Of 255: by so much the edge of a letter differs now and then; 20 was seen."""

every_state = pytest.mark.parametrize("state", EVERY_STATE.values(), ids=EVERY_STATE.keys())


@every_state
@pytest.mark.parametrize("before", [(1.0, "light"), (2.0, "dark")], ids=["larger", "smaller"])
def test_a_page_that_was_there_looks_as_a_new_one(
    state: ExamState, before: tuple[float, str], sit: Sit, plain: QApplication, pictures: DrawnPictures
) -> None:
    pictures.draw(PICTURE)
    apply_theme(plain, THEMES[before[1]], before[0])
    old = sit(state)
    settle()
    apply_theme(plain, THEMES["high_contrast"], 1.5)
    assert looks_like(picture_of(old), picture_of(sit(state)))


def picture_of(seat: Seat) -> QImage:
    """How it looks, without what moves by itself."""
    for bar in seat.window.findChildren(QProgressBar):
        bar.setRange(0, 100)
    settle()
    return seat.window.grab().toImage()


def looks_like(one: QImage, other: QImage) -> bool:
    """Whether nobody can tell them apart: one large digit's edge is not always smoothed alike."""
    if one == other:
        return True
    apart = ImageChops.difference(*(ImageQt.fromqimage(image).convert("RGB") for image in (one, other)))
    seen = apart.point(lambda level: 255 if level > SMOOTHING else 0)
    return one.size() == other.size() and seen.getbbox() is None


@every_state
@pytest.mark.parametrize(
    ("zoom", "language"), [(1.5, "en"), (2.0, "en"), (2.0, "zh_CN"), (3.0, "en"), (3.0, "zh_CN")]
)
def test_nothing_is_cut_off_on_a_small_screen_however_large_the_text(
    state: ExamState, zoom: float, language: str, sit: Sit, plain: QApplication
) -> None:
    apply_theme(plain, THEMES["light"], zoom)
    install_language(plain, language, TRANSLATIONS)
    seat = sit(state)
    seat.window.resize(QSize(1024, 600))
    settle()
    assert seat.window.size() == QSize(1024, 600)
    for button in seat.window.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
            assert button.height() >= button.minimumSizeHint().height(), button.text()
            assert is_reachable(button, seat.window), button.text()
    for label in seat.window.findChildren(QLabel):
        if label.isVisible() and label.text() and not isinstance(label, ElidedLabel):
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            assert label.height() >= needed, label.text()
            assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
            assert is_reachable(label, seat.window) or is_beside_a_file_name(label), label.text()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("zoom", ZOOMS)
def test_the_bar_itself_fits_on_a_small_screen(
    zoom: float, language: str, sit: Sit, plain: QApplication
) -> None:
    apply_theme(plain, THEMES["light"], zoom)
    install_language(plain, language, TRANSLATIONS)
    seat = sit(REVIEWING)
    seat.window.resize(QSize(1024, 600))
    seat.window.display_wanted.emit()
    settle()
    assert seat.window.size() == QSize(1024, 600)
    for button in seat.window.display_bar.findChildren(QPushButton):
        assert button.width() >= button.minimumSizeHint().width(), button.text()
        assert is_reachable(button, seat.window), button.text()


def test_time_left_map_and_handing_in_are_whole_at_twice_the_size(sit: Sit, plain: QApplication) -> None:
    for language in ("zh_CN", "en"):
        apply_theme(plain, THEMES["light"], 2.0)
        install_language(plain, language, TRANSLATIONS)
        seat = sit(ANSWERING)
        seat.window.resize(QSize(1024, 600))
        settle()
        page = seat.window.page()
        assert isinstance(page, ExamPage)
        clock = page.header.time_left
        assert clock.width() >= clock.sizeHint().width()
        for widget in (page.header.more, page.footer.hand_in, page.map.buttons()[0]):
            assert widget.visibleRegion().boundingRect() == widget.rect()
        assert page.question.height() >= 200


def is_beside_a_file_name(label: QLabel) -> bool:
    """On the staff's page of an export, which a long name makes wider than the screen."""
    return isinstance(label.parentWidget(), (ExportResult, Facts))


def is_reachable(widget: QWidget, window: MainWindow) -> bool:
    """Whether the whole of it lies in the window, or in something that scrolls down to it.

    Only the staff's page with its large fingerprint may scroll sideways.
    """
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if parent.objectName() == "qt_scrollarea_viewport":
            content = widget
            while content.parentWidget() is not parent:
                above = content.parentWidget()
                assert above is not None, "the loop above has found the way"
                content = above
            right = widget.mapTo(content, QPoint(widget.width(), 0)).x()
            return right <= parent.width() or isinstance(window.page(), EnrolPage)
        parent = parent.parentWidget()
    return window.rect().contains(widget.mapTo(window, widget.rect().bottomRight()))
