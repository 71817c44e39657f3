"""The whole client with key presses alone, from the login to the receipt, and a proctor's ways as well."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examclient.app import Client
from examclient.domain.config import Config
from examclient.domain.export import Drive
from examclient.domain.phases import Phase
from examclient.ui import presenter
from examclient.ui.pages.exam import ExamPage
from examclient.ui.pages.export import ExportPage
from examclient.ui.pages.login import LoginPage
from examclient.ui.pages.proctor import ProctorPage
from examclient.ui.pages.self_check import SelfCheckPage
from examclient.ui.proctor_desk import LEFT_OPEN
from examprotocol.merge import fold
from examprotocol.paper import parts_of
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
    PairsResponse,
    Response,
    TextResponse,
)
from tests.client.cards import PASSWORD
from tests.client.every_kind import QUESTIONS, every_kind_draft
from tests.client.exam_site import MINUTE, ZHANG, ExamSite, Times
from tests.client.exporting import opened
from tests.client.hands import BACKTAB, ENTER, SPACE, Hands
from tests.client.machine import enrolled
from tests.client.proctor_hands import drive
from tests.client.whole_client import put_away

ANSWERS: dict[str, Response] = {
    "one": ChoiceResponse("b"),
    "some": ChoicesResponse(("a", "c")),
    "true": ChoiceResponse("true"),
    "gaps": GapsResponse({"word": "cat", "pick": "a", "count": "7"}),
    "match": PairsResponse({"a": "a", "b": "a"}),
    "short": TextResponse("word"),
    "number": TextResponse("12"),
    "order": OrderResponse(("b", "c", "a")),
    "links": LinksResponse((("a", "b"), ("b", "a"))),
    "drag": GapsResponse({"who": "cat", "what": "fish"}),
    "passage-word": TextResponse("water"),
    "passage-true": ChoiceResponse("false"),
    "essay": TextResponse("It was.\nThe end."),
}


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, every_kind_draft()).__enter__()
    running.set_room_password()
    yield running
    evening(running)


@pytest.fixture
def hands(
    site: ExamSite, as_before: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Hands]:
    """Whoever sits at the window of the whole client."""
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    enrolled(tmp_path / "data", site.file, "12")
    client = Client(as_before, Config(tmp_path / "data", language="en"), lambda: drives_in(tmp_path))
    client.open()
    client.begin()
    with qtbot.waitActive(client.window):
        client.window.show()
    yield Hands(client, qtbot)
    put_away(client)


def drives_in(folder: Path) -> tuple[Drive, ...]:
    return (drive(folder / "E"),)


@pytest.mark.parametrize("times", [Times(start=10 * MINUTE)])
def test_from_the_login_to_the_receipt(site: ExamSite, hands: Hands, tmp_path: Path) -> None:
    hands.log_in(ZHANG)
    hands.reach(Phase.WAITING)
    hands.tab_to("Proctor")
    site.time.put_forward(10 * MINUTE)
    hear_from_the_site(hands)
    hands.reach(Phase.ANSWERING)
    assert hands.said().endswith("Read this.")
    for question in QUESTIONS[1:]:
        hands.press(Qt.Key.Key_Right, alt=True)
        assert hands.state.current == question.id
        ANSWER_BY_KEYS[question.id](hands)
        hands.saved()
        for part in parts_of(question):
            assert hands.state.answers.response(part.id) == ANSWERS[part.id]
    hands.do("Flag", SPACE)
    hands.wait(lambda: hands.state.answers.flagged == {"essay"})
    look_at_the_first_question_by_the_map(hands)
    hands.do("Hand in", SPACE)
    hands.reach(Phase.REVIEWING)
    hands.do("Question 13, answered, flagged")
    hands.reach(Phase.ANSWERING)
    assert hands.state.current == "essay"
    hands.hand_in()
    hands.reach(Phase.DONE)
    assert hands.state.receipt is not None
    (attempt,) = [path.stem for path in (tmp_path / "data").rglob("*.journal")]
    answers = fold(site.held(attempt).values())
    assert {name: answers.response(name) for name in ANSWERS} == ANSWERS
    hands.do("Next candidate", SPACE)
    assert hands.state.phase is Phase.DONE, "one press asks only"
    hands.press(SPACE)
    assert isinstance(hands.page(), LoginPage)
    assert hands.said() == "Admission number"


def test_where_handing_in_fails_the_answers_are_carried_out_and_the_seat_is_left(
    site: ExamSite, hands: Hands, tmp_path: Path
) -> None:
    hands.log_in(ZHANG)
    hands.reach(Phase.ANSWERING)
    hands.wait(lambda: bool(hands.presenter._watch.cards._cards.tokens()))
    hands.press(Qt.Key.Key_Right, alt=True)
    hands.type("b")
    site.cable.pull()
    hands.hand_in()
    hands.reach(Phase.SUBMIT_FAILED)
    hands.do("Retry")
    hands.reach(Phase.SUBMIT_FAILED)
    hands.do("Export")
    hands.type(PASSWORD)
    hands.press(ENTER)
    hands.wait(lambda: isinstance(hands.page(), ExportPage) and has_drives(hands))
    hands.do("Export to")
    hands.wait(lambda: hands.state.export is not None and hands.state.export.exported is not None)
    hands.do("Save as text beside it")
    hands.wait(lambda: hands.state.export is not None and hands.state.export.record is not None)
    hands.do("Done")
    (file,) = (tmp_path / "E").glob("*.examanswers")
    assert fold(opened(file, tmp_path / "data").logs).response("one") == ChoiceResponse("b")
    hands.do("Leave", SPACE)
    assert hands.state.phase is Phase.SUBMIT_FAILED, "one press asks only"
    hands.press(SPACE)
    assert isinstance(hands.page(), LoginPage)


def test_a_failed_hand_in_is_tried_again_until_the_receipt(site: ExamSite, hands: Hands) -> None:
    hands.log_in(ZHANG)
    hands.reach(Phase.ANSWERING)
    site.cable.pull()
    hands.hand_in()
    hands.reach(Phase.SUBMIT_FAILED)
    site.cable.plug()
    hands.do("Retry")
    hands.reach(Phase.DONE)


def test_the_proctor_opens_the_menu_in_the_middle_of_an_exam_and_goes_back(hands: Hands) -> None:
    hands.log_in(ZHANG)
    hands.reach(Phase.ANSWERING)
    hands.wait(lambda: bool(hands.presenter._watch.cards._cards.tokens()))
    hands.do("Proctor", SPACE)
    assert isinstance(hands.page(), ProctorPage)
    assert hands.said() == "Room password"
    hands.press(Qt.Key.Key_Escape)
    assert isinstance(hands.page(), ExamPage)
    hands.do("Proctor", SPACE)
    hands.type(PASSWORD)
    hands.press(ENTER)
    hands.wait(lambda: hands.state.export is not None and bool(hands.state.export.held))
    hands.do("Show the offline code")
    hands.wait(lambda: hands.state.proctor is not None and bool(hands.state.proctor.code))
    hands.do("Export the answers of 张三")
    hands.wait(lambda: has_drives(hands))
    hands.do("Back")
    hands.do("Back to the exam")
    assert isinstance(hands.page(), ExamPage)
    assert hands.state.proctor is None


def test_no_question_closes_by_time_and_an_open_menu_only_when_nobody_is_there(hands: Hands) -> None:
    hands.log_in(ZHANG)
    hands.reach(Phase.ANSWERING)
    hands.wait(lambda: bool(hands.presenter._watch.cards._cards.tokens()))
    timer = hands.presenter.proctor._timer
    hands.do("Proctor", SPACE)
    timer.timeout.emit()
    assert isinstance(hands.page(), ProctorPage), "the question for the password waits"
    hands.type(PASSWORD)
    hands.press(ENTER)
    hands.wait(lambda: hands.state.proctor is not None and hands.state.proctor.is_open)
    hands.wait(lambda: 0 < timer.remainingTime() < LEFT_OPEN - 500)
    hands.touch(Qt.Key.Key_Down)
    assert timer.remainingTime() > LEFT_OPEN - 500, "whoever is there is given the whole time again"
    timer.timeout.emit()
    assert isinstance(hands.page(), ExamPage)


def test_the_machine_is_checked_and_the_language_changed(hands: Hands) -> None:
    assert hands.said() == "Admission number"
    hands.do("Check this machine", SPACE)
    page = hands.page()
    assert isinstance(page, SelfCheckPage)
    hands.wait(lambda: hands.state.check is not None and not hands.state.check.is_running)
    hands.do("Back to the login")
    hands.do("中文")
    hands.tab_to("准考证号")
    hands.tab_to("English")
    hands.press(ENTER)
    hands.tab_to("Admission number")


def hear_from_the_site(hands: Hands) -> None:
    hands.presenter._helpers.syncer._timer.start(0)
    hands.presenter._helpers.papers._preparer._timer.start(0)


def has_drives(hands: Hands) -> bool:
    return hands.state.export is not None and bool(hands.state.export.drives)


def look_at_the_first_question_by_the_map(hands: Hands) -> None:
    hands.tab_to("Question 13, answered", BACKTAB)
    hands.press(*[Qt.Key.Key_Left] * 12)
    assert hands.said() == "Question 1, answered"
    hands.press(ENTER)
    assert hands.state.current == "one"


def choose_second(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Down, SPACE)


def choose_two(hands: Hands) -> None:
    hands.press(SPACE, Qt.Key.Key_Down, Qt.Key.Key_Down, SPACE)


def fill_gaps(hands: Hands) -> None:
    hands.type("cat")
    hands.press(Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    hands.type("7")


def match(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Down)


def order(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_Down, alt=True)


def link(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Right, SPACE, Qt.Key.Key_Right, SPACE)


def fill_from_the_pool(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_Down)


def answer_both_parts(hands: Hands) -> None:
    """Between them is the second one's flag."""
    hands.type("water")
    hands.tab_to("Flag question 12")
    hands.press(Qt.Key.Key_Tab, Qt.Key.Key_Down, SPACE)
    assert hands.state.current == "passage-true"


def write(hands: Hands) -> None:
    hands.type("It was.")
    hands.press(ENTER)
    hands.type("The end.")


ANSWER_BY_KEYS: dict[str, Callable[[Hands], None]] = {
    "one": choose_second,
    "some": choose_two,
    "true": lambda hands: hands.press(SPACE),
    "gaps": fill_gaps,
    "match": match,
    "short": lambda hands: hands.type("word"),
    "number": lambda hands: hands.type("12"),
    "order": order,
    "links": link,
    "drag": fill_from_the_pool,
    "passage": answer_both_parts,
    "essay": write,
}
