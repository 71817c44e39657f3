"""What stands in a line of text and is not text: pictures, and gaps that a field will stand over."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QWidget

from examclient.ui.picture_ground import for_dark_ground, is_dark
from examclient.ui.pictures import PictureSource, fit_picture
from examclient.ui.rich_markup import Inline

GAP_MARGIN = 4
_SMALL_PICTURE_EM = 2.6
_PLACEHOLDER = QSize(320, 160)


@dataclass(frozen=True, slots=True)
class BoxSize:
    """The room of a box in its line, in pixels: above and below the baseline."""

    width: float
    ascent: float
    descent: float


@dataclass(frozen=True, slots=True)
class Look:
    """What a rich text is drawn with; `ratio` is device pixels to a logical pixel, `zoom` grows pictures,
    `ground` is what lies under the text.
    """

    font: QFont
    text: QColor
    muted: QColor
    line: QColor
    head: QColor
    ground: QColor
    ratio: float
    zoom: float


class InlineBox(Protocol):
    """One box in the line. `alt` is what it says in words."""

    alt: str

    def fit(self, width: float) -> BoxSize:
        """Take at most `width` pixels and say what room is needed."""

    def paint(self, painter: QPainter, place: QRectF) -> None: ...


class GapBox:
    """Room for a field; the field itself is a real widget that the text puts over it."""

    def __init__(self, field: QWidget, alt: str) -> None:
        self.alt = alt
        self._field = field
        field.ensurePolished()
        hint = field.sizeHint()
        self._width, self._height = hint.width(), hint.height()
        self._fitted = self._width
        metrics = QFontMetricsF(field.font())
        self._baseline = round((self._height - metrics.height()) / 2 + metrics.ascent())

    def fit(self, width: float) -> BoxSize:
        self._fitted = max(1, min(self._width, int(width) - 2 * GAP_MARGIN))
        below = self._height - self._baseline
        return BoxSize(self._fitted + 2 * GAP_MARGIN, self._baseline + GAP_MARGIN, below + GAP_MARGIN)

    def put_field(self, origin: QPointF) -> None:
        """Bring the field to its place: `origin` is the left end of the box on its baseline."""
        self._field.setFixedSize(self._fitted, self._height)
        self._field.move(round(origin.x()) + GAP_MARGIN, round(origin.y()) - self._baseline)

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Nothing: the field paints itself."""


class PictureBox:
    """A picture, or a calm frame with its alternative text where it is missing."""

    def __init__(self, inline: Inline, pictures: PictureSource, look: Look) -> None:
        self.alt = inline.alt
        self.asset_id = inline.id
        self._look = look
        self._image = pictures.picture(inline.id) if inline.scheme == "asset" else None
        self._natural = _natural_size(inline, self._image) * look.zoom
        self._fitted: QImage | None = None

    @property
    def is_missing(self) -> bool:
        return self._image is None

    def fit(self, width: float) -> BoxSize:
        size = self._natural
        if size.width() > width:
            size = QSize(int(width), max(1, round(size.height() * width / size.width())))
        if self._image is not None:
            self._fitted = self._fit_image(self._image, size)
        return self._around_baseline(size)

    def paint(self, painter: QPainter, place: QRectF) -> None:
        if self._fitted is not None:
            painter.drawImage(place.topLeft(), self._fitted)
        else:
            self._paint_placeholder(painter, place.adjusted(0.5, 0.5, -0.5, -0.5))

    def _fit_image(self, image: QImage, size: QSize) -> QImage:
        if self._fitted is not None and self._fitted.deviceIndependentSize().toSize() == size:
            return self._fitted
        fitted = fit_picture(image, size, self._look.ratio)
        return for_dark_ground(fitted, self._look.text) if is_dark(self._look.ground) else fitted

    def _around_baseline(self, size: QSize) -> BoxSize:
        """Large pictures stand on the line; small ones, which are mostly formulas, sit in its middle."""
        height = size.height()
        if height > _SMALL_PICTURE_EM * self._look.font.pixelSize():
            return BoxSize(size.width(), height, 0)
        middle = QFontMetricsF(self._look.font).xHeight() / 2
        return BoxSize(size.width(), height / 2 + middle, height / 2 - middle)

    def _paint_placeholder(self, painter: QPainter, frame: QRectF) -> None:
        painter.save()
        painter.setPen(QPen(self._look.line, 1, Qt.PenStyle.DashLine))
        painter.setBrush(self._look.head)
        painter.drawRoundedRect(frame, 6, 6)
        painter.setPen(self._look.muted)
        painter.setFont(self._look.font)
        inside = frame.adjusted(8, 4, -8, -4)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.alt)
        painter.restore()


def _natural_size(inline: Inline, image: QImage | None) -> QSize:
    """What the paper says, completed by the picture's own proportions."""
    own = _PLACEHOLDER if image is None else image.size()
    if inline.width and inline.height:
        return QSize(inline.width, inline.height)
    if inline.width:
        return QSize(inline.width, max(1, round(own.height() * inline.width / own.width())))
    if inline.height:
        return QSize(max(1, round(own.width() * inline.height / own.height())), inline.height)
    return own
