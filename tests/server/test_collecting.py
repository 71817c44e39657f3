"""Collecting: who sat, what came, what is wrong with it; nobody finishes it with an open case unseen."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from examprotocol.events import EXPORT, Head, ProctorActed
from examprotocol.messages import HeldReply, HeldRequest, SyncReply, SyncRequest
from examprotocol.site_orders import StationNews
from examprotocol.visit import VisitedPackage
from examserver import site
from examserver.cli import ordering
from examserver.errors import CollectingError, SiteError
from examserver.services.audit import AT_THE_CONSOLE
from examserver.services.collecting import brought, looking, orders
from examserver.services.collecting.board import Collected, collected
from examserver.services.collecting.looking import Ground
from examserver.services.collecting.orders import FinishCollection, ResumeCollection, SettleCase
from examserver.services.collecting.reading import Read, read_attempt
from examserver.services.collecting.standing import Standing, Trouble, Way
from examserver.services.keys import signing_key
from examserver.services.order import Bench, Preparation, StaffOrder, carry_out, reading_by
from examserver.serving import SiteServer
from examserver.storage.attempts import Attempt
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.site import read_site
from examserver.storage.store import reading, writing
from examserver.storage.visits import VisitRow
from tests.server.conftest import FakeClock, Prepared, release
from tests.server.packing import Carrier, attempt_of, bring, hand_in
from tests.server.station import ADMISSION, Pen, Station

PATIENCE_SECONDS = 20.0
SECOND_NUMBER, SECOND_IDENTITY = "2026A002", "110101199003070425"
BY, WHY = "李老师", "the proctor's record says so"
SAT_NOWHERE = {SECOND_NUMBER: Way.ABSENT, "2026A003": Way.ABSENT}


@dataclass
class Collecting:
    """The exam of three candidates, of whom one or two sit."""

    prepared: Prepared
    clock: FakeClock

    def look(self) -> Collected:
        with reading(self.prepared.folder) as connection:
            shelf = PaperShelf(self.prepared.folder.papers, signing_key(self.prepared.folder))
            return collected(Ground(connection, self.prepared.folder, shelf), self.prepared.exam.id)

    def standing(self, candidate: str = ADMISSION) -> Standing:
        return next(one for one in self.look().standings if one.who.admission_number == candidate)

    def close(self) -> None:
        """The end and the grace are over, and the service has closed what nobody handed in."""
        self.clock.time = self.prepared.exam.closes + 1
        until = time.monotonic() + PATIENCE_SECONDS
        while any(one.here.way is Way.OPEN for one in self.look().standings):
            assert time.monotonic() < until

    def order(self, order: StaffOrder) -> tuple[str, ...]:
        """Have it carried out by the service's clock: by the service, or beside it on a server's tables."""
        folder = self.prepared.folder
        if not folder.server:
            outcome = ordering._sent(folder, order)
            assert outcome is not None
            return outcome.lines
        with writing(folder) as connection:
            bench = Bench(connection, folder, read_site(connection), signing_key(folder), self.clock.now())
            return carry_out(order, bench, AT_THE_CONSOLE).lines

    def settle(self, side: str, candidate: str = ADMISSION, why: str = WHY) -> tuple[str, ...]:
        order = SettleCase(self.prepared.exam.id, candidate, side, BY, why)  # type: ignore[arg-type]
        return self.order(order)

    def finish(self, **reasons: str) -> None:
        order = FinishCollection(
            self.prepared.exam.id, BY, {f"2026{name}": why for name, why in reasons.items()}
        )
        self.order(order)


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service looks at once for what is to be closed, and keeps at once what stations tell."""
    monkeypatch.setattr(site, "EVERY_SECONDS", 0.02)
    monkeypatch.setattr(site, "WRITE_SECONDS", 0.02)


@pytest.fixture
def collecting(prepared: Prepared, clock: FakeClock, server: SiteServer) -> Collecting:
    assert server.is_serving
    return Collecting(prepared, clock)


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


def answered(station: Station) -> Pen:
    pen = station.pen()
    pen.choose("q1", "a")
    station.sync(pen)
    return pen


def test_who_handed_in_is_no_case_and_who_never_came_is_absent(
    collecting: Collecting, seated: Station
) -> None:
    pen = answered(seated)
    hand_in(pen)
    seated.sync(pen)
    assert seated.submit(pen).receipt
    found = collecting.look()
    assert {one.who.admission_number: one.here.way for one in found.standings} == {
        ADMISSION: Way.SUBMITTED,
        **SAT_NOWHERE,
    }
    tally = found.tally
    assert (tally.entered, tally.sat, tally.submitted, tally.absent, tally.cases) == (3, 1, 1, 2, 0)


def test_who_is_still_at_it_is_a_case_that_only_the_end_settles(
    collecting: Collecting, seated: Station
) -> None:
    answered(seated)
    assert collecting.standing().open == (Trouble.STILL_OPEN,)
    with pytest.raises(SiteError, match="not closed yet"):
        collecting.finish(A001="never mind")


def test_who_was_closed_by_time_is_a_case_until_somebody_decides(
    collecting: Collecting, seated: Station
) -> None:
    answered(seated)
    collecting.close()
    one = collecting.standing()
    assert (one.here.way, one.open) == (Way.CLOSED, (Trouble.NOT_HANDED_IN,))
    assert collecting.settle("service")[0].startswith(f"Decided for {ADMISSION}")
    one = collecting.standing()
    assert (one.troubles, one.open) == ((Trouble.NOT_HANDED_IN,), ())
    assert one.decision is not None
    assert (one.decision.by, one.decision.reason, one.decision.side) == (BY, WHY, "service")


def test_who_was_ended_by_the_clock_at_the_machine_and_is_here_whole_is_no_case(
    collecting: Collecting, seated: Station
) -> None:
    pen = answered(seated)
    hand_in(pen, by_deadline=True)
    seated.sync(pen)
    collecting.close()
    one = collecting.standing()
    assert (one.here.way, one.open) == (Way.CLOSED, ())


def test_a_hand_in_that_names_events_which_are_not_here_is_a_case(
    collecting: Collecting, seated: Station
) -> None:
    pen, lost = answered(seated), seated.pen()
    lost.choose("q3", "true")
    hand_in(lost, pen)
    seated.sync(pen)
    collecting.close()
    assert collecting.standing().open == (Trouble.NOT_HANDED_IN,)


def test_who_logged_in_and_sent_nothing_is_one_of_whom_nothing_came(
    collecting: Collecting, seated: Station
) -> None:
    seated.sync(seated.pen())
    collecting.close()
    assert collecting.standing().open == (Trouble.NOTHING_CAME,)
    assert collecting.look().tally.nothing == 1


def test_what_was_exported_is_a_case_until_its_package_is_in(
    collecting: Collecting, seated: Station, carrier: Carrier
) -> None:
    pen = answered(seated)
    pen.write(ProctorActed(EXPORT, "a.examanswers"))
    seated.sync(pen)
    pen.choose("q3", "true")
    hand_in(pen)
    collecting.close()
    one = collecting.standing()
    assert one.open == (Trouble.NOT_HANDED_IN, Trouble.EXPORTED)
    assert collecting.look().tally.exported == 1
    assert bring(collecting.prepared, carrier.pack(pen)).fault == ""
    one = collecting.standing()
    assert (one.open, one.packages) == ((), (1,))


def test_the_package_can_be_let_count_and_then_the_services_backup(
    collecting: Collecting, seated: Station, carrier: Carrier
) -> None:
    seen = answered(seated)
    collecting.close()
    with pytest.raises(SiteError, match="No package was taken in"):
        collecting.settle("package")
    other = Pen(seated.pen().writer)
    other.choose("q1", "b")
    bring(collecting.prepared, carrier.pack(other))
    assert Trouble.CONFLICT in collecting.standing().open
    collecting.settle("package")
    assert collecting.standing().open == ()
    collecting.settle("service")
    one = collecting.standing()
    assert one.open == ()
    assert one.decision is not None
    assert (one.decision.number, one.decision.side) == (2, "service")
    assert seen.events


def test_what_comes_after_a_decision_opens_the_case_again(collecting: Collecting, seated: Station) -> None:
    pen = answered(seated)
    collecting.close()
    collecting.settle("service")
    pen.choose("q1", "b")
    seated.sync(pen, 3)
    one = collecting.standing()
    assert one.open == (Trouble.NOT_HANDED_IN,)
    assert one.came_after_decision


@pytest.mark.parametrize("is_left", [False, True], ids=["on the stick", "left at the station"])
def test_what_a_visit_tells_of_after_a_decision_opens_the_case_again(
    collecting: Collecting, seated: Station, monkeypatch: pytest.MonkeyPatch, is_left: bool
) -> None:
    answered(seated)
    collecting.close()
    collecting.settle("service")
    attempt, now = attempt_of(collecting.prepared), collecting.clock.now()
    package = VisitedPackage("a.examanswers", "b" * 64, attempt, ADMISSION, 9)
    row = VisitRow(1, now, BY, "visit", "c" * 64, "taken", visited=now, done=True)
    row = replace(row, left=(attempt,)) if is_left else replace(row, packages=(package,))
    monkeypatch.setattr(brought, "visits_since", lambda *_: (row,))
    one = collecting.standing()
    assert one.came_after_decision
    assert one.open == (Trouble.NOT_HANDED_IN, Trouble.HELD if is_left else Trouble.EXPORTED)


def test_a_refused_package_is_a_case_of_whom_it_names(
    collecting: Collecting, seated: Station, carrier: Carrier
) -> None:
    pen = answered(seated)
    collecting.close()
    damaged = carrier.seal(carrier.package(pen)).replace(b'"ciphertext":"A', b'"ciphertext":"B', 1)
    result = bring(
        collecting.prepared, carrier.put("a.examanswers", damaged[:-30] + b"A" * 20 + damaged[-10:])
    )
    assert result.fault
    names = (Trouble.REFUSED,) if result.candidate == ADMISSION else ()
    assert collecting.standing().open == (Trouble.NOT_HANDED_IN, *names)


def test_what_a_station_says_it_still_holds_is_a_case_until_it_is_here(
    collecting: Collecting, seated: Station
) -> None:
    pen = answered(seated)
    hand_in(pen)
    seated.sync(pen)
    assert seated.submit(pen).receipt
    pen.choose("q1", "b")
    heads = {attempt_of(collecting.prepared): {pen.writer.id: Head(pen.head.seq, pen.head.hash)}}
    seated.call("POST", "/held", HeldReply, HeldRequest(heads))
    one = collecting.standing()
    assert (one.open, one.here.held) == ((Trouble.HELD,), 1)
    seated.sync(pen, len(pen.events))
    seated.call("POST", "/held", HeldReply, HeldRequest(heads))
    assert collecting.standing().open == ()


def test_a_station_that_told_of_more_events_than_are_here_is_a_case(
    collecting: Collecting, seated: Station
) -> None:
    pen = answered(seated)
    hand_in(pen)
    seated.sync(pen)
    assert seated.submit(pen).receipt
    request = SyncRequest(pen.writer, len(pen.events) + 1, news=StationNews(events=len(pen.events) + 2))
    seated.call("POST", "/sync", SyncReply, request)
    until = time.monotonic() + PATIENCE_SECONDS
    while not collecting.standing().here.held:
        assert time.monotonic() < until
    one = collecting.standing()
    assert (one.open, one.here.held) == ((Trouble.HELD,), 2)


def test_two_machines_that_contradict_each_other_are_a_case_that_a_ruling_settles(
    collecting: Collecting, new_station: Callable[[], Station]
) -> None:
    for choice in ("a", "b"):
        station = new_station()
        station.log_in()
        pen = station.pen()
        pen.choose("q1", choice)
        station.sync(pen)
        release(collecting.prepared)
    collecting.close()
    assert collecting.standing().open == (Trouble.NOT_HANDED_IN, Trouble.CONFLICT)
    lines = collecting.settle("service")
    assert "Still to be settled there: conflict." in lines
    assert collecting.standing().open == (Trouble.CONFLICT,)


def test_nobody_finishes_a_collection_while_a_case_has_no_reason(
    collecting: Collecting, seated: Station
) -> None:
    answered(seated)
    collecting.close()
    with pytest.raises(SiteError, match=f"1 cases are open and have no reason: {ADMISSION}"):
        collecting.finish()
    with pytest.raises(SiteError, match="have no reason"):
        collecting.finish(A001="  ")
    assert not collecting.look().is_finished
    collecting.finish(A001="the machine burnt")
    found = collecting.look()
    assert found.is_finished
    assert found.finishing is not None
    assert (found.finishing.by, found.finishing.reasons) == (BY, {ADMISSION: "the machine burnt"})
    with pytest.raises(SiteError, match="finished already"):
        collecting.finish(A001="again")


def test_a_collection_is_finished_by_what_was_read_before_and_what_came_since(
    collecting: Collecting, seated: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    pen, folder, read = answered(seated), collecting.prepared.folder, list[str]()
    collecting.close()
    finish = FinishCollection(collecting.prepared.exam.id, BY, {ADMISSION: WHY})
    with reading(folder) as connection:
        given = Preparation(folder, read_site(connection), collecting.clock, reading_by(connection))
        order = finish.prepare(given)

    def read_again(connection: Connection, attempt: Attempt) -> Read:
        read.append(attempt.candidate)
        return read_attempt(connection, attempt)

    def carry_out_by_reading() -> None:
        """As far as the writing, since the service has the folder."""
        with reading(folder) as connection:
            now = collecting.clock.now()
            order.carry_out(Bench(connection, folder, read_site(connection), signing_key(folder), now))

    monkeypatch.setattr(looking, "read_attempt", read_again)
    monkeypatch.setattr(orders, "add_finishing", lambda *_: None)
    carry_out_by_reading()
    assert read == []
    pen.choose("q1", "b")
    seated.sync(pen, 3)
    carry_out_by_reading()
    assert read == [ADMISSION]


def test_what_comes_after_the_end_is_said_and_the_collection_can_be_taken_up_again(
    collecting: Collecting, seated: Station
) -> None:
    pen = answered(seated)
    collecting.close()
    collecting.finish(A001="the machine burnt")
    assert collecting.look().later == ()
    pen.choose("q1", "b")
    hand_in(pen)
    seated.sync(pen, 3)
    found = collecting.look()
    assert found.is_finished
    assert [one.who.admission_number for one in found.later] == [ADMISSION]
    order = ResumeCollection(collecting.prepared.exam.id, BY, "it did not burn")
    collecting.order(order)
    found = collecting.look()
    assert not found.is_finished
    assert found.cases == ()
    collecting.finish()
    assert collecting.look().finishing is not None


def test_what_is_not_finished_is_not_taken_up_again(collecting: Collecting) -> None:
    collecting.close()
    order = ResumeCollection(collecting.prepared.exam.id, BY, "why not")
    with pytest.raises(SiteError, match="not finished"):
        collecting.order(order)


@pytest.mark.parametrize("why", ["", "  "])
def test_a_case_is_settled_for_a_reason_only(collecting: Collecting, seated: Station, why: str) -> None:
    answered(seated)
    collecting.close()
    with pytest.raises(SiteError, match="Say why"):
        collecting.settle("service", why=why)


def test_an_error_of_collecting_says_what_to_do() -> None:
    assert str(CollectingError("No.", "Look.")) == "No. Look."
