"""A picture that can be made larger and moved about, always drawn as sharply as the screen is."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from examclient.ui.picture_wish import LargePicture

STEP = 1.25
MOST = 8.0
"""How many times its own size a picture can have."""

_MOST_PIXELS = 24_000_000
"""Drawn at once; what is larger still is stretched while painting."""


class PictureCanvas(QWidget):
    """Owns size and place of the picture. Knows nothing of keys and buttons.

    Signals:
        scaled(): it has another size now.
    """

    scaled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._picture: LargePicture | None = None
        self._drawn: QImage | None = None
        self._middle = QPointF()
        self._held: QPointF | None = None
        self.scale = 1.0
        self._is_whole = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def can_enlarge(self) -> bool:
        """Whether there is a larger size."""
        return self.scale < max(MOST, self._whole())

    @property
    def can_reduce(self) -> bool:
        """Whether there is a smaller size: the whole picture is the smallest."""
        return self.scale > min(1.0, self._whole()) * 1.001

    def show_picture(self, picture: LargePicture) -> None:
        """Show another picture, as large as there is room for."""
        self._picture, self._drawn = picture, None
        self.show_whole()

    def forget(self) -> None:
        """Keep nothing of it in memory."""
        self._picture = self._drawn = None

    def show_whole(self) -> None:
        """The whole picture, as large as there is room for."""
        self._is_whole = True
        self._middle = QPointF()
        self._set_scale(self._whole())

    def enlarge(self) -> None:
        """One step larger."""
        self.scale_at(QRectF(self.rect()).center(), up=True)

    def reduce(self) -> None:
        """One step smaller."""
        self.scale_at(QRectF(self.rect()).center(), up=False)

    def scale_at(self, place: QPointF, *, up: bool) -> None:
        """One step larger or smaller; what is at `place` stays there."""
        if not (self.can_enlarge if up else self.can_reduce):
            return
        wanted = self.scale * (STEP if up else 1 / STEP)
        scale = min(max(wanted, min(1.0, self._whole())), max(MOST, self._whole()))
        away = place - QRectF(self.rect()).center() - self._middle
        self._middle -= away * (scale / self.scale - 1)
        self._is_whole = False
        self._set_scale(scale)

    def move_by(self, pixels: QPoint) -> None:
        """Look at what is this far to the right and below."""
        self._middle -= QPointF(pixels)
        self._stay_inside()

    def take_hold(self, place: QPointF) -> None:
        """From here on the picture follows the mouse."""
        self._held = place

    def drag_to(self, place: QPointF) -> None:
        """The mouse is here now."""
        if self._held is not None:
            self.move_by((self._held - place).toPoint())
        self._held = place

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What was shown whole stays whole."""
        super().resizeEvent(event)
        if self._picture is not None and self._is_whole:
            self.show_whole()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what was drawn for this size."""
        if self._picture is None or self._picture.draw is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._place(), self._sharp())

    def _sharp(self) -> QImage:
        assert self._picture is not None, "only a picture is painted"
        assert self._picture.draw is not None, "only one that is there"
        size = self._size().toSize().expandedTo(QSize(1, 1))
        ratio = self.devicePixelRatioF()
        pixels = size.width() * size.height() * ratio * ratio
        if pixels > _MOST_PIXELS:
            ratio *= (_MOST_PIXELS / pixels) ** 0.5
        if self._drawn is None:
            self._drawn = self._picture.draw(size, ratio)
        return self._drawn

    def _set_scale(self, scale: float) -> None:
        if scale != self.scale:
            self.scale, self._drawn = scale, None
        self._stay_inside()
        self.scaled.emit()

    def _stay_inside(self) -> None:
        """A picture never leaves the canvas; one that has room stands in its middle."""
        size = self._size()
        x, y = max(0.0, size.width() - self.width()) / 2, max(0.0, size.height() - self.height()) / 2
        self._middle = QPointF(min(x, max(-x, self._middle.x())), min(y, max(-y, self._middle.y())))
        self.update()

    def _whole(self) -> float:
        """The size at which the whole picture fills the canvas; small ones grow to three times their own."""
        if self._picture is None or self._picture.size.isEmpty():
            return 1.0
        size = self._picture.size
        return min(3.0, self.width() / size.width(), self.height() / size.height()) or 1.0

    def _size(self) -> QSizeF:
        own = self._picture.size if self._picture is not None else QSize()
        return QSizeF(own) * self.scale

    def _place(self) -> QRectF:
        corner = QRectF(self.rect()).center() + self._middle
        size = self._size()
        return QRectF(corner - QPointF(size.width() / 2, size.height() / 2), size)
