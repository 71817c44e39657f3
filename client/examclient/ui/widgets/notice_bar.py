"""The one quiet bar under the header. On the exam page `room_for_news` says when it is there."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from examclient.domain.state import ExamState, LocalSaving, News, Share
from examclient.domain.worries import Worry
from examclient.errors import ExamError, JournalError
from examclient.ui.look_through import look_through_words
from examclient.ui.sentence import QT_TRANSLATE_NOOP, translated
from examclient.ui.sentences import sentence_of, sentence_of_news, telephone_line
from examclient.ui.widgets.buttons import keep_focus_elsewhere, make_button
from examclient.ui.widgets.changes import set_mark, set_shown, set_text
from examclient.ui.widgets.labels import WordsOnDemand, make_label
from examclient.ui.widgets.preparation import megabytes
from examclient.ui.worry_sentences import sentence_of_worry

NEWS_LEVELS = {
    News.NETWORK_GONE: "warning",
    News.NETWORK_BACK: "good",
    News.OUTSIDE: "warning",
    News.MORE_TIME: "good",
    News.TIME_5: "warning",
    News.TIME_1: "error",
}


URGENT = (News.TIME_5, News.TIME_1)
LOADING = QT_TRANSLATE_NOOP(
    "Sentences", "The paper is being loaded afresh: {n} of {m} MB. You can go on answering."
)
LOADING_BEGINS = QT_TRANSLATE_NOOP("Sentences", "The paper is being loaded afresh. You can go on answering.")
LASTING = (News.OUTSIDE, News.NETWORK_GONE)
SMALL_WORRIES = (Worry.LITTLE_ROOM, Worry.LOG_CUT)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the bar says: its level (`""` is an empty bar), the words, and a line for the telephone.

    `is_worry`: it stays until the candidate says that it was read; `is_load`: it may be stopped.
    """

    level: str = ""
    words: str = ""
    small: str = ""
    is_worry: bool = False
    is_load: bool = False


def notice_of(state: ExamState) -> Notice:
    """What matters most now: not saved, then the time and a load under way, news that passes, a worry that
    was not seen, then what lasts: a network that is gone, trouble, and where this machine is seen.
    """
    if isinstance(state.trouble, JournalError) or state.lights.local is LocalSaving.FAILED:
        return _trouble(state, _journal_error(state.trouble), "error")
    if state.afresh is not None and state.news not in URGENT:
        return Notice("info", _load_words(state.afresh), is_load=True)
    if state.news is not None and state.news not in LASTING:
        return _news(state, state.news)
    if state.worry is not None:
        return _worry(state.worry)
    if state.is_looking_through and state.trouble is None:
        return Notice("warning" if state.preparation.findings else "info", look_through_words(state))
    return _what_lasts(state)


def _what_lasts(state: ExamState) -> Notice:
    if state.news is News.NETWORK_GONE or (state.news is None and state.trouble is None and not state.online):
        return _news(state, News.NETWORK_GONE)
    if state.trouble is not None:
        return _trouble(state, state.trouble, "warning")
    return _news(state, state.news) if state.news is not None else Notice()


def _load_words(share: Share) -> str:
    words = translated(LOADING) if share.total else translated(LOADING_BEGINS)
    return words.format(n=megabytes(share.done), m=megabytes(share.total))


def _worry(worry: Worry) -> Notice:
    level = "info" if worry in SMALL_WORRIES else "warning"
    return Notice(level, sentence_of_worry(worry).whole, is_worry=True)


def _news(state: ExamState, news: News) -> Notice:
    end = state.exam.end if state.exam else 0
    return Notice(NEWS_LEVELS.get(news, "info"), sentence_of_news(news, state.place, end).whole)


def _trouble(state: ExamState, error: ExamError, level: str) -> Notice:
    return Notice(level, sentence_of(error, state.phase).whole, telephone_line(error))


def _journal_error(trouble: ExamError | None) -> ExamError:
    return trouble if isinstance(trouble, JournalError) else JournalError("not saved")


class NoticeBar(QFrame):
    """Says one thing, or nothing. Knows nothing of time: what is no longer in the state is gone.

    Signals:
        seen(): what it says was read and may go.
        stop_requested(): what it tells of is to stop.
    """

    seen = Signal()
    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self._words = make_label(wrap=True)
        self._small = WordsOnDemand("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 8, 0)
        row.setSpacing(16)
        row.addWidget(self._words, 3)
        self._small.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._small, 1)
        self.read = make_button("quiet")
        keep_focus_elsewhere(self.read)
        self.read.clicked.connect(self.seen)
        self.read.hide()
        row.addWidget(self.read)
        self.stop = make_button("quiet")
        keep_focus_elsewhere(self.stop)
        self.stop.clicked.connect(self.stop_requested)
        self.stop.hide()
        row.addWidget(self.stop)

    def words(self) -> str:
        """What the bar says."""
        return self._words.text()

    def show_state(self, state: ExamState) -> None:
        """Say what matters most."""
        notice = notice_of(state)
        set_text(self._words, notice.words)
        self._small.say(notice.small)
        set_mark(self, "level", notice.level or "none")
        set_text(self.read, self.tr("I have read this"))
        set_shown(self.read, shown=notice.is_worry)
        set_text(self.stop, self.tr("Stop"))
        set_shown(self.stop, shown=notice.is_load)
