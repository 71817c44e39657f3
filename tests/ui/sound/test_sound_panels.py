"""The sound check, the bar that leads back to a recording, and the plays that a proctor gives back."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from examclient.domain.sounds import Hearing, SoundCheck, SoundState, told_of_sound
from examclient.domain.state import ExamState
from examclient.ui.sound_sentences import sentence_of_hearing
from examclient.ui.widgets.lost_plays import LostPlays
from examclient.ui.widgets.sound_bar import SoundBar
from examclient.ui.widgets.sound_check import SoundCheckPanel
from tests.ui.pages.sound_states import LISTENING, LOST, READY, RUNNING


def test_a_paper_without_recordings_asks_for_no_sound_check(themed: QApplication, qtbot: QtBot) -> None:
    panel = SoundCheckPanel()
    qtbot.addWidget(panel)
    panel.show_state(ExamState())
    assert panel.isHidden()
    panel.show_state(ExamState(sound=READY))
    assert not panel.isHidden()
    assert panel.yes.isHidden()


def test_after_the_notes_the_candidate_is_asked_and_the_keyboard_stays(
    themed: QApplication, qtbot: QtBot
) -> None:
    window = QWidget()
    panel = SoundCheckPanel()
    panel.setParent(window)
    qtbot.addWidget(window)
    panel.show_state(ExamState(sound=replace(READY, check=SoundCheck.ASKED)))
    with qtbot.waitActive(window):
        window.show()
    panel.yes.setFocus()
    with qtbot.waitSignal(panel.sound_heard) as said:
        panel.yes.click()
    assert said.args == [True]
    panel.show_state(ExamState(sound=replace(READY, check=SoundCheck.HEARD)))
    assert panel.wanted.hasFocus()


def test_the_bar_stands_only_where_the_recording_does_not(themed: QApplication, qtbot: QtBot) -> None:
    bar = SoundBar()
    qtbot.addWidget(bar)
    bar.show_state(ExamState(paper=LISTENING, current="q1", sound=RUNNING))
    assert bar.isHidden()
    bar.show_state(ExamState(paper=LISTENING, current="q2", sound=RUNNING))
    assert not bar.isHidden()
    with qtbot.waitSignal(bar.question_chosen) as asked:
        bar.back.click()
    assert asked.args == ["q1"]
    bar.show_state(ExamState(paper=LISTENING, current="q2", sound=READY))
    assert bar.isHidden()


def test_each_lost_play_has_a_row_of_its_own(themed: QApplication, qtbot: QtBot) -> None:
    list_of_them = LostPlays()
    qtbot.addWidget(list_of_them)
    list_of_them.show_state(ExamState(sound=replace(READY, lost=LOST)), shown=True)
    assert list_of_them.rows[0].words().startswith("Question 1:")
    with qtbot.waitSignal(list_of_them.play_given) as given:
        list_of_them.rows[1].give.click()
    assert given.args == ["talk"]
    list_of_them.show_state(ExamState(sound=SoundState()), shown=True)
    assert list_of_them.isHidden()


def test_a_machine_that_plays_only_wav_says_so_only_where_the_paper_has_anything_else() -> None:
    waves = SoundState(has_sounds=True, hearing=Hearing.WAVE_ONLY)
    assert sentence_of_hearing(waves) is None
    assert told_of_sound(waves) == "ready"
    some = replace(waves, unplayable=3)
    said = sentence_of_hearing(some)
    assert said is not None
    assert "(3 not)" in said.title
    assert told_of_sound(some) == "wave_only"
