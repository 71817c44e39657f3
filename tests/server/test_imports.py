"""What a proctor carries to the service counts as if it had come by network, once, and spoils nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from examprotocol.events import Edited, Epoch, Head
from examprotocol.extensions import Extension, sign_extension
from examprotocol.receipts import open_receipt
from examprotocol.responses import ChoiceResponse
from examprotocol.short_code import short_code
from examserver.cli.ordering import give
from examserver.services.choosing_orders import TakeImportBack
from examserver.services.counting import answers_that_count
from examserver.services.import_verdicts import Note, SiteFault, Verdict
from examserver.services.keys import signing_key
from examserver.services.station_orders import ReleaseStation, RevokeStation
from examserver.serving import SiteServer
from examserver.storage.attempts import find_attempt_by_id
from examserver.storage.events import branches_of, logs_of
from examserver.storage.exams import exam_for
from examserver.storage.imports import all_imports
from examserver.storage.receipts import newest_receipt
from examserver.storage.site import read_site
from examserver.storage.store import reading
from tests.server.conftest import START, FakeClock, Prepared, release
from tests.server.packing import BY, Carrier, attempt_of, bring, hand_in, pen_of
from tests.server.station import ADMISSION, Pen, Station, new_pen

MINUTE = 60_000


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


def held(prepared: Prepared, attempt: str) -> dict[str, int]:
    with reading(prepared.folder) as connection:
        return {log.writer.id: len(log.events) for log in logs_of(connection, attempt)}


def counted(prepared: Prepared, question: str) -> object:
    with reading(prepared.folder) as connection:
        return answers_that_count(connection, attempt_of(prepared)).response(question)


def everything(prepared: Prepared) -> str:
    """The whole of the tables."""
    with reading(prepared.folder) as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        return "\n".join(raw.iterdump())


def answered(prepared: Prepared, *choices: str, grant: int = 1) -> Pen:
    pen = pen_of(prepared, grant=grant)
    for choice in choices:
        pen.choose("q1", choice)
    return pen


def test_a_package_that_was_handed_in_gets_its_receipt_and_the_station_learns_of_it(
    seated: Station, prepared: Prepared, carrier: Carrier
) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    pen.choose("q1", "b")
    hand_in(pen)
    result = bring(prepared, carrier.pack(pen))
    assert (result.verdict, result.new, result.events, result.notes) == (Verdict.TAKEN, 2, 4, ())
    assert result.handed_in
    with reading(prepared.folder) as connection:
        receipt = newest_receipt(connection, seated.login.attempt)
    assert receipt is not None
    assert receipt.code == result.receipt
    assert open_receipt(receipt.token, signing_key(prepared.folder)).heads == {pen.writer.id: pen.head}
    assert seated.heartbeat(pen).receipt == receipt.token == seated.submit(pen).receipt


def test_the_same_package_again_changes_nothing_and_says_so(prepared: Prepared, carrier: Carrier) -> None:
    pen = answered(prepared, "a")
    hand_in(pen)
    file = carrier.pack(pen)
    first = bring(prepared, file)
    events, receipt = held(prepared, attempt_of(prepared)), first.receipt
    again = bring(prepared, file)
    assert (again.verdict, again.new, again.receipt) == (Verdict.SAME_AGAIN, 0, receipt)
    exported_once_more = bring(prepared, carrier.pack(pen))
    assert (exported_once_more.verdict, exported_once_more.new) == (Verdict.NOTHING_NEW, 0)
    assert held(prepared, attempt_of(prepared)) == events


def test_an_older_package_after_a_newer_one_changes_nothing_and_says_so(
    prepared: Prepared, carrier: Carrier
) -> None:
    pen = answered(prepared, "a")
    older = carrier.pack(pen)
    pen.choose("q1", "b")
    assert bring(prepared, carrier.pack(pen)).new == 3
    result = bring(prepared, older)
    assert (result.verdict, result.new) == (Verdict.NOTHING_NEW, 0)
    assert Note.OLDER in result.notes
    assert counted(prepared, "q1") == ChoiceResponse("b")


def test_what_is_missing_is_added_and_what_is_newer_stays(
    seated: Station, prepared: Prepared, carrier: Carrier
) -> None:
    old, new = seated.pen(), seated.pen()
    old.choose("q1", "a")
    old.type("q4", "only here")
    new.writer = type(new.writer)(new.writer.attempt, new.writer.id, new.writer.epoch, 2)
    new.events.clear()
    new.choose("q1", "b")
    seated.sync(new)
    result = bring(prepared, carrier.pack(old))
    assert (result.new, result.conflicts) == (3, ("q1",))
    assert counted(prepared, "q1") == ChoiceResponse("b")
    assert held(prepared, seated.login.attempt) == {old.writer.id: 3, new.writer.id: 1}


def test_a_package_that_changes_what_was_handed_in_gives_a_supplement_that_the_station_learns(
    seated: Station, prepared: Prepared, carrier: Carrier
) -> None:
    pen = seated.pen()
    pen.choose("q1", "a")
    seated.sync(pen)
    first = seated.submit(pen).receipt
    other = answered(prepared, "b", grant=2)
    result = bring(prepared, carrier.pack(other))
    beat = seated.heartbeat(pen).receipt
    supplement = open_receipt(beat, signing_key(prepared.folder))
    assert (supplement.number, short_code(beat.encode())) == (2, result.receipt)
    assert supplement.heads == {pen.writer.id: pen.head, other.writer.id: other.head}
    assert beat != first
    assert bring(prepared, carrier.made[0]).receipt == result.receipt


def test_an_attempt_is_not_handed_in_before_all_its_machines_are_here(
    prepared: Prepared, carrier: Carrier
) -> None:
    first, second = answered(prepared, "a"), answered(prepared, "b", grant=2)
    first_file = carrier.pack(first)
    hand_in(first, second)
    early = bring(prepared, carrier.pack(second))
    assert (early.handed_in, early.receipt) == (False, "")
    assert Note.INCOMPLETE in early.notes
    late = bring(prepared, first_file)
    assert (late.verdict, late.handed_in) == (Verdict.TAKEN, True)
    assert late.receipt
    assert bring(prepared, carrier.made[1]).receipt == late.receipt


def test_what_was_taken_back_hands_nothing_in(prepared: Prepared, carrier: Carrier) -> None:
    first, second = answered(prepared, "a"), answered(prepared, "b", grant=2)
    first_file = carrier.pack(first)
    hand_in(first, second)
    number = bring(prepared, carrier.pack(second)).number
    give(prepared.folder.root, TakeImportBack(number, BY, "another candidate typed it"))
    assert Note.NOT_HANDED_IN in bring(prepared, first_file).notes


def test_a_package_of_somebody_who_moved_on_ends_nothing_while_the_exam_is_on(
    new_station: Callable[[], Station], prepared: Prepared, carrier: Carrier, clock: FakeClock
) -> None:
    old, new = new_station(), new_station()
    old.log_in()
    pen = old.pen()
    pen.choose("q1", "a")
    hand_in(pen)
    release(prepared)
    new.log_in()
    file = carrier.pack(pen)
    result = bring(prepared, file)
    assert (result.handed_in, result.new) == (False, 3)
    assert Note.GOES_ON in result.notes
    clock.advance(91 * MINUTE)
    assert bring(prepared, file).handed_in


def test_what_the_deadline_handed_in_is_handed_in_once_it_is_over(
    prepared: Prepared, carrier: Carrier, server: SiteServer, clock: FakeClock
) -> None:
    pen = answered(prepared, "a")
    hand_in(pen, by_deadline=True)
    file = carrier.pack(pen)
    assert Note.GOES_ON in bring(prepared, file).notes
    clock.advance(90 * MINUTE)
    assert bring(prepared, file).handed_in


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    prepared: Prepared, carrier: Carrier, server: SiteServer
) -> None:
    pen = answered(prepared, "a")
    hand_in(pen)
    file, bad = carrier.pack(pen), carrier.put("x.examanswers", b"nothing")
    before = everything(prepared)
    would, refused = bring(prepared, file, dry_run=True), bring(prepared, bad, dry_run=True)
    assert everything(prepared) == before
    assert not prepared.folder.packages.exists()
    assert (would.number, would.verdict, would.handed_in, would.receipt) == (0, Verdict.TAKEN, True, "")
    did = bring(prepared, file)
    assert (did.new, did.notes, did.spans) == (would.new, would.notes, would.spans)
    assert (refused.verdict, refused.number) == (Verdict.REFUSED, 0)


def test_late_answers_are_counted_and_marked(prepared: Prepared, carrier: Carrier) -> None:
    pen = answered(prepared, "a")
    pen.write(pen.events[-1].body, at=START + 61 * MINUTE)
    pen.write(pen.events[-1].body, at=START + 200 * MINUTE)
    result = bring(prepared, carrier.pack(pen))
    assert (result.new, result.late) == (4, 2)
    assert bring(prepared, carrier.pack(pen)).late == 0


def test_two_packages_that_claim_one_writer_and_number_are_both_kept(
    prepared: Prepared, carrier: Carrier
) -> None:
    one = answered(prepared, "a")
    other = Pen(one.writer, one.events[:1])
    other.choose("q1", "b")
    other.choose("q2", "b")
    hand_in(other)
    first, second = carrier.pack(one), carrier.pack(other)
    bring(prepared, first)
    result = bring(prepared, second)
    assert (result.verdict, result.new, result.apart, result.handed_in) == (Verdict.TAKEN, 0, 3, False)
    assert {Note.KEPT_APART, Note.INCOMPLETE} <= set(result.notes)
    again = bring(prepared, second)
    assert (again.verdict, again.apart) == (Verdict.SAME_AGAIN, 0)
    assert Note.KEPT_APART in again.notes
    assert counted(prepared, "q1") == ChoiceResponse("a")
    with reading(prepared.folder) as connection:
        branches = branches_of(connection, attempt_of(prepared))
    assert [event for _, event in branches] == other.events[1:]


def test_a_renamed_file_is_taken_with_a_note(prepared: Prepared, carrier: Carrier) -> None:
    result = bring(prepared, carrier.pack(answered(prepared, "a"), called="copy (1).examanswers"))
    assert (result.verdict, result.new, result.notes[0]) == (Verdict.TAKEN, 2, Note.RENAMED)


def test_every_file_that_is_offered_is_logged(prepared: Prepared, carrier: Carrier) -> None:
    pen = answered(prepared, "a")
    good = bring(prepared, carrier.pack(pen))
    bad = bring(prepared, carrier.put("photo.examanswers", b"\xff\xd8\xff\xe0"))
    with reading(prepared.folder) as connection:
        rows = all_imports(connection)
    assert [row.number for row in rows] == [good.number, bad.number] == [1, 2]
    assert (rows[0].by, rows[0].file, rows[0].sha256) == (BY, good.file.name, good.file.sha256)
    assert (rows[0].attempt, rows[0].verdict, rows[0].new) == (attempt_of(prepared), "taken", 2)
    assert (rows[0].station, rows[0].heads) == (good.station, {pen.writer.id: pen.head})
    assert (rows[1].verdict, rows[1].fault, rows[1].about) == ("refused", "another_kind", "jpeg")
    assert all(row.at > 0 for row in rows)


def test_a_package_is_kept_as_it_came_for_its_owner_alone(prepared: Prepared, carrier: Carrier) -> None:
    file = carrier.pack(answered(prepared, "a"))
    result = bring(prepared, file)
    bring(prepared, carrier.put("x.examanswers", b"nothing"))
    (kept,) = prepared.folder.packages.iterdir()
    assert kept.name == f"{result.file.sha256}.examanswers"
    assert kept.read_bytes() == file.read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_package_that_cannot_be_kept_is_taken_all_the_same(
    prepared: Prepared, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examserver.storage.kept_packages.MOST_BYTES", 10)
    result = bring(prepared, carrier.pack(answered(prepared, "a")))
    assert (result.verdict, result.new) == (Verdict.TAKEN, 2)
    assert Note.NOT_KEPT in result.notes
    assert list(prepared.folder.packages.iterdir()) == []


def test_a_released_station_still_hands_over_and_a_revoked_one_does_not(
    prepared: Prepared, carrier: Carrier
) -> None:
    pen = answered(prepared, "a")
    give(prepared.folder.root, ReleaseStation("R1/1", reason="a power cut"))
    released = bring(prepared, carrier.pack(pen))
    assert (released.verdict, Note.RELEASED_STATION in released.notes) == (Verdict.TAKEN, True)
    give(prepared.folder.root, RevokeStation("PC-01", reason="a power cut"))
    pen.choose("q1", "b")
    revoked = bring(prepared, carrier.pack(pen))
    assert (revoked.verdict, revoked.fault) == (Verdict.REFUSED, SiteFault.REVOKED_STATION)
    assert counted(prepared, "q1") == ChoiceResponse("a")


def test_a_station_that_is_not_known_to_have_had_the_attempt_is_noted(
    seated: Station, prepared: Prepared, carrier: Carrier
) -> None:
    pen = seated.pen()
    own = bring(prepared, carrier.pack(pen))
    assert Note.STRANGE_STATION not in own.notes
    pen.choose("q1", "a")
    carrier.number = 2
    assert Note.STRANGE_STATION in bring(prepared, carrier.pack(pen)).notes


def test_an_attempt_and_what_was_signed_about_it_come_back_to_a_service_that_forgot_them(
    prepared: Prepared, carrier: Carrier
) -> None:
    card = prepared.card
    more = Extension(card.site_id, prepared.exam.id, "e" * 32, 1, ADMISSION, 30, "power", START)
    extension = sign_extension(more, signing_key(prepared.folder))
    pen = new_pen(attempt_of(prepared), Epoch(1, 7))
    pen.choose("q1", "a")
    result = bring(prepared, carrier.pack(pen, extensions=(extension, "an.other.one"), receipt="no.re.ceipt"))
    assert Note.EXTENSIONS_BACK in result.notes
    with reading(prepared.folder) as connection:
        attempt = find_attempt_by_id(connection, attempt_of(prepared))
        exam = exam_for(connection, prepared.exam.id, ADMISSION)
        assert attempt is not None
        assert exam is not None
        assert attempt.epoch == Epoch(1, 7)
        assert exam.ends == prepared.exam.ends + 30 * MINUTE
        assert read_site(connection).generation > 1
    assert Note.EXTENSIONS_BACK not in bring(prepared, carrier.pack(pen, extensions=(extension,))).notes


def test_a_receipt_that_a_restored_service_forgot_comes_back(prepared: Prepared, carrier: Carrier) -> None:
    database = prepared.folder.database
    empty = database.read_bytes()
    pen = answered(prepared, "a")
    hand_in(pen)
    file = carrier.pack(pen)
    code = bring(prepared, file).receipt
    with reading(prepared.folder) as connection:
        receipt = newest_receipt(connection, attempt_of(prepared))
    assert receipt is not None
    database.write_bytes(empty)
    result = bring(prepared, carrier.pack(pen, receipt=receipt.token))
    assert (result.receipt, result.handed_in, result.new) == (code, True, 3)
    assert Note.RECEIPT_BACK in result.notes


def test_after_a_restore_the_package_adds_what_the_backup_lacks(prepared: Prepared, carrier: Carrier) -> None:
    database = prepared.folder.database
    pen = answered(prepared, "a")
    bring(prepared, carrier.pack(pen))
    backup = database.read_bytes()
    pen.choose("q1", "b")
    hand_in(pen)
    file = carrier.pack(pen)
    before = bring(prepared, file)
    database.write_bytes(backup)
    assert counted(prepared, "q1") == ChoiceResponse("a")
    after = bring(prepared, file)
    assert (after.verdict, after.new, after.handed_in) == (Verdict.TAKEN, before.new, True)
    assert counted(prepared, "q1") == ChoiceResponse("b")


def test_an_epoch_that_no_service_can_have_granted_is_refused_and_nothing_of_the_file_stays(
    prepared: Prepared, carrier: Carrier
) -> None:
    good, bad = answered(prepared, "a"), new_pen(attempt_of(prepared), Epoch(2**31 - 1, 1))
    result = bring(prepared, carrier.pack(good, bad))
    assert (result.verdict, result.fault, result.new) == (Verdict.REFUSED, SiteFault.NEVER_GRANTED, 0)
    with reading(prepared.folder) as connection:
        assert find_attempt_by_id(connection, attempt_of(prepared)) is None
        assert len(all_imports(connection)) == 1


def test_answers_that_cannot_be_put_together_come_in_and_this_is_said_once(
    prepared: Prepared, carrier: Carrier
) -> None:
    pen = pen_of(prepared)
    pen.write(Edited("q4", 50, 60, "x", 5))
    hand_in(pen)
    result = bring(prepared, carrier.pack(pen))
    assert (result.verdict, result.handed_in) == (Verdict.TAKEN, False)
    assert result.notes.count(Note.DAMAGED_ANSWERS) == 1


def test_a_writer_without_any_event_changes_nothing(prepared: Prepared, carrier: Carrier) -> None:
    pen, silent = answered(prepared, "a"), pen_of(prepared)
    silent.events.clear()
    assert silent.head == Head(0)
    assert bring(prepared, carrier.pack(pen, silent)).new == 2
    assert held(prepared, attempt_of(prepared)) == {pen.writer.id: 2}
