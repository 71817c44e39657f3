"""The outages that nobody has decided about: of which rooms of an exam, and for how long.

Rule: an outage goes away when time was given after it to all who sat there, or when somebody leaves it as it
is, with a reason; and three hours after it was over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.services.actions.spans import Span, covered, without
from examserver.services.monitor.presence import Presence
from examserver.services.outages.silences import LOOKED_BACK, Heard, Silence, open_silences
from examserver.storage.exams import Exam, own_exams
from examserver.storage.outages import by_station, runs_after

ALIKE = 60_000
"""Milliseconds: what rooms began and ended to be silent within is one outage; stations report every few
seconds, and are written down every fifteen.
"""


@dataclass(frozen=True, slots=True)
class Outage:
    """Nothing came from these rooms of an exam. `is_whole`: nobody sits it in another one; `is_ours`: the
    service itself did not run for most of it. `open` are all silences that wait with it, by room, and under
    `""` those of all rooms at once: who gives time decides about them together.
    """

    exam: Exam
    rooms: tuple[str, ...]
    silence: Silence
    is_whole: bool
    is_ours: bool
    open: Mapping[str, tuple[Silence, ...]]


def heard_by(presence: Presence, connection: Connection, now: int) -> Heard:
    """What the running service knows of when stations were heard."""
    gaps = presence.gaps(connection, now - LOOKED_BACK)
    return Heard(presence.heard(connection), by_station(gaps))


def outages(connection: Connection, heard: Heard, now: int) -> tuple[Outage, ...]:
    """All of them, those that go on first, then the newest."""
    found = [
        one
        for exam in own_exams(connection)
        if exam.starts < now < exam.closes + 2 * LOOKED_BACK
        for one in _at(connection, exam, heard, now)
    ]
    return tuple(sorted(found, key=lambda one: (one.silence.ends > 0, -one.silence.begins, one.exam.id)))


def _at(connection: Connection, exam: Exam, heard: Heard, now: int) -> Iterable[Outage]:
    found_open = open_silences(connection, exam, heard, now)
    silences = {room: found for room, found in found_open.items() if room}
    single = [(silence, room) for room, found in sorted(silences.items()) for silence in found]
    together: list[tuple[Silence, list[str]]] = []
    for silence, room in single:
        like = next((one for one in together if _is_alike(one[0], silence)), None)
        if like is None:
            together.append((silence, [room]))
        else:
            like[1].append(room)
            together[together.index(like)] = (_joined(like[0], silence), like[1])
    over_everywhere = all(set(rooms) == set(silences) for silence, rooms in together if silence.ends)
    waiting = {room: tuple(one for one in found if not one.away) for room, found in found_open.items()}
    for silence, rooms in together:
        is_whole = set(rooms) == set(silences) and (over_everywhere or not silence.ends)
        yield Outage(exam, tuple(rooms), silence, is_whole, _is_ours(connection, silence, now), waiting)


def _is_alike(one: Silence, other: Silence) -> bool:
    ends_alike = bool(one.ends) == bool(other.ends) and abs(one.ends - other.ends) <= ALIKE
    return ends_alike and bool(one.away) == bool(other.away) and abs(one.begins - other.begins) <= ALIKE


def _joined(one: Silence, other: Silence) -> Silence:
    return Silence(min(one.begins, other.begins), max(one.ends, other.ends), (*one.away, *other.away))


def _is_ours(connection: Connection, silence: Silence, now: int) -> bool:
    """Whether the service itself did not run for most of it."""
    span = silence.span(now)
    ran = (Span(one.began, one.alive) for one in runs_after(connection, span.begins))
    return 2 * covered(without([span], ran)) > span.ends - span.begins
