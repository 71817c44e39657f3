"""A widget that shows the rich text of a paper, with real fields standing in its gaps."""

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from examclient.ui.fonts import PAPER_PX, paper_font
from examclient.ui.picture_door import PictureDoor, ShownPicture
from examclient.ui.pictures import PictureSource
from examclient.ui.rich_document import LINE_HEIGHT_EM, RichDocument
from examclient.ui.rich_inlines import BlankBox, GapBox, InlineBox, Look, MarkedBox, RubyBox
from examclient.ui.rich_markup import Inline, to_markup
from examclient.ui.rich_pictures import FormulaBox, PictureBox
from examclient.ui.rich_strips import Strips
from examprotocol.richtext import plain_text

Shift = Qt.KeyboardModifier.ShiftModifier
MEASURE_EM = 46
_LOOK_CHANGES = frozenset(
    {QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange}
)


class RichText(QWidget):
    """Shows rich text, never wider than 46 characters; its height follows from its width.

    The text cannot be selected or copied. `gaps` are fields by gap id; they become children.
    """

    def __init__(
        self,
        rich: str,
        pictures: PictureSource,
        gaps: Mapping[str, QWidget] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._gaps = dict(gaps or {})
        self._markup = to_markup(rich)
        self._boxes: tuple[InlineBox, ...] = ()
        self._document: RichDocument | None = None
        self._heights: dict[int, int] = {}
        self._laid_out_width = 0
        self._placed_width = 0
        self._longest_line = 0
        self._strips = Strips(self, self._on_strip_moved)
        self.door = PictureDoor(self, self.shown_pictures)
        for field in self._gaps.values():
            field.setParent(self)
            field.installEventFilter(self)
        self.setAccessibleName(plain_text(rich))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFont(paper_font())

    def gap_order(self) -> tuple[str, ...]:
        """The gap ids in the order of the text."""
        return tuple(inline.id for inline in self._markup.inlines if inline.scheme == "gap")

    def missing_pictures(self) -> tuple[str, ...]:
        """The assets that the text asks for and its source could not give, each once."""
        self._built()
        bare = (box.box if isinstance(box, MarkedBox) else box for box in self._boxes)
        shown = (box for box in bare if isinstance(box, PictureBox | FormulaBox))
        missing = (box.asset_id for box in shown if box.is_missing)
        return tuple(dict.fromkeys(missing))

    def shown_pictures(self) -> list[ShownPicture]:
        """The pictures that can be looked at by themselves, where they stand now."""
        document = self._as_placed()
        found = []
        for index, box in enumerate(self._boxes):
            bare = box.box if isinstance(box, MarkedBox) else box
            if isinstance(bare, PictureBox) or (isinstance(bare, FormulaBox) and bare.is_shrunk):
                found.append(ShownPicture(self._place_of(document, index), bare.large))
        return found

    def document_text(self) -> str:
        """The words that are really drawn, pictures by their alternative text."""
        return self._built().text()

    def measure(self) -> int:
        """The widest that a line may become, in pixels."""
        return MEASURE_EM * self.font().pixelSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        text_width = max(1, min(width, self.measure()))
        if text_width not in self._heights:
            self._heights[text_width] = self._measure_height(text_width)
        return self._heights[text_width]

    def line_height(self) -> int:
        """The height of a line of text, in pixels."""
        return round(LINE_HEIGHT_EM * self.font().pixelSize())

    def sizeHint(self) -> QSize:
        """As wide as its longest line, no wider than the measure."""
        height = self.heightForWidth(self.measure())
        return QSize(self._natural_width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(4 * self.font().pixelSize(), self.fontMetrics().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._strips.paint(painter, QRectF(event.rect()), self._draw, self.palette().dark().color())
        self.door.paint_ring(painter)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel turned sideways, or with Shift, moves what is too wide."""
        turned = event.angleDelta().x() or (event.modifiers() & Shift and event.angleDelta().y())
        if not (turned and self._strips.move_by(event.position().y(), -turned)):
            event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field that takes the keyboard comes into sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            for index, box in enumerate(self._boxes):
                if isinstance(box, GapBox) and box.stands_over(watched):
                    origin = self._as_placed().box_origin(index)
                    width = self._as_placed().box_size(index).width
                    self._strips.show_x(origin.x(), origin.x() + width, origin.y())
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFont(paper_font())
        if event.type() in _LOOK_CHANGES and self._document is not None:
            self._document = None
            self._heights.clear()
            self._longest_line = 0
            self.updateGeometry()
            if self.isVisible():
                self._lay_out()

    def _built(self) -> RichDocument:
        if self._document is None:
            look = self._look()
            self._boxes = tuple(self._box_for(inline, look) for inline in self._markup.inlines)
            self._document = RichDocument(self._markup, self._boxes, look)
            self._laid_out_width = 0
        return self._document

    def _box_for(self, inline: Inline, look: Look) -> InlineBox:
        box = self._bare_box_for(inline, look)
        return MarkedBox(box, inline, look) if inline.before or inline.after else box

    def _bare_box_for(self, inline: Inline, look: Look) -> InlineBox:
        field = self._gaps.get(inline.id) if inline.scheme == "gap" else None
        if field is not None:
            return GapBox(field, inline.alt)
        if inline.scheme in ("blank", "room"):
            return BlankBox(inline, look)
        if inline.scheme == "ruby":
            return RubyBox(inline, look)
        box = FormulaBox if inline.scheme == "formula" else PictureBox
        return box(inline, self._pictures, look)

    def _look(self) -> Look:
        palette, role = self.palette(), QPalette.ColorRole
        return Look(
            font=self.font(),
            text=palette.color(role.Text),
            muted=palette.color(role.PlaceholderText),
            line=palette.color(role.Dark),
            head=palette.color(role.AlternateBase),
            ground=palette.color(role.Base),
            ratio=self.devicePixelRatioF(),
            zoom=max(1.0, self.font().pixelSize() / PAPER_PX),
        )

    def _measure_height(self, text_width: int) -> int:
        document = self._built()
        self._lay_out_to(document, text_width)
        return math.ceil(document.size().height())

    def _natural_width(self) -> int:
        if not self._longest_line:
            document = self._built()
            self._lay_out_to(document, self.measure())
            self._longest_line = min(self.measure(), math.ceil(document.idealWidth()))
        return self._longest_line

    def _lay_out(self) -> None:
        document = self._built()
        self._placed_width = max(1, min(self.width(), self.measure()))
        self._lay_out_to(document, self._placed_width)
        self._strips.place(document.wide_places(), self._placed_width)
        self._put_fields(document)
        self.door.look()
        self.update()

    def _put_fields(self, document: RichDocument) -> None:
        for index, box in enumerate(self._boxes):
            if isinstance(box, GapBox):
                origin = document.box_origin(index)
                box.put_field(origin - QPointF(self._strips.offset_at(origin.y()), 0))

    def _place_of(self, document: RichDocument, index: int) -> QRectF:
        """Where a box is seen."""
        origin, size = document.box_origin(index), document.box_size(index)
        left = origin.x() - self._strips.offset_at(origin.y())
        return QRectF(left, origin.y() - size.ascent, size.width, size.ascent + size.descent)

    def _on_strip_moved(self) -> None:
        self._put_fields(self._as_placed())
        self.update()

    def _draw(self, painter: QPainter, part: QRectF) -> None:
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = self.palette()  # type: ignore[attr-defined] # the stubs leave it out
        context.clip = part  # type: ignore[attr-defined]
        document = self._as_placed()
        document.documentLayout().draw(painter, context)
        document.paint_dots(painter)

    def _as_placed(self) -> RichDocument:
        """After measuring for another width: what is painted or looked for must be what was placed."""
        document = self._built()
        if self._placed_width:
            self._lay_out_to(document, self._placed_width)
        return document

    def _lay_out_to(self, document: RichDocument, text_width: int) -> None:
        if self._laid_out_width != text_width:
            document.lay_out(text_width)
            self._laid_out_width = text_width
