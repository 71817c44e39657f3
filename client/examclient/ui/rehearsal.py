"""Draws every question once behind the cover, so that what is wrong shows before the start and not in it."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPixmap

from examclient.domain.state import Finding, Preparation, PreparationStep
from examclient.ui.fonts import FAMILIES, paper_families
from examclient.ui.glyphs import foreign_glyphs, missing_glyphs
from examclient.ui.pictures import PictureSource
from examclient.ui.questions.factory import view_for
from examprotocol.paper import Cloze, Paper, Question, questions_of
from examprotocol.paper_check import rich_texts
from examprotocol.paper_parts import Material, SelectGap
from examprotocol.richtext import plain_text

_FORMULA = re.compile(r'<img\b[^>]*"formula:[^>]*>')
"""A formula is a drawing: its words are heard and not seen."""

WIDTH = 840
"""Pixels: about what the question's column has on a small screen."""


class Rehearsal(QObject):
    """Draws one question each time the event loop is idle.

    Signals:
        progressed(Preparation): how many are drawn.
        finished(Preparation): all are drawn; `findings` names what is wrong.
    """

    progressed = Signal(object)
    finished = Signal(object)

    def __init__(self, pictures: PictureSource) -> None:
        super().__init__()
        self._pictures = pictures
        self._questions: tuple[Question, ...] = ()
        self._materials: tuple[Material, ...] = ()
        self._findings: list[Finding] = []
        self._done = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timeout)

    def start(self, paper: Paper) -> None:
        """Begin with the first question; a rehearsal under way is dropped."""
        self._questions, self._findings, self._done = questions_of(paper), [], 0
        self._materials = paper.materials
        self._timer.start(0)

    def stop(self) -> None:
        """Draw no further question."""
        self._timer.stop()

    def _on_timeout(self) -> None:
        if self._done < len(self._questions):
            self._draw(self._questions[self._done])
            self._done += 1
            self.progressed.emit(self._preparation(PreparationStep.DRAWING))
        else:
            self._timer.stop()
            self.finished.emit(self._preparation(PreparationStep.READY))

    def _preparation(self, step: PreparationStep) -> Preparation:
        return Preparation(step, self._done, len(self._questions), tuple(self._findings))

    def _draw(self, question: Question) -> None:
        view = view_for(question, self._pictures)
        view.resize(
            WIDTH, view.heightForWidth(WIDTH) if view.hasHeightForWidth() else view.sizeHint().height()
        )
        canvas = QPixmap(view.size())
        view.render(canvas)
        missing = view.missing_pictures()
        words, font = words_of(question, self._materials), QGuiApplication.font()
        boxes = missing_glyphs(words, font)
        foreign = foreign_glyphs(words, font, (*FAMILIES, *paper_families()))
        if missing or boxes or foreign:
            self._findings.append(Finding(question.id, len(missing), "".join(boxes), "".join(foreign)))
        view.deleteLater()


def words_of(question: Question, materials: Sequence[Material] = ()) -> str:
    """Every word that the candidate will see of a question and of the materials beside it."""
    gaps = question.gaps if isinstance(question, Cloze) else ()
    lists = [choice.body for gap in gaps if isinstance(gap, SelectGap) for choice in gap.choices]
    beside = [one for one in materials if one.id in question.materials]
    titles, bodies = (one.title for one in beside), (one.body for one in beside)
    richs = (*bodies, *rich_texts(question))
    return "\n".join([*titles, *(plain_text(_FORMULA.sub("", rich)) for rich in richs), *lists])
