"""At a site: what a roster or networks from the authority would change here, and taking it in.

Rule: nobody is taken off a roster, and no network away, but by a person here. What is only added comes in by
itself; where it would change what is here, nothing of it does until somebody says so.
"""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from examprotocol.errors import UnreadableError
from examprotocol.given_lists import GivenCandidate, GivenNetworks, GivenRoster
from examprotocol.signing import claimed
from examserver.errors import SiteRuleError, UpstreamError
from examserver.services.site_check import read_network
from examserver.storage.came_reports import add_entry
from examserver.storage.candidates import (
    Registered,
    add_candidates,
    all_candidates,
    change_candidates,
    comparable,
)
from examserver.storage.exams import Exam, find_exam
from examserver.storage.given_lists import ROSTER, UpstreamList, put_upstream_list
from examserver.storage.networks import NetworkRow, add_network, all_networks, remove_network
from examserver.storage.paper_rows import find_paper
from examserver.storage.reports import EntryPlace, add_exam_row, change_exam_row, places_of

NOTE = "authority"
"""What a network that came from the authority is called here."""

PREFIX = "given-"
"""Before the authority's id of an exam: so it is none that this service gives itself."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a list would do. `added` comes in by itself where there is nothing else; `changed` are sentences'
    values: who or what, and what of it. `gone` is here, and not in the list any more.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def is_only_new(self) -> bool:
        """Whether nothing that is here would change."""
        return not self.changed and not self.gone


def change_by(connection: Connection, row: UpstreamList) -> Change:
    """What the list would do to what is here; raises UpstreamError where it cannot be read."""
    given = given_in(row)
    if isinstance(given, GivenNetworks):
        return _network_change(connection, given)
    return _roster_change(connection, given)


def take_what_is_new(connection: Connection, row: UpstreamList, now: int) -> None:
    """Take the list in where it only adds; else note that it waits, and for what."""
    trouble = ""
    try:
        _require_paper(connection, row)
        if change_by(connection, row).is_only_new:
            take_list_in(connection, row, now)
            return
    except (UpstreamError, SiteRuleError) as error:
        trouble = str(error)
    if trouble != row.trouble:
        put_upstream_list(connection, replace(row, trouble=trouble))


def take_list_in(connection: Connection, row: UpstreamList, now: int) -> None:
    """Take all of it in, what changes too; raises UpstreamError where something has to be here first."""
    _require_paper(connection, row)
    given = given_in(row)
    if isinstance(given, GivenNetworks):
        _take_networks(connection, given, now)
    else:
        _take_roster(connection, given)
    put_upstream_list(connection, replace(row, taken=row.digest, trouble=""))


def _require_paper(connection: Connection, row: UpstreamList) -> None:
    given = given_in(row)
    if isinstance(given, GivenRoster) and find_paper(connection, given.paper) is None:
        raise UpstreamError(
            f"The paper {given.paper} has not come yet.", "It is fetched by itself; then take the list in."
        )


def given_in(row: UpstreamList) -> GivenRoster | GivenNetworks:
    """What the list says; its signature was checked when it came. Raises UpstreamError."""
    try:
        return claimed(row.token, GivenRoster) if row.kind == ROSTER else claimed(row.token, GivenNetworks)
    except UnreadableError as error:
        raise UpstreamError("A list from the authority cannot be read by this version.") from error


def exam_id(given: GivenRoster) -> str:
    """What the authority's exam is called at this site."""
    return PREFIX + given.exam


def _network_change(connection: Connection, given: GivenNetworks) -> Change:
    here = {row.cidr: row.note for row in all_networks(connection)}
    wanted = [str(read_network(cidr)) for cidr in given.networks]
    added = tuple(cidr for cidr in dict.fromkeys(wanted) if cidr not in here)
    return Change(
        added, gone=tuple(cidr for cidr, note in here.items() if note == NOTE and cidr not in wanted)
    )


def _take_networks(connection: Connection, given: GivenNetworks, now: int) -> None:
    change = _network_change(connection, given)
    for cidr in change.added:
        add_network(connection, NetworkRow(cidr, NOTE, now))
    for cidr in change.gone:
        remove_network(connection, cidr)


def _roster_change(connection: Connection, given: GivenRoster) -> Change:
    known = {one.admission_number: one for one in all_candidates(connection)}
    exam = find_exam(connection, exam_id(given))
    places = {one.candidate.admission_number: one for one in places_of(connection, exam_id(given))}
    added, changed = [], []
    if exam is not None and exam != _exam(given, exam):
        changed.append(given.title)
    for one in given.candidates:
        number = comparable(one.number)
        if _is_other_person(known.get(number), one) or _sits_elsewhere(places.get(number), one):
            changed.append(number)
        elif number not in places:
            added.append(number)
    if exam is not None and added:
        changed, added = [*changed, *added], []  # an exam that is set up here is added to by a person only
    numbers = {comparable(one.number) for one in given.candidates}
    return Change(tuple(added), tuple(changed), tuple(number for number in places if number not in numbers))


def _take_roster(connection: Connection, given: GivenRoster) -> None:
    """Who is not in it any more stays: answers may be here. Where it names no place, the site's stays."""
    wanted, known = exam_id(given), {one.admission_number: one for one in all_candidates(connection)}
    places = {one.candidate.admission_number: one for one in places_of(connection, wanted)}
    exam = find_exam(connection, wanted)
    if exam is None:
        add_exam_row(connection, _exam(given))
    elif exam != _exam(given, exam):
        change_exam_row(connection, _exam(given, exam))
    for one in {comparable(one.number): one for one in given.candidates}.values():
        here = known.get(comparable(one.number))
        person = _person(one, here)
        if here is None:
            add_candidates(connection, [person])
        elif here != person:
            change_candidates(connection, [person])
        room, seat = _place(places.get(person.admission_number), one)
        add_entry(connection, wanted, person.admission_number, room, seat)


def _person(one: GivenCandidate, here: Registered | None) -> Registered:
    seat, room = (here.seat, here.room) if here else (one.seat, one.room)
    return Registered(comparable(one.number), one.name, comparable(one.identity), seat, room)


def _is_other_person(here: Registered | None, one: GivenCandidate) -> bool:
    return here is not None and here != _person(one, here)


def _sits_elsewhere(here: EntryPlace | None, one: GivenCandidate) -> bool:
    return here is not None and (here.room, here.seat) != _place(here, one)


def _place(here: EntryPlace | None, one: GivenCandidate) -> tuple[str, str]:
    """Room and seat: those that are given, else those that the site has assigned."""
    if here is None:
        return one.room, one.seat
    return one.room or here.room, one.seat or here.seat


def _exam(given: GivenRoster, here: Exam | None = None) -> Exam:
    """The exam as the authority has it; to which sitting it belongs is the site's to say."""
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
        here.sitting if here else "",
    )
