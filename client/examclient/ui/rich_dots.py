"""Dots under the characters that a paper stresses (着重号): QTextDocument has nothing like them."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QTextDocument

from examclient.ui.rich_inlines import Look
from examclient.ui.rich_marks import Stretch, utf16_units
from examclient.ui.rich_places import middle_of

_BELOW_EM = 0.27
"""From the baseline to the middle of the dot: a Chinese character reaches 0.12 em below it."""
_RADIUS_EM = 0.08


def letters_in(document: QTextDocument, stretches: Sequence[Stretch]) -> list[int]:
    """The position of each letter in the stretches; spaces and punctuation get no dot."""
    units = utf16_units(document.toRawText())
    places = (place for stretch in stretches for place in range(stretch.start, stretch.end))
    return [place for place in places if units[place].isalnum()]


def dot_places(document: QTextDocument, letters: Sequence[int]) -> list[QPointF]:
    """The middle of each letter, on the baseline."""
    return [middle_of(document, position) for position in letters]


def paint_dots(painter: QPainter, places: Sequence[QPointF], look: Look) -> None:
    """Paint a dot below each place."""
    em = look.font.pixelSize()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.text)
    for place in places:
        painter.drawEllipse(place + QPointF(0, _BELOW_EM * em), _RADIUS_EM * em, _RADIUS_EM * em)
    painter.restore()
