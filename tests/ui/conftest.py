"""The look of the client for every test below: bundled fonts and the light theme, without a screen."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from examclient.ui.pictures import FormulaShape

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

OFFSCREEN_CANNOT = "^This plugin does not support "
FONTS = Path(__file__).parents[2] / "resources" / "fonts"


def pytest_configure(config: pytest.Config) -> None:
    """What a platform without a screen cannot do is no fault of ours."""
    config.addinivalue_line("qt_log_ignore", OFFSCREEN_CANNOT)


class DrawnPictures:
    """A PictureSource that draws a picture for every id it was told of, and has no others."""

    def __init__(self) -> None:
        self.images: dict[str, QImage] = {}
        self.drawings: dict[str, bytes] = {}
        self.formulas: dict[str, FormulaShape] = {}
        self.asked: list[str] = []

    def draw(self, asset_id: str, width: int = 640, height: int = 360, colour: str = "#3366AA") -> str:
        """Draw a picture with a light frame and return its id."""
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        painter = QPainter(image)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawRect(0, 0, width - 1, height - 1)
        painter.end()
        self.images[asset_id] = image
        return asset_id

    def picture(self, asset_id: str) -> QImage | None:
        self.asked.append(asset_id)
        return self.images.get(asset_id)

    def drawing(self, asset_id: str) -> QSvgRenderer | None:
        data = self.drawings.get(asset_id)
        return QSvgRenderer(QByteArray(data)) if data is not None else None

    def formula(self, formula_id: str) -> FormulaShape | None:
        return self.formulas.get(formula_id)


@pytest.fixture(autouse=True)
def clipboard_left_empty(qapp: QApplication) -> Iterator[None]:
    """Data made in Python that the clipboard still holds when Python has ended crashes the process then."""
    yield
    qapp.clipboard().clear()


@pytest.fixture(scope="session")
def themed(qapp: QApplication) -> QApplication:
    """The application as a candidate sees it."""
    from examclient.ui.fonts import load_fonts  # noqa: PLC0415 - after the platform is chosen
    from examclient.ui.theme import LIGHT, apply_theme  # noqa: PLC0415

    load_fonts(FONTS)
    apply_theme(qapp, LIGHT)
    return qapp


@pytest.fixture
def pictures(themed: QApplication) -> DrawnPictures:
    """A source of pictures, still without any."""
    return DrawnPictures()
