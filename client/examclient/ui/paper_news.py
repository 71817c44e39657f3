"""What the paper desk says goes onto the stage: how far the paper has come, and what is wrong with it."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from examclient.domain.phases import Phase, Step
from examclient.domain.state import Preparation
from examclient.errors import ExamError, SiteRefusedError
from examclient.ui.paper_desk import PaperDesk
from examclient.ui.paper_reporter import PaperReporter
from examclient.ui.stage import Stage
from examclient.usecases.paper import OpenPaper
from examprotocol.messages import Refusal
from examprotocol.paper import questions_of
from examprotocol.paper_messages import PaperReport


class PaperNews(QObject):
    """Knows no widget. `renews` logs in again by itself where that is possible, and says whether it is.

    Signals:
        ready(): the paper is on the stage.
        changed(): it is drawn from other bytes now.
        session_ended(): before the paper was here the site has ended the session.
    """

    ready = Signal()
    changed = Signal()
    session_ended = Signal()

    def __init__(
        self,
        papers: PaperDesk,
        stage: Stage,
        renews: Callable[[ExamError], bool],
        reporter: PaperReporter,
    ) -> None:
        super().__init__()
        self._desk = papers
        self._stage = stage
        papers.loaded_so_far.connect(lambda share: stage.show(afresh=share))
        self._renews = renews
        self._reporter = reporter
        papers.came_so_far.connect(self._on_came_so_far)
        papers.progressed.connect(self._on_progressed)
        papers.ready.connect(self._on_ready)
        papers.trouble.connect(self._on_trouble)
        papers.told.connect(stage.tell)
        papers.changed.connect(self._on_changed)

    def stop_loading(self) -> None:
        """The candidate wants no fresh paper any more."""
        self._desk.stop_clearing()

    def _on_came_so_far(self, report: PaperReport) -> None:
        """The staff hear of it, seat by seat."""
        exam = self._stage.state.exam
        if exam is not None:
            self._reporter.tell(msgspec.structs.replace(report, exam=exam.exam_id))

    def _on_progressed(self, preparation: Preparation) -> None:
        self._stage.show(preparation=preparation, trouble=None)

    def _on_ready(self, paper: OpenPaper, preparation: Preparation) -> None:
        if self._stage.state.phase is Phase.PREPARING:
            first = next((question.id for question in questions_of(paper.paper)), "")
            self._stage.step(Step.PAPER_READY, paper=paper.paper, current=first, preparation=preparation)
            self.ready.emit()

    def _on_trouble(self, error: ExamError) -> None:
        """Before the paper is here, a session that has ended is the time to ask for the numbers again."""
        if self._renews(error):
            return
        ended = isinstance(error, SiteRefusedError) and error.code == Refusal.SESSION_ENDED
        if ended and self._stage.state.phase is Phase.PREPARING:
            self.session_ended.emit()
        self._stage.show(busy=False, trouble=error)

    def _on_changed(self, paper: OpenPaper) -> None:
        self._stage.show(paper=paper.paper)
        self.changed.emit()
