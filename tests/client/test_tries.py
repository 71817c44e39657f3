"""Wrong room passwords are slowed down: 1 s, 2 s, 4 s .. 60 s, also over a restart."""

import pytest

from examclient.domain.tries import LONGEST, Tries, pause_after


@pytest.mark.parametrize(
    ("wrong", "seconds"),
    [(0, 0), (1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 32), (7, 60), (8, 60), (10_000, 60)],
)
def test_the_pause_doubles_up_to_a_minute(wrong: int, seconds: float) -> None:
    assert pause_after(wrong) == seconds


def test_nobody_waits_before_the_first_wrong_try() -> None:
    assert Tries().wait(0.0) == 0.0
    assert Tries().wait(1e9) == 0.0


def test_each_wrong_try_begins_its_own_wait() -> None:
    tries = Tries().once_more(100.0)
    assert tries.wait(100.0) == 1.0
    assert tries.wait(100.75) == 0.25
    assert tries.wait(101.0) == 0.0
    tries = tries.once_more(200.0)
    assert (tries.wrong, tries.wait(200.0), tries.wait(202.0)) == (2, 2.0, 0.0)


def test_after_a_restart_the_wait_for_the_kept_count_begins_anew_in_full() -> None:
    """The monotonic clock of another start says nothing: what was waited before does not count."""
    restarted = Tries(7, 5.0)
    assert restarted.wait(5.0) == LONGEST
    assert restarted.wait(64.0) == 1.0
