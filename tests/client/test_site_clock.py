"""Site time: worked out from replies and a clock that nobody can set."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examclient.domain.clock import DRIFT, UNKNOWN_UNCERTAINTY, SiteClock
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


def test_a_reply_that_contradicts_the_best_one_replaces_it(clock: SiteClock, machine: FakeClock) -> None:
    hear(clock, machine, SITE_NOW, delay=0.02)
    machine.advance(5)
    hear(clock, machine, SITE_NOW + 3_600_000, delay=1.0)
    assert clock.now() == SITE_NOW + 3_600_000 + 500
    assert clock.uncertainty() == 500


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
