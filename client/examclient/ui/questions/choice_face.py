"""How a choice row is laid out and painted.

Rule: every state has the same geometry. The ring of the focus has its room even when it is not there.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from examclient.ui.fonts import paper_font
from examclient.ui.rich_document import LINE_HEIGHT_EM
from examclient.ui.rich_text import RichText
from examclient.ui.signs import paint_check

_RING = 2
_PAD = 8
_MARK_EM = 1.2
_ROLE = QPalette.ColorRole


class ChoiceFace:
    """The card, mark and letter of a row; the body is a widget on it. `is_round` for one of several."""

    def __init__(self, row: QAbstractButton, letter: str, body: RichText, is_round: bool) -> None:
        self._row, self._letter, self._is_round = row, letter, is_round
        row.setCheckable(True)
        row.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row.setAttribute(Qt.WidgetAttribute.WA_Hover)
        row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        row.setAccessibleName(f"{letter} {body.accessibleName()}".strip())
        body.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        body.door.open_from(row)
        self._layout = QHBoxLayout(row)
        self._layout.addWidget(body)
        self.take_zoom()

    def take_zoom(self) -> None:
        """Measure everything by the font of the paper."""
        self._font = paper_font()
        self._em = self._font.pixelSize()
        self._mark = self._place_mark()
        self._layout.setContentsMargins(self._body_left(), _RING + _PAD, _RING + 2 * _PAD, _RING + _PAD)

    def size_hint(self) -> QSize:
        return self._layout.totalSizeHint()

    def minimum_size_hint(self) -> QSize:
        return self._layout.totalMinimumSize()

    def paint(self, painter: QPainter, is_lively: bool) -> None:
        """Paint all but the body; a row that nobody may change is not lively under the mouse."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, is_lively and self._row.underMouse())
        self._paint_mark(painter)
        painter.setFont(self._font)
        painter.setPen(self._colour(_ROLE.Text))
        beside = QRectF(self._mark.right() + 12, self._mark.top(), 4.0 * self._em, self._mark.height())
        painter.drawText(
            beside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._letter
        )

    def _paint_card(self, painter: QPainter, is_hovered: bool) -> None:
        is_chosen = self._row.isChecked()
        ground = _ROLE.Midlight if is_chosen else _ROLE.AlternateBase if is_hovered else _ROLE.Base
        edge = _ROLE.Highlight if is_chosen else _ROLE.Dark if is_hovered else _ROLE.Mid
        card = QRectF(self._row.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        painter.setBrush(self._colour(ground))
        paint_edge(painter, card, self._colour(edge), 2 if is_chosen else 1, radius=7)
        paint_ring(painter, self._row)

    def _paint_mark(self, painter: QPainter) -> None:
        is_chosen, mark = self._row.isChecked(), self._mark
        painter.setBrush(self._colour(_ROLE.Highlight if is_chosen else _ROLE.Base))
        edge = self._colour(_ROLE.Highlight if is_chosen else _ROLE.Dark)
        paint_edge(painter, mark, edge, 2, radius=mark.height() / 2 if self._is_round else 5)
        if is_chosen and self._is_round:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour(_ROLE.HighlightedText))
            painter.drawEllipse(mark.center(), mark.width() * 0.19, mark.width() * 0.19)
        elif is_chosen:
            paint_check(painter, mark, self._colour(_ROLE.HighlightedText))

    def _place_mark(self) -> QRectF:
        """Beside the middle of the first line, whatever the body's height."""
        side = round(self._em * _MARK_EM)
        middle = _RING + _PAD + self._em * LINE_HEIGHT_EM / 2 + 1
        return QRectF(QPointF(_RING + 2 * _PAD, round(middle - side / 2)), QSizeF(side, side))

    def _body_left(self) -> int:
        letters = self._em * (0.5 + 0.7 * len(self._letter)) if self._letter else 0
        return round(self._mark.right() + 12 + letters)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self._row.palette().color(role)


def paint_edge(
    painter: QPainter,
    box: QRectF,
    colour: QColor,
    width: int,
    radius: float,
    line: Qt.PenStyle = Qt.PenStyle.SolidLine,
) -> None:
    """A rounded edge that lies wholly inside the box."""
    painter.setPen(QPen(colour, width, line))
    half = width / 2
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius, radius)


def paint_ring(painter: QPainter, widget: QWidget) -> None:
    """The ring around what has the keyboard."""
    if widget.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = widget.palette().color(_ROLE.Shadow)
        paint_edge(painter, QRectF(widget.rect()), edge, _RING, radius=9)
