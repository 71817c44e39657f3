"""A question answered with a number, kept as typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.hint import Hint
from examclient.ui.questions.line_field import LineField
from examclient.ui.questions.number_reading import reads_as_number
from examprotocol.paper import Number
from examprotocol.responses import Response, TextResponse

_FIELD_CHARS = 24


class NumberView(QuestionView):
    """One field and its unit. Advice comes when the field is left, never while a number is half typed."""

    def __init__(self, question: Number, pictures: PictureSource, parent: QWidget | None = None) -> None:
        super().__init__(question.stem, pictures, parent=parent)
        self._unit = question.unit
        self._field = LineField(parent=self._sheet)
        self._field.set_width(_FIELD_CHARS)
        self._hint = Hint(self._sheet, self._field)
        self._field.typed.connect(self._on_typed)
        self._field.editingFinished.connect(self._advise)
        self._lay_out_field()
        self._finish()

    def response(self) -> Response:
        return TextResponse(self._field.typed_text())

    def input_widgets(self) -> list[QWidget]:
        return [self._field]

    def commit_composition(self) -> None:
        self._field.commit_composition()

    def set_read_only(self, is_read_only: bool) -> None:
        super().set_read_only(is_read_only)
        self._field.set_read_only(is_read_only)

    def _show(self, response: Response | None) -> None:
        self._field.show_text(response.text if isinstance(response, TextResponse) else "")
        self._advise()

    def _speak(self) -> None:
        name = self.tr("Your answer, a number")
        self._field.setAccessibleName(f"{name} {self._unit}".strip())
        self._advise()

    def _on_typed(self, text: str) -> None:
        if reads_as_number(text, self._unit):
            self._hint.advise("")
        self._on_input()

    def _advise(self) -> None:
        text = self._field.typed_text()
        reads = not text.strip() or reads_as_number(text, self._unit)
        advice = self.tr("This does not read as a number. It is kept as you typed it.")
        self._hint.advise("" if reads else advice)

    def _lay_out_field(self) -> None:
        beside, below = QHBoxLayout(), QVBoxLayout()
        beside.setSpacing(10)
        beside.addWidget(self._field)
        unit = QLabel(self._unit, self._sheet)
        unit.setTextFormat(Qt.TextFormat.PlainText)
        beside.addWidget(unit)
        beside.addStretch()
        below.setSpacing(4)
        below.addLayout(beside)
        below.addWidget(self._hint)
        self.column.addLayout(below)
