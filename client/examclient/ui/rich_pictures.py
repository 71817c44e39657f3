"""Pictures and formulas in a line of text, drawn for exactly the size and the screen that they stand on."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtSvg import QSvgRenderer

from examclient.ui.picture_ground import for_dark_ground, has_no_colour, inked, is_dark
from examclient.ui.picture_wish import LargePicture
from examclient.ui.pictures import FormulaShape, PictureSource, draw_svg, fit_picture
from examclient.ui.rich_inlines import BoxSize, Look
from examclient.ui.rich_markup import Inline

_SMALL_PICTURE_EM = 2.6
_PLACEHOLDER = QSize(320, 160)
_FORMULA_MARGIN_EM = 0.06
_THOUSANDTHS = 1000
_LEAST_SCALE = 0.65


class PictureBox:
    """A picture, or a calm frame with its alternative text where it is missing."""

    def __init__(self, inline: Inline, pictures: PictureSource, look: Look) -> None:
        self.alt = inline.alt
        self.asset_id = inline.id
        self._look = look
        self._draw, own = _drawing_of(inline, pictures)
        self.is_missing = self._draw is None
        self._natural = _natural_size(inline, own) * look.zoom
        self._fitted: QImage | None = None

    def large(self) -> LargePicture:
        """The picture as it is looked at by itself."""
        return LargePicture(self.alt, self._natural, self._draw_seen if self._draw else None)

    def _draw_seen(self, size: QSize, ratio: float) -> QImage:
        assert self._draw is not None, "only a picture that is there is drawn"
        drawn = self._draw(size, ratio)
        return for_dark_ground(drawn, self._look.text) if is_dark(self._look.ground) else drawn

    def fit(self, width: float) -> BoxSize:
        """Shrink to the width; drawn anew for each size."""
        size = self._natural
        if size.width() > width:
            size = QSize(int(width), max(1, round(size.height() * width / size.width())))
        if self._draw is not None:
            self._fitted = self._fit_image(size)
        return self._around_baseline(size)

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Paint what `fit` has drawn."""
        if self._fitted is not None:
            painter.drawImage(place.topLeft(), self._fitted)
        else:
            paint_missing(painter, place.adjusted(0.5, 0.5, -0.5, -0.5), self._look, missing_words(self.alt))

    def _fit_image(self, size: QSize) -> QImage:
        if self._fitted is not None and self._fitted.deviceIndependentSize().toSize() == size:
            return self._fitted
        return self._draw_seen(size, self._look.ratio)

    def _around_baseline(self, size: QSize) -> BoxSize:
        """Large pictures stand on the line; small ones, which are mostly formulas, sit in its middle."""
        height = size.height()
        if height > _SMALL_PICTURE_EM * self._look.font.pixelSize():
            return BoxSize(size.width(), height, 0)
        middle = QFontMetricsF(self._look.font).xHeight() / 2
        return BoxSize(size.width(), height / 2 + middle, height / 2 - middle)


class FormulaBox:
    """A formula on the line, in the colour of the text; its alternative text where it is missing."""

    def __init__(self, inline: Inline, pictures: PictureSource, look: Look) -> None:
        self.alt = inline.alt
        self._look = look
        shape = pictures.formula(inline.id)
        self.asset_id = shape.asset_id if shape is not None else inline.id
        self._svg = pictures.drawing(shape.asset_id) if shape is not None else None
        self.is_missing = shape is None or self._svg is None
        self._natural = self._size_of(shape) if shape is not None and self._svg else self._size_of_words()
        self._scale = 1.0
        self._drawn: QImage | None = None

    def large(self) -> LargePicture:
        """The formula as it is looked at by itself, twice as large as in the text."""
        size = QSizeF(self._natural.width, self._natural.ascent + self._natural.descent)
        return LargePicture(self.alt, (size * 2).toSize(), self._draw_seen if self._svg else None)

    @property
    def is_shrunk(self) -> bool:
        """Whether it is smaller than the text around it."""
        return self._scale < 1

    def fit(self, width: float) -> BoxSize:
        """Shrink where it is wider than the line, as far as it can still be read."""
        natural = self._natural
        scale = min(1.0, max(_LEAST_SCALE, width / natural.width))
        if self._svg is not None and (self._drawn is None or scale != self._scale):
            margins = 2 * _FORMULA_MARGIN_EM * self._look.font.pixelSize()
            size = QSizeF(natural.width - margins, natural.ascent + natural.descent) * scale
            self._drawn = self._draw(self._svg, size, self._look.ratio)
        self._scale = scale
        return BoxSize(natural.width * scale, natural.ascent * scale, natural.descent * scale)

    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Paint it on whole pixels of the screen: between two of them it would be blurred."""
        if self._drawn is None:
            paint_missing(painter, place.adjusted(0.5, 0.5, -0.5, -0.5), self._look, self.alt)
            return
        margin = _FORMULA_MARGIN_EM * self._look.font.pixelSize() * self._scale
        corner = painter.deviceTransform().map(QPointF(place.left() + margin, place.top()))
        whole = QPointF(round(corner.x()), round(corner.y()))
        inverted, _ = painter.deviceTransform().inverted()
        painter.drawImage(inverted.map(whole), self._drawn)

    def _size_of(self, shape: FormulaShape) -> BoxSize:
        em = self._look.font.pixelSize() / _THOUSANDTHS
        margins = 2 * _FORMULA_MARGIN_EM * self._look.font.pixelSize()
        return BoxSize(shape.width * em + margins, shape.ascent * em, shape.descent * em)

    def _size_of_words(self) -> BoxSize:
        metrics = QFontMetricsF(self._look.font)
        return BoxSize(metrics.horizontalAdvance(self.alt or "?") + 16, metrics.ascent(), metrics.descent())

    def _draw_seen(self, size: QSize, ratio: float) -> QImage:
        assert self._svg is not None, "only a formula that is there is drawn"
        return self._draw(self._svg, QSizeF(size), ratio)

    def _draw(self, svg: QSvgRenderer, size: QSizeF, ratio: float) -> QImage:
        drawn = draw_svg(svg, size, ratio)
        if has_no_colour(drawn):
            return inked(drawn, self._look.text)
        return for_dark_ground(drawn, self._look.text) if is_dark(self._look.ground) else drawn


def paint_missing(painter: QPainter, frame: QRectF, look: Look, words: str) -> None:
    """A calm frame that says in words what should be there."""
    painter.save()
    painter.setPen(QPen(look.line, 1, Qt.PenStyle.DashLine))
    painter.setBrush(look.head)
    painter.drawRoundedRect(frame, 6, 6)
    painter.setPen(look.muted)
    painter.setFont(look.font)
    inside = frame.adjusted(8, 2, -8, -2)
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), words)
    painter.restore()


def missing_words(alt: str) -> str:
    """What a picture that is not there says in its place."""
    advice = QCoreApplication.translate("MissingPicture", "This picture is missing. Press Refresh (F5).")
    return f"{alt}\n{advice}" if alt else advice


def _drawing_of(
    inline: Inline, pictures: PictureSource
) -> tuple[Callable[[QSize, float], QImage] | None, QSize]:
    """How the picture is drawn at a size and a ratio, None where it is missing; and its own size."""
    if inline.scheme != "asset":
        return None, _PLACEHOLDER
    svg = pictures.drawing(inline.id)
    if svg is not None:
        return (lambda size, ratio: draw_svg(svg, QSizeF(size), ratio)), svg.defaultSize()
    image = pictures.picture(inline.id)
    if image is not None:
        return (lambda size, ratio: fit_picture(image, size, ratio)), image.size()
    return None, _PLACEHOLDER


def _natural_size(inline: Inline, own: QSize) -> QSize:
    """What the paper says, completed by the picture's own proportions."""
    if inline.width and inline.height:
        return QSize(inline.width, inline.height)
    if inline.width:
        return QSize(inline.width, max(1, round(own.height() * inline.width / max(1, own.width()))))
    if inline.height:
        return QSize(max(1, round(own.width() * inline.height / max(1, own.height()))), inline.height)
    return own
