"""Where the pictures of a paper come from, and how they are made to fit.

Rule: a picture is decoded and scaled before it is painted, never while painting.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

RECENT_BYTES = 4 * 1024 * 1024
"""The pictures of the last few questions. Measured: to decode one of 640x360 again takes 3 ms, and 48 MB held
the client above 150 MB once a paper of 100 pictures had been looked through.
"""


@dataclass(frozen=True, slots=True)
class FormulaShape:
    """A formula of the paper: its SVG asset, and its size in thousandths of an em, from the baseline."""

    asset_id: str
    width: int
    ascent: int
    descent: int


class DecodedPictures(Protocol):
    """Gives the decoded picture of an asset, or None where it is missing or cannot be decoded."""

    def picture(self, asset_id: str) -> QImage | None: ...


class PictureSource(DecodedPictures, Protocol):
    """Gives all that a paper shows beside its words; None where it is missing or cannot be read."""

    def drawing(self, asset_id: str) -> "QSvgRenderer | None":
        """An asset that is an SVG drawing; `picture` gives nothing for it."""

    def formula(self, formula_id: str) -> FormulaShape | None:
        """A formula of the paper."""


class RecentPictures:
    """Keeps what a source of pictures decoded lately, up to `limit` bytes."""

    def __init__(self, source: DecodedPictures, limit: int = RECENT_BYTES) -> None:
        self._source = source
        self._limit = limit
        self._recent: OrderedDict[str, QImage] = OrderedDict()

    def picture(self, asset_id: str) -> QImage | None:
        """The picture; one that is missing is asked for again each time, since a refresh may mend it."""
        image = self._recent.pop(asset_id, None) or self._source.picture(asset_id)
        if image is None or image.isNull():
            return None
        self._recent[asset_id] = image
        self._forget_the_oldest()
        return image

    def forget(self) -> None:
        """Drop everything, after the cache of the paper was cleared."""
        self._recent.clear()

    def _forget_the_oldest(self) -> None:
        held = sum(image.sizeInBytes() for image in self._recent.values())
        while held > self._limit and len(self._recent) > 1:
            held -= self._recent.popitem(last=False)[1].sizeInBytes()


def fit_picture(image: QImage, size: QSize, ratio: float) -> QImage:
    """The picture for `size` logical pixels on a screen with `ratio` device pixels to one of them.

    Scaled smoothly, since QTextDocument's own scaling is nearest-neighbour and jagged.
    """
    target = QSize(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
    ignore, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    fitted = QImage(image) if image.size() == target else image.scaled(target, ignore, smooth)
    fitted.setDevicePixelRatio(ratio)
    return fitted


def draw_svg(svg: "QSvgRenderer", size: QSizeF, ratio: float) -> QImage:
    """A drawing at `size` logical pixels, as sharp as the screen is."""
    pixels = QSize(max(1, math.ceil(size.width() * ratio)), max(1, math.ceil(size.height() * ratio)))
    drawn = QImage(pixels, QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    svg.render(painter, QRectF(0, 0, size.width() * ratio, size.height() * ratio))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
