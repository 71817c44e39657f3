"""The site check from the candidate's seat: at the login, for the paper, and in the middle of the exam."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from examclient.domain.phases import Phase
from examclient.domain.state import LocalSaving, News, PasswordTrouble
from examclient.errors import SiteRefusedError, SiteUnreachableError
from examclient.ui.pages.builders import builder_for
from examprotocol.events import LIFT_COVER, ProctorActed
from examprotocol.merge import fold
from examprotocol.messages import Refusal
from examprotocol.place import INSIDE, Place
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.services.site_orders import AddNetwork, RemoveNetwork, SetContact, SetCover, SetMinimumClient
from tests.client.cards import PASSWORD
from tests.client.exam_site import MINUTE, ExamSite
from tests.client.restarts import Rebooted
from tests.client.seat import Seat

A = ChoiceResponse("a")
HOME, SECOND, THIRD = "127.0.0.1", "127.0.0.2", "127.0.0.3"
CONTACT = "李老师 010-6512"


class Line:
    """The line into the exam site: another one has another address. Only the first one is registered."""

    def __init__(self, site: ExamSite, monkeypatch: pytest.MonkeyPatch) -> None:
        self._site = site
        self._address = HOME
        connect = asyncio.open_connection
        monkeypatch.setattr(asyncio, "open_connection", partial(self._connect, connect))
        site.order(AddNetwork(HOME))
        site.order(SetContact(CONTACT))

    def take_over(self, address: str, *seats: Seat) -> None:
        """What is under way breaks off, and goes on along another line."""
        self._site.cable.pull()
        self._address = address
        self._site.cable.plug()
        for seat in seats:
            seat.hear_from_the_site()
            seat.wait(lambda seat=seat: seat.state.place.outside == (address if address != HOME else ""))  # type: ignore[misc]

    async def _connect(self, connect: Callable[..., Any], host: str, port: int) -> Any:
        return await connect(host, port, local_addr=(self._address, 0))


@pytest.fixture
def line(site: ExamSite, monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(site, monkeypatch)


def is_covered(seat: Seat) -> bool:
    """Whether another page than the phase's own is on the screen."""
    return builder_for(seat.state).__name__ == "_cover"


def test_a_login_from_elsewhere_is_refused_and_goes_on_once_the_address_is_registered(
    site: ExamSite, line: Line, seat: Seat
) -> None:
    line.take_over(SECOND)
    refused = seat.log_in()
    assert refused.phase is Phase.OUTSIDE
    assert refused.place == Place(SECOND, contact=CONTACT)
    assert refused.trouble is None
    line.take_over(THIRD)
    seat.presenter.arrivals.try_again()
    again = seat.wait(lambda: not seat.state.busy)
    assert (again.phase, again.place.outside) == (Phase.OUTSIDE, THIRD), "the address that is seen now"
    assert again.tried_at > refused.tried_at
    site.order(AddNetwork(THIRD))
    seat.presenter.arrivals.try_again()
    admitted = seat.reach(Phase.CONFIRMING)
    assert admitted.place == INSIDE
    seat.presenter.confirm()
    seat.reach(Phase.ANSWERING)


def test_another_failure_while_trying_again_is_said_in_place(site: ExamSite, line: Line, seat: Seat) -> None:
    line.take_over(SECOND)
    seat.log_in()
    site.cable.pull()
    seat.presenter.arrivals.try_again()
    failed = seat.wait(lambda: not seat.state.busy)
    assert failed.phase is Phase.OUTSIDE
    assert isinstance(failed.trouble, SiteUnreachableError)
    assert failed.place.outside == SECOND
    site.cable.plug()
    seat.presenter.arrivals.try_again()
    assert seat.wait(lambda: not seat.state.busy).trouble is None


def test_outside_a_try_without_a_network_can_be_made_again_where_the_machine_holds_the_exam(
    site: ExamSite, line: Line, new_seat: Callable[..., Seat]
) -> None:
    first = new_seat()
    first.sit_down()
    first.answer("q1", A)
    first.crash()
    seat = new_seat(first.data, Rebooted())
    line.take_over(SECOND)
    assert seat.log_in().phase is Phase.OUTSIDE
    site.cable.pull()
    seat.presenter.arrivals.try_again()
    failed = seat.wait(lambda: not seat.state.busy)
    assert failed.phase is Phase.OUTSIDE, "what is held here is no way round the address"
    assert isinstance(failed.trouble, SiteUnreachableError)
    site.cable.plug()
    site.order(AddNetwork(SECOND))
    seat.presenter.arrivals.try_again()
    assert seat.reach(Phase.CONFIRMING).candidate is not None


def test_whoever_goes_back_logs_in_anew(site: ExamSite, line: Line, seat: Seat) -> None:
    line.take_over(SECOND)
    seat.log_in()
    seat.presenter.leave()
    assert (seat.state.phase, seat.state.place, seat.state.tried_at) == (Phase.LOGIN, INSIDE, 0)
    site.order(AddNetwork(SECOND))
    seat.presenter.arrivals.try_again()
    assert not seat.state.busy
    assert seat.log_in().phase is Phase.CONFIRMING


def test_a_paper_that_is_refused_for_the_address_comes_by_itself_once_it_is_registered(
    site: ExamSite, line: Line, seat: Seat
) -> None:
    seat.log_in()
    line.take_over(SECOND)
    seat.presenter.confirm()
    refused = seat.wait(lambda: isinstance(seat.state.trouble, SiteRefusedError))
    assert isinstance(refused.trouble, SiteRefusedError)
    assert (refused.phase, refused.trouble.code) == (Phase.PREPARING, Refusal.OUTSIDE)
    assert (refused.trouble.about, refused.trouble.contact) == (SECOND, CONTACT)
    site.order(AddNetwork(SECOND))
    assert seat.reach(Phase.ANSWERING).trouble is None


def test_in_mid_exam_another_line_is_marked_and_stops_nobody(site: ExamSite, line: Line, seat: Seat) -> None:
    seat.sit_down()
    attempt = seat.attempt
    line.take_over(SECOND, seat)
    seat.wait(lambda: seat.state.news is News.OUTSIDE)
    assert not is_covered(seat)
    seat.answer("q1", A)
    seat.all_sent()
    assert fold(site.held(attempt).values()).response("q1") == A
    line.take_over(HOME, seat)
    seat.wait(lambda: seat.state.news is not News.OUTSIDE)
    seat.hand_in()
    seat.reach(Phase.DONE)


def test_a_cover_comes_over_what_is_saved_and_goes_when_the_machine_is_inside_again(
    site: ExamSite, line: Line, seat: Seat
) -> None:
    site.order(SetCover(on=True))
    seat.sit_down()
    attempt = seat.attempt
    line.take_over(SECOND)
    seat.presenter.answer("q5", TextResponse("半句话"))
    seat.hear_from_the_site()
    seat.wait(lambda: is_covered(seat))
    seat.wait(lambda: seat.state.lights.local is LocalSaving.SAVED and not seat.state.unsaved)
    seat.wait(lambda: fold(site.held(attempt).values()).response("q5") == TextResponse("半句话"))
    assert seat.state.news is not News.OUTSIDE
    line.take_over(HOME, seat)
    assert not is_covered(seat)
    assert seat.state.phase is Phase.ANSWERING


def test_a_proctor_lifts_the_cover_and_the_site_learns_of_it(site: ExamSite, line: Line, seat: Seat) -> None:
    site.order(SetCover(on=True))
    seat.sit_down()
    attempt = seat.attempt
    site.set_room_password()
    line.take_over(SECOND, seat)
    assert is_covered(seat)
    seat.wait(seat.has_card)
    seat.presenter.obeying.lift("wrong")
    wrong = seat.wait(lambda: seat.state.password.trouble is PasswordTrouble.WRONG)
    assert wrong.password.wait == 1
    seat.wait(lambda: seat.state.password.wait == 0)
    seat.presenter.obeying.lift(PASSWORD.lower())
    seat.wait(lambda: not is_covered(seat))
    assert seat.state.place == Place(SECOND, contact=CONTACT)
    seat.wait(lambda: site.acts(attempt) == [ProctorActed(LIFT_COVER, SECOND, wrong_tries=1)])
    line.take_over(HOME, seat)
    line.take_over(SECOND, seat)
    assert not is_covered(seat), "a line that comes and goes covers nothing anew"
    line.take_over(THIRD, seat)
    assert is_covered(seat)


def test_a_lifted_cover_stays_lifted_over_a_restart(
    site: ExamSite, line: Line, new_seat: Callable[..., Seat]
) -> None:
    site.order(SetCover(on=True))
    site.set_room_password()
    first = new_seat()
    first.sit_down()
    first.wait(first.has_card)
    line.take_over(SECOND, first)
    first.presenter.obeying.lift(PASSWORD)
    first.wait(lambda: not is_covered(first))
    first.close()
    line.take_over(HOME)
    again = new_seat(first.data)
    again.sit_down()
    line.take_over(SECOND, again)
    assert not is_covered(again)
    line.take_over(THIRD, again)
    assert is_covered(again)


def test_a_restart_without_a_network_takes_no_cover_away(
    site: ExamSite, line: Line, new_seat: Callable[..., Seat]
) -> None:
    site.order(SetCover(on=True))
    site.set_room_password()
    first = new_seat()
    first.sit_down()
    first.wait(first.has_card)
    line.take_over(SECOND, first)
    assert is_covered(first)
    site.cable.pull()
    first.crash()
    again = new_seat(first.data)
    again.reach(Phase.ANSWERING)
    assert is_covered(again)
    assert again.state.place == Place(SECOND, covered=True, contact=CONTACT)
    again.presenter.obeying.lift(PASSWORD)
    again.wait(lambda: not is_covered(again))
    again.crash()
    last = new_seat(first.data)
    last.reach(Phase.ANSWERING)
    assert not is_covered(last), "what a proctor lifted stays lifted"
    assert last.state.place.outside == SECOND


def test_a_machine_without_the_room_password_says_so(site: ExamSite, line: Line, seat: Seat) -> None:
    site.order(SetCover(on=True))
    seat.sit_down()
    line.take_over(SECOND, seat)
    seat.presenter.obeying.lift(PASSWORD)
    seat.wait(lambda: seat.state.password.trouble is PasswordTrouble.NO_CARD)
    site.set_room_password()
    seat.hear_from_the_site()
    seat.wait(seat.has_card)
    seat.presenter.obeying.lift(PASSWORD)
    seat.wait(lambda: not is_covered(seat))


def test_a_site_that_takes_its_choice_back_uncovers_by_itself(site: ExamSite, line: Line, seat: Seat) -> None:
    site.order(SetCover(on=True))
    seat.sit_down()
    line.take_over(SECOND, seat)
    assert is_covered(seat)
    site.order(SetCover(on=False))
    seat.hear_from_the_site()
    seat.wait(lambda: not is_covered(seat))
    site.order(RemoveNetwork(HOME))
    assert seat.state.place.outside == SECOND


def test_the_deadline_hands_in_under_the_cover(site: ExamSite, line: Line, seat: Seat) -> None:
    site.order(SetCover(on=True))
    seat.sit_down()
    attempt = seat.attempt
    seat.answer("q1", A)
    line.take_over(SECOND, seat)
    assert is_covered(seat)
    site.time.put_forward(60 * MINUTE)
    seat.hear_from_the_site()
    done = seat.reach(Phase.DONE)
    assert done.by_deadline
    assert not is_covered(seat)
    assert site.receipt(attempt)


def test_who_logs_in_with_an_old_program_reads_which_one_is_needed(site: ExamSite, seat: Seat) -> None:
    site.order(SetMinimumClient("99.1"))
    refused = seat.log_in()
    assert refused.phase is Phase.LOGIN
    assert isinstance(refused.trouble, SiteRefusedError)
    assert (refused.trouble.code, refused.trouble.about) == (Refusal.CLIENT_TOO_OLD, "99.1")
