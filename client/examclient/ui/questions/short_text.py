"""A question answered with a word or a sentence."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.hint import Hint
from examclient.ui.questions.line_field import LineField
from examprotocol.paper import ShortText
from examprotocol.responses import Response, TextResponse


class ShortTextView(QuestionView):
    """One line. What does not fit any more is refused with a word, and nothing that stands is cut."""

    def __init__(self, question: ShortText, pictures: PictureSource, parent: QWidget | None = None) -> None:
        super().__init__(question.stem, pictures, parent=parent)
        self._max_chars = question.max_chars
        self._field = LineField(question.max_chars, self._sheet)
        self._hint = Hint(self._sheet, self._field)
        self._field.typed.connect(self._on_typed)
        self._field.inputRejected.connect(self._on_rejected)
        below = QVBoxLayout()
        below.setSpacing(4)
        below.addWidget(self._field)
        below.addWidget(self._hint)
        self.column.addLayout(below)
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

    def _speak(self) -> None:
        self._field.setAccessibleName(self.tr("Your answer"))

    def _on_typed(self) -> None:
        self._hint.advise("")
        self._on_input()

    def _on_rejected(self) -> None:
        advice = self.tr("There is room for {count} characters. The last input did not fit and was left out.")
        self._hint.advise(advice.format(count=self._max_chars))
