"""A composite as a whole: its passage and all of its parts, to look at."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examprotocol.paper import Composite
from examprotocol.responses import Response, TextResponse


class CompositeView(QuestionView):
    """Takes no answer of its own: each part is answered under its own id, in its own view on the page."""

    def __init__(
        self,
        question: Composite,
        parts: Sequence[QuestionView],
        pictures: PictureSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(question.stem, pictures, parent=parent)
        self._parts = parts
        for part in parts:
            self.column.addWidget(part)
        self._finish()

    def response(self) -> Response:
        return TextResponse("")

    def input_widgets(self) -> list[QWidget]:
        return [widget for part in self._parts for widget in part.input_widgets()]

    def missing_pictures(self) -> tuple[str, ...]:
        own = super().missing_pictures()
        return tuple(dict.fromkeys((*own, *(one for part in self._parts for one in part.missing_pictures()))))

    def _show(self, response: Response | None) -> None:
        """Nothing to show."""
