"""The proctor's stick comes back: the service knows who was visited, and what is missing."""

import json
from pathlib import Path

import pytest
from sqlalchemy import delete

from examprotocol.exact_base64 import exact_bytes, exact_text
from examprotocol.room import open_card
from examprotocol.signing import sign
from examprotocol.stick import STICK_SUFFIX, open_stick, sign_stick
from examprotocol.visit import LARGEST_VISIT, VISIT, VisitedPackage
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.import_verdicts import ImportResult, Kind, Verdict
from examserver.services.import_words import said
from examserver.services.keys import signing_key
from examserver.services.room_visits import RoomVisits, StationVisit, visits_of_room
from examserver.services.setup import read_card
from examserver.services.station_orders import ReleaseStation, RevokeStation
from examserver.serving import SiteServer
from examserver.storage import schema
from examserver.storage.imports import all_imports
from examserver.storage.store import reading, writing
from examserver.storage.visits import all_visits
from tests.server.conftest import START, FakeClock, Prepared
from tests.server.moving import put_password
from tests.server.packing import bring, hand_in, pen_of, signing_jwk
from tests.server.station import ADMISSION, ROOM, Station, station_key
from tests.server.visiting import MINUTE, Round

Capture = pytest.CaptureFixture[str]
SECOND, THIRD = "2026A002", "2026A003"


@pytest.fixture
def proctor(prepared: Prepared, tmp_path: Path) -> Round:
    """A proctor with a stick for the room, whose password counts."""
    put_password(prepared)
    return Round(prepared, tmp_path / "drive")


def exported(proctor: Round, number: int, candidate: str) -> VisitedPackage:
    """A candidate handed in at a station, which put the package on the stick."""
    pen = pen_of(proctor.prepared, candidate)
    pen.choose("q1", "a")
    hand_in(pen)
    return proctor.export(number, pen, candidate)


def room(prepared: Prepared, *words: str | Path) -> int:
    action, *rest = map(str, words)
    return main(["room", action, str(prepared.folder.root), "--room", ROOM, *rest])


def import_folder(proctor: Round, *words: str) -> int:
    return main(["packages", "import", str(proctor.prepared.folder.root), str(proctor.drive), *words])


def seen(prepared: Prepared, exam: str = "-", now: int = START) -> RoomVisits:
    with reading(prepared.folder) as connection:
        return visits_of_room(connection, ROOM, prepared.exam.id if exam == "-" else exam, now)


def at_seat(visits: RoomVisits, seat: int) -> StationVisit:
    return next(station for station in visits.stations if station.seat == str(seat))


# -- the stick itself -----------------------------------------------------------------------------------


def test_a_stick_has_the_rooms_cards_and_the_services_key_and_no_password(
    prepared: Prepared, tmp_path: Path, capsys: Capture
) -> None:
    put_password(prepared)
    assert room(prepared, "stick", "--out", tmp_path) == 0
    (file,) = tmp_path.glob(f"*{STICK_SUFFIX}")
    assert str(file) in capsys.readouterr().out
    stick = open_stick(file.read_bytes(), signing_key(prepared.folder))
    (card,) = (open_card(token, signing_key(prepared.folder)) for token in stick.cards)
    assert (stick.room, stick.site, card.exam) == (ROOM, prepared.card.site_id, prepared.exam.id)
    assert stick.opening == read_card(prepared.folder).opening_key


def test_a_stick_is_made_while_the_service_runs(prepared: Prepared, tmp_path: Path) -> None:
    put_password(prepared)
    file = tmp_path / "r1.examstick"
    with SiteServer(prepared.folder.root, port=0):
        assert room(prepared, "stick", "--exam", prepared.exam.id, "--out", file) == 0
    assert open_stick(file.read_bytes(), signing_key(prepared.folder)).room == ROOM


def test_no_stick_is_made_that_would_open_nothing(
    prepared: Prepared, tmp_path: Path, capsys: Capture
) -> None:
    assert room(prepared, "stick", "--out", tmp_path) == 1
    assert "has no password that counts" in capsys.readouterr().err
    put_password(prepared)
    assert room(prepared, "stick", "--exam", "nothing", "--out", tmp_path) == 1
    assert "There is no exam nothing" in capsys.readouterr().err
    assert room(prepared, "stick", "--out", tmp_path / "gone" / "x.examstick") == 1
    assert "There is no folder" in capsys.readouterr().err
    assert room(prepared, "stick", "--out", tmp_path / "drive") == 1
    assert "Put the drive in" in capsys.readouterr().err, "stations would not know a file called so"
    assert not (tmp_path / "drive").exists()
    assert not list(tmp_path.glob(f"*{STICK_SUFFIX}"))


def test_a_stick_that_is_there_is_not_written_over(
    prepared: Prepared, tmp_path: Path, capsys: Capture
) -> None:
    put_password(prepared)
    assert room(prepared, "stick", "--out", tmp_path) == 0
    assert room(prepared, "stick", "--out", tmp_path) == 1
    assert "exists already" in capsys.readouterr().err


# -- the stick comes back -------------------------------------------------------------------------------


def test_a_folder_is_taken_in_with_its_visits_and_the_room_shows_who_was_left_out(
    proctor: Round, capsys: Capture
) -> None:
    proctor.visit(1, exported(proctor, 1, ADMISSION), exported(proctor, 1, SECOND), minute=70)
    proctor.visit(2, minute=71)
    with SiteServer(proctor.prepared.folder.root, port=0):
        assert import_folder(proctor) == 0
        lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "2 in, 0 refused, 6 events new; visits: 2 in, 0 refused."
    assert lines[-1].endswith(f"room visits DIR --room {ROOM}")
    assert sum("visit of R1/1: 2 packages, complete" in line for line in lines) == 1
    assert sum("visit of R1/2: nothing, complete" in line for line in lines) == 1
    assert room(proctor.prepared, "visits", "--exam", proctor.prepared.exam.id) == 0
    text = capsys.readouterr().out.splitlines()
    assert text[1].startswith("1\tPC-01")
    assert text[1].endswith("\t2 packages\tcomplete")
    assert text[2].endswith("\t0 packages\tcomplete")
    assert text[3].endswith("\tnot visited\tnothing open here")
    assert text[-1] == (
        "2 of 8 stations visited, 2 complete and all of it here. Not visited: 3, 4, 5, 6, 7, 8."
    )


def test_a_package_that_got_lost_on_the_way_is_named(proctor: Round, capsys: Capture) -> None:
    lost, kept = exported(proctor, 1, ADMISSION), exported(proctor, 1, SECOND)
    proctor.visit(1, lost, kept)
    (proctor.drive / "answers" / lost.name).unlink()
    assert import_folder(proctor) == 1
    assert f"not here: {ADMISSION}" in capsys.readouterr().out
    station = at_seat(seen(proctor.prepared), 1)
    assert [one.candidate for one in station.missing] == [ADMISSION]
    assert not station.is_settled
    room(proctor.prepared, "visits", "--exam", proctor.prepared.exam.id)
    assert f"\tnot here: {ADMISSION}" in capsys.readouterr().out


def test_a_lost_package_does_not_matter_any_more_where_a_later_visit_brought_the_attempt(
    proctor: Round,
) -> None:
    lost = exported(proctor, 1, ADMISSION)
    (proctor.drive / "answers" / lost.name).unlink()
    bring(proctor.prepared, proctor.visit(1, lost, minute=10))
    again = exported(proctor, 1, ADMISSION)
    assert lost.sha256 != again.sha256
    bring(proctor.prepared, proctor.drive / "answers" / again.name)
    bring(proctor.prepared, proctor.visit(1, again, minute=20))
    assert at_seat(seen(proctor.prepared), 1).is_settled


def test_an_earlier_visit_that_is_brought_later_changes_nothing(proctor: Round) -> None:
    package = exported(proctor, 1, ADMISSION)
    earlier = proctor.visit(1, minute=10, done=False, left=(package.attempt,))
    bring(proctor.prepared, proctor.visit(1, package, minute=20))
    bring(proctor.prepared, earlier)
    station = at_seat(seen(proctor.prepared), 1)
    assert (station.visited, station.complete, station.left) == (START + 20 * MINUTE, True, ())


def test_what_could_not_be_exported_is_shown_by_its_candidate(proctor: Round, capsys: Capture) -> None:
    package = exported(proctor, 1, ADMISSION)
    bring(proctor.prepared, proctor.drive / "answers" / package.name)
    unknown = "f" * 32
    result = bring(proctor.prepared, proctor.visit(1, done=False, left=(package.attempt, unknown)))
    assert "not complete: 2 could not be exported" in said(result)
    station = at_seat(seen(proctor.prepared), 1)
    assert (station.left, station.complete) == ((ADMISSION, unknown), False)
    assert "not complete: it was stopped" in said(bring(proctor.prepared, proctor.visit(2, done=False)))
    room(proctor.prepared, "visits", "--exam", proctor.prepared.exam.id)
    out = capsys.readouterr().out
    assert f"not complete: {ADMISSION}, {unknown}" in out
    assert "not complete: stopped" in out


def test_the_same_stick_again_changes_nothing_and_says_so(proctor: Round, capsys: Capture) -> None:
    proctor.visit(1, exported(proctor, 1, ADMISSION))
    assert import_folder(proctor) == 0
    before = seen(proctor.prepared)
    capsys.readouterr()
    assert import_folder(proctor) == 0
    assert "the same visit again" in capsys.readouterr().out
    assert seen(proctor.prepared) == before
    with reading(proctor.prepared.folder) as connection:
        assert [row.verdict for row in all_visits(connection)] == [Verdict.TAKEN, Verdict.SAME_AGAIN]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(proctor: Round, capsys: Capture) -> None:
    proctor.visit(1, exported(proctor, 1, ADMISSION))
    proctor.put("x.examvisit", b"")
    forget_the_stick(proctor)
    assert import_folder(proctor, "--dry-run") == 1
    dry = capsys.readouterr().out.splitlines()
    assert dry[-2] == "Dry run, nothing was written: 1 in, 0 refused, 3 events new; visits: 1 in, 1 refused."
    with reading(proctor.prepared.folder) as connection:
        assert (all_visits(connection), all_imports(connection)) == ((), ())
        assert connection.execute(schema.sticks.select()).all() == []
    assert import_folder(proctor) == 1
    assert capsys.readouterr().out.splitlines()[:-2] == [
        line.replace("\t-\ttaken", "\t" + receipt_of(proctor) + "\ttaken") for line in dry[:-2]
    ]


def test_programs_read_json(proctor: Round, capsys: Capture) -> None:
    proctor.visit(1, exported(proctor, 1, ADMISSION), minute=5)
    import_folder(proctor, "--json")
    package, visit = json.loads(capsys.readouterr().out)
    assert (package["kind"], visit["kind"], visit["visit"]["packages"]) == ("package", "visit", 1)
    room(proctor.prepared, "visits", "--exam", proctor.prepared.exam.id, "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["room"], told["since"], len(told["stations"])) == (ROOM, START, 8)
    assert told["stations"][0]["visited"] == START + 5 * MINUTE


def test_the_log_has_every_visit_that_was_offered(proctor: Round, capsys: Capture) -> None:
    assert room(proctor.prepared, "visits", "--log") == 0
    assert "No visit was offered yet" in capsys.readouterr().out
    bring(proctor.prepared, proctor.visit(1))
    bring(proctor.prepared, proctor.put("x\x1b.examvisit", b""), by="主考")
    room(proctor.prepared, "visits", "--log")
    good, bad = capsys.readouterr().out.splitlines()
    assert good.startswith("1\t")
    assert good.endswith("\ttaken")
    assert f"stick {proctor.stick.id[:8]}\tstation {station_key(1).id[:8]}\t" in good
    assert bad.endswith("\tstation -\t-\trefused (truncated_visit)")
    assert "\t主考\t" in bad
    assert bad.replace("\t", "").isprintable()
    room(proctor.prepared, "visits", "--log", "--json")
    assert [row["verdict"] for row in json.loads(capsys.readouterr().out)] == ["taken", "refused"]


# -- which visits count ---------------------------------------------------------------------------------


def test_visits_before_the_exam_are_not_taken_for_visits_after_it(proctor: Round) -> None:
    bring(proctor.prepared, proctor.visit(1, minute=-1))
    bring(proctor.prepared, proctor.visit(2, minute=0))
    visits = seen(proctor.prepared)
    assert [station.seat for station in visits.stations if station.visited] == ["2"]
    assert seen(proctor.prepared, exam="", now=START - 1).exam == ""
    assert at_seat(seen(proctor.prepared, exam="", now=START - 1), 1).visited
    assert seen(proctor.prepared, exam="", now=START).exam == proctor.prepared.exam.id


def test_a_station_that_was_not_visited_says_whose_exam_is_open_there(
    proctor: Round, clock: FakeClock
) -> None:
    clock.advance(35 * MINUTE)
    with SiteServer(proctor.prepared.folder.root, port=0, clock=clock) as server:
        station = Station(server.port, 3)
        station.log_in()
        assert at_seat(seen(proctor.prepared), 3).open == (ADMISSION,)
        pen = station.pen()
        pen.choose("q1", "a")
        station.sync(pen)
        station.submit(pen)
        station.close()
    assert at_seat(seen(proctor.prepared), 3).open == ()


def test_a_released_station_is_shown_where_the_stick_was_and_not_else(proctor: Round) -> None:
    for number in (1, 2):
        give(proctor.prepared.folder.root, ReleaseStation(f"{ROOM}/{number}", reason="a power cut"))
    assert bring(proctor.prepared, proctor.visit(1)).came_in
    visits = seen(proctor.prepared)
    assert at_seat(visits, 1).state == "released"
    assert [one.seat for one in visits.stations if one.visited] == ["1"]
    assert len(visits.stations) == 7


def test_a_restored_service_knows_its_stick_again_by_the_sticks_own_file(proctor: Round) -> None:
    visit = proctor.visit(1)
    forget_the_stick(proctor)
    assert bring(proctor.prepared, visit).came_in
    next(proctor.drive.glob(f"*{STICK_SUFFIX}")).unlink()
    assert bring(proctor.prepared, visit).verdict is Verdict.SAME_AGAIN


def test_a_stick_by_another_hand_brings_no_stick_back(proctor: Round) -> None:
    visit, file = proctor.visit(1), next(proctor.drive.glob(f"*{STICK_SUFFIX}"))
    forget_the_stick(proctor)
    file.write_bytes(sign_stick(proctor.stick, signing_jwk(1)))
    assert bring(proctor.prepared, visit).fault == "unknown_stick"


# -- refused --------------------------------------------------------------------------------------------


def bad_visits(proctor: Round) -> dict[Path, str]:
    """Visits that are not to be believed, and the code that each is to be refused with."""
    data = proctor.visit(1).read_bytes()
    forged = sign(proctor.said(2), signing_jwk(1), VISIT).encode()
    return {
        proctor.put("empty.examvisit", b""): "truncated_visit",
        proctor.put("cut.examvisit", data[: len(data) // 2]): "truncated_visit",
        proctor.put("cut-late.examvisit", data[:-3]): "truncated_visit",
        proctor.put("photo.examvisit", b"\xff\xd8\xff\xe0"): "not_a_visit",
        proctor.put("large.examvisit", b"x" * (LARGEST_VISIT + 1)): "visit_too_large",
        proctor.put("forged.examvisit", forged): "forged_visit",
        proctor.put("changed.examvisit", another_seat(data)): "forged_visit",
        later(proctor): "unknown_visit_version",
        proctor.visit(99, seat="99"): "unknown_visiting_station",
        proctor.visit(3, seat="3"): "revoked_visiting_station",
        proctor.visit(4, site="e" * 32): "visit_of_another_site",
        proctor.visit(5, stick="e" * 32): "unknown_stick",
    }


def later(proctor: Round) -> Path:
    """A visit of a version to come."""
    return proctor.put("later.examvisit", sign(proctor.said(1, version=2), signing_jwk(1), VISIT).encode())


def another_seat(data: bytes) -> bytes:
    """The visit with another seat in it, and the old signature."""
    header, payload, signature = data.decode().strip().split(".")
    changed = exact_bytes(payload).replace(b'"seat":"1"', b'"seat":"7"')
    return f"{header}.{exact_text(changed)}.{signature}".encode()


def test_each_visit_that_is_not_to_be_believed_has_its_reason_and_stops_nothing(
    proctor: Round, capsys: Capture
) -> None:
    give(proctor.prepared.folder.root, RevokeStation(f"{ROOM}/3", reason="a power cut"))
    bad = bad_visits(proctor)
    package = exported(proctor, 2, ADMISSION)
    proctor.visit(2, package)
    assert import_folder(proctor) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "1 in, 0 refused, 3 events new; visits: 2 in, 12 refused."
    for file, code in bad.items():
        assert sum(line.startswith(file.name) and f"({code})" in line for line in lines) == 1, file
    with reading(proctor.prepared.folder) as connection:
        rows = all_visits(connection)
    assert sorted(row.fault for row in rows if row.fault) == sorted(bad.values())
    assert [one.seat for one in seen(proctor.prepared).stations if one.visited] == ["1", "2"]


def test_a_visit_cannot_play_with_a_terminal(proctor: Round) -> None:
    result = bring(proctor.prepared, proctor.visit(1, seat="1\x1b[2J", room="R\n1"))
    assert said(result).isprintable()
    assert (result.kind, result.station) == (Kind.VISIT, station_key(1).id)


def forget_the_stick(proctor: Round) -> None:
    """What a restored service does."""
    with writing(proctor.prepared.folder) as connection:
        connection.execute(delete(schema.sticks))


def receipt_of(proctor: Round) -> str:
    """The short code of the first candidate's receipt."""
    (package,) = (proctor.drive / "answers").iterdir()
    result: ImportResult = bring(proctor.prepared, package)
    return result.receipt
