"""A setting that is not used is said on the first page, quietly, in both languages, and nowhere else."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from examclient.domain.enrolling import EnrolState
from examclient.domain.setting_problems import SettingFlaw, SettingProblem
from examclient.domain.state import ExamState
from examclient.ui.setting_sentences import FLAWS, first_of, setting_sentences
from examclient.ui.translation import install_language
from tests.client.settings_files import read
from tests.ui.pages.conftest import TRANSLATIONS, Sit
from tests.ui.pages.states import EVERY_STATE

LEVEL = SettingProblem(SettingFlaw.SENSELESS, "/p/user.ini", 3, "[OpenGL] Level", "best", "is no number", "0")
STRAY = SettingProblem(SettingFlaw.STRAY, "/p/user.ini", 9, value="hello")


def test_the_first_page_says_which_setting_is_not_used_and_what_instead(sit: Sit) -> None:
    seat = sit(EVERY_STATE["login"])
    line = seat.window.settings_line
    assert line.isHidden(), "nothing to say"
    line.tell((STRAY, LEVEL))
    seat.window.show_state(EVERY_STATE["login"])
    assert line.isVisible()
    said = "[OpenGL] Level=best cannot be used (user.ini); in its place: 0."
    assert line.text() == f"Settings, for the proctor: {said} And 1 more, see the log."
    assert line.toolTip().splitlines() == [line.text(), "Line 9 of user.ini is no setting."]


def test_it_speaks_the_language_that_is_chosen(sit: Sit, english: QApplication) -> None:
    seat = sit(EVERY_STATE["login"])
    seat.window.settings_line.tell((LEVEL,))
    install_language(english, "zh_CN", TRANSLATIONS)
    QApplication.processEvents()
    said = "设置提示（供监考老师查看）：[OpenGL] Level=best 无法使用（user.ini），已改用：0。"
    assert seat.window.settings_line.text() == said
    install_language(english, "en", TRANSLATIONS)


@pytest.mark.parametrize("state", EVERY_STATE.values(), ids=EVERY_STATE.keys())
def test_whoever_sits_an_exam_does_not_see_it(sit: Sit, state: ExamState) -> None:
    seat = sit(EVERY_STATE["login"])
    seat.window.settings_line.tell((LEVEL,))
    shown = EVERY_STATE["login"].phase
    for one in (EVERY_STATE["login"], EnrolState(), state):
        seat.window.show_state(one)
        assert seat.window.settings_line.isVisible() == (one.phase is shown)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_kind_has_a_sentence_in_both_languages(
    english: QApplication, language: str, tmp_path: Path
) -> None:
    install_language(english, language, TRANSLATIONS)
    problems = tuple(
        SettingProblem(flaw, str(tmp_path / "user.ini"), 7, "[A] B", "{c} {0}", "why", "none")
        for flaw in SettingFlaw
    )
    said = setting_sentences(problems)
    assert len(set(said)) == len(FLAWS) == len(SettingFlaw)
    assert all("user.ini" in sentence for sentence in said)
    assert ("无" in said[4]) == (language == "zh_CN")
    assert first_of(()) == ""
    install_language(english, "en", TRANSLATIONS)


def test_what_stands_in_the_file_is_shown_as_words_only(sit: Sit, tmp_path: Path) -> None:
    problems = read(tmp_path, "[OpenGL]\nLevel=<b>{x}</b>" + "&" * 500 + "\n").problems
    seat = sit(EVERY_STATE["login"])
    seat.window.settings_line.tell(problems)
    seat.window.show_state(EVERY_STATE["login"])
    assert "<b>{x}</b>" in seat.window.settings_line.text()
    assert len(seat.window.settings_line.text()) < 200
