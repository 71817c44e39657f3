"""When typing is saved, and how long a machine waits before it asks the site again."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examclient.domain.autosave import Typing, is_typed, seconds_until_save
from examclient.domain.backoff import wait_after
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    GapsResponse,
    PairsResponse,
    Response,
    TextResponse,
)


def test_typing_is_saved_in_the_first_pause() -> None:
    typing = Typing(10.0, 10.0).go_on(10.1)
    assert seconds_until_save(typing, 10.1) == pytest.approx(0.3)
    assert seconds_until_save(typing, 10.3) == pytest.approx(0.1)
    assert seconds_until_save(typing, 10.4) == 0


def test_typing_without_a_pause_is_saved_half_a_second_after_the_first_unsaved_key() -> None:
    typing, now = Typing(10.0, 10.0), 10.0
    while seconds_until_save(typing, now) > 0:
        now += 0.1
        typing = typing.go_on(now)
    assert now == pytest.approx(10.5, abs=0.11)


@given(st.lists(st.floats(0.01, 0.6), max_size=60))
def test_no_key_waits_longer_than_half_a_second(pauses: list[float]) -> None:
    typing, now = Typing(0.0, 0.0), 0.0
    for pause in pauses:
        due = now + seconds_until_save(typing, now)
        assert now <= due <= max(now, min(now + 0.3, 0.5)) + 1e-9
        now += pause
        typing = typing.go_on(now)


@pytest.mark.parametrize(
    ("response", "typed"),
    [
        (TextResponse("a"), True),
        (GapsResponse({"g": "a"}), True),
        (ChoiceResponse("a"), False),
        (ChoicesResponse(("a",)), False),
        (PairsResponse({"a": "b"}), False),
    ],
)
def test_what_is_typed_waits_for_a_pause_and_what_is_chosen_is_saved_at_once(
    response: Response, typed: bool
) -> None:
    assert is_typed(response) is typed


def test_the_wait_for_the_site_doubles_and_stays_between_a_tenth_and_ten_seconds() -> None:
    longest = [wait_after(failures, lambda: 1.0) for failures in range(1, 9)]
    assert longest == pytest.approx([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10])
    assert {wait_after(failures, lambda: 0.0) for failures in range(9)} == {0.1}


@given(failures=st.integers(0, 10**6), jitter=st.floats(0, 1, exclude_max=True))
def test_no_wait_is_ever_outside_its_bounds(failures: int, jitter: float) -> None:
    assert 0.1 <= wait_after(failures, lambda: jitter) <= 10


def test_fifty_machines_behind_one_switch_do_not_come_back_in_the_same_second() -> None:
    machines = random.Random(1)
    waits = sorted(wait_after(10, machines.random) for _ in range(50))
    fullest = max(sum(start <= wait < start + 1 for wait in waits) for start in range(10))
    assert fullest < 15
