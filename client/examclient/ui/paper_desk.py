"""The candidate's paper on the screen's side: prepared, drawn once, refreshed, loaded afresh.

Rule: neither refresh nor clear cache touches the journal, and neither leaves the candidate without a paper.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from examclient.domain.state import News, Preparation, PreparationStep, Share
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.preparer import Preparer
from examclient.ui.rehearsal import Rehearsal
from examclient.usecases.paper import OpenPaper
from examclient.usecases.paper_keeper import PaperKeeper
from examclient.usecases.paper_report import reported
from examprotocol.paper_messages import PaperReport


class PaperDesk(QObject):
    """Owns the paper in hand. What is loaded afresh has a lane of its own, `afresh`: a line that is slow then
    holds up neither mending nor what else the lane does.

    Signals:
        progressed(Preparation): how far the preparation has come.
        ready(OpenPaper, Preparation): fetched, opened and drawn once.
        trouble(ExamError): the site or the paper; the preparation goes on trying.
        told(News): what refresh or clear cache came to.
        changed(OpenPaper): the paper is drawn from other bytes now.
        loaded_so_far(Share | None): how far a fresh copy has come; None when none is on its way.
        came_so_far(PaperReport): how far this machine is with it; the exam is not named yet.
    """

    progressed = Signal(object)
    ready = Signal(object, object)
    trouble = Signal(object)
    told = Signal(object)
    changed = Signal(object)
    came_so_far = Signal(object)
    loaded_so_far = Signal(object)

    def __init__(
        self,
        lane: Background,
        afresh: Background,
        new_keeper: Callable[[], PaperKeeper],
        pictures: PaperPictures,
        preparer: Preparer,
        rehearsal: Rehearsal,
    ) -> None:
        super().__init__()
        self._lane = lane
        self._afresh = afresh
        self._new_keeper = new_keeper
        self._pictures = pictures
        self._preparer = preparer
        self._rehearsal = rehearsal
        self._keeper: PaperKeeper | None = None
        self._paper: OpenPaper | None = None
        self._clearing = self._is_stopped = False
        self._mending = False
        self._is_rehearsed = self._is_told_sealed = self._is_preparing = False
        preparer.progressed.connect(self.progressed)
        preparer.progressed.connect(self._on_progressed)
        preparer.went_wrong.connect(self.trouble)
        preparer.opened.connect(self._on_opened)
        rehearsal.progressed.connect(self.progressed)
        rehearsal.finished.connect(self._on_rehearsed)

    def start(self, *, is_rehearsed: bool = False) -> None:
        """Prepare the paper of the candidate who has logged in. One that was drawn before the restart, in an
        exam that has begun, is not drawn behind the cover once more: the candidate waits for it.
        """
        self._is_rehearsed, self._is_told_sealed, self._is_preparing = is_rehearsed, False, True
        self._end_clearing()
        self._mending = False
        self._paper = None
        self._keeper = self._new_keeper()
        self._preparer.start(self._keeper)

    def stop(self) -> None:
        """Prepare no further, and load none afresh; the paper in hand stays."""
        self._is_preparing, self._is_stopped = False, True
        self._preparer.stop()
        self._rehearsal.stop()

    def put_away(self) -> None:
        """The candidate has gone: the paper, with its pictures and fonts, is let go."""
        self._end_clearing()
        self._mending = False
        self._keeper = self._paper = None
        self._pictures.show(None)

    @property
    def manifest_digest(self) -> str:
        """By which a key file names the paper that is prepared; `""` for none."""
        return self._keeper.manifest_digest if self._keeper is not None else ""

    def take_key(self, key: bytes, taken: Callable[[], None], failed: Callable[[ExamError], None]) -> None:
        """Open the paper by a key that came another way; `taken` where that works, `failed` where not."""
        self._preparer.take_key(key, taken, failed)

    def refresh(self) -> None:
        """Mend what is missing or damaged, then draw again; with no network draw again from what is here."""
        self._pictures.forget()
        keeper = self._keeper
        if keeper is not None and not self._mending:
            self._mending = True
            self._lane.run(
                keeper.mend,
                lambda mended: self._on_mended(keeper, mended),
                lambda _error: self._on_mended(keeper, 0),
            )

    def clear_cache(self, *, online: bool) -> None:
        """Load the paper afresh; with no network only what is derived is rebuilt."""
        keeper = self._keeper
        if keeper is None or self._clearing:
            return
        if not online:
            self._rebuild()
            return
        self._clearing, self._is_stopped = True, False
        self.told.emit(News.CLEARING_CACHE)
        self.loaded_so_far.emit(Share())
        self._afresh.run(
            lambda: keeper.load_afresh(lambda done, total: self._on_piece(keeper, done, total)),
            lambda paper: self._on_loaded_afresh(keeper, paper),
            lambda _error: self._on_not_loaded(keeper),
        )

    def stop_clearing(self) -> None:
        """Load no further; the paper in use stays."""
        self._is_stopped = True

    def _on_piece(self, keeper: PaperKeeper, done: int, total: int) -> bool:
        """Called in the lane after each piece. What an earlier candidate wished for holds nobody up."""
        share = Share(done, total)
        is_wanted = self._keeper is keeper
        if is_wanted:
            self._afresh.call(lambda: self.loaded_so_far.emit(share) if self._clearing else None)
        return is_wanted and not self._is_stopped

    def _on_opened(self, paper: OpenPaper) -> None:
        self._take(paper)
        if self._is_rehearsed:
            self.ready.emit(paper, Preparation(PreparationStep.READY))
        else:
            self._report(Preparation())
            self._rehearsal.start(paper.paper, paper.lacks)

    def _on_rehearsed(self, preparation: Preparation) -> None:
        assert self._paper is not None, "only an open paper is rehearsed"
        self.progressed.emit(preparation)
        self._report(preparation)
        self.ready.emit(self._paper, preparation)

    def _on_progressed(self, preparation: Preparation) -> None:
        if preparation.step is PreparationStep.AWAITING_KEY and not self._is_told_sealed:
            self._is_told_sealed = True
            self._report(preparation)

    def _report(self, preparation: Preparation) -> None:
        """In the lane: every part is looked at once more."""
        keeper, paper = self._keeper, self._paper.paper if self._paper is not None else None
        if keeper is not None and self._is_preparing:
            self._lane.run(
                keeper.report,
                lambda report: self._on_report(keeper, reported(report, preparation, paper)),
                lambda _error: None,
            )

    def _on_report(self, keeper: PaperKeeper, report: PaperReport) -> None:
        if self._keeper is keeper and self._is_preparing:
            self.came_so_far.emit(report)

    def _on_mended(self, keeper: PaperKeeper, mended: int) -> None:
        if self._keeper is not keeper:
            return
        self._mending = False
        if mended and self._paper is not None:
            self._take(self._paper)
            self.changed.emit(self._paper)
        self.told.emit(News.MENDED if mended else News.REFRESHED)

    def _on_loaded_afresh(self, keeper: PaperKeeper, paper: OpenPaper) -> None:
        if self._keeper is not keeper:
            return
        self._end_clearing()
        self._take(paper)
        self.changed.emit(paper)
        self.told.emit(News.CACHE_CLEARED)

    def _on_not_loaded(self, keeper: PaperKeeper) -> None:
        if self._keeper is not keeper:
            return
        self._end_clearing()
        if self._is_stopped:
            self.told.emit(News.CACHE_KEPT)
        else:
            self._rebuild()

    def _end_clearing(self) -> None:
        if self._clearing:
            self._clearing = False
            self.loaded_so_far.emit(None)

    def _rebuild(self) -> None:
        """Draw again from the parts that are here."""
        self._pictures.forget()
        if self._paper is not None:
            self.changed.emit(self._paper)
        self.told.emit(News.CACHE_REBUILT_OFFLINE)

    def _take(self, paper: OpenPaper) -> None:
        self._paper = paper
        self._pictures.show(paper)
