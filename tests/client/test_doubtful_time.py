"""Clocks that jump, sleep, or know nothing: nobody's exam ends early by them, and nobody is locked out."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from examclient.domain.clock import BELIEVED
from examclient.domain.phases import Phase
from examclient.errors import HeldHereError
from examclient.network.sync import Round
from examclient.ui import presenter
from examprotocol.messages import SyncReply, SyncRequest
from examprotocol.responses import ChoiceResponse, TextResponse
from examserver.services.counting import grounds_of
from examserver.storage.store import reading
from tests.client.exam_site import MINUTE, ZHANG, ExamSite
from tests.client.restarts import Rebooted, kept_files
from tests.client.seat import Seat
from tests.client.time_travel import MovedClock, pass_time

NewSeat = Callable[..., Seat]

A, B = ChoiceResponse("a"), ChoiceResponse("b")
HOUR, DAY = 60 * MINUTE, 24 * 3600
FULL_YEARS = 26 * 365 * DAY
"""Seconds back to the year 2000, where an empty battery leads."""


@pytest.fixture(autouse=True)
def _no_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presenter, "SPREAD", 0.05)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def seat(new_seat: NewSeat, clock: MovedClock) -> Seat:
    seat = new_seat(machine=clock)
    seat.sit_down()
    seat.answer("q1", A)
    seat.all_sent()
    return seat


def claimed(site: ExamSite, seat: Seat) -> list[tuple[int, int]]:
    """When each event claims to have happened, and how uncertain that is, as the site has it."""
    return [(event.at, event.give) for log in site.held(seat.attempt).values() for event in log.events]


def hear(seat: Seat, rounds: int) -> None:
    """So many more words of the site, one after the other."""
    heard: list[Round] = []
    seat.presenter._helpers.syncer.round_done.connect(heard.append)
    for number in range(1, rounds + 1):
        seat.hear_from_the_site()
        seat.wait(lambda number=number: len(heard) >= number)  # type: ignore[misc]


@pytest.mark.parametrize("jump", [DAY, -DAY, -FULL_YEARS])
def test_a_machines_clock_that_is_set_in_mid_exam_changes_nothing(
    site: ExamSite, seat: Seat, clock: MovedClock, jump: float
) -> None:
    before = seat.state.time_left
    clock.set_wall(jump)
    seat.answer("q1", B)
    seat.all_sent()
    assert 0 <= before - seat.state.time_left < MINUTE
    now = site.time.now()
    assert all(abs(at - now) < MINUTE and give < MINUTE for at, give in claimed(site, seat))
    site.cable.pull()
    seat.answer("q5", TextResponse("offline"))
    pass_time(HOUR, site, clock)
    assert seat.reach(Phase.SUBMIT_FAILED).by_deadline, "and the deadline comes at its time"
    site.cable.plug()
    seat.reach(Phase.DONE)
    with reading(site.folder) as connection:
        assert grounds_of(connection, seat.attempt).marks().late == 0


def test_who_slept_over_the_deadline_by_a_clock_that_counts_it_is_sealed_on_waking(
    site: ExamSite, seat: Seat, clock: MovedClock
) -> None:
    site.cable.pull()
    pass_time(2 * HOUR, site, clock)
    seat.reach(Phase.SUBMIT_FAILED)


def test_who_slept_by_a_clock_that_stood_still_goes_on_until_the_site_has_said_so_often_enough(
    site: ExamSite, seat: Seat, clock: MovedClock
) -> None:
    site.cable.pull()
    seat.wait(lambda: not seat.state.online)
    pass_time(2 * HOUR, site)
    clock.set_wall(2 * HOUR / 1000)
    seat.answer("q1", B)
    assert seat.state.phase is Phase.ANSWERING
    site.cable.plug()
    assert seat.reach(Phase.DONE).by_deadline
    assert seat.state.answers.response("q1") == B
    with reading(site.folder) as connection:
        marks = grounds_of(connection, seat.attempt).marks()
    assert (marks.late, marks.left_out) == (0, 0), "in the candidate's favour"


def test_who_slept_a_little_goes_on_with_the_right_time(
    site: ExamSite, seat: Seat, clock: MovedClock
) -> None:
    left = seat.state.time_left
    pass_time(20 * MINUTE, site)
    hear(seat, BELIEVED)
    seat.wait(lambda: abs(left - 20 * MINUTE - seat.state.time_left) < MINUTE)
    assert seat.state.phase is Phase.ANSWERING


@pytest.mark.parametrize("jump", [2 * HOUR, -2 * HOUR, 10**12])
def test_one_absurd_word_of_the_site_brings_no_deadline(site: ExamSite, seat: Seat, jump: int) -> None:
    site.time.put_forward(jump)
    hear(seat, 1)
    seat.presenter._on_tick()
    assert seat.state.phase is Phase.ANSWERING
    site.time.put_forward(-jump)
    hear(seat, BELIEVED)
    assert not seat.presenter._clock.is_in_doubt()
    seat.presenter._on_tick()
    assert seat.phases[-1] is Phase.ANSWERING
    assert 50 * MINUTE < seat.state.time_left < HOUR


@pytest.mark.parametrize("is_absurd", [False, True])
def test_an_old_reply_that_comes_once_more_ends_nothing_and_acknowledges_nothing(
    site: ExamSite, seat: Seat, clock: MovedClock, is_absurd: bool
) -> None:
    """Replayed below TLS, or by a proxy that goes mad."""
    sitting = seat.presenter._sitting
    assert sitting is not None
    send = sitting.engine._send
    old = send(sitting.attempt.next_request())
    pass_time(20 * MINUTE, site, clock)
    seat.answer("q1", B)
    seat.all_sent()
    end = seat.state.exam
    now = old.now + 2 * HOUR if is_absurd else old.now

    def replay(_: SyncRequest) -> SyncReply:
        here = clock.monotonic()
        seat.presenter._clock.learn(here, here, now)
        sitting.engine._send = send
        return replace(old, now=now)

    sitting.engine._send = replay
    hear(seat, 1)
    seat.presenter._on_tick()
    assert seat.state.phase is Phase.ANSWERING
    hear(seat, BELIEVED)
    seat.all_sent()
    assert seat.state.phase is Phase.ANSWERING
    assert seat.state.exam == end
    assert abs(seat.state.now - site.time.now()) < MINUTE


# -- a reboot without a network -----------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [5 * 60.0, DAY, -DAY, -FULL_YEARS])
def test_after_a_power_cut_without_a_network_a_wrong_clock_keeps_nobody_out_and_ends_nothing(
    site: ExamSite, seat: Seat, new_seat: NewSeat, jump: float
) -> None:
    seat.wait(lambda: bool(kept_files(seat)))
    site.cable.pull()
    seat.answer("q5", TextResponse("never sent"))
    seat.presenter._helpers.keeper._save()
    seat.crash()
    back = new_seat(seat.data, Rebooted(jump))
    back.log_in()
    assert isinstance(back.state.trouble, HeldHereError)
    back.presenter.arrivals.go_on_here()
    back.presenter.confirm()
    state = back.reach(Phase.ANSWERING)
    assert state.answers.response("q5") == TextResponse("never sent")
    back.answer("q1", B)
    back.presenter._on_tick()
    assert back.state.phase is Phase.ANSWERING
    assert back.state.time_left > 50 * MINUTE, "a wrong clock tells nobody that time is over"
    site.cable.plug()
    back.all_sent()
    back.wait(lambda: not back.presenter._clock.is_in_doubt())
    back.wait(lambda: 50 * MINUTE < back.state.time_left < HOUR)
    with reading(site.folder) as connection:
        marks = grounds_of(connection, back.attempt).marks()
    assert (marks.late, marks.left_out) == (0, 0)


def test_a_machine_that_knows_no_time_at_all_lets_its_candidate_log_in(
    site: ExamSite, new_seat: NewSeat
) -> None:
    back = new_seat(None, Rebooted(-FULL_YEARS))
    assert back.sit_down(ZHANG).phase is Phase.ANSWERING
    assert abs(back.state.now - site.time.now()) < MINUTE
