"""A page only to read."""

from PySide6.QtWidgets import QWidget

from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examprotocol.paper import Info
from examprotocol.responses import Response, TextResponse


class InfoView(QuestionView):
    """Takes no answer: it never emits one, and what it would give is empty."""

    def __init__(self, question: Info, pictures: PictureSource, parent: QWidget | None = None) -> None:
        super().__init__(question.stem, pictures, parent=parent)
        self._finish()

    def response(self) -> Response:
        return TextResponse("")

    def input_widgets(self) -> list[QWidget]:
        return []

    def _show(self, response: Response | None) -> None:
        """Nothing to show."""
