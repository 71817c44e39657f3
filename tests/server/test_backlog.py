"""What stations still hold comes in without a session, from the station that once had it and no other."""

from collections.abc import Callable
from pathlib import Path

import pytest

from examprotocol.events import Answered, Epoch, Event, Started, Submitted, Writer
from examprotocol.grants import open_grant, sign_grant
from examprotocol.messages import HeldReply, HeldRequest, Refusal, SubmitReply, SubmitRequest, SyncReply
from examprotocol.messages import SyncRequest as Sync
from examprotocol.receipts import open_receipt
from examprotocol.responses import ChoiceResponse
from examprotocol.signing import new_signing_key
from examserver.cli.ordering import give
from examserver.errors import BackupError, OrderError
from examserver.services import backups
from examserver.services.backup_orders import MakeBackup
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE
from examserver.services.keys import signing_key
from examserver.services.old_folder import service_in
from examserver.services.restoring import restore
from examserver.services.station_orders import RevokeStation
from examserver.serving import SiteServer
from examserver.storage import snapshot
from examserver.storage.events import logs_of
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared, release
from tests.server.station import Pen, RefusedByServiceError, Station, new_pen, station_key

NewStation = Callable[[], Station]


def hold(station: Station, *pens: Pen, grant: str = "") -> HeldReply:
    """Say what these pens have written, in no session."""
    attempt = pens[0].writer.attempt
    heads = {pen.writer.id: pen.head for pen in pens}
    station.token = ""
    request = HeldRequest({attempt: heads}, {attempt: grant} if grant else {})
    return station.call("POST", "/held", HeldReply, request)


def hand_over(station: Station, pen: Pen, start: int = 1) -> SyncReply:
    """Send a pen's events in no session."""
    station.token = ""
    request = Sync(pen.writer, start, tuple(pen.events[start - 1 :]))
    return station.call("POST", "/backlog", SyncReply, request)


def submit_left(station: Station, *pens: Pen, receipt: str = "") -> SubmitReply:
    """Ask for the receipt in no session."""
    station.token = ""
    heads = {pen.writer.id: pen.head for pen in pens}
    request = SubmitRequest(pens[0].writer.attempt, heads, receipt)
    return station.call("POST", "/backlog/submit", SubmitReply, request)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(RefusedByServiceError) as refused:
        act()
    return refused.value.reply.error


def stored(folder: ServiceFolder, attempt: str) -> dict[str, tuple[Event, ...]]:
    with reading(folder) as connection:
        return {log.writer.id: log.events for log in logs_of(connection, attempt)}


@pytest.fixture
def left(seated: Station) -> Pen:
    """Two events are at the site, a third one and the deadline's hand-in are on the station only."""
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    pen.type("q4", "late")
    pen.write(Submitted({pen.writer.id: pen.head}, by_deadline=True))
    return pen


def test_a_station_hears_how_far_the_site_is_and_sends_the_rest_without_a_session(
    seated: Station, left: Pen, prepared: Prepared
) -> None:
    reply = hold(seated, left)
    assert reply.stored[left.writer.attempt][left.writer.id].seq == 2
    assert hand_over(seated, left, 3).head == left.head
    assert hand_over(seated, left).head == left.head
    assert stored(prepared.folder, left.writer.attempt) == {left.writer.id: tuple(left.events)}


def test_another_station_hears_nothing_and_hands_nothing_over(
    seated: Station, left: Pen, new_station: NewStation, prepared: Prepared
) -> None:
    other = new_station()
    assert hold(other, left) == HeldReply(hold(other, left).now, generation=1)
    assert refusal(lambda: hand_over(other, left, 3)) == Refusal.NOT_FOUND
    assert refusal(lambda: submit_left(other, left)) == Refusal.NOT_FOUND
    forged = Writer(left.writer.attempt, "f" * 32, left.writer.epoch, 9)
    pen = Pen(forged)
    pen.write(Started(station_key(2).id, "test 1"))
    pen.write(Answered("q1", ChoiceResponse("b")))
    assert refusal(lambda: hand_over(other, pen)) == Refusal.NOT_FOUND
    pen = Pen(Writer(left.writer.attempt, "e" * 32, Epoch(1, 1, 1), 9))
    pen.write(Started(station_key(2).id, "test 1"))
    assert refusal(lambda: hand_over(other, pen)) == Refusal.NOT_FOUND
    assert list(stored(prepared.folder, left.writer.attempt)) == [left.writer.id]


def test_a_station_that_was_revoked_hands_nothing_over(
    seated: Station, left: Pen, prepared: Prepared
) -> None:
    give(prepared.folder.root, RevokeStation(seated.key.id[:8], reason="a power cut"))
    for act in (
        lambda: hold(seated, left),
        lambda: hand_over(seated, left),
        lambda: submit_left(seated, left),
    ):
        assert refusal(act) == Refusal.STATION_REVOKED


def test_another_branch_of_a_writer_is_kept_apart_and_told(seated: Station, left: Pen) -> None:
    hand_over(seated, left, 3)
    other = Pen(left.writer, left.events[:2])
    other.type("q4", "another")
    assert refusal(lambda: hand_over(seated, other, 3)) == Refusal.FORK


def test_what_the_deadline_handed_in_gets_its_receipt_when_the_time_is_over_and_not_before(
    seated: Station, left: Pen, clock: FakeClock, prepared: Prepared
) -> None:
    assert submit_left(seated, left).missing == {left.writer.id: 2}
    hand_over(seated, left, 3)
    assert submit_left(seated, left).receipt == ""
    clock.time = prepared.exam.ends
    token = submit_left(seated, left).receipt
    assert open_receipt(token, signing_key(prepared.folder)).heads == {left.writer.id: left.head}
    assert submit_left(seated, left).receipt == token


def test_more_time_keeps_it_open(seated: Station, left: Pen, clock: FakeClock, prepared: Prepared) -> None:
    hand_over(seated, left, 3)
    clock.time = prepared.exam.ends
    extend(prepared, clock, 30)
    assert submit_left(seated, left).receipt == ""
    clock.advance(30 * MINUTE)
    assert submit_left(seated, left).receipt


def test_while_the_candidate_goes_on_elsewhere_the_old_station_hands_nothing_in(
    seated: Station, left: Pen, new_station: NewStation, clock: FakeClock, prepared: Prepared
) -> None:
    release(prepared)
    new_station().log_in()
    hand_over(seated, left, 3)
    clock.time = prepared.exam.ends
    assert submit_left(seated, left).receipt == ""


def test_where_the_exam_went_on_by_a_code_it_is_handed_in_and_where_it_was_before_it_is_not(
    seated: Station, left: Pen, new_station: NewStation, clock: FakeClock, prepared: Prepared
) -> None:
    """The station had a session before, and the network is there again only after the candidate has gone."""
    other = new_station()
    release(prepared)
    other.log_in()
    back = new_pen(left.writer.attempt, Epoch(1, 2, 1))
    back.write(Submitted({back.writer.id: back.head}))
    hand_over(seated, back)
    clock.time = prepared.exam.ends
    assert submit_left(other, left).receipt == ""
    assert submit_left(seated, back).receipt


def test_who_has_left_a_released_seat_still_hands_in(
    seated: Station, left: Pen, clock: FakeClock, prepared: Prepared
) -> None:
    release(prepared)
    hand_over(seated, left, 3)
    clock.time = prepared.exam.ends
    assert submit_left(seated, left).receipt


def test_a_late_event_that_changes_the_answers_is_a_supplement(
    seated: Station, left: Pen, clock: FakeClock, prepared: Prepared
) -> None:
    hand_over(seated, left, 3)
    clock.time = prepared.exam.ends
    first = submit_left(seated, left).receipt
    left.choose("q1", "b")
    supplement = hand_over(seated, left, 5).receipt
    key = signing_key(prepared.folder)
    assert (open_receipt(first, key).number, open_receipt(supplement, key).number) == (1, 2)


def extend(prepared: Prepared, clock: FakeClock, minutes: int) -> None:
    give(prepared.folder.root, ExtendExam(prepared.exam.id, minutes, reason="a power cut"))


def grant_of(station: Station, pen: Pen) -> str:
    return hold(station, pen).grants[pen.writer.attempt]


def test_a_grant_names_the_station_the_attempt_and_its_newest_epoch(
    seated: Station, left: Pen, prepared: Prepared
) -> None:
    grant = open_grant(grant_of(seated, left), signing_key(prepared.folder))
    assert (grant.station, grant.attempt, grant.epoch) == (
        seated.key.id,
        left.writer.attempt,
        left.writer.epoch,
    )
    assert hold(seated, left, grant="shown").grants == {}


def test_a_restored_service_that_forgot_the_login_knows_it_again_by_the_grant(
    server: SiteServer, prepared: Prepared, station: Station, tmp_path: Path, clock: FakeClock
) -> None:
    """The backup is from before the candidate logged in: attempt, session and events are forgotten."""
    give(prepared.folder.root, MakeBackup(str(tmp_path / "old")))
    station.log_in()
    pen = station.pen()
    pen.choose("q1", "a")
    station.sync(pen)
    grant = grant_of(station, pen)
    server.stop()
    restore(tmp_path / "old", tmp_path / "new", service_in(prepared.folder.root), START)
    with SiteServer(tmp_path / "new", port=0, clock=clock) as again:
        here, other = Station(again.port, 1), Station(again.port, 2)
        assert hold(here, pen).stored == {}
        assert refusal(lambda: hand_over(here, pen)) == Refusal.NOT_FOUND
        assert hold(other, pen, grant=grant).stored == {}
        stranger = sign_grant(open_grant(grant, signing_key(prepared.folder)), new_signing_key())
        assert hold(here, pen, grant=stranger).stored == {}
        assert hold(here, pen, grant=grant).stored == {pen.writer.attempt: {}}
        assert hand_over(here, pen).head == pen.head
        assert stored(open_folder(tmp_path / "new"), pen.writer.attempt) == {pen.writer.id: tuple(pen.events)}
        assert refusal(lambda: with_token(here, grant)) == Refusal.SESSION_ENDED
        here.close()
        other.close()


def with_token(station: Station, token: str) -> bytes:
    station.token = token
    return station.raw("GET", "/events")


# -- what a station need not keep any more -------------------------------------------------------------


@pytest.fixture
def finished(seated: Station, left: Pen, clock: FakeClock, prepared: Prepared) -> Pen:
    """The site has all of it, and has signed the receipt."""
    hand_over(seated, left, 3)
    clock.time = prepared.exam.ends
    assert submit_left(seated, left).receipt
    return left


def back_up(prepared: Prepared, file: Path) -> Path:
    give(prepared.folder.root, MakeBackup(str(file)))
    return file


def test_an_attempt_is_safe_once_a_verified_backup_holds_it_and_nobody_can_open_it_again(
    seated: Station, finished: Pen, prepared: Prepared, tmp_path: Path
) -> None:
    assert hold(seated, finished).safe == {}
    back_up(prepared, tmp_path / "one")
    day = 24 * 60 * MINUTE
    assert hold(seated, finished).safe == {finished.writer.attempt: prepared.exam.closes + day}


def test_a_backup_from_before_the_last_event_makes_nothing_safe(
    seated: Station, finished: Pen, prepared: Prepared, tmp_path: Path
) -> None:
    back_up(prepared, tmp_path / "one")
    finished.choose("q1", "a")  # the same answer again: no supplement, but an event more
    assert hold(seated, finished).safe == {}
    hand_over(seated, finished, 5)
    assert hold(seated, finished).safe == {}
    back_up(prepared, tmp_path / "two")
    assert hold(seated, finished).safe


def test_a_backup_from_before_the_receipt_makes_nothing_safe(
    seated: Station, left: Pen, clock: FakeClock, prepared: Prepared, tmp_path: Path
) -> None:
    hand_over(seated, left, 3)
    clock.time = prepared.exam.ends
    back_up(prepared, tmp_path / "one")
    assert submit_left(seated, left).receipt
    assert hold(seated, left).safe == {}


def test_a_backup_that_was_not_verified_makes_nothing_safe(
    seated: Station, finished: Pen, prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(file: Path, keys: object) -> None:
        raise BackupError("It cannot be read back.")

    monkeypatch.setattr("examserver.services.backups.verify_backup", damaged)
    with pytest.raises(OrderError):
        back_up(prepared, tmp_path / "one")
    assert hold(seated, finished).safe == {}


def test_what_is_stored_while_a_backup_is_written_is_not_in_it(
    seated: Station, finished: Pen, prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was received before the backup was noted, and even before `made` where the clock stood still."""
    copy_database = snapshot.copy_database

    def copy_then_store(source: Path, target: Path) -> None:
        copy_database(source, target)
        finished.choose("q1", "a")
        hand_over(seated, finished, 5)

    monkeypatch.setattr(backups, "copy_database", copy_then_store)
    back_up(prepared, tmp_path / "one")
    assert hold(seated, finished).safe == {}


def test_a_service_restored_from_an_older_backup_forgets_what_a_newer_one_held(
    server: SiteServer, seated: Station, finished: Pen, prepared: Prepared, tmp_path: Path, clock: FakeClock
) -> None:
    older = back_up(prepared, tmp_path / "older")
    back_up(prepared, tmp_path / "newer")
    assert hold(seated, finished).safe
    server.stop()
    restore(older, tmp_path / "new", service_in(prepared.folder.root), START)
    with SiteServer(tmp_path / "new", port=0, clock=clock) as again:
        here = Station(again.port)
        assert hold(here, finished).stored[finished.writer.attempt] == {finished.writer.id: finished.head}
        assert hold(here, finished).safe == {}
        give(tmp_path / "new", MakeBackup(str(tmp_path / "third")))
        assert hold(here, finished).safe
        here.close()


def test_a_restored_service_does_not_count_what_was_backed_up_in_its_earlier_life(
    server: SiteServer, seated: Station, finished: Pen, prepared: Prepared, tmp_path: Path, clock: FakeClock
) -> None:
    """The backup knows of the one before it, which may have gone with the machine that was lost."""
    back_up(prepared, tmp_path / "before")
    newest = back_up(prepared, tmp_path / "newest")
    server.stop()
    restore(newest, tmp_path / "new", service_in(prepared.folder.root), START)
    with SiteServer(tmp_path / "new", port=0, clock=clock) as again:
        here = Station(again.port)
        assert hold(here, finished).stored[finished.writer.attempt] == {finished.writer.id: finished.head}
        assert hold(here, finished).safe == {}
        here.close()


def test_an_attempt_that_more_time_has_opened_again_is_not_safe(
    seated: Station, finished: Pen, prepared: Prepared, tmp_path: Path, clock: FakeClock
) -> None:
    back_up(prepared, tmp_path / "one")
    extend(prepared, clock, 30)
    assert hold(seated, finished).safe == {}


def test_what_only_the_station_has_is_never_safe(
    seated: Station, finished: Pen, prepared: Prepared, tmp_path: Path
) -> None:
    """Another writer, another branch of a known one, and one event more."""
    back_up(prepared, tmp_path / "one")
    other = seated.pen()
    branch = Pen(finished.writer, finished.events[:-1])
    branch.type("q4", "another")
    more = Pen(finished.writer, list(finished.events))
    more.choose("q1", "b")
    for pens in ((finished, other), (branch,), (more,)):
        assert hold(seated, *pens).safe == {}
    assert hold(seated, finished).safe
