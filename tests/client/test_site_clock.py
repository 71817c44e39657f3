"""Site time: worked out from replies and a clock that nobody can set."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examclient.domain.clock import BELIEVED, DRIFT, UNKNOWN_UNCERTAINTY, SiteClock
from tests.client.fake_clock import FakeClock

SITE_NOW = 1_900_000_000_000
DAY = 24 * 3600


@pytest.fixture
def machine() -> FakeClock:
    return FakeClock()


@pytest.fixture
def clock(machine: FakeClock) -> SiteClock:
    return SiteClock(machine)


def hear(clock: SiteClock, machine: FakeClock, site_now: int, *, delay: float) -> None:
    """A reply that was `delay` seconds under way, and that the site wrote in the middle of it."""
    sent = machine.monotonic()
    machine.advance(delay)
    clock.learn(sent, machine.monotonic(), site_now)


def test_before_the_site_is_heard_the_machines_own_clock_counts_with_a_days_doubt(
    clock: SiteClock, machine: FakeClock
) -> None:
    assert clock.now() == round(machine.wall() * 1000)
    assert clock.uncertainty() == UNKNOWN_UNCERTAINTY == DAY * 1000


def test_a_reply_sets_site_time_to_the_middle_of_its_way(clock: SiteClock, machine: FakeClock) -> None:
    hear(clock, machine, SITE_NOW, delay=0.4)
    assert clock.now() == SITE_NOW + 200
    assert clock.uncertainty() == 200


@pytest.mark.parametrize("jump", [DAY, -DAY, 365 * DAY, -6 * 365 * DAY])
def test_a_wall_clock_that_jumps_changes_nothing(clock: SiteClock, machine: FakeClock, jump: float) -> None:
    hear(clock, machine, SITE_NOW, delay=0.02)
    before = clock.now()
    machine.set_wall(machine.wall() + jump)
    assert clock.now() == before
    machine.advance(90)
    assert clock.now() == before + 90_000


def test_of_all_replies_the_one_with_the_least_delay_counts(clock: SiteClock, machine: FakeClock) -> None:
    hear(clock, machine, SITE_NOW, delay=0.02)
    best = clock.now()
    machine.advance(10)
    hear(clock, machine, SITE_NOW + 10_000 + 900, delay=2.0)
    assert (clock.now() - best, clock.uncertainty()) == (12_000, 10)
    hear(clock, machine, clock.now() + 3, delay=0.002)
    assert clock.uncertainty() == 1


def hear_on(clock: SiteClock, machine: FakeClock, site_now: int) -> None:
    """As many replies as it takes, of a site whose time goes on."""
    for number in range(BELIEVED):
        hear(clock, machine, site_now + number * 100, delay=0.1)


@pytest.mark.parametrize("jump", [3600, DAY, -3600, -DAY])
def test_as_many_replies_as_it_takes_replace_what_they_contradict(
    clock: SiteClock, machine: FakeClock, jump: int
) -> None:
    """As after the machine slept and its clock stood still, or a service was set up anew."""
    hear_on(clock, machine, SITE_NOW)
    later = clock.now() + jump * 1000
    hear_on(clock, machine, later)
    assert abs(clock.now() - later - BELIEVED * 100) <= clock.uncertainty() == 50
    assert not clock.is_in_doubt()


@pytest.mark.parametrize("absurd", [DAY * 1000, -DAY * 1000, 10**12])
def test_fewer_replies_that_contradict_the_clock_make_nothing_over_and_change_no_time(
    clock: SiteClock, machine: FakeClock, absurd: int
) -> None:
    hear_on(clock, machine, SITE_NOW)
    now, certain = clock.now(), clock.certain()
    for number in range(1, BELIEVED):
        hear(clock, machine, clock.now() + absurd, delay=0.0)
        assert clock.is_in_doubt()
        assert (clock.now(), clock.certain()) == (now, min(certain, now + absurd)), number
    hear(clock, machine, clock.now(), delay=0.0)
    assert (clock.is_in_doubt(), clock.certain()) == (False, now)


def test_replies_that_contradict_each_other_convince_nobody(clock: SiteClock, machine: FakeClock) -> None:
    hear_on(clock, machine, SITE_NOW)
    now = clock.now()
    for number in range(1, 20):
        hear(clock, machine, now + number * DAY * 1000, delay=0.0)
    assert clock.now() == now
    assert clock.certain() <= now


def test_before_the_site_is_believed_nothing_is_certainly_over(clock: SiteClock, machine: FakeClock) -> None:
    for number in range(1, BELIEVED):
        hear(clock, machine, SITE_NOW, delay=0.1)
        assert clock.certain() == 0, number
        assert clock.now() > SITE_NOW, "but it is shown"
    hear(clock, machine, SITE_NOW, delay=0.1)
    assert clock.certain() >= SITE_NOW


def test_a_contradiction_within_the_doubt_and_the_drift_is_none(clock: SiteClock, machine: FakeClock) -> None:
    hear(clock, machine, SITE_NOW, delay=0.02)
    expected = clock.now() + 1000
    hear(clock, machine, expected - 500 + DRIFT + 500, delay=1.0)
    assert clock.now() == expected


@given(
    offset=st.integers(-(10**12), 10**12),
    ways=st.lists(st.tuples(st.floats(0, 3), st.floats(0, 3), st.floats(0, 600)), min_size=1, max_size=20),
)
def test_site_time_is_never_further_off_than_it_says(
    offset: int, ways: list[tuple[float, float, float]]
) -> None:
    machine = FakeClock()
    clock = SiteClock(machine)
    for there, back, pause in ways:
        sent = machine.monotonic()
        machine.advance(there)
        site_now = round(machine.monotonic() * 1000) + offset
        machine.advance(back)
        clock.learn(sent, machine.monotonic(), site_now)
        machine.advance(pause)
        true_now = machine.monotonic() * 1000 + offset
        assert abs(clock.now() - true_now) <= clock.uncertainty() + 2


def test_two_threads_may_hear_replies_at_the_same_time(clock: SiteClock, machine: FakeClock) -> None:
    hear(clock, machine, SITE_NOW, delay=0.01)
    here = machine.monotonic()

    def hear_many() -> None:
        for _ in range(2000):
            clock.learn(here - 0.005, here, SITE_NOW + 2)

    threads = [threading.Thread(target=hear_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock.uncertainty() == 2
    assert abs(clock.now() - SITE_NOW) < 10
