"""What an exam that is created takes over from the roster: the rooms and seats of its candidates.

Rule: a seat that two of them would have, or that somebody has at an exam of the same time, is nobody's.
"""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import Connection

from examserver.services.rosters.beside import beside
from examserver.storage.candidates import all_candidates
from examserver.storage.exams import Exam
from examserver.storage.places import Place, places_at, seat


def take_places_over(connection: Connection, exam: Exam, sitting: Collection[str]) -> None:
    """Seat those who sit a new exam where the roster has them."""
    chosen = set(sitting)
    wanted = [
        Place(exam.id, one.admission_number, one.room, one.seat)
        for one in all_candidates(connection)
        if one.admission_number in chosen and one.room and one.seat
    ]
    if not wanted:
        return
    taken = beside(connection, exam).taken
    many = Counter((one.room, one.seat) for one in wanted)
    seat(connection, [one for one in wanted if _is_free(one, many, taken)])


def _is_free(one: Place, many: Counter[tuple[str, str]], taken: Collection[tuple[str, str]]) -> bool:
    at = (one.room, one.seat)
    return many[at] == 1 and at not in taken


def places_said(connection: Connection, exam: str) -> tuple[str, ...]:
    """How many have a room and a seat at an exam, and how many none yet where anybody has."""
    places = places_at(connection, exam)
    seated = sum(bool(one.room and one.seat) for one in places)
    named = {one.admission_number for one in all_candidates(connection) if one.room}
    left = sum(one.candidate in named and not one.room for one in places)
    said = [f"{seated} of them have a room and a seat, as the roster says."] if seated else []
    if left:
        said.append(
            f"{left} candidates have no room yet: two would have their seat, or somebody has it at the same "
            f"time. Seat them: examserver candidates seats DIR --exam {exam}"
        )
    return tuple(said)
