"""How many proctors a room needs, and until when they can be changed."""

import pytest

from examserver.services.checkin.proctors import HOUR, Window, needed_for, window_at

START = 1_000 * HOUR


@pytest.mark.parametrize(
    ("candidates", "proctors"), [(0, 0), (1, 1), (30, 1), (31, 3), (60, 3), (61, 5), (90, 5), (91, 7)]
)
def test_up_to_thirty_need_one_and_each_further_thirty_two_more(candidates: int, proctors: int) -> None:
    assert needed_for(candidates) == proctors


@pytest.mark.parametrize(
    ("hours", "window"),
    [(49, Window.FREE), (48, Window.APPROVAL), (3, Window.APPROVAL), (2, Window.CLOSED), (-1, Window.CLOSED)],
)
def test_changes_are_free_then_approved_then_closed(hours: int, window: Window) -> None:
    assert window_at(START, START - hours * HOUR) is window


def test_a_sitting_without_an_exam_has_no_start_and_all_is_free() -> None:
    assert window_at(0, START) is Window.FREE
