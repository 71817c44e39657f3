"""The one quiet bar under the header. It keeps its place when it is empty, so nothing below ever moves."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from examclient.domain.state import ExamState, LocalSaving, News
from examclient.errors import ExamError, JournalError
from examclient.ui.sentences import sentence_of, sentence_of_news, telephone_line
from examclient.ui.widgets.changes import set_mark, set_text
from examclient.ui.widgets.labels import WordsOnDemand, make_label

NEWS_LEVELS = {
    News.NETWORK_GONE: "warning",
    News.NETWORK_BACK: "good",
    News.OUTSIDE: "warning",
    News.MORE_TIME: "good",
    News.TIME_5: "warning",
    News.TIME_1: "error",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What the bar says: its level (`""` is an empty bar), the words, and a line for the telephone."""

    level: str = ""
    words: str = ""
    small: str = ""


def notice_of(state: ExamState) -> Notice:
    """What matters most now: not saved, then news that passes, then trouble, then news that stays."""
    if isinstance(state.trouble, JournalError) or state.lights.local is LocalSaving.FAILED:
        return _trouble(state, _journal_error(state.trouble), "error")
    if state.news is not None and state.news is not News.OUTSIDE:
        return _news(state, state.news)
    if state.trouble is not None:
        return _trouble(state, state.trouble, "warning")
    if state.news is not None:
        return _news(state, state.news)
    if not state.online:
        return Notice("warning", sentence_of_news(News.NETWORK_GONE).whole)
    return Notice()


def _news(state: ExamState, news: News) -> Notice:
    end = state.exam.end if state.exam else 0
    return Notice(NEWS_LEVELS.get(news, "info"), sentence_of_news(news, state.place, end).whole)


def _trouble(state: ExamState, error: ExamError, level: str) -> Notice:
    return Notice(level, sentence_of(error, state.phase).whole, telephone_line(error))


def _journal_error(trouble: ExamError | None) -> ExamError:
    return trouble if isinstance(trouble, JournalError) else JournalError("not saved")


class NoticeBar(QFrame):
    """Says one thing, or nothing. Knows nothing of time: what is no longer in the state is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self._words = make_label(wrap=True)
        self._small = WordsOnDemand("small")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(16)
        row.addWidget(self._words, 3)
        self._small.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._small, 1)

    def words(self) -> str:
        """What the bar says."""
        return self._words.text()

    def show_state(self, state: ExamState) -> None:
        """Say what matters most."""
        notice = notice_of(state)
        said = self._words.text()
        set_text(self._words, notice.words)
        self._small.say(notice.small)
        set_mark(self, "level", notice.level or "none")
        if notice.words and notice.words != said:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.words))
