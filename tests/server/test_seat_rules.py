"""Seats by rule: everybody one, none twice, the same seed the same seats."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examserver.errors import SeatingError
from examserver.services.rosters.rooms_to_fill import RoomWish, read_rooms
from examserver.services.rosters.seat_rules import FreeSeat, Seated, SeatRule, Sitter, assign


def seats(*rooms: int) -> list[FreeSeat]:
    return [
        FreeSeat(f"R{room}", str(number + 1), number)
        for room, many in enumerate(rooms)
        for number in range(many)
    ]


def people(*groups: str) -> list[Sitter]:
    return [Sitter(f"A{number:03}", group) for number, group in enumerate(groups)]


def pairs_beside(seated: Seated) -> int:
    """How many sit directly after somebody of their own group, in the same room."""
    by_seat = {(seat.room, seat.place): who.group for who, seat in seated.places}
    return sum(
        bool(group) and by_seat.get((room, place - 1)) == group for (room, place), group in by_seat.items()
    )


def test_by_number_the_rooms_are_filled_one_after_the_other() -> None:
    seated = assign(people("", "", ""), seats(2, 2), SeatRule.BY_NUMBER, 1)
    assert [(who.candidate, seat.room, seat.seat) for who, seat in seated.places] == [
        ("A000", "R0", "1"),
        ("A001", "R0", "2"),
        ("A002", "R1", "1"),
    ]


def test_the_same_seed_shuffles_the_same_way_and_another_one_otherwise() -> None:
    many = people(*[""] * 30)
    first = assign(many, seats(30), SeatRule.SHUFFLED, 7)
    assert first == assign(list(reversed(many)), seats(30), SeatRule.SHUFFLED, 7)
    assert first != assign(many, seats(30), SeatRule.SHUFFLED, 8)


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=24),
    st.integers(0, 6),
    st.sampled_from([SeatRule.BY_NUMBER, SeatRule.SHUFFLED, SeatRule.APART]),
    st.integers(0, 3),
)
def test_everybody_has_one_seat_and_no_seat_two_people(
    groups: list[str], spare: int, rule: SeatRule, seed: int
) -> None:
    sitters = people(*groups)
    free = seats(len(groups) // 2, len(groups) - len(groups) // 2 + spare)
    seated = assign(sitters, free, rule, seed)
    assert Counter(who for who, _ in seated.places) == Counter(sitters)
    assert len({seat for _, seat in seated.places}) == len(sitters)


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=24), st.integers(0, 8))
def test_who_sits_beside_the_own_group_is_counted_and_only_where_it_must_be(
    groups: list[str], spare: int
) -> None:
    seated = assign(people(*groups), seats(len(groups) + spare), SeatRule.APART, 1)
    assert seated.beside == pairs_beside(seated)
    largest = max(Counter(groups).values())
    others = len(groups) - largest
    assert seated.beside == max(0, largest - 1 - others - spare)


def test_too_few_seats_are_refused_with_both_numbers() -> None:
    with pytest.raises(SeatingError, match="There are 2 free seats for 3 candidates"):
        assign(people("", "", ""), seats(2), SeatRule.BY_NUMBER, 1)


def test_rooms_are_read_as_people_write_them() -> None:
    assert read_rooms("A, 机房 301=30；B＝2\nC") == (
        RoomWish("A"),
        RoomWish("机房 301", 30),
        RoomWish("B", 2),
        RoomWish("C"),
    )
    assert read_rooms(" , ") == ()
    for wrong in ("A=many", "=30", "A=99999", "A=2001"):
        with pytest.raises(SeatingError, match="is no room with a number of seats"):
            read_rooms(wrong)
