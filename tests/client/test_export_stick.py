"""A proctor's stick takes all that a machine holds in one go, and says what it took."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from examclient.domain.export import Exportable, Permit, StickVisit
from examclient.domain.phases import Phase
from examclient.errors import DriveFullError, DriveGoneError, ExportError, ExportFault
from examclient.storage import export_folder
from examclient.usecases import export_stick
from examclient.usecases.room_password import Verdict
from examprotocol.package_reading import open_package, read_package, unlock_by_key, unlock_by_password
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.room_password import plain_password
from examprotocol.signing import new_signing_key
from examprotocol.visit import Visit, open_visit
from examserver.cli.command_line import main
from examserver.services.room_orders import MakeStick
from examserver.services.room_visits import visits_of_room
from examserver.storage.store import reading
from tests.client.bare_station import NOW, OPENING_KEY, BareStation, make_stick
from tests.client.cards import PASSWORD
from tests.client.exam_site import ROOM, ExamSite
from tests.client.exporting import PERMIT, exporter_of, never, opened
from tests.client.moving import NewSeat, at_the_site
from tests.client.restarts import Rebooted
from tests.client.seat import Seat

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def station(tmp_path: Path) -> BareStation:
    return BareStation(tmp_path / "data")


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    folder = tmp_path / "drive"
    make_stick(folder)
    return folder


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test can say after which one something happens."""
    monkeypatch.setattr(export_stick, "AT_ONCE", 1)


def quietly(_what: Exportable, _number: int, _of: int) -> None:
    """Nobody looks."""


def export_all(station: BareStation, drive: Path, permit: Permit = PERMIT) -> StickVisit:
    return station.exporter.export_all(drive, permit, quietly, never)


def word_of(station: BareStation, visit: StickVisit) -> Visit:
    assert visit.file is not None
    return open_visit(visit.file.read_bytes(), lambda _station: station.key)


def refused(station: BareStation, drive: Path) -> ExportFault:
    with pytest.raises(ExportError) as caught:
        export_all(station, drive)
    assert not (drive / "answers").exists()
    return caught.value.fault


def test_all_that_a_machine_holds_is_on_the_stick_with_its_signed_word(
    station: BareStation, drive: Path
) -> None:
    attempts = {station.leave_here(number) for number in range(1, 6)}
    told: list[tuple[str, int, int]] = []
    visit = station.exporter.export_all(
        drive, PERMIT, lambda what, number, of: told.append((what.attempt, number, of)), never
    )
    assert visit.is_complete
    assert {one.attempt for one in visit.exported} == attempts
    assert [(number, of) for _, number, of in told] == [(number, 5) for number in range(1, 6)]
    word = word_of(station, visit)
    assert (word.done, word.left, word.stick) == (True, (), make_stick(drive).id)
    assert {one.attempt for one in word.packages} == attempts
    for one in visit.exported:
        sealed = read_package(one.path.read_bytes())
        for key in (unlock_by_key(sealed, OPENING_KEY), unlock_by_password(sealed, plain_password(PASSWORD))):
            assert open_package(sealed, key, lambda _station: station.key).attempt == one.attempt
    assert sorted(path.name for path in drive.iterdir() if path.is_dir()) == ["answers", "visits"]


def test_fifty_attempts_are_on_the_stick_and_stay_here(station: BareStation, drive: Path) -> None:
    attempts = [station.leave_here(number, answers=20) for number in range(1, 51)]
    visit = export_all(station, drive)
    assert (len(visit.exported), visit.failed, visit.is_complete) == (50, (), True)
    assert len(list((drive / "answers").iterdir())) == 50
    assert set(station.journals.attempts()) == set(attempts)


def test_a_machine_that_holds_nothing_says_so_on_the_stick(station: BareStation, drive: Path) -> None:
    visit = export_all(station, drive)
    assert (visit.exported, visit.is_complete) == ((), True)
    assert word_of(station, visit).done


def test_a_second_visit_takes_everything_again(station: BareStation, drive: Path) -> None:
    attempt = station.leave_here(1)
    first, second = export_all(station, drive), export_all(station, drive)
    assert first.exported[0].path != second.exported[0].path
    assert [one.attempt for one in second.exported] == [attempt]
    assert first.file != second.file


def test_one_that_cannot_be_exported_stops_no_other_and_the_stick_says_which(
    station: BareStation, drive: Path
) -> None:
    attempts = [station.leave_here(number) for number in range(1, 4)]
    path = station.data / "journals" / f"{attempts[1]}.journal"
    path.write_bytes(bytes(len(path.read_bytes())))
    for beside in path.parent.glob(f"{attempts[1]}.journal-*"):
        beside.unlink()
    unlabelled = station.leave_here(9)
    station.journals.left(unlabelled).note("whose", "")
    visit = export_all(station, drive)
    assert {one.attempt for one in visit.exported} == {attempts[0], attempts[2]}
    assert {one.what.attempt: one.error.fault for one in visit.failed} == {
        unlabelled: ExportFault.NOBODYS,
        attempts[1]: ExportFault.DAMAGED,
    }
    word = word_of(station, visit)
    assert (word.done, set(word.left)) == (False, {unlabelled, attempts[1]})


def test_a_journal_of_which_nothing_can_be_read_is_no_complete_visit(
    station: BareStation, drive: Path
) -> None:
    attempt = station.leave_here(1)
    path = station.data / "journals" / f"{attempt}.journal"
    path.write_bytes(os.urandom(len(path.read_bytes())))
    visit = export_all(station, drive)
    assert [(one.what.attempt, one.error.fault) for one in visit.failed] == [(attempt, ExportFault.DAMAGED)]
    assert not visit.is_complete


def test_a_journal_that_was_begun_and_never_written_is_nothing_to_carry_out(
    station: BareStation, drive: Path
) -> None:
    station.journals.left("f" * 32).note("starts", "1")
    visit = export_all(station, drive)
    assert (visit.exported, visit.failed, visit.is_complete) == ((), (), True)


@pytest.mark.usefixtures("one_at_a_time")
def test_a_stick_that_is_pulled_out_ends_the_visit_and_names_the_rest(
    station: BareStation, drive: Path, tmp_path: Path
) -> None:
    attempts = [station.leave_here(number) for number in range(1, 5)]

    def pull_out(_what: Exportable, number: int, _of: int) -> None:
        if number == 3:
            drive.rename(tmp_path / "pulled out")

    visit = station.exporter.export_all(drive, PERMIT, pull_out, never)
    assert len(visit.exported) == 2
    assert {one.what.attempt for one in visit.failed} == set(attempts) - {
        one.attempt for one in visit.exported
    }
    assert isinstance(visit.trouble, DriveGoneError)
    assert (visit.file, visit.is_complete) == (None, False)
    assert not drive.exists(), "nothing is made in its place"


@pytest.mark.usefixtures("one_at_a_time")
def test_whoever_stops_it_has_what_came_before_and_a_word_that_more_is_left(
    station: BareStation, drive: Path
) -> None:
    for number in range(1, 5):
        station.leave_here(number)
    seen: list[str] = []

    def note(what: Exportable, _number: int, _of: int) -> None:
        seen.append(what.attempt)

    visit = station.exporter.export_all(drive, PERMIT, note, lambda: len(seen) > 2)
    assert len(visit.exported) == 2
    assert {one.error.fault for one in visit.failed} == {ExportFault.STOPPED}
    word = word_of(station, visit)
    assert (word.done, len(word.left), len(word.packages)) == (False, 2, 2)


def test_a_full_stick_takes_what_fits(
    station: BareStation, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, small = station.leave_here(1, answers=3_000), station.leave_here(2, answers=5)
    monkeypatch.setattr(export_folder, "free_in", lambda _folder: 200_000)
    visit = export_all(station, drive)
    assert [one.attempt for one in visit.exported] == [small]
    assert [(one.what.attempt, one.error.fault) for one in visit.failed] == [(large, ExportFault.FULL)]
    assert visit.file is not None


def test_what_packages_leave_free_is_for_the_word_of_them(
    station: BareStation, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    station.leave_here(1, answers=3_000)
    monkeypatch.setattr(export_folder, "free_in", lambda _folder: export_folder.BESIDE)
    visit = export_all(station, drive)
    assert [one.error.fault for one in visit.failed] == [ExportFault.FULL]
    assert visit.file is not None, "who was here is known all the same"


def test_a_stick_without_room_for_a_folder_says_how_much_it_takes(
    station: BareStation, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_folder: Path, **_how: bool) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    station.leave_here(1)
    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(DriveFullError) as caught:
        export_all(station, drive)
    assert caught.value.needs > 0, "nobody reads that it takes nothing"


def test_what_is_no_stick_of_this_room_is_refused_by_its_reason(station: BareStation, tmp_path: Path) -> None:
    assert refused(station, tmp_path / "gone") is ExportFault.NO_STICK
    (tmp_path / "empty").mkdir()
    assert refused(station, tmp_path / "empty") is ExportFault.NO_STICK
    make_stick(tmp_path / "forged", key=new_signing_key())
    assert refused(station, tmp_path / "forged") is ExportFault.FORGED_STICK
    make_stick(tmp_path / "room", room="Room 2")
    assert refused(station, tmp_path / "room") is ExportFault.FORGED_STICK
    make_stick(tmp_path / "site", site="9" * 32)
    assert refused(station, tmp_path / "site") is ExportFault.FORGED_STICK
    make_stick(tmp_path / "torn")
    for path in (tmp_path / "torn").iterdir():
        path.write_bytes(path.read_bytes()[:200])
    assert refused(station, tmp_path / "torn") is ExportFault.NO_STICK
    assert station.cards == [], "what nobody has signed brings no cards"


def test_of_several_sticks_on_one_drive_the_newest_of_this_room_counts(
    station: BareStation, drive: Path
) -> None:
    make_stick(drive, key=new_signing_key(), at=NOW + 5)
    make_stick(drive, room="Room 2", at=NOW + 4)
    newest = make_stick(drive, at=NOW + 3)
    make_stick(drive, at=NOW - 3)
    assert word_of(station, export_all(station, drive)).stick == newest.id


def test_a_stick_brings_the_services_key_to_a_machine_that_does_not_know_it(
    tmp_path: Path, drive: Path
) -> None:
    station = BareStation(tmp_path / "old", opening={})
    station.leave_here(1)
    (exported,) = export_all(station, drive).exported
    assert unlock_by_key(read_package(exported.path.read_bytes()), OPENING_KEY)


KILLED = """
import os, signal, sys
from pathlib import Path
from examclient.domain.export import Permit
from examclient.usecases import export_stick
from tests.client.bare_station import BareStation, make_stick
from tests.client.cards import PASSWORD

def killed_at(last, call, count=[0]):
    def perhaps(*args, **more):
        count[0] += 1
        if count[0] == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*args, **more)
    return perhaps

data, drives = map(Path, sys.argv[1:])
export_stick.AT_ONCE = 1
for last in range(1, 100):
    make_stick(drives / str(last))
    child = os.fork()
    if not child:
        for place, name in ((os, "open"), (os, "write"), (os, "fsync"), (Path, "rename")):
            setattr(place, name, killed_at(last, getattr(place, name)))
        permit, drive = Permit(PASSWORD), drives / str(last)
        BareStation(data).exporter.export_all(drive, permit, lambda *_: None, lambda: False)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        print(last)
        break
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process that splits itself")
def test_a_client_that_is_killed_at_any_step_leaves_nothing_under_a_packages_name_that_is_none(
    station: BareStation, tmp_path: Path
) -> None:
    station.leave_here(1, answers=400)
    command = [sys.executable, "-c", KILLED, str(station.data), str(tmp_path / "drives")]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True, text=True)
    runs = int(done.stdout)
    assert runs > 12, "opened, written, synced, read, renamed, the folder synced, and its word as well"
    drives = [tmp_path / "drives" / str(run) for run in range(1, runs + 1)]
    packages = [len(whole_files(station, drive)) for drive in drives]
    assert packages == sorted(packages), "once it is there it stays"
    assert (packages[0], packages[-1]) == (0, 1)
    assert any(list(drive.glob("*/*.part")) for drive in drives), "it was killed in the middle"


def whole_files(station: BareStation, drive: Path) -> list[Path]:
    """The packages, and whatever else has a name of its own: all of it must be good."""
    for path in drive.glob("*/*.examvisit"):
        assert open_visit(path.read_bytes(), lambda _station: station.key).done
    found = list(drive.glob("*/*.examanswers"))
    assert all(opened(path, station.data).candidate == "A-0001" for path in found)
    return found


def test_a_stick_comes_back_and_the_site_knows_who_was_visited(
    site: ExamSite, seat: Seat, new_seat: NewSeat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bell with no network: nobody waits, and one password at each machine is enough."""
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    seat.all_sent()
    site.set_room_password()
    site.cable.pull()
    seat.answer("q5", TextResponse("only here"))
    seat.hand_in()
    seat.reach(Phase.SUBMIT_FAILED)
    attempt = seat.attempt
    seat.crash()
    back = new_seat(seat.data, Rebooted())
    back.reach(Phase.LOGIN)
    drive = tmp_path / "drive"
    drive.mkdir()
    (drive / "A.examstick").write_bytes(site.order(MakeStick(ROOM, site.exam.id, "主考")))
    codes = back.presenter._watch.passwords.codes
    assert codes.unlock(PASSWORD, "").verdict is Verdict.NO_CARD, "it never heard of a password"
    exporter_of(back).begin_with_stick(drive)
    assert codes.unlock(PASSWORD, "").verdict is Verdict.RIGHT
    visit = exporter_of(back).export_all(drive, PERMIT, quietly, never)
    assert visit.is_complete
    assert main(["packages", "import", str(site.folder.root), str(drive)]) == 0
    assert at_the_site(site, attempt).response("q5") == TextResponse("only here")
    assert site.receipt(attempt)
    with reading(site.folder) as connection:
        seen = visits_of_room(connection, ROOM, site.exam.id, site.time.now())
    (visited,) = [one for one in seen.stations if one.id == back.station]
    assert visited.is_settled, (visited, json.dumps(str(capsys.readouterr())))
