"""What all question views share: the stem on top, a column for the input, and when a change is told."""

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from examclient.ui.fonts import paper_font
from examclient.ui.pictures import PictureSource
from examclient.ui.rich_text import MEASURE_EM, RichText
from examprotocol.responses import Response

_SIDE_EM = 5
"""Rows may be wider than text by this much: a choice's own words then have the whole measure."""


class QuestionView(QWidget):
    """Shows one question and its response; knows nothing of saving.

    Signals:
        response_changed(object): the candidate changed the answer; the new Response. Never `show_response`.
        settled(): what `is_busy` told of is done.
        sight_wanted(object): this widget has the keyboard and has moved; it shall stay in sight.
    """

    response_changed = Signal(object)
    settled = Signal()
    sight_wanted = Signal(object)

    def __init__(
        self,
        stem: str,
        pictures: PictureSource,
        gaps: Mapping[str, QWidget] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._texts: list[RichText] = []
        self._known: Response | None = None
        self._is_read_only = False
        self._sheet = QWidget(self)
        self.column = QVBoxLayout(self._sheet)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)
        self._lay_out()
        self.stem = self.rich_text(stem, gaps)
        self.column.addWidget(self.stem)

    def show_response(self, response: Response | None) -> None:
        """Show an answer, or none. Emits nothing."""
        self._show(response)
        self._known = self.response() if response is None else response

    def response(self) -> Response:
        """The answer as it stands on the screen; what is being composed is not in it."""
        raise NotImplementedError

    def input_widgets(self) -> list[QWidget]:
        """What takes the answer, in tab order."""
        raise NotImplementedError

    def commit_composition(self) -> None:
        """Take over what an input method has open: before leaving the question and before submitting."""

    @property
    def is_busy(self) -> bool:
        """Whether an answer is on its way that only this view knows of: it must not be thrown away now."""
        return False

    def set_read_only(self, is_read_only: bool) -> None:
        """Show the answer without letting anybody change it."""
        self._is_read_only = is_read_only

    def missing_pictures(self) -> tuple[str, ...]:
        """Assets that the question asks for and that could not be shown, each once."""
        return tuple(dict.fromkeys(asset for text in self._texts for asset in text.missing_pictures()))

    def rich_text(self, rich: str, gaps: Mapping[str, QWidget] | None = None) -> RichText:
        """A rich text of this question; its pictures are counted with the others."""
        text = RichText(rich, self._pictures, gaps, self._sheet)
        self._texts.append(text)
        return text

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._limit_width()
            self._take_zoom()
        elif event.type() == QEvent.Type.LanguageChange:
            self._speak()

    def _speak(self) -> None:
        """Say the view's own words; called once by `_finish` and again when the language changes."""

    def _take_zoom(self) -> None:
        """Set sizes that follow from the font; called by `_finish` and again when the zoom changes."""

    def _show(self, response: Response | None) -> None:
        raise NotImplementedError

    def _finish(self) -> None:
        """To be called when all inputs are there: their order.

        The view has no focus proxy: with one, Tab comes back from the footer to the first input and never
        gets out of question and footer.
        """
        self._speak()
        self._take_zoom()
        self.column.addStretch(1)
        for before, after in pairwise(self.input_widgets()):
            QWidget.setTabOrder(before, after)

    def _on_input(self) -> None:
        """Tell a change, unless it is what is known already (a chosen choice clicked again)."""
        response = self.response()
        if response != self._known:
            self._known = response
            self.response_changed.emit(response)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._sheet, 1)
        row.addStretch(0)
        self._limit_width()

    def _limit_width(self) -> None:
        self._sheet.setMaximumWidth((MEASURE_EM + _SIDE_EM) * paper_font().pixelSize())
