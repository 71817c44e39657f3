"""The authority corrects a roster while the site has gone on: only what the authority changed comes in."""

from dataclasses import replace

import msgspec
import pytest

from examprotocol.given_lists import GivenCandidate, GivenRoster, sign_list
from examserver.cli.ordering import give
from examserver.ids import token_hash
from examserver.services.giving.changes import Change, Item, Stays
from examserver.services.giving.orders import ConfirmList, GiveNetworks
from examserver.services.giving.roster import TIMES
from examserver.services.giving.taking import change_by, take_list_in, take_what_is_new
from examserver.services.keys import signing_key
from examserver.services.papers import add_draft
from examserver.services.rehearsals.copying import Rehearsed, RehearseExam
from examserver.services.room_orders import AddRoom
from examserver.services.sittings.accident_orders import CancelSitting
from examserver.serving import SiteServer
from examserver.storage.came_reports import add_entry
from examserver.storage.candidates import all_candidates, change_candidates
from examserver.storage.exams import MINUTE, Exam, find_exam
from examserver.storage.given_lists import UpstreamList, find_upstream_list, put_upstream_list
from examserver.storage.networks import all_networks, remove_network
from examserver.storage.reports import places_of
from examserver.storage.sittings import change_exam
from examserver.storage.store import reading, writing
from tests.server.authority import PAPER, Above, Below
from tests.server.conftest import START
from tests.server.sample import sample_draft
from tests.server.station import Station, register_stations

ANN = GivenCandidate("2026A101", "安妮", "E1", "一号考场", "1")
BEN = GivenCandidate("2026A102", "本", "E2", "一号考场", "2")
EXAM = "given-exam-1"


@pytest.fixture
def site(above: Above, below: Below) -> "Site":
    above.give()
    below.round()
    made = Site(below, above)
    made.comes(made.roster)
    return made


class Site:
    """A site that has taken the first roster in; `roster` is the newest that came."""

    def __init__(self, below: Below, above: Above) -> None:
        self.below, self.folder = below, below.folder
        self.roster = GivenRoster(
            "authority",
            "site",
            "exam-1",
            "大学英语（二）",
            PAPER,
            START,
            START + 60 * MINUTE,
            START - 10 * MINUTE,
            START + 75 * MINUTE,
            show_seconds=False,
            look_through=False,
            at=1,
            candidates=(ANN, BEN),
        )
        self._key = signing_key(above.folder)

    def comes(self, roster: GivenRoster, now: int = START - 60 * MINUTE) -> UpstreamList:
        """The list comes and takes in by itself what it may; returns it as it is kept."""
        self.roster = msgspec.structs.replace(roster, at=self.roster.at + 1)
        token = sign_list(self.roster, self._key)
        with writing(self.folder) as connection:
            known = find_upstream_list(connection, "roster", "exam-1")
            row = UpstreamList("roster", "exam-1", token_hash(token), self.roster.at, now, token)
            row = replace(row, taken=known.taken, held=known.held) if known else row
            put_upstream_list(connection, row)
            take_what_is_new(connection, row, now)
        return self.row()

    def row(self) -> UpstreamList:
        with reading(self.folder) as connection:
            row = find_upstream_list(connection, "roster", "exam-1")
        assert row is not None
        return row

    def change(self, now: int = START - 60 * MINUTE) -> Change:
        with reading(self.folder) as connection:
            return change_by(connection, self.row(), now)

    def confirm(self) -> tuple[str, ...]:
        return give(self.folder.root, ConfirmList("roster", "exam-1", self.row().digest)).lines

    def exam(self) -> Exam:
        with reading(self.folder) as connection:
            exam = find_exam(connection, EXAM)
        assert exam is not None
        return exam

    def delays(self, minutes: int) -> None:
        """The site moves all times of the exam, as the orders of a sitting leave it."""
        exam, by = self.exam(), minutes * MINUTE
        with writing(self.folder) as connection:
            change_exam(
                connection,
                EXAM,
                starts=exam.starts + by,
                ends=exam.ends + by,
                key_release=exam.key_release + by,
                closes=exam.closes + by,
            )

    def marks(self, **values: int | bool) -> None:
        with writing(self.folder) as connection:
            change_exam(connection, EXAM, **values)

    def seats(self) -> list[str]:
        with reading(self.folder) as connection:
            return [one.seat for one in places_of(connection, EXAM)]


def with_ben(roster: GivenRoster, **values: str) -> GivenRoster:
    return msgspec.structs.replace(roster, candidates=(ANN, msgspec.structs.replace(BEN, **values)))


def test_a_corrected_seat_leaves_the_times_and_the_cancelling_of_the_site_alone(site: Site) -> None:
    site.delays(15)
    site.marks(cancelled=True, ended=START + 5)
    before = site.exam()
    site.comes(with_ben(site.roster, seat="9"))
    site.confirm()
    assert site.seats() == ["1", "9"]
    assert site.exam() == before


def test_what_changes_is_said_as_what_becomes_of_what(site: Site) -> None:
    later = START + 30 * MINUTE
    site.comes(msgspec.structs.replace(with_ben(site.roster, seat="9", name="本杰明"), starts=later))
    change = site.change()
    told = {(one.number, one.item): (one.old, one.new) for one in change.changed}
    assert told == {
        ("2026A102", Item.NAME): ("本", "本杰明"),
        ("2026A102", Item.SEAT): ("2", "9"),
        ("", Item.STARTS): (str(START), str(later)),
    }
    assert not change.staying


def test_new_times_of_the_authority_come_in_where_the_site_has_not_moved_the_exam(site: Site) -> None:
    site.comes(msgspec.structs.replace(site.roster, starts=START + MINUTE, ends=START + 61 * MINUTE))
    assert site.exam().starts == START
    site.confirm()
    assert (site.exam().starts, site.exam().ends) == (START + MINUTE, START + 61 * MINUTE)


@pytest.mark.parametrize("why", [Stays.MOVED, Stays.BEGUN, Stays.ENDED, Stays.CANCELLED], ids=str)
def test_new_times_are_left_to_the_orders_of_the_sitting_once_the_site_has_done_something(
    site: Site, why: Stays
) -> None:
    if why is Stays.MOVED:
        site.delays(15)
    elif why in (Stays.CANCELLED, Stays.ENDED):
        site.marks(cancelled=why is Stays.CANCELLED, ended=START if why is Stays.ENDED else 0)
    before, now = site.exam(), START + MINUTE if why is Stays.BEGUN else START - 60 * MINUTE
    row = site.comes(msgspec.structs.replace(site.roster, starts=START + 30 * MINUTE), now)
    assert row.waits
    (staying,) = site.change(now).staying
    assert (staying.item, staying.why) == (Item.STARTS, why)
    with writing(site.folder) as connection:
        take_list_in(connection, row, now)
    assert site.exam() == before
    assert not site.row().waits


def test_the_paper_stays_once_somebody_has_logged_in_though_the_exam_has_not_begun(site: Site) -> None:
    with writing(site.folder) as connection:
        register_stations(connection, 1, 2)
        add_draft(connection, site.folder.papers, sample_draft("another"), signing_key(site.folder))
    site.below.clock.time = START - 5 * MINUTE
    log_in(site, ANN, 1)
    site.comes(msgspec.structs.replace(site.roster, paper="another"), site.below.clock.now())
    assert [(one.item, one.why) for one in site.change().staying] == [(Item.PAPER, Stays.ENTERED)]
    site.confirm()
    assert site.exam().paper == PAPER
    log_in(site, ANN, 1)
    log_in(site, BEN, 2)


def test_before_anybody_has_logged_in_the_authority_may_give_another_paper(site: Site) -> None:
    with writing(site.folder) as connection:
        add_draft(connection, site.folder.papers, sample_draft("another"), signing_key(site.folder))
    site.comes(msgspec.structs.replace(site.roster, paper="another"))
    site.confirm()
    assert site.exam().paper == "another"


def log_in(site: Site, who: GivenCandidate, number: int) -> None:
    """By the running service: at once, or once more, at the seat of this number."""
    with SiteServer(site.folder.root, port=0, clock=site.below.clock) as server:
        station = Station(server.port, number)
        station.log_in(who.number, who.identity)
        station.close()


@pytest.fixture
def rehearsal(site: Site) -> Rehearsed:
    """After the exam, and so with its paper."""
    give(site.folder.root, AddRoom("一号考场"))
    made = give(site.folder.root, RehearseExam(EXAM, START + 2 * 60 * MINUTE))
    return msgspec.json.decode(made.content, type=Rehearsed)


def test_no_list_puts_an_exam_off_behind_a_rehearsal_with_its_paper(site: Site, rehearsal: Rehearsed) -> None:
    before = site.exam()
    assert rehearsal.exam
    row = site.comes(put_off(site.roster, 3 * 60 * MINUTE, title="英语"))
    assert row.waits
    assert {one.item: one.why for one in site.change().staying} == dict.fromkeys(TIMES, Stays.REHEARSED)
    site.confirm()
    assert site.exam() == replace(before, title="英语")


def test_but_by_less_as_long_as_the_exam_opens_it_first(site: Site, rehearsal: Rehearsed) -> None:
    assert rehearsal.exam
    site.comes(put_off(site.roster, 15 * MINUTE))
    assert not site.change().staying
    site.confirm()
    assert site.exam().starts == START + 15 * MINUTE


def test_once_the_rehearsal_is_cancelled_the_list_that_waited_puts_the_exam_off(
    site: Site, rehearsal: Rehearsed
) -> None:
    by = 3 * 60 * MINUTE
    site.comes(put_off(site.roster, by))
    give(site.folder.root, CancelSitting(rehearsal.sitting, "改期"))
    site.confirm()
    assert site.exam().starts == START + by


def test_nor_does_a_list_give_an_exam_the_paper_that_a_rehearsal_before_it_sits(site: Site) -> None:
    with writing(site.folder) as connection:
        add_draft(connection, site.folder.papers, sample_draft("another"), signing_key(site.folder))
    give(site.folder.root, AddRoom("一号考场"))
    give(site.folder.root, RehearseExam(EXAM, START - 4 * 60 * MINUTE, "another"))
    before = START - 6 * 60 * MINUTE
    site.comes(msgspec.structs.replace(site.roster, paper="another"), before)
    assert [(one.item, one.why) for one in site.change(before).staying] == [(Item.PAPER, Stays.REHEARSED)]
    site.confirm()
    assert site.exam().paper == PAPER


def put_off(roster: GivenRoster, by: int, title: str = "") -> GivenRoster:
    """The same exam, all times of it later."""
    times = {one.value: getattr(roster, one) + by for one in TIMES}
    return msgspec.structs.replace(roster, **times, title=title or roster.title)


def test_a_moved_exam_lets_later_lists_in_that_change_nothing_of_it(site: Site) -> None:
    site.delays(15)
    with writing(site.folder) as connection:
        add_entry(connection, EXAM, BEN.number, "五号考场", "30")
    assert not site.comes(msgspec.structs.replace(site.roster)).waits
    assert site.seats() == ["1", "30"]


def test_a_name_that_the_site_has_corrected_stays_until_the_authority_changes_it(site: Site) -> None:
    with writing(site.folder) as connection:
        (ben,) = (one for one in all_candidates(connection) if one.admission_number == BEN.number)
        change_candidates(connection, [replace(ben, name="本杰明")])
    site.comes(with_ben(site.roster, seat="9"))
    assert [one.item for one in site.change().changed] == [Item.SEAT]
    site.confirm()
    with reading(site.folder) as connection:
        names = {one.admission_number: one.name for one in all_candidates(connection)}
    assert names[BEN.number] == "本杰明"


def test_where_it_is_not_known_what_was_taken_in_before_the_times_of_the_site_stay(site: Site) -> None:
    site.delays(15)
    with writing(site.folder) as connection:
        put_upstream_list(connection, replace(site.row(), held=""))
    row = site.comes(with_ben(site.roster, seat="9"))
    assert row.waits
    before = site.exam()
    site.confirm()
    assert site.exam() == before


def test_a_network_that_the_site_has_taken_away_does_not_come_back_by_another_list(
    above: Above, below: Below
) -> None:
    give(above.folder.root, GiveNetworks("site-1", ("10.1.0.0/16", "10.2.0.0/16")))
    below.round()
    with writing(below.folder) as connection:
        remove_network(connection, "10.1.0.0/16")
    above.clock.advance(1_000)
    given = ("10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16")
    give(above.folder.root, GiveNetworks("site-1", given))
    below.round()
    with reading(below.folder) as connection:
        assert {row.cidr for row in all_networks(connection)} == {"10.2.0.0/16", "10.3.0.0/16"}
