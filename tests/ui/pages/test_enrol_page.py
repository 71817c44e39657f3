"""The first page of a machine that belongs to no exam site yet."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from examclient.domain.enrolling import EnrolmentSummary, EnrolState, EnrolStep
from examclient.domain.site import Enrolled
from examclient.domain.state import ExamState
from examclient.errors import (
    ConfigError,
    EnrolmentFileError,
    ExamError,
    Flaw,
    JournalError,
    SiteAnswerError,
    SiteRefusedError,
    SiteUnreachableError,
    StationError,
)
from examclient.ui.enrolment_sentences import sentence_at_enrolment
from examclient.ui.pages.enrol import EnrolPage
from examclient.ui.pages.login import LoginPage
from examclient.ui.translation import install_language
from examprotocol.messages import Refusal
from tests.ui.pages.conftest import TRANSLATIONS, Seat, Sit, settle
from tests.ui.pages.states import (
    BY_ITSELF,
    COMPARING,
    ENROLLED,
    ENROLMENT,
    EVERY_STATE,
    MEMBERSHIP,
    NAMED,
    NOW,
    TAKEN,
)

START = EnrolState(now=NOW)


def page_of(seat: Seat) -> EnrolPage:
    page = seat.window.page()
    assert isinstance(page, EnrolPage)
    return page


def words_on(page: EnrolPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def ground_of(field: QWidget) -> str:
    settle()
    picture = field.grab().toImage()
    return picture.pixelColor(picture.width() - 8, picture.height() // 2).name()


def test_at_first_there_is_one_thing_to_do(sit: Sit) -> None:
    page = page_of(sit(START))
    assert page.chooser.choose.isVisible()
    assert not page.file.isVisible()
    assert not page.back.isVisible(), "there is no login page to go back to"
    assert "Set this machine up" in words_on(page)


def test_the_dialog_offers_enrolment_files_and_passes_on_what_was_chosen(
    sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examclient.ui.widgets.enrolment_chooser.likely_folder", lambda _pattern: tmp_path)
    file = tmp_path / "site.enrol"
    file.write_bytes(b"x")
    seat = sit(START)
    dialog = page_of(seat).chooser.dialog()
    assert dialog.nameFilters()[0] == "Enrolment files (*.enrol)"
    assert Path(dialog.directory().absolutePath()) == tmp_path
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFile
    dialog.selectFile(str(file))
    dialog.accept()
    assert seat.wishes == [("file_chosen", str(file))]


def test_the_button_opens_the_dialog(sit: Sit) -> None:
    page = page_of(sit(START))
    QTest.mouseClick(page.chooser.choose, Qt.MouseButton.LeftButton)
    (dialog,) = page.chooser.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_a_file_is_shown_with_its_fingerprint_and_the_seat_of_its_table(sit: Sit) -> None:
    page = page_of(sit(COMPARING))
    words = words_on(page)
    for fact in (ENROLMENT.file, ENROLMENT.site, ENROLMENT.address, ENROLMENT.room):
        assert fact in words
    assert page.file.fingerprint.words() == ENROLMENT.fingerprint
    assert "examserver enrol" in words
    assert page.file.seat.number() == "12"
    assert page.chooser.another.isVisible()


def test_the_seat_that_was_typed_is_the_one_that_is_asked_for(sit: Sit) -> None:
    seat = sit(COMPARING)
    page = page_of(seat)
    page.file.seat.field.setText("15")
    seat.window.show_state(replace(COMPARING, trouble=TAKEN))
    assert page.file.seat.number() == "15", "a refusal does not undo what was typed"
    QTest.mouseClick(page.file.set_up, Qt.MouseButton.LeftButton)
    QTest.keyClick(page.file.seat.field, Qt.Key.Key_Return)
    assert seat.wishes == [("enrol_requested", "15"), ("enrol_requested", "15")]


def test_without_a_seat_nothing_is_sent(sit: Sit) -> None:
    seat = sit(replace(COMPARING, file=replace(ENROLMENT, seat="")))
    page = page_of(seat)
    QTest.mouseClick(page.file.set_up, Qt.MouseButton.LeftButton)
    assert "seat" in page.file.seat.complaint()
    assert page.file.seat.field.hasFocus()
    assert seat.wishes == []


def test_another_file_brings_its_own_seat(sit: Sit) -> None:
    seat = sit(COMPARING)
    page = page_of(seat)
    page.file.seat.field.setText("15")
    seat.window.show_state(replace(COMPARING, file=replace(ENROLMENT, room="B", seat="3")))
    assert page.file.seat.number() == "3"


def test_while_the_service_is_asked_nothing_can_be_pressed_twice(sit: Sit) -> None:
    seat = sit(replace(COMPARING, step=EnrolStep.REGISTERING, busy=True))
    page = page_of(seat)
    assert not page.file.set_up.isEnabled()
    QTest.keyClick(page.file.seat.field, Qt.Key.Key_Return)
    assert seat.wishes == []


def test_after_a_refusal_the_seat_looks_as_if_it_can_be_typed(sit: Sit) -> None:
    """A field that was waited in stayed grey, whatever could be typed into it again."""
    seat = sit(replace(COMPARING, step=EnrolStep.REGISTERING, busy=True))
    field = page_of(seat).file.seat.field
    waiting = ground_of(field)
    seat.window.show_state(replace(COMPARING, trouble=TAKEN))
    assert not field.isReadOnly()
    assert ground_of(field) != waiting


def test_in_the_end_it_says_where_the_machine_stands(sit: Sit) -> None:
    seat = sit(ENROLLED)
    page = page_of(seat)
    assert f"This machine is seat 12 in room {ENROLMENT.room} of {ENROLMENT.site}." in words_on(page)
    assert "PC-07" in words_on(page)
    QTest.mouseClick(page.go_on, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("enrolment_left",)]
    seat.window.show_state(replace(ENROLLED, enrolled=Enrolled(MEMBERSHIP, is_new=False)))
    assert "nothing was changed" in words_on(page)


def test_a_machine_that_has_a_place_can_go_back_to_its_login(sit: Sit) -> None:
    seat = sit(COMPARING)
    QTest.mouseClick(page_of(seat).back, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("enrolment_left",)]


def test_a_machine_that_sets_itself_up_says_so_and_that_it_tries_again(sit: Sit) -> None:
    seat = sit(replace(BY_ITSELF, trouble=SiteUnreachableError("ConnectTimeout")))
    page = page_of(seat)
    assert "setting itself up" in words_on(page)
    assert "tries again by itself" in page.alert.words()
    assert page.chooser.another.isEnabled(), "a proctor may take it over"


def test_a_machine_that_waits_for_its_service_says_which_one(sit: Sit) -> None:
    page = page_of(sit(replace(BY_ITSELF, file=ENROLMENT, trouble=SiteUnreachableError("ConnectTimeout"))))
    assert f"{ENROLMENT.site} · {ENROLMENT.address}" in words_on(page)


def test_a_file_that_is_not_there_yet_is_waited_for_and_the_page_says_where_it_is_named(sit: Sit) -> None:
    page = page_of(sit(EVERY_STATE["file of its settings not there yet"]))
    words = page.alert.words()
    for word in ("not there yet", "by itself", "user.ini", NAMED.path):
        assert word in words


def test_a_machine_without_a_seat_says_by_which_name_the_table_should_have_it(sit: Sit) -> None:
    page = page_of(sit(EVERY_STATE["seat missing in the file of its settings"]))
    words = words_on(page)
    assert f"({NAMED.machine})" in words
    assert NAMED.path in words
    assert page.file.set_up.isVisible(), "a person may do it by hand"


def test_a_seat_that_is_being_typed_stays_while_the_file_is_read_again(sit: Sit) -> None:
    state = EVERY_STATE["seat missing in the file of its settings"]
    assert isinstance(state, EnrolState)
    seat = sit(state)
    page = page_of(seat)
    page.file.seat.field.setText("15")
    again = EnrolmentSummary(*(getattr(ENROLMENT, name) for name in EnrolmentSummary.__slots__))
    seat.window.show_state(replace(state, file=replace(again, seat="")))
    assert page.file.seat.number() == "15"


def test_the_taken_seat_is_said_with_who_has_it(sit: Sit) -> None:
    page = page_of(sit(replace(COMPARING, trouble=TAKEN)))
    assert "12 (PC-07)" in page.alert.words()
    assert "examserver stations" in page.alert.words()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_language_can_be_chosen(language: str, sit: Sit) -> None:
    seat = sit(START)
    QTest.mouseClick(page_of(seat).languages.buttons[language], Qt.MouseButton.LeftButton)
    assert seat.wishes == [("language_chosen", language)]


@pytest.mark.parametrize("code", ["unknown_station", "station_released", "station_revoked", "not_proven"])
def test_a_machine_that_the_site_does_not_take_offers_to_be_set_up(code: str, sit: Sit) -> None:
    seat = sit(ExamState(now=NOW, trouble=SiteRefusedError(code, "x")))
    login = seat.window.page()
    assert isinstance(login, LoginPage)
    QTest.mouseClick(login.enrol_again, Qt.MouseButton.LeftButton)
    assert seat.wishes == [("enrolment_wanted",)]
    seat.window.show_state(ExamState(now=NOW, trouble=SiteRefusedError("unknown_candidate", "x")))
    assert not login.enrol_again.isVisible(), "that is the candidate's matter"


# -- the words ----------------------------------------------------------------------------------------------

TECHNICAL = "Errno 28 in /var/lib"


def troubles() -> list[ExamError]:
    kinds = (SiteUnreachableError, SiteAnswerError, StationError, ConfigError, JournalError, ExamError)
    refused = [SiteRefusedError(code, TECHNICAL, about="12 (PC)") for code in Refusal]
    return [
        *refused,
        *(EnrolmentFileError(TECHNICAL, flaw) for flaw in Flaw),
        *(one(TECHNICAL) for one in kinds),
    ]


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest, themed: QApplication) -> Iterator[str]:
    install_language(themed, request.param, TRANSLATIONS)
    yield request.param
    install_language(themed, "en", TRANSLATIONS)


@pytest.mark.parametrize(
    "trouble", troubles(), ids=lambda error: getattr(error, "code", type(error).__name__)
)
@pytest.mark.parametrize("by_itself", [True, False])
def test_whatever_is_in_the_way_has_a_sentence_for_the_proctor(
    trouble: ExamError, by_itself: bool, language: str
) -> None:
    sentence = sentence_at_enrolment(trouble, by_itself=by_itself)
    assert sentence.title
    assert sentence.advice
    whole = sentence.whole
    assert TECHNICAL not in whole
    assert "{" not in whole
    assert not any(sign in whole.lower() for sign in ("!", "！", "invalid", "error", "later"))
    assert any("一" <= letter <= "鿿" for letter in whole) == (language == "zh_CN"), whole


def test_every_flaw_of_a_file_and_every_refusal_of_an_enrolment_is_said_in_its_own_words(
    english: QApplication,
) -> None:
    enrolment = [code for code in Refusal if code.startswith(("enrolment", "seat"))]
    assert len(enrolment) == 5
    said = [sentence_at_enrolment(SiteRefusedError(code, "x")).title for code in enrolment]
    said += [sentence_at_enrolment(EnrolmentFileError("x", flaw)).title for flaw in Flaw]
    assert len(set(said)) == len(said)
