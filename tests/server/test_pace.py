"""How long it will take until what waits is stored, by what was measured."""

import pytest

from examserver.storage.pace import GROUP_LIMIT, Pace


def measured(work: float, commit: float, groups: int = 20, operations: int = 100) -> Pace:
    """A pace that has seen groups which all went the same way."""
    pace = Pace()
    for _ in range(groups):
        pace.note(operations, operations * work, commit)
    return pace


def test_before_anything_was_stored_nobody_is_kept_out() -> None:
    assert Pace().seconds_for(2_000) == 0


def test_each_operation_takes_its_time_and_each_group_its_commit() -> None:
    pace = measured(work=0.0005, commit=0.1)
    assert pace.seconds_for(GROUP_LIMIT) == pytest.approx(0.128 + 0.1, rel=0.01)
    assert pace.seconds_for(2 * GROUP_LIMIT) == pytest.approx(0.256 + 0.2, rel=0.01)


def test_where_operations_are_slow_a_group_has_fewer_of_them() -> None:
    pace = measured(work=0.05, commit=0.1)
    assert pace.seconds_for(50) == pytest.approx(50 * 0.05 + 10 * 0.1, rel=0.01)


def test_an_operation_longer_than_a_groups_time_has_a_commit_of_its_own() -> None:
    assert measured(work=1.0, commit=0.5).seconds_for(3) == pytest.approx(4.5, rel=0.01)


def test_one_slow_operation_is_soon_forgotten() -> None:
    pace = measured(work=0.001, commit=0.001)
    pace.note(1, 3.0, 0.001)
    after_it = pace.seconds_for(100)
    pace.note(100, 0.1, 0.001)
    assert pace.seconds_for(100) < after_it / 3


def test_nothing_that_waits_takes_no_time() -> None:
    assert measured(work=1.0, commit=1.0).seconds_for(0) == 0
