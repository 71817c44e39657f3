"""Another window in front of the exam: in the journal, at the site, before a proctor; and who may end it."""

import pytest
from pytestqt.qtbot import QtBot

from examclient.domain.away import Away, away_in, noted_seconds
from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examprotocol.events import END_CLIENT, FocusLost, ProctorActed, Submitted
from examprotocol.responses import ChoiceResponse
from examserver.cli.command_line import main
from tests.client.cards import PASSWORD
from tests.client.exam_site import ZHANG, ExamSite
from tests.client.moving import NewSeat, unlock
from tests.client.seat import Seat


@pytest.mark.parametrize(
    ("seconds", "noted"), [(0.0, 0), (0.2, 0), (0.25, 1), (0.9, 1), (1.4, 1), (12.4, 12), (3600.0, 3600)]
)
def test_what_no_person_can_have_done_is_not_noted(seconds: float, noted: int) -> None:
    assert noted_seconds(seconds) == noted


def test_it_is_in_the_journal_before_it_is_shown_and_reaches_the_site(
    site: ExamSite, seat: Seat, capsys: pytest.CaptureFixture[str]
) -> None:
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    seat.presenter.proctor.away.note(12.4)
    seat.wait(lambda: seat.state.away == Away(1, 12))
    seat.presenter.proctor.away.note(63)
    seat.wait(lambda: seat.state.away == Away(2, 75))
    attempt = seat.attempt
    seat.all_sent()
    seat.close()
    bodies = [event.body for log in seat.journal(attempt) for event in log.events]
    assert [body.seconds for body in bodies if isinstance(body, FocusLost)] == [12, 63]
    assert away_in(seat.journal(attempt)) == Away(2, 75)
    assert main(["attempts", "show", str(site.folder.root), ZHANG[0]]) == 0
    assert "another window was in front: 2 times, 75 seconds in all" in capsys.readouterr().out


def test_who_is_away_when_the_answers_are_handed_in_is_noted_before_them(seat: Seat) -> None:
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    attempt = seat.attempt

    def note(state: ExamState) -> None:
        if state.phase is Phase.SUBMITTING:
            seat.presenter.stage.state_changed.disconnect(note)
            seat.presenter.proctor.away.note(30)

    seat.presenter.stage.state_changed.connect(note)
    seat.hand_in()
    seat.reach(Phase.DONE)
    seat.wait(lambda: seat.state.lights.waiting == 0)
    seat.close()
    (log,) = seat.journal(attempt)
    assert [type(event.body) for event in log.events][-2:] == [FocusLost, Submitted]


def test_who_never_left_is_not_spoken_of(
    site: ExamSite, seat: Seat, capsys: pytest.CaptureFixture[str]
) -> None:
    seat.sit_down()
    seat.presenter.proctor.away.note(0.1)
    seat.answer("q1", ChoiceResponse("a"))
    seat.all_sent()
    assert seat.state.away == Away()
    assert main(["attempts", "show", str(site.folder.root), ZHANG[0]]) == 0
    assert "another window" not in capsys.readouterr().out


def test_after_a_restart_it_is_still_known(seat: Seat, new_seat: NewSeat) -> None:
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    seat.presenter.proctor.away.note(30)
    seat.wait(lambda: seat.state.away == Away(1, 30))
    seat.crash()
    again = new_seat(seat.data)
    again.reach(Phase.ANSWERING)
    assert again.state.away == Away(1, 30)


def test_the_next_candidate_begins_with_nothing(seat: Seat) -> None:
    seat.sit_down()
    seat.presenter.proctor.away.note(30)
    seat.wait(lambda: seat.state.away.times == 1)
    seat.hand_in()
    seat.reach(Phase.DONE)
    seat.presenter.leave()
    assert seat.state.away == Away()
    seat.presenter.proctor.away.note(30)
    assert seat.state.away == Away(), "nobody sits here"


def test_the_client_ends_for_good_by_the_room_password_only(site: ExamSite, seat: Seat, qtbot: QtBot) -> None:
    site.set_room_password()
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    seat.all_sent()
    seat.wait(seat.has_card)
    proctor = seat.presenter.proctor
    with qtbot.assertNotEmitted(proctor.may_end, wait=300):
        proctor.end_client()
        proctor.open()
        proctor.end_client()
    proctor.close()
    unlock(seat)
    with qtbot.waitSignal(proctor.may_end):
        proctor.end_client()
    attempt = seat.attempt
    seat.close()
    bodies = [event.body for log in seat.journal(attempt) for event in log.events]
    assert [body for body in bodies if isinstance(body, ProctorActed)] == [ProctorActed(END_CLIENT, "")]


def test_where_nobody_sits_the_password_ends_it_as_well(site: ExamSite, seat: Seat, qtbot: QtBot) -> None:
    site.set_room_password()
    seat.sit_down()
    seat.wait(seat.has_card)
    seat.hand_in()
    seat.reach(Phase.DONE)
    seat.presenter.leave()
    proctor = seat.presenter.proctor
    proctor.open()
    proctor.unlock(PASSWORD)
    seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.is_open)
    with qtbot.waitSignal(proctor.may_end):
        proctor.end_client()
