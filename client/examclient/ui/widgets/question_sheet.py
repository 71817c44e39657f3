"""What stands on the sheet of one question: section, instructions, heading, and the question's own view."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.pictures import PictureSource
from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.factory import view_for
from examclient.ui.questions.heading import QuestionHeading
from examclient.ui.rich_text import RichText
from examclient.ui.widgets.changes import set_shown, set_text
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.outline import Place
from examprotocol.paper import Question, Section
from examprotocol.responses import Response


class QuestionSheet(QWidget):
    """Owns the widgets of the question; each question gets a new view.

    Signals:
        response_changed(str, object): question id and the new Response.
    """

    response_changed = Signal(str, object)

    def __init__(self, pictures: PictureSource) -> None:
        super().__init__()
        self._pictures = pictures
        self._place: Place | None = None
        self._section: Section | None = None
        self._view: QuestionView | None = None
        self._instructions: RichText | None = None
        self._is_ahead = self._is_read_only = False
        self._title = make_label("muted", wrap=True)
        self._heading = QuestionHeading()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(40, 8, 24, 40)
        self._column.setSpacing(12)
        self._column.addWidget(self._title)
        self._column.addWidget(self._heading)
        self._column.addStretch(1)
        self._heading.setContentsMargins(0, 8, 0, 0)

    def shows(self, question: Question) -> bool:
        """Whether this very question is on the sheet."""
        return self._place is not None and self._place.question == question

    def show_question(self, place: Place, response: Response | None) -> None:
        """Put another question on the sheet."""
        self._show_section(place.section)
        self._place = place
        self._is_ahead = False
        counted = place.number > 0
        self._heading.show_question(
            place.number if counted else None, place.question.points if counted else None
        )
        set_shown(self._heading, shown=counted)
        self._put_view(response)

    def follow(self, response: Response | None) -> None:
        """Show the response of the state, unless the candidate has changed this question since it is here."""
        if self._view is not None and not self._is_ahead:
            self._view.show_response(response)

    def set_read_only(self, *, is_read_only: bool) -> None:
        """The question can be read and not answered, or answered again."""
        if is_read_only != self._is_read_only:
            self._is_read_only = is_read_only
            if self._view is not None:
                self._view.set_read_only(is_read_only)

    def show_flagged(self, *, flagged: bool) -> None:
        """Show or hide the flag beside the number."""
        self._heading.show_flagged(flagged)

    def redraw(self) -> None:
        """Build the view anew with the response as it stands on the screen."""
        if self._view is not None:
            self._view.commit_composition()
            self._section = None
            if self._place is not None:
                self._show_section(self._place.section)
            self._put_view(self._view.response())

    def commit_composition(self) -> None:
        """Take over what an input method has open."""
        if self._view is not None:
            self._view.commit_composition()

    def spoken(self) -> str:
        """The question's text as who cannot see it hears it."""
        return self._view.stem.accessibleName() if self._view is not None else ""

    def input_widgets(self) -> list[QWidget]:
        """What takes the answer, in tab order."""
        return self._view.input_widgets() if self._view is not None else []

    def _put_view(self, response: Response | None) -> None:
        assert self._place is not None, "a view is put for a question"
        old, question = self._view, self._place.question
        self._view = view_for(question, self._pictures, self)
        self._view.show_response(response)
        if self._is_read_only:
            self._view.set_read_only(True)
        self._view.response_changed.connect(lambda changed: self._on_response_changed(question.id, changed))
        self._put(self._view, self._column.count() - 1)
        if old is not None:
            _take_away(old, self._column)

    def _show_section(self, section: Section) -> None:
        if section == self._section:
            return
        self._section = section
        set_text(self._title, section.title)
        set_shown(self._title, shown=bool(section.title))
        if self._instructions is not None:
            _take_away(self._instructions, self._column)
            self._instructions = None
        if section.instructions:
            self._instructions = RichText(section.instructions, self._pictures, parent=self)
            self._put(self._instructions, 1)

    def _put(self, widget: QWidget, index: int) -> None:
        """Put a widget into the column and show it at once: a layout alone would show it one frame later."""
        self._column.insertWidget(index, widget)
        widget.show()

    def _on_response_changed(self, question: str, response: object) -> None:
        self._is_ahead = True
        self.response_changed.emit(question, response)


def _take_away(widget: QWidget, column: QVBoxLayout) -> None:
    column.removeWidget(widget)
    widget.hide()
    widget.deleteLater()
