"""Whether this machine is fit for an exam: looked at one by one, then told line by line, trouble first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from examclient.domain.self_check import CheckView
from examclient.domain.state import ExamState
from examclient.ui.announcing import say
from examclient.ui.check_sentences import name_of, not_told
from examclient.ui.pages.card_page import CardPage
from examclient.ui.widgets.bar import make_bar
from examclient.ui.widgets.buttons import make_button
from examclient.ui.widgets.changes import set_enabled, set_shown, set_text
from examclient.ui.widgets.check_list import CheckList
from examclient.ui.widgets.grade_sign import GradeSign
from examclient.ui.widgets.labels import make_label
from examclient.ui.widgets.language_switch import LanguageSwitch
from examclient.ui.widgets.sound_check import SoundCheckPanel
from examprotocol.self_check import Grade

WIDTH_EM = 56


class SelfCheckPage(CardPage):
    """Shows how far the self-check is and what it found. Looks at nothing itself.

    Signals:
        check_wanted(): check once more.
        check_stopped(): look at nothing more.
        check_left(): back to the login.
        language_chosen(str): `zh_CN` or `en`.
        sound_check_wanted(), sound_heard(bool), volume_wanted(int): of the test sound.
    """

    sound_check_wanted = Signal()
    sound_heard = Signal(bool)
    volume_wanted = Signal(int)

    check_wanted = Signal()
    check_stopped = Signal()
    check_left = Signal()
    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(WIDTH_EM)
        self._title = make_label("title")
        self._sign = GradeSign(2.0)
        self._summary = make_label("subtitle", wrap=True)
        self._words = make_label("muted", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.results = CheckList()
        self.sound = SoundCheckPanel(for_room=True)
        self.sound.sound_check_wanted.connect(self.sound_check_wanted)
        self.sound.sound_heard.connect(self.sound_heard)
        self.sound.volume_wanted.connect(self.volume_wanted)
        self.languages = LanguageSwitch()
        self.stop = make_button("")
        self.again = make_button("")
        self.back = make_button("primary")
        self.stop.clicked.connect(self.check_stopped)
        self.again.clicked.connect(self.check_wanted)
        self.back.clicked.connect(self.check_left)
        self.languages.language_chosen.connect(self.language_chosen)
        self._fill()
        self.retranslate()

    def show_changes(self, state: ExamState) -> None:
        """Show how the self-check stands."""
        view = state.check
        if view is None:
            return
        set_shown(self.progress, shown=view.is_running)
        set_shown(self.stop, shown=view.is_running)
        set_enabled(self.stop, enabled=not view.is_stopping)
        set_shown(self.again, shown=not view.is_running)
        set_shown(self._sign, shown=bool(view.results))
        set_shown(self._summary, shown=not view.is_running)
        set_shown(self.results, shown=bool(view.results))
        self.progress.setRange(0, max(1, view.total))
        self.progress.setValue(view.done)
        self._sign.show_grade(view.grade)
        self._sum_up(view)
        set_text(self._words, self._below(view))
        self.results.show_results(view.results)
        self.sound.show_state(state)
        set_shown(self.sound, shown=bool(view.results))

    def retranslate(self) -> None:
        """Speak the new language."""
        set_text(self._title, self.tr("Check of this machine"))
        set_text(self.stop, self.tr("Stop"))
        set_text(self.again, self.tr("Check again"))
        set_text(self.back, self.tr("Back to the login"))
        self.progress.setAccessibleName(self.tr("Progress"))
        self.languages.retranslate()
        self.results.retranslate()
        self.sound.retranslate()

    def words(self) -> str:
        """What stands above the list."""
        return f"{self._summary.text()}\n{self._words.text()}"

    def _sum_up(self, view: CheckView) -> None:
        """Say it to who cannot see it, too, once there is something to say."""
        words = self._summed(view)
        if not view.is_running and words != self._summary.text():
            say(self, words)
        set_text(self._summary, "" if view.is_running else words)

    def _summed(self, view: CheckView) -> str:
        if view.is_stopped:
            return self.tr("The check was stopped.")
        match view.grade:
            case Grade.RED:
                return self.tr("This machine is not fit for an exam yet.")
            case Grade.AMBER:
                count = view.count(Grade.AMBER)
                return self.tr("An exam can be taken here; %n line(s) need a look.", "", count)
            case Grade.GREEN:
                return self.tr("This machine is ready for an exam.")

    def _below(self, view: CheckView) -> str:
        if view.is_stopping:
            return self.tr("Stopping …")
        if view.looking_at is not None:
            words = self.tr("Looking at: {what} ({n} of {m})")
            return words.format(what=name_of(view.looking_at), n=view.done + 1, m=view.total)
        if view.is_running or view.is_stopped:
            return ""
        match view.sent:
            case None:
                return self.tr("The site is being told.")
            case True:
                return self.tr("The site has this result.")
            case False:
                return not_told()

    def _fill(self) -> None:
        self.column.setSpacing(12)
        self.column.addWidget(self._title)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addWidget(self._summary, 1)
        self.column.addLayout(row)
        for widget in (self._words, self.progress):
            self.column.addWidget(widget)
        self.column.addSpacing(4)
        self.column.addWidget(self.results)
        self.column.addWidget(self.sound)
        space = QWidget()
        self.whole.addWidget(
            make_bar("footer", space, self.languages, self.stop, self.again, self.back, spacing=12)
        )
