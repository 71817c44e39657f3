"""Codes that the staff read out, without a network: more time, and a spare machine with the paper only."""

import pytest
from jwcrypto import jwk

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState, PasswordTrouble
from examclient.errors import HeldHereError, SpareHeldError
from examclient.storage.kept_sessions import KeptSessions
from examclient.ui import presenter
from examprotocol.events import EXTEND_BY_CODE
from examprotocol.offline_code import OfflineExtension, code_key, extension_code
from examprotocol.password_seal import open_by_password, read_sealed
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.room_password import plain_password
from examserver.services.exam_orders import ExtendExam
from tests.client.cards import PASSWORD
from tests.client.exam_site import ANN, MINUTE, ZHANG, ExamSite, locked_room
from tests.client.moving import NewSeat, at_a_spare, at_the_site, code_of, type_code, unlock
from tests.client.restarts import Rebooted, is_left
from tests.client.seat import Seat

A, B = ChoiceResponse("a"), ChoiceResponse("b")
PLAIN = plain_password(PASSWORD)


@pytest.fixture(autouse=True)
def _room(site: ExamSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)
    site.set_room_password()


# -- more time by code --------------------------------------------------------------------------------------


def give_time(site: ExamSite, minutes: int) -> str:
    """The staff extend the exam for everybody, and read out the code for machines without a network."""
    site.order(ExtendExam(site.exam.id, minutes, reason="fire alarm"))
    key = code_key(jwk.JWK.from_json(open_by_password(read_sealed(locked_room().sealed.encode())[0], PLAIN)))
    return extension_code(key, site.exam.id, "", OfflineExtension(1, minutes, everybody=True))


def extend(seat: Seat, code: str) -> ExamState:
    unlock(seat)
    seat.presenter.proctor.extend(code)
    state = seat.wait(lambda: seat.state.proctor is not None and seat.state.proctor.minutes > 0)
    seat.presenter.proctor.close()
    return state


def test_more_time_by_code_counts_at_once_after_a_restart_and_not_twice(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    planned = seat.sit_down().exam
    assert planned is not None
    seat.all_sent()
    seat.wait(seat.has_card)
    site.cable.pull()
    code = give_time(site, 15)
    later = extend(seat, code)
    assert later.exam is not None
    assert later.exam.end == planned.end + 15 * MINUTE
    again = extend(seat, code)
    assert (again.exam, again.proctor and again.proctor.was_known) == (later.exam, True)
    seat.crash()
    back = new_seat(seat.data)
    assert back.reach(Phase.ANSWERING).exam == later.exam, "the journal has it"
    twice = new_seat(seat.data)
    back.crash()
    assert twice.reach(Phase.ANSWERING).exam == later.exam, "and it counts once"
    site.cable.plug()
    twice.all_sent()
    assert twice.state.exam == later.exam, "the site's extension is the same one"
    acts = [act.detail for act in site.acts(twice.attempt) if act.action == EXTEND_BY_CODE]
    assert acts == ["1 15 everybody"]


def test_after_a_power_cut_in_the_extra_time_the_candidate_goes_on(
    site: ExamSite, seat: Seat, new_seat: NewSeat
) -> None:
    seat.sit_down()
    seat.all_sent()
    seat.wait(seat.has_card)
    site.cable.pull()
    extend(seat, give_time(site, 15))
    (kept,) = KeptSessions(seat.data).all()
    seat.wait(lambda: KeptSessions(seat.data).all()[0].by_code == 15 * MINUTE)
    seat.crash()
    back = new_seat(seat.data, Rebooted())
    assert isinstance(back.log_in().trouble, HeldHereError)
    back.presenter.arrivals.go_on_here()
    back.presenter.confirm()
    state = back.reach(Phase.ANSWERING)
    assert state.exam is not None
    assert state.exam.end == kept.login.exam.end - kept.by_code + 15 * MINUTE


# -- a spare machine ----------------------------------------------------------------------------------------


def test_a_spare_with_the_paper_goes_on_by_code_and_name_and_answers_come_with_the_network(
    site: ExamSite, new_seat: NewSeat
) -> None:
    first, spare = at_a_spare(site, new_seat)
    attempt = first.attempt
    code = code_of(first)
    assert isinstance(spare.log_in().trouble, SpareHeldError)
    spare.presenter.arrivals.go_on_here()
    assert spare.state.elsewhere.is_spare
    state = type_code(spare, code)
    assert state.candidate is not None
    assert (state.candidate.name, state.candidate.admission_number) == ("", ZHANG[0])
    assert state.paper is not None
    assert spare.attempt == attempt, "worked out as the service does"
    spare.answer("q3", TextResponse("at the spare"))
    site.cable.plug()
    spare.wait(lambda: spare.state.candidate is not None and spare.state.candidate.name == "张三")
    spare.all_sent()
    spare.wait(lambda: spare.state.answers.response("q1") == A)
    found = at_the_site(site, attempt)
    assert (found.response("q1"), found.response("q3")) == (A, TextResponse("at the spare"))
    first.reach(Phase.MOVED)
    spare.hand_in()
    assert spare.reach(Phase.DONE).receipt is not None


def test_a_spare_takes_no_wrong_code_and_leaves_nothing_of_it(site: ExamSite, new_seat: NewSeat) -> None:
    spare = new_seat()
    spare.sit_down(ANN)
    spare.all_sent()
    spare.wait(spare.has_card)
    site.release(ANN[0])
    new_seat().sit_down(ANN)
    spare.hear_from_the_site()
    spare.reach(Phase.MOVED)
    spare.wait(lambda: is_left(spare))
    spare.presenter.leave()
    site.cable.pull()
    spare.log_in()
    spare.presenter.arrivals.go_on_here()
    spare.presenter.arrivals.go_on_by_code(PASSWORD, "0000-0000-0000")
    spare.wait(lambda: spare.state.password.trouble is PasswordTrouble.WRONG_CODE)
    assert len(list((spare.data / "journals").glob("*.journal"))) == 1
