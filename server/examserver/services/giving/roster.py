"""Takes a roster of the authority in beside what the site has done since the one before.

Rule: what counts is what the authority CHANGED since the list that was taken in last; where it changed
nothing, what the site made of it stays. Times of an exam that the site has moved, ended or cancelled, or that
has begun, are for the orders of its sitting alone; that it ended or was cancelled no list undoes. The paper
stays once somebody has logged in: attempts are made of it, and answers to another would belong to nobody.
Times and paper stay where a rehearsal would open the paper first by them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from examprotocol.given_lists import GivenCandidate, GivenRoster
from examserver.services.giving.changes import Change, Difference, Item, Stays
from examserver.services.sittings.rehearsed_papers import Openings, openings
from examserver.storage.came_reports import add_entry
from examserver.storage.candidates import (
    Registered,
    add_candidates,
    all_candidates,
    change_candidates,
    comparable,
)
from examserver.storage.exams import Exam, find_exam
from examserver.storage.places import with_attempts
from examserver.storage.reports import EntryPlace, add_exam_row, change_exam_row, places_of

PREFIX = "given-"
"""Before the authority's id of an exam: so it is none that this service gives itself."""

TIMES = (Item.STARTS, Item.ENDS, Item.KEY_RELEASE, Item.CLOSES)
OPENING = (*TIMES, Item.PAPER)
ABOUT = (Item.TITLE, Item.PAPER, Item.LOOK_THROUGH, Item.SECONDS)


@dataclass(frozen=True, slots=True)
class Meeting:
    """The list, the one that was taken in last (None where nobody knows), and what is here of both; `is_sat`:
    somebody has logged in to the exam. `openings` is when each exam here opens its paper.
    """

    given: GivenRoster
    before: GivenRoster | None
    now: int
    exam: Exam | None
    known: dict[str, Registered]
    places: dict[str, EntryPlace]
    is_sat: bool = False
    openings: Openings = field(default_factory=Openings)


def meet(connection: Connection, given: GivenRoster, before: GivenRoster | None, now: int) -> Meeting:
    """Look at what is here; `now` is the site time in milliseconds."""
    exam = exam_id(given)
    return Meeting(
        given,
        before,
        now,
        find_exam(connection, exam),
        {one.admission_number: one for one in all_candidates(connection)},
        {one.candidate.admission_number: one for one in places_of(connection, exam)},
        is_sat=bool(with_attempts(connection, exam)),
        openings=openings(connection),
    )


def exam_id(given: GivenRoster) -> str:
    """What the authority's exam is called at this site."""
    return PREFIX + given.exam


def roster_change(meeting: Meeting) -> Change:
    """What the list would change, and what of it never comes in by a list."""
    listed = _by_number(meeting.given)
    of_exam = _kept_closed(meeting, tuple(_of_exam(meeting)))
    before = _by_number(meeting.before) if meeting.before else {}
    of_people = tuple(
        each for number, one in listed.items() for each in _of_person(meeting, one, before.get(number))
    )
    new = tuple(number for number in listed if number not in meeting.places)
    is_set_up = meeting.exam is not None  # such an exam is added to by a person only
    return Change(
        added=() if is_set_up else new,
        changed=(*(one for one in of_exam if one.why is None), *of_people),
        gone=tuple(number for number in meeting.places if number not in listed),
        staying=tuple(one for one in of_exam if one.why is not None),
        joining=new if is_set_up else (),
    )


def take_roster(connection: Connection, meeting: Meeting) -> None:
    """Take it in. Who is not in it any more stays: answers may be here."""
    exam, change, wishes = meeting.exam, roster_change(meeting), dict[str, dict[Item, str]]()
    for each in change.changed:
        wishes.setdefault(each.number, {})[each.item] = each.new
    if exam is None:
        add_exam_row(connection, _set_up(meeting.given))
    elif (changed := _as_changed(exam, change.changed)) != exam:
        change_exam_row(connection, changed)
    for number, one in _by_number(meeting.given).items():
        _take_person(connection, meeting, one, wishes.get(number, {}))


def _take_person(
    connection: Connection, meeting: Meeting, one: GivenCandidate, wanted: dict[Item, str]
) -> None:
    number = comparable(one.number)
    here, place = meeting.known.get(number), meeting.places.get(number)
    if here is None:
        add_candidates(
            connection, [Registered(number, one.name, comparable(one.identity), one.seat, one.room)]
        )
    elif Item.NAME in wanted or Item.IDENTITY in wanted:
        name, identity = wanted.get(Item.NAME, here.name), wanted.get(Item.IDENTITY, here.identity_number)
        change_candidates(connection, [replace(here, name=name, identity_number=identity)])
    room, seat = (place.room, place.seat) if place else (one.room, one.seat)
    if place is None or Item.ROOM in wanted or Item.SEAT in wanted:
        room, seat = wanted.get(Item.ROOM, room), wanted.get(Item.SEAT, seat)
        add_entry(connection, exam_id(meeting.given), number, room, seat)


def _of_exam(meeting: Meeting) -> Iterator[Difference]:
    exam, given, before = meeting.exam, meeting.given, meeting.before
    if exam is None:
        return
    for item in (*ABOUT, *TIMES):
        here, wanted = _text(getattr(exam, item)), _text(getattr(given, item))
        was = _text(getattr(before, item)) if before else None
        if wanted not in (here, was):
            yield Difference("", given.title, item, here, wanted, _why_it_stays(meeting, exam, item))


def _kept_closed(meeting: Meeting, found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """What of the exam differs; its times and its paper stay where a rehearsal would open that first."""
    if meeting.exam is None:
        return found
    wished = _as_changed(meeting.exam, (one for one in found if one.why is None))
    if not meeting.openings.with_changed(wished).too_early(meeting.openings, meeting.now):
        return found
    return tuple(
        replace(one, why=Stays.REHEARSED) if one.why is None and one.item in OPENING else one for one in found
    )


def _why_it_stays(meeting: Meeting, exam: Exam, item: Item) -> Stays | None:
    if item is Item.PAPER and meeting.is_sat:
        return Stays.ENTERED
    if item in TIMES or (item is not Item.TITLE and exam.starts <= meeting.now):
        return _why_times_stay(meeting, exam)
    return None


def _why_times_stay(meeting: Meeting, exam: Exam) -> Stays | None:
    """Why the exam's times are the site's; also where it is not known what they were before."""
    before = meeting.before
    if exam.cancelled:
        return Stays.CANCELLED
    if exam.ended:
        return Stays.ENDED
    if exam.starts <= meeting.now:
        return Stays.BEGUN
    if before is None or any(getattr(exam, item) != getattr(before, item) for item in TIMES):
        return Stays.MOVED
    return None


def _of_person(meeting: Meeting, one: GivenCandidate, before: GivenCandidate | None) -> Iterator[Difference]:
    number = comparable(one.number)
    here, place = meeting.known.get(number), meeting.places.get(number)
    if here is not None:
        yield from _items(
            here,
            (Item.NAME, here.name, one.name, before.name if before else None),
            (
                Item.IDENTITY,
                here.identity_number,
                comparable(one.identity),
                comparable(before.identity) if before else None,
            ),
        )
    if place is not None:
        yield from _items(
            place.candidate,
            (Item.ROOM, place.room, one.room or place.room, before.room if before else None),
            (Item.SEAT, place.seat, one.seat or place.seat, before.seat if before else None),
        )


def _items(who: Registered, *items: tuple[Item, str, str, str | None]) -> Iterator[Difference]:
    for item, here, wanted, was in items:
        if wanted not in (here, was):
            yield Difference(who.admission_number, who.name, item, here, wanted)


def _as_changed(exam: Exam, changed: Iterable[Difference]) -> Exam:
    new = {one.item: one.new for one in changed if not one.number}
    times = {item: int(value) for item, value in new.items() if item.is_time}
    switches = {item: value == "1" for item, value in new.items() if item.is_switch}
    return replace(
        exam,
        title=new.get(Item.TITLE, exam.title),
        paper=new.get(Item.PAPER, exam.paper),
        starts=times.get(Item.STARTS, exam.starts),
        ends=times.get(Item.ENDS, exam.ends),
        key_release=times.get(Item.KEY_RELEASE, exam.key_release),
        closes=times.get(Item.CLOSES, exam.closes),
        show_seconds=switches.get(Item.SECONDS, exam.show_seconds),
        look_through=switches.get(Item.LOOK_THROUGH, exam.look_through),
    )


def _text(value: str | int) -> str:
    """A value as it is told; yes and no are `1` and `0`."""
    return value if isinstance(value, str) else str(int(value))


def _by_number(given: GivenRoster) -> dict[str, GivenCandidate]:
    return {comparable(one.number): one for one in given.candidates}


def _set_up(given: GivenRoster) -> Exam:
    return Exam(
        exam_id(given),
        given.title,
        given.paper,
        given.starts,
        given.ends,
        given.key_release,
        given.closes,
        given.show_seconds,
        given.look_through,
    )
