"""What a paper brings along can be seen in every theme: words, tables, formulas, drawings, photographs."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from examclient.ui.picture_ground import for_dark_ground
from examclient.ui.rich_text import RichText
from examclient.ui.theme import THEMES, Palette, apply_theme
from tests.ui.conftest import DrawnPictures
from tests.ui.contrast import LEAST_TEXT, contrast, drawn_in

FORMULA, COLOURED, PHOTOGRAPH = "f" * 64, "c" * 64, "9" * 64
BLACK, BLUE = QColor("#101010"), QColor("#1040C0")
TABLE = "<table><tr><th>head</th></tr><tr><td>cell</td></tr></table>"


@pytest.fixture(params=THEMES)
def colours(request: pytest.FixtureRequest, themed: QApplication) -> Iterator[Palette]:
    """The colours of a theme that the application has now, its letters without soft edges."""
    apply_theme(themed, THEMES[request.param])
    font = themed.font()
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    themed.setFont(font)
    themed.setStyleSheet(themed.styleSheet())
    yield THEMES[request.param]
    apply_theme(themed, THEMES["light"])


def drawing(*inks: QColor, ground: QColor | Qt.GlobalColor = Qt.GlobalColor.transparent) -> QImage:
    """Lines, each in its ink, with nothing or a ground behind them."""
    image = QImage(120, 48, QImage.Format.Format_ARGB32)
    image.fill(ground)
    painter = QPainter(image)
    for index, ink in enumerate(inks):
        painter.fillRect(10, 10 + 20 * index, 100, 4, ink)
    painter.end()
    return image


def shown(rich: str, pictures: DrawnPictures, qtbot: QtBot) -> QImage:
    """A rich text as it comes to the screen, on the page's own ground."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(RichText(rich, pictures))
    qtbot.addWidget(page)
    page.resize(400, 160)
    page.show()
    QApplication.processEvents()
    return page.grab().toImage()


def named(asset: str) -> str:
    return f'<p><img src="asset:{asset}" alt="x"/></p>'


@pytest.mark.parametrize(
    "rich", ["<p>文字 and words</p>", TABLE, "<pre>a = b</pre>", "<blockquote>q</blockquote>"]
)
def test_words_can_be_read(rich: str, colours: Palette, pictures: DrawnPictures, qtbot: QtBot) -> None:
    drawn = drawn_in(shown(rich, pictures, qtbot))
    assert drawn is not None
    assert drawn.contrast >= LEAST_TEXT
    assert drawn.ink == colours.text


def test_a_formula_has_the_colour_of_the_text(
    colours: Palette, pictures: DrawnPictures, qtbot: QtBot
) -> None:
    pictures.images[FORMULA] = drawing(BLACK)
    drawn = drawn_in(shown(named(FORMULA), pictures, qtbot))
    assert drawn is not None
    assert drawn.contrast >= LEAST_TEXT
    assert drawn.ground == colours.page


def test_a_drawing_in_colours_keeps_them_on_white_paper(
    colours: Palette, pictures: DrawnPictures, qtbot: QtBot
) -> None:
    pictures.images[COLOURED] = drawing(BLACK, BLUE)
    picture = shown(named(COLOURED), pictures, qtbot)
    seen = {picture.pixelColor(x, y).name().upper() for x in range(160) for y in range(picture.height())}
    assert {"#101010", "#1040C0"} <= seen
    paper = "#FFFFFF" if colours.page < "#808080" else colours.page
    assert paper in seen
    assert min(contrast(paper, "#101010"), contrast(paper, "#1040C0")) >= LEAST_TEXT


def test_a_picture_without_transparency_is_not_touched(
    colours: Palette, pictures: DrawnPictures, qtbot: QtBot
) -> None:
    opaque = drawing(BLACK, BLUE, ground=QColor("#EEDDCC")).convertToFormat(QImage.Format.Format_RGB32)
    pictures.images[PHOTOGRAPH] = opaque
    picture = shown(named(PHOTOGRAPH), pictures, qtbot)
    assert "#EEDDCC" in {picture.pixelColor(x, y).name().upper() for x in range(160) for y in range(100)}
    assert for_dark_ground(opaque, BLUE) is opaque


def test_a_dark_photograph_with_round_corners_does_not_become_a_plain_sheet() -> None:
    image = drawing(ground=QColor("#202428"))
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.fillRect(QRect(0, 0, 6, 6), Qt.GlobalColor.transparent)
    painter.end()
    seen = for_dark_ground(image, QColor("#FFFFFF"))
    assert seen.pixelColor(60, 24).name() == "#202428"
    assert seen.pixelColor(2, 2).name() == "#ffffff"
