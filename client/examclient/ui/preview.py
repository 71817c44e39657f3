"""A paper on the candidate's own pages, for who prepares it: nothing is saved and nothing is handed in."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from examclient.domain.clock import SiteClock
from examclient.domain.phases import Phase
from examclient.errors import InstallationError
from examclient.ui.background import Background
from examclient.ui.main_window import MainWindow
from examclient.ui.pages.exam import ExamPage
from examclient.ui.paper_pictures import PaperPictures
from examclient.ui.sound.choosing import choose_outlet
from examclient.ui.sound.players import Players
from examclient.ui.sound.sound_desk import SoundDesk
from examclient.ui.stage import Stage
from examclient.ui.theme import apply_theme, palette_of
from examclient.ui.widgets.settling import settle_layouts
from examclient.usecases.preview import PreviewAttempt, PreviewPaper
from examprotocol.messages import Exam
from examprotocol.paper import questions_of
from examprotocol.responses import Response

MINUTES = 90
_MOST_PICTURES_OF_A_PAGE = 20
_OVERLAP = 40
"""Pixels that two pictures of one page have in common, so that no line is cut in both."""


class Preview(QObject):
    """Owns window, state and sounds of a preview. Knows no journal and no site."""

    def __init__(self, paper: PreviewPaper, clock: SiteClock, volume: int) -> None:
        super().__init__()
        self._paper = paper
        self._attempt = PreviewAttempt()
        self._pictures = PaperPictures()
        self._pictures.show(paper)
        players = Players()
        self.window = MainWindow(self._pictures, media=players)
        self.stage = Stage(clock, self._attempt)
        self.stage.open(self._attempt, self._attempt.answers())
        self._lanes = (Background("preview-plays"), Background("preview-sounds"))
        self._sounds = SoundDesk(*self._lanes, self.stage, choose_outlet, volume)
        players.serve(self._sounds)
        self._connect()
        self._begin(clock.now())

    def close(self) -> None:
        """Stop what plays."""
        self._sounds.close()
        for lane in self._lanes:
            lane.close()

    def draw_all(self, folder: Path, size: tuple[int, int]) -> int:
        """Write every page as it stands in a window of this size, long ones in several pictures.

        Returns how many pictures were written; raises InstallationError where the folder takes none.
        """
        pages = enumerate(questions_of(self._paper.paper), 1)
        return sum(
            len(self.draw_page(page.id, folder / f"{number:03d}-{page.id}.png", size))
            for number, page in pages
        )

    def draw_page(self, page: str, file: Path, size: tuple[int, int]) -> list[Path]:
        """Write one page into this file and, where it is long, others beside it; passage and questions move
        on together. Returns the files; raises InstallationError where one cannot be written.
        """
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _not_written(file.parent) from error
        self.window.resize(*size)
        self.window.show()
        self.stage.show(current=page)
        settle_layouts()
        written: list[Path] = []
        while len(written) < _MOST_PICTURES_OF_A_PAGE:
            settle_layouts()
            written.append(self._grab(file.with_stem(f"{file.stem}-{len(written) + 1}") if written else file))
            if not self._scroll_on():
                break
        return written

    def _grab(self, file: Path) -> Path:
        if not self.window.grab().save(str(file)):
            raise _not_written(file)
        return file

    def _scroll_on(self) -> bool:
        """Go one screen down on both sides; False where both are at their ends."""
        page = self.window.page()
        sides = (page.split.reading, page.split.question) if isinstance(page, ExamPage) else ()
        bars = [side.verticalScrollBar() for side in sides if side.isVisible()]
        before = [bar.value() for bar in bars]
        for bar in bars:
            bar.setValue(bar.value() + max(bar.pageStep() - _OVERLAP, 1))
        return [bar.value() for bar in bars] != before

    def _begin(self, now: int) -> None:
        paper = self._paper.paper
        exam = Exam("preview", paper.title, "", now, now, now + MINUTES * 60_000)
        pages = questions_of(paper)
        current = pages[0].id if pages else ""
        self._sounds.serve(self._attempt)
        self._sounds.show_paper(self._paper)
        self.stage.show(phase=Phase.ANSWERING, exam=exam, paper=paper, current=current)

    def _connect(self) -> None:
        window = self.window
        self.stage.state_changed.connect(window.show_state)
        window.response_changed.connect(self._on_response_changed)
        window.flag_toggled.connect(self._on_flag_toggled)
        window.question_chosen.connect(lambda question: self.stage.show(current=question))
        window.refresh_requested.connect(window.redraw)
        window.cache_clear_requested.connect(window.redraw)
        window.review_requested.connect(lambda: self.stage.show(phase=Phase.REVIEWING))
        window.back_requested.connect(lambda: self.stage.show(phase=Phase.ANSWERING))
        window.submit_confirmed.connect(lambda: self.stage.show(phase=Phase.ANSWERING))
        window.close_requested.connect(QApplication.quit)

    def _on_response_changed(self, question: str, response: Response) -> None:
        self.stage.saved(self._attempt.answer(question, response))

    def _on_flag_toggled(self, question: str, flagged: bool) -> None:
        self.stage.saved(self._attempt.flag(question, flagged=flagged))


def _not_written(path: Path) -> InstallationError:
    return InstallationError(
        f"{path} cannot be written.", "Make room there, or choose another folder for the pictures with --png."
    )


def follow_zoom(window: MainWindow, app: QApplication, theme: str) -> None:
    """Make everything larger or smaller as the window asks, and keep it nowhere."""
    window.zoom_chosen.connect(lambda zoom: apply_theme(app, palette_of(theme, app), zoom))
