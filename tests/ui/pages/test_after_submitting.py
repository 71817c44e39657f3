"""What a candidate reads once the answers are on their way."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving, News
from examclient.errors import JournalError, SiteRefusedError
from examclient.ui.pages.done import DonePage
from examclient.ui.pages.moved import MovedPage
from examclient.ui.pages.submit_failed import SubmitFailedPage
from examclient.ui.translation import install_language
from examclient.ui.widgets.times import to_the_minute
from examprotocol.messages import Refusal
from tests.ui.pages.conftest import TRANSLATIONS, Sit
from tests.ui.pages.states import ANSWERING, CANNOT_SAVE, DONE, DONE_UNSAVED, FAILED, SAVED

LEFT = Qt.MouseButton.LeftButton
SUBMITTING = replace(ANSWERING, phase=Phase.SUBMITTING)
MOVED = replace(ANSWERING, phase=Phase.MOVED)


def words_on(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_while_handing_in_the_page_says_where_the_answers_are(sit: Sit) -> None:
    seat = sit(replace(SUBMITTING, lights=replace(SAVED, waiting=2)))
    assert "saved on this machine" in words_on(seat.window.page())
    assert "2 answers on the way to the exam site." in words_on(seat.window.page())
    seat.window.show_state(SUBMITTING)
    assert "The exam site is making the receipt." in words_on(seat.window.page())
    seat.window.show_state(replace(SUBMITTING, by_deadline=True))
    assert "Time is over." in words_on(seat.window.page())


def test_while_something_is_not_on_disk_no_page_says_that_it_is_saved(sit: Sit) -> None:
    unsaved = replace(SUBMITTING, unsaved=frozenset({"essay"}), lights=replace(SAVED, waiting=1))
    seat = sit(unsaved)
    assert "is being saved on this machine" in words_on(seat.window.page())
    assert "They are saved" not in words_on(seat.window.page())
    assert "on the way to the exam site" not in words_on(seat.window.page())
    seat.window.show_state(SUBMITTING)
    assert "They are saved on this machine." in words_on(seat.window.page())


def test_a_failed_submit_says_first_that_the_answers_are_safe(sit: Sit) -> None:
    seat = sit(replace(FAILED, lights=replace(SAVED, waiting=1)))
    page = seat.window.page()
    assert isinstance(page, SubmitFailedPage)
    said = "Submitting did not work. All your answers are safe on this machine. Please raise your hand."
    assert page.words() == said
    assert "1 answer is not at the exam site yet." in words_on(page)
    assert "keeps trying by itself" in words_on(page)
    assert "ConnectTimeout" in words_on(page), "small, for the telephone"
    QTest.mouseClick(page.retry, LEFT)
    assert seat.wishes == [("retry_requested",)]


def test_at_the_deadline_without_network_the_candidate_may_go(sit: Sit) -> None:
    page = sit(replace(FAILED, by_deadline=True)).window.page()
    assert isinstance(page, SubmitFailedPage)
    assert page.words() == "Time is over. Your answers are sealed on this machine. You may go."


def test_who_wrote_after_the_end_reads_that_it_is_kept_and_who_decides(sit: Sit) -> None:
    assert DONE.receipt is not None
    seat = sit(replace(DONE, receipt=replace(DONE.receipt, has_late=True)))
    said = words_on(seat.window.page())
    assert "What you wrote after the end is kept as well. The staff decide whether it counts." in said
    assert "You may go." in said
    seat.window.show_state(DONE)
    assert "after the end" not in words_on(seat.window.page())


def test_who_has_more_time_is_back_at_the_question_and_reads_until_when(sit: Sit) -> None:
    seat = sit(DONE)
    assert ANSWERING.exam is not None
    seat.window.show_state(replace(ANSWERING, news=News.MORE_TIME))
    said = words_on(seat.window.page())
    assert f"You have more time until {to_the_minute(ANSWERING.exam.end)}." in said


def test_a_machine_that_cannot_save_never_says_that_all_is_safe(sit: Sit) -> None:
    lights = replace(SAVED, local=LocalSaving.FAILED)
    page = sit(replace(FAILED, trouble=JournalError("disk full"), lights=lights)).window.page()
    assert isinstance(page, SubmitFailedPage)
    assert "cannot save" in page.words()
    assert "safe" not in words_on(page)


@pytest.mark.parametrize("by_deadline", [False, True])
def test_who_is_held_up_by_the_disk_reads_which_question_is_not_saved(by_deadline: bool, sit: Sit) -> None:
    seat = sit(replace(CANNOT_SAVE, by_deadline=by_deadline))
    page = seat.window.page()
    assert isinstance(page, SubmitFailedPage)
    assert "cannot save" in page.words()
    assert "Not saved on this machine: question 2." in words_on(page)
    assert "You may go" not in words_on(page)
    saved = replace(CANNOT_SAVE, unsaved=frozenset(), lights=SAVED)
    seat.window.show_state(saved)
    assert "Not saved" not in words_on(page)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (FAILED, ("交卷没有成功。", "答案已完整保存在本机，请举手。")),
        (replace(FAILED, by_deadline=True), ("考试时间到。", "答案已封存在本机，您可以离开。")),
    ],
)
def test_the_room_reads_its_own_words(
    state: ExamState, said: tuple[str, str], sit: Sit, english: QApplication
) -> None:
    install_language(english, "zh_CN", TRANSLATIONS)
    page = sit(state).window.page()
    assert isinstance(page, SubmitFailedPage)
    assert page.words() == " ".join(said)


def test_the_receipt_is_large_and_whole(sit: Sit) -> None:
    page = sit(DONE).window.page()
    assert isinstance(page, DonePage)
    assert page.code() == "7KQ2M-X9RTA"
    words = words_on(page)
    for word in ("You may go.", "3 of 5 questions answered", "张三", "20230101040417"):
        assert word in words


def test_the_last_page_never_claims_what_could_not_be_saved(sit: Sit) -> None:
    seat = sit(replace(DONE_UNSAVED, unsaved=frozenset({"essay", "short"})))
    page = seat.window.page()
    assert isinstance(page, DonePage)
    words = words_on(page)
    assert "could not save the last change" in words
    assert "Please raise your hand before you go" in words
    assert "Not saved on this machine: questions 2, 4." in words
    assert "has all your answers" not in words
    assert "You may go" not in words
    assert page.code() == "7KQ2M-X9RTA", "what is handed in has its receipt all the same"


@pytest.mark.parametrize("state", [DONE, MOVED], ids=["done", "moved"])
@pytest.mark.parametrize(
    "what", [{"unsaved": frozenset({"essay"})}, {"keeping": ("essay.pdf",)}], ids=["an answer", "a file"]
)
def test_whoever_would_lose_something_by_leaving_reads_that_first(
    what: dict[str, Any], state: ExamState, sit: Sit
) -> None:
    page = sit(replace(state, **what)).window.page()
    assert isinstance(page, DonePage | MovedPage)
    QTest.mouseClick(page.next_candidate, LEFT)
    assert page.next_candidate.text() == "Not saved yet. Press again to leave and lose it."


def test_the_last_page_turns_true_by_itself_as_the_last_change_comes_through(sit: Sit) -> None:
    seat = sit(DONE_UNSAVED)
    page = seat.window.page()
    seat.window.show_state(replace(DONE, lights=replace(SAVED, waiting=1)))
    assert "on its way to the exam site" in words_on(page)
    assert "has all your answers" not in words_on(page)
    assert "You may go" not in words_on(page)
    seat.window.show_state(DONE)
    assert "The exam site has all your answers." in words_on(page)
    assert "You may go." in words_on(page)


@pytest.mark.parametrize("state", [DONE, MOVED], ids=["done", "moved"])
def test_the_next_candidate_takes_two_clicks(state: ExamState, sit: Sit) -> None:
    seat = sit(state)
    page = seat.window.page()
    assert isinstance(page, DonePage | MovedPage)
    QTest.mouseClick(page.next_candidate, LEFT)
    assert seat.wishes == []
    assert page.next_candidate.text() == "Leave this page? Press again to leave it."
    QTest.mouseClick(page.next_candidate, LEFT)
    assert seat.wishes == [("left",)]


def test_who_goes_away_after_one_click_has_not_agreed(sit: Sit) -> None:
    seat = sit(DONE)
    page = seat.window.page()
    assert isinstance(page, DonePage)
    QTest.mouseClick(page.next_candidate, LEFT)
    QApplication.sendEvent(page.next_candidate, QEvent(QEvent.Type.Leave))
    assert page.next_candidate.text() == "Next candidate"
    QTest.mouseClick(page.next_candidate, LEFT)
    assert seat.wishes == []


def test_a_moved_candidate_reads_what_becomes_of_the_answers(sit: Sit) -> None:
    seat = sit(replace(MOVED, lights=replace(SAVED, waiting=1)))
    assert "goes on at another machine" in words_on(seat.window.page())
    assert "1 answer still to be sent" in words_on(seat.window.page())
    seat.window.show_state(MOVED)
    assert "Everything that was written here is at the exam site." in words_on(seat.window.page())


def test_a_moved_candidate_is_not_told_that_all_is_there_while_something_is_not_saved(sit: Sit) -> None:
    seat = sit(replace(MOVED, unsaved=frozenset({"essay"}), lights=replace(SAVED, waiting=1)))
    assert "Not saved on this machine: question 2." in words_on(seat.window.page())
    assert "Everything" not in words_on(seat.window.page())


ENDED = replace(FAILED, online=True, trouble=SiteRefusedError(Refusal.SESSION_ENDED, "no session"))


def test_a_session_that_has_ended_is_asked_for_again_where_it_is_handed_in(sit: Sit) -> None:
    seat = sit(ENDED)
    page = seat.window.page()
    assert isinstance(page, SubmitFailedPage)
    assert page.words().startswith("All your answers are safe on this machine. To hand them in, please type")
    assert page.again.isVisible()
    assert not page.retry.isVisible()
    QTest.mouseClick(page.again.log_in, LEFT)
    assert seat.wishes == [], "nothing was typed"
    QTest.keyClicks(page.again.admission.field, "2026A001")
    QTest.keyClicks(page.again.identity.field, "1101")
    QTest.keyClick(page.again.identity.field, Qt.Key.Key_Return)
    assert seat.wishes == [("login_requested", "2026A001", "1101")]
    seat.window.show_state(replace(ENDED, busy=True, trouble=None))
    assert page.again.isVisible()
    assert not page.again.log_in.isEnabled()
    seat.window.show_state(replace(ENDED, trouble=SiteRefusedError(Refusal.WRONG_IDENTITY, "wrong")))
    assert "does not belong to this admission number" in words_on(page)
    assert page.again.admission.number() == "2026A001", "what was typed is there to be mended"
    seat.window.show_state(FAILED)
    assert not page.again.isVisible()
    assert page.retry.isVisible()


def test_a_file_that_is_not_saved_is_named_wherever_the_end_is_shown(sit: Sit) -> None:
    seat = sit(replace(SUBMITTING, by_deadline=True, keeping=("a.pdf",)))
    assert "A file is still being saved on this machine: a.pdf." in words_on(seat.window.page())
    for ended in (FAILED, replace(FAILED, by_deadline=True), DONE):
        seat.window.show_state(replace(ended, keeping=("a.pdf",)))
        assert "Still being saved on this machine: a.pdf" in words_on(seat.window.page())
        seat.window.show_state(replace(ended, unkept=("a" * 80,)))
        assert f"not among your answers: {'a' * 39}…" in words_on(seat.window.page())
        assert "You may go." not in words_on(seat.window.page())
