"""Site time over a restart without network: stated doubt, and nobody locked out by it."""

import pytest

from examclient.domain.clock import BELIEVED, UNKNOWN_UNCERTAINTY, Moment, SiteClock
from tests.client.fake_clock import FakeClock

SITE, DOUBT = 1_900_000_000_000, 20
MINUTE, DAY = 60, 24 * 3600
WALL = 1_800_000_000.0
KEPT = Moment(SITE, DOUBT, 5000.0, WALL, SITE - DOUBT)


def rebooted(off: float) -> tuple[SiteClock, FakeClock]:
    """A machine that was off for so many seconds by its own clock, then asked its journal for the time."""
    machine = FakeClock(monotonic=12.0, wall=WALL + off)
    clock = SiteClock(machine)
    clock.go_on_from(KEPT, same_boot=False)
    return clock, machine


def test_within_one_boot_the_time_goes_on_as_if_nothing_had_been() -> None:
    machine = FakeClock(monotonic=5090.0, wall=WALL - 6 * 365 * DAY)
    clock = SiteClock(machine)
    clock.go_on_from(KEPT, same_boot=True)
    assert (clock.now(), clock.uncertainty()) == (SITE + 90_000, DOUBT)
    assert clock.certain() == SITE + 90_000 - DOUBT


def test_after_a_power_cut_the_machines_clock_says_how_long_and_how_doubtful_that_is() -> None:
    clock, machine = rebooted(5 * MINUTE)
    assert clock.now() == SITE + 300_000
    assert clock.uncertainty() == 300_000 + DOUBT
    machine.advance(60)
    assert clock.now() == SITE + 360_000


@pytest.mark.parametrize("off", [5 * MINUTE, DAY, 365 * DAY, -DAY, -6 * 365 * DAY])
def test_no_machines_clock_makes_time_over_that_is_not_certainly_over(off: float) -> None:
    clock, machine = rebooted(off)
    assert clock.certain() == SITE - DOUBT, "no more than when it was last known has certainly passed"
    machine.advance(600)
    assert clock.certain() == SITE - DOUBT + 600_000, "what has passed since has passed"


def test_an_empty_battery_is_no_time_at_all() -> None:
    clock, _ = rebooted(-6 * 365 * DAY)
    assert (clock.now(), clock.uncertainty()) == (SITE, UNKNOWN_UNCERTAINTY)


def test_the_first_words_of_the_site_end_the_doubt() -> None:
    clock, machine = rebooted(DAY)
    sent = machine.monotonic()
    machine.advance(0.02)
    clock.learn(sent, machine.monotonic(), SITE + 400_000)
    assert (clock.now(), clock.uncertainty()) == (SITE + 400_010, 10)
    assert clock.certain() == SITE - DOUBT + 20, "one word alone makes nothing over"
    for _ in range(BELIEVED - 1):
        clock.learn(machine.monotonic() - 0.02, machine.monotonic(), SITE + 400_000)
    assert clock.certain() == SITE + 400_000


def test_a_site_that_was_heard_already_is_believed_before_what_was_kept() -> None:
    machine = FakeClock()
    clock = SiteClock(machine)
    clock.learn(machine.monotonic() - 0.1, machine.monotonic(), SITE + 7)
    clock.go_on_from(KEPT, same_boot=True)
    assert clock.now() == SITE + 57


def test_a_moment_says_what_both_clocks_say() -> None:
    clock, machine = rebooted(MINUTE)
    moment = clock.moment()
    assert moment == Moment(
        clock.now(), clock.uncertainty(), machine.monotonic(), machine.wall(), clock.certain()
    )


@pytest.mark.parametrize("off", [5 * MINUTE, 2 * DAY, -6 * 365 * DAY])
def test_a_second_crash_without_the_site_changes_nothing_of_what_is_certain(off: float) -> None:
    clock, machine = rebooted(off)
    machine.advance(60)
    again = SiteClock(machine)
    again.go_on_from(clock.moment(), same_boot=True)
    assert again.certain() == clock.certain() == SITE - DOUBT + 60_000
    assert again.now() == clock.now()


def test_a_crash_before_the_site_is_believed_leaves_nothing_certain() -> None:
    machine = FakeClock()
    clock = SiteClock(machine)
    clock.learn(machine.monotonic() - 0.1, machine.monotonic(), SITE + 10**12)
    again = SiteClock(machine)
    again.go_on_from(clock.moment(), same_boot=True)
    assert again.certain() == 0
    for _ in range(BELIEVED):
        again.learn(machine.monotonic() - 0.1, machine.monotonic(), SITE)
    assert abs(again.now() - SITE) < 100
