"""A question answered with a long text."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.fonts import paper_font
from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.hint import Hint
from examclient.ui.questions.text_area import TextArea
from examclient.ui.questions.word_count import count_text
from examprotocol.paper import Essay
from examprotocol.responses import Response, TextResponse

_LINES = (4, 24)
_AROUND = 32


class EssayView(QuestionView):
    """A sheet to write on. Word limits are advice below it: they hold nobody up."""

    def __init__(self, question: Essay, pictures: PictureSource, parent: QWidget | None = None) -> None:
        super().__init__(question.stem, pictures, parent=parent)
        self._question = question
        self._sheet_of_paper = TextArea(self._sheet)
        self._count = Hint(self._sheet, self._sheet_of_paper)
        self._sheet_of_paper.typed.connect(self._on_typed)
        self._lay_out_sheet()
        self._finish()
        self._show(None)

    def response(self) -> Response:
        return TextResponse(self._sheet_of_paper.typed_text())

    def input_widgets(self) -> list[QWidget]:
        return [self._sheet_of_paper]

    def commit_composition(self) -> None:
        self._sheet_of_paper.commit_composition()

    def set_read_only(self, is_read_only: bool) -> None:
        super().set_read_only(is_read_only)
        self._sheet_of_paper.set_read_only(is_read_only)

    def _show(self, response: Response | None) -> None:
        text = response.text if isinstance(response, TextResponse) else self._question.template
        self._sheet_of_paper.show_text(text)
        self._show_count()

    def _speak(self) -> None:
        self._sheet_of_paper.setAccessibleName(self.tr("Your answer, a text of several lines"))
        self._show_count()

    def _take_zoom(self) -> None:
        lines = max(_LINES[0], min(self._question.lines, _LINES[1]))
        height = lines * QFontMetrics(paper_font()).lineSpacing()
        self._sheet_of_paper.setMinimumHeight(height + _AROUND)

    def _on_typed(self) -> None:
        self._show_count()
        self._on_input()

    def _show_count(self) -> None:
        """Say how long the text is; amber only where it is too long, since every text begins too short."""
        counted = count_text(self._sheet_of_paper.typed_text())
        words = self.tr("{words} words, {characters} characters")
        said = words.format(words=counted.words, characters=counted.characters)
        is_too_long = 0 < self._question.max_words < counted.words
        self._count.advise(said + self._limits(), "warning" if is_too_long else "")

    def _limits(self) -> str:
        least, most = self._question.min_words, self._question.max_words
        if least and most:
            return self.tr(" (asked for: {least} to {most} words)").format(least=least, most=most)
        if least:
            return self.tr(" (asked for: at least {least} words)").format(least=least)
        return self.tr(" (asked for: at most {most} words)").format(most=most) if most else ""

    def _lay_out_sheet(self) -> None:
        below = QVBoxLayout()
        below.setSpacing(4)
        below.addWidget(self._sheet_of_paper)
        below.addWidget(self._count)
        self.column.addLayout(below)
