"""Draws every question once behind the cover, so that what is wrong shows before the start and not in it."""

import re
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QPixmap

from examclient.domain.state import Finding, Preparation, PreparationStep
from examclient.ui.fonts import FAMILIES, paper_families
from examclient.ui.glyphs import foreign_glyphs, missing_glyphs
from examclient.ui.pictures import PictureSource
from examclient.ui.questions.factory import view_for
from examprotocol.paper import Cloze, Paper, Question, parts_of, questions_of
from examprotocol.paper_check import rich_texts
from examprotocol.paper_parts import Material, Media, SelectGap
from examprotocol.richtext import parse_rich, plain_text

ASSET = "asset:"
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
        self._findings: list[Finding] = []
        self._paper: Paper | None = None
        self._lacks: Callable[[str], bool] = lambda _asset: False
        self._done = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timeout)

    def start(self, paper: Paper, lacks: Callable[[str], bool] = lambda _asset: False) -> None:
        """Begin with the first question; a rehearsal under way is dropped. `lacks` says which asset cannot be
        used: a sound is heard nowhere before the start.
        """
        self._questions, self._findings, self._done = questions_of(paper), [], 0
        self._paper, self._lacks = paper, lacks
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
        beside = self._beside(question)
        missing = {*view.missing_pictures(), *self._missing_in(beside)}
        silent = [one for one in media_of(question, beside) if self._lacks(one.asset_id)]
        words, font = words_of(question, beside), QGuiApplication.font()
        boxes = missing_glyphs(words, font)
        foreign = foreign_glyphs(words, font, (*FAMILIES, *paper_families()))
        if missing or boxes or foreign or silent:
            found = Finding(question.id, len(missing), "".join(boxes), "".join(foreign), len(silent))
            self._findings.append(found)
        view.deleteLater()

    def _beside(self, question: Question) -> tuple[Material, ...]:
        """What is shown beside the question."""
        wanted = {one for part in (question, *parts_of(question)) for one in part.materials}
        return tuple(one for one in self._paper.materials if one.id in wanted) if self._paper else ()

    def _missing_in(self, materials: Iterable[Material]) -> tuple[str, ...]:
        """Pictures of these materials that cannot be shown."""
        named = [asset for one in materials for asset in assets_in(one.body)]
        return tuple(asset for asset in named if self._lacks(asset))


def media_of(question: Question, materials: Iterable[Material]) -> tuple[Media, ...]:
    """All that plays on the page of a question."""
    own = [one for part in dict.fromkeys((question, *parts_of(question))) for one in part.media]
    return (*own, *(one for material in materials for one in material.media))


def assets_in(rich: str) -> list[str]:
    """The ids of the pictures in a rich text."""
    sources = (picture.get("src", "") for picture in parse_rich(rich).iter("img"))
    return [source.removeprefix(ASSET) for source in sources if source.startswith(ASSET)]


def words_of(question: Question, beside: Sequence[Material] = ()) -> str:
    """Every word that the candidate will see of a question and of the materials beside it."""
    gaps = question.gaps if isinstance(question, Cloze) else ()
    lists = [choice.body for gap in gaps if isinstance(gap, SelectGap) for choice in gap.choices]
    titles, bodies = (one.title for one in beside), (one.body for one in beside)
    richs = (*bodies, *rich_texts(question))
    return "\n".join([*titles, *(plain_text(_FORMULA.sub("", rich)) for rich in richs), *lists])
