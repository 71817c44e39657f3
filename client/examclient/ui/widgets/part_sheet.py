"""One numbered question on the page: its heading, its sounds and its view."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from examclient.ui.questions.base import QuestionView
from examclient.ui.questions.factory import view_for
from examclient.ui.questions.heading import QuestionHeading
from examclient.ui.sentence import in_one_line
from examclient.ui.sources import Sources
from examclient.ui.widgets.changes import set_shown, set_spoken
from examclient.ui.widgets.media_bar import MediaBar
from examclient.ui.widgets.outline import Numbered
from examclient.ui.widgets.ringed_area import BY_TAB
from examprotocol.responses import Response

BY_KEYS = (*BY_TAB, Qt.FocusReason.ShortcutFocusReason)
"""Who clicked sees it already; who was brought to a page shall see its top."""


class PartSheet(QWidget):
    """Owns the view of one question, or of one part of a composite, which has a flag of its own.

    Rule: what the candidate has changed here is never written over by a state that does not know it yet.

    Signals:
        response_changed(str, object): question id and the new Response.
        flag_toggled(str, bool): flag it, or take the flag away.
        entered(str): the keyboard came into this one.
        settled(str): what this question was busy with is done.
        sight_wanted(object): this widget has the keyboard by a key, and shall be seen.
    """

    response_changed = Signal(str, object)
    flag_toggled = Signal(str, bool)
    entered = Signal(str)
    settled = Signal(str)
    sight_wanted = Signal(object)

    def __init__(
        self, numbered: Numbered, sources: Sources, parent: QWidget, *, is_one_of_many: bool
    ) -> None:
        super().__init__(parent)
        self.question = numbered.part.id
        self._part, self._number, self._sources = numbered.part, numbered.number, sources
        self._is_ahead = self._is_read_only = False
        self._view: QuestionView | None = None
        self._shown: Response | None = None
        self.heading = QuestionHeading(self, has_button=is_one_of_many and numbered.number > 0)
        self.heading.flag_toggled.connect(lambda flag: self.flag_toggled.emit(self.question, flag))
        self._media = MediaBar(numbered.part.media, sources.media, self)
        self._lay_out()

    def show_first(self, response: Response | None) -> None:
        """Put the view there, with the response that is known."""
        self._put_view(response)
        self._speak()

    def follow(self, response: Response | None, *, flagged: bool) -> None:
        """Show what the state knows, unless the candidate has changed this question since it is here. What is
        shown already is left alone: something may have been taken up and not put down yet.
        """
        self.heading.show_flagged(flagged)
        view = self._view
        if view is not None and not self._is_ahead and not view.is_busy and response != self._shown:
            self._shown = response
            view.show_response(response)

    def redraw(self) -> None:
        """Build the view anew with the response as it stands on the screen; one that is busy stays."""
        if self._view is None or self._view.is_busy:
            return
        self._view.commit_composition()
        self._put_view(self._view.response())
        self._speak()

    def set_read_only(self, *, is_read_only: bool) -> None:
        """It can be read and not answered, or answered again."""
        if is_read_only != self._is_read_only:
            self._is_read_only = is_read_only
            self.heading.set_open(is_open=not is_read_only)
            if self._view is not None:
                self._view.set_read_only(is_read_only)

    def commit_composition(self) -> None:
        """Take over what an input method has open."""
        if self._view is not None:
            self._view.commit_composition()

    def spoken(self) -> str:
        """The number, the points and the text, as who cannot see them hears them."""
        counted = self.tr("Question {number}, points: {points}.")
        words = counted.format(number=self._number, points=f"{self._part.points.normalize():f}")
        stem = self._view.stem.accessibleName() if self._view is not None else ""
        return in_one_line(words if self._number else self.tr("Page to read."), stem)

    def input_widgets(self) -> list[QWidget]:
        """What takes the answer, in tab order."""
        return self._view.input_widgets() if self._view is not None else []

    def stops(self) -> list[QWidget]:
        """All that Tab goes through, from top to bottom."""
        return [*self.heading.stops(), *self._media.stops(), *self.input_widgets()]

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still on its way: then this one must not be thrown away."""
        return self._view is not None and self._view.is_busy

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._speak()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look on, and let everything through."""
        if isinstance(event, QFocusEvent) and event.gotFocus():
            self.entered.emit(self.question)
            if event.reason() in BY_KEYS:
                self.sight_wanted.emit(watched)
        return False

    def _speak(self) -> None:
        set_spoken(self, self.spoken())

    def _put_view(self, response: Response | None) -> None:
        old = self._view
        self._view = view_for(self._part, self._sources.pictures, self, self._sources.files)
        self._view.show_response(response)
        self._shown = response
        if self._is_read_only:
            self._view.set_read_only(True)
        self._view.response_changed.connect(self._on_response_changed)
        self._view.settled.connect(lambda: self.settled.emit(self.question))
        self._column.insertWidget(2, self._view)
        self._view.show()  # a layout alone would show it one frame later
        self._view.sight_wanted.connect(self.sight_wanted)
        for one in self.stops():
            one.installEventFilter(self)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()

    def _on_response_changed(self, response: object) -> None:
        self._is_ahead = True
        self.response_changed.emit(self.question, response)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.heading.setContentsMargins(0, 8, 0, 0)
        self.heading.show_question(self._number or None, self._part.points if self._number else None)
        set_shown(self.heading, shown=self._number > 0)
        set_shown(self._media, shown=bool(self._part.media))
        self._column.addWidget(self.heading)
        self._column.addWidget(self._media)
