"""The paper is covered: nothing of it shows, the answers are safe, and a proctor can show it again."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, LocalSaving, News, PasswordCheck, PasswordTrouble
from examclient.errors import JournalError
from examclient.ui.pages.cover import CoverPage
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.review import ReviewPage
from examprotocol.place import INSIDE, Place
from tests.ui.pages.conftest import Seat, Sit
from tests.ui.pages.states import ANSWERING, COVERED, MARKED, SAVED


def cover_page(seat: Seat) -> CoverPage:
    page = seat.window.page()
    assert isinstance(page, CoverPage)
    return page


def opened(seat: Seat) -> CoverPage:
    """The page with the proctor's panel open."""
    page = cover_page(seat)
    QTest.mouseClick(page.lift, Qt.MouseButton.LeftButton)
    return page


def words_on(seat: Seat) -> str:
    return "\n".join(label.text() for label in seat.window.findChildren(QLabel) if label.isVisible())


def test_the_cover_says_how_the_answers_are_that_time_goes_on_and_whom_to_call(sit: Sit) -> None:
    words = words_on(sit(COVERED))
    assert "Your paper is covered for the moment" in words
    assert "Your answers are safe on this machine." in words
    assert "The time goes on." in words
    assert "203.0.113.77" in words
    assert "call 李老师 010-6512" in words


def test_nothing_of_the_paper_shows_and_time_and_lights_do(sit: Sit) -> None:
    seat = sit(COVERED)
    page = cover_page(seat)
    assert "Which is the largest?" not in words_on(seat)
    assert page.time_left.words() == "1 h 24 min"
    assert page.lights.local.state() == page.lights.site.state() == "saved"
    assert page.notice.words() == ""


@pytest.mark.parametrize(
    ("phase", "page"), [(Phase.ANSWERING, ExamPage), (Phase.REVIEWING, ReviewPage)], ids=["exam", "review"]
)
def test_the_cover_comes_over_the_page_and_gives_the_same_one_back(
    phase: Phase, page: type, sit: Sit
) -> None:
    seat = sit(replace(ANSWERING, phase=phase))
    before = seat.window.page()
    seat.window.show_state(replace(COVERED, phase=phase))
    cover_page(seat)
    assert not before.isVisible()
    seat.window.show_state(replace(ANSWERING, phase=phase, place=INSIDE))
    assert seat.window.page() is before
    assert isinstance(before, page)


@pytest.mark.parametrize(
    "phase", [phase for phase in Phase if phase not in (Phase.ANSWERING, Phase.REVIEWING)]
)
def test_no_other_page_is_covered(phase: Phase, sit: Sit) -> None:
    assert not isinstance(sit(replace(COVERED, phase=phase)).window.page(), CoverPage)


def test_outside_without_a_cover_is_one_line_in_the_bar(sit: Sit) -> None:
    seat = sit(MARKED)
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    assert page.notice.words() == (
        "The exam site sees this machine at an address that is not registered (203.0.113.77). "
        "Go on: your answers are saved. The staff have been told."
    )
    seat.window.show_state(replace(MARKED, trouble=JournalError("full")))
    assert "cannot save" in page.notice.words(), "what cannot be saved comes first"
    seat.window.show_state(ANSWERING)
    assert page.notice.words() == ""


def test_what_is_not_saved_is_not_called_safe(sit: Sit) -> None:
    seat = sit(
        replace(COVERED, lights=replace(SAVED, local=LocalSaving.FAILED), trouble=JournalError("full"))
    )
    assert "safe" not in words_on(seat)
    assert "This machine cannot save at the moment." in cover_page(seat).notice.words()
    seat.window.show_state(replace(COVERED, lights=replace(SAVED, local=LocalSaving.SAVING)))
    assert "Your answers are being saved on this machine." in words_on(seat)


def test_a_network_that_is_gone_is_said_under_the_cover_as_well(sit: Sit) -> None:
    page = cover_page(sit(replace(COVERED, online=False, news=News.NETWORK_GONE)))
    assert page.notice.words().startswith("The network is gone.")


def test_a_proctor_gives_the_room_password(sit: Sit) -> None:
    seat = sit(COVERED)
    page = cover_page(seat)
    assert not page.panel.isVisible()
    opened(seat)
    assert page.panel.field.hasFocus()
    assert not page.panel.check.isEnabled(), "there is nothing to check yet"
    QTest.keyClicks(page.panel.field, "k7pq-2m9x-rt4v")
    QTest.mouseClick(page.panel.check, Qt.MouseButton.LeftButton)
    QTest.keyClick(page.panel.field, Qt.Key.Key_Return)
    assert seat.wishes == [("lift_requested", "k7pq-2m9x-rt4v")] * 2


def test_what_is_typed_is_hidden_until_the_proctor_wants_to_see_it(sit: Sit) -> None:
    panel = opened(sit(COVERED)).panel
    assert panel.field.echoMode() == QLineEdit.EchoMode.Password
    QTest.mouseClick(panel.echo, Qt.MouseButton.LeftButton)
    assert panel.field.echoMode() == QLineEdit.EchoMode.Normal
    assert panel.echo.text() == "Hide"
    assert panel.field.hasFocus()
    QTest.mouseClick(panel.echo, Qt.MouseButton.LeftButton)
    assert panel.field.echoMode() == QLineEdit.EchoMode.Password


@pytest.mark.parametrize("ends", ["cancelled", "lifted"])
def test_nothing_of_it_is_left_behind(ends: str, sit: Sit) -> None:
    seat = sit(COVERED)
    page = opened(seat)
    QTest.keyClicks(page.panel.field, "k7pq")
    QTest.mouseClick(page.panel.echo, Qt.MouseButton.LeftButton)
    if ends == "cancelled":
        QTest.mouseClick(page.panel.cancel, Qt.MouseButton.LeftButton)
    else:
        seat.window.show_state(ANSWERING)
        seat.window.show_state(COVERED)
    assert not page.panel.isVisible()
    assert page.lift.isVisible()
    opened(seat)
    assert page.panel.field.text() == ""
    assert page.panel.field.echoMode() == QLineEdit.EchoMode.Password


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (PasswordCheck(), ""),
        (PasswordCheck(checking=True), "Checking …"),
        (PasswordCheck(trouble=PasswordTrouble.WRONG), "This is not the room password."),
        (
            PasswordCheck(trouble=PasswordTrouble.WRONG, wait=4),
            "This is not the room password. You can try again in 4 seconds.",
        ),
        (PasswordCheck(wait=1), "You can try again in 1 second."),
        (
            PasswordCheck(trouble=PasswordTrouble.NO_CARD),
            (
                "This machine has not received the room password yet. "
                "Connect it to the exam site, or call the site's staff."
            ),
        ),
        (
            PasswordCheck(trouble=PasswordTrouble.NOT_KEPT),
            "The password is right, but this machine cannot save that at the moment.",
        ),
    ],
)
def test_how_the_check_stands_is_told_in_words(check: PasswordCheck, words: str, sit: Sit) -> None:
    seat = sit(COVERED)
    panel = opened(seat).panel
    QTest.keyClicks(panel.field, "k7pq")
    seat.window.show_state(replace(COVERED, password=check))
    assert panel.words() == words
    assert panel.check.isEnabled() == (not check.checking and not check.wait)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert bool(seat.wishes) == panel.check.isEnabled(), "Enter waits as well"
    assert panel.field.hasFocus()


def test_an_enter_or_space_too_many_opens_nothing(sit: Sit) -> None:
    seat = sit(ANSWERING)
    seat.window.show_state(COVERED)
    page = cover_page(seat)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_A):
        QTest.keyClick(seat.window.focusWidget() or seat.window, key)
    assert not page.panel.isVisible()
    assert seat.wishes == []


def test_a_covered_exam_is_not_closed_without_being_asked(sit: Sit) -> None:
    seat = sit(COVERED)
    assert not seat.window.close()
    seat.window.show_state(ExamState())


def test_another_address_under_the_cover_is_shown(sit: Sit) -> None:
    seat = sit(COVERED)
    seat.window.show_state(replace(COVERED, place=Place("2001:db8::7", covered=True)))
    assert cover_page(seat).address.words() == "2001:db8::7"
