"""A machine becomes a station of a real site: once, with one seat, and only of the service that is meant."""

import gc
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from jwcrypto import jwk

from examclient import enrolling
from examclient.domain.clock import SiteClock
from examclient.domain.site import Membership
from examclient.enrolling import build_enrol, enrol_without_hands
from examclient.errors import JournalError, SiteAnswerError, SiteRefusedError, SiteUnreachableError
from examclient.network.http import SiteHttp
from examclient.network.proof import StationSigner
from examclient.network.site_api import SiteApi
from examclient.storage.room_cards import kept_cards
from examclient.storage.station_file import keep_authority, read_membership
from examclient.storage.station_key import make_station_key, read_station_key
from examclient.usecases.enrol import Enrol, ThisMachine
from examclient.usecases.log_in import LogIn
from examprotocol.enrolment import Enrolment, open_enrolment
from examprotocol.messages import EnrolReply, EnrolRequest, Refusal, StationReply, TimeReply
from examprotocol.station_proof import station_id_of
from examserver.cli.ordering import give
from examserver.services.key_backup import read_sealed, unseal, write_backup
from examserver.services.recovery_code import new_recovery_code
from examserver.services.room_orders import AddRoom
from examserver.services.safe_setup import again
from examserver.services.setup import Service, new_service, setting_up
from examserver.services.station_orders import MakeEnrolment, ReleaseStation, RenameStation, RevokeStation
from examserver.serving import SiteServer
from examserver.storage.folder import ServiceFolder
from examserver.storage.stations import Station, all_stations
from examserver.storage.store import reading, writing
from tests.client.exam_site import MINUTE, ROOM, WEEK, ZHANG, ExamSite
from tests.client.fake_clock import FakeClock
from tests.client.machine import Machine


def enrol(folder: Path, enrolment: Enrolment, seat: str = "12", hostname: str = "PC-07") -> Membership:
    """Enrol a machine that has this data folder and name."""
    return enrolment_of(folder, hostname)(enrolment, seat).membership


def enrolment_of(folder: Path, hostname: str = "PC-07") -> Enrol:
    def connect(enrolment: Enrolment, key: jwk.JWK) -> SiteApi:
        authority = keep_authority(folder, enrolment.authority)
        return SiteApi(SiteHttp(enrolment.address, authority, StationSigner(key)), SiteClock(FakeClock()))

    return Enrol(folder, connect, ThisMachine(hostname, "1.0"))


def refused(folder: Path, enrolment: Enrolment, seat: str = "12") -> SiteRefusedError:
    """How the site refuses to enrol; the machine is then what it was."""
    before = read_membership(folder)
    refusal = refusal_of(lambda: enrol(folder, enrolment, seat))
    assert read_membership(folder) == before
    return refusal


def refusal_of(act: Callable[[], object]) -> SiteRefusedError:
    """How the site refuses. The error's frames would keep its connection open, for which a service waits
    when it ends.
    """
    caught = None
    try:
        act()
    except SiteRefusedError as error:
        caught = error.with_traceback(None)
    assert caught is not None, "it was not refused"
    gc.collect()
    return caught


def stations(site: ExamSite) -> tuple[Station, ...]:
    with reading(site.folder) as connection:
        return all_stations(connection)


def test_a_machine_is_a_station_of_the_site_from_then_on(site: ExamSite, tmp_path: Path) -> None:
    member = enrol(tmp_path / "data", site.file)
    assert (member.site, member.room, member.seat, member.name) == ("第一考点", ROOM, "12", "PC-07")
    assert member.station == station_id_of(read_station_key(tmp_path / "data"))
    assert read_membership(tmp_path / "data") == member
    (station,) = stations(site)
    assert (station.id, station.seat, station.client) == (member.station, "12", "1.0")
    assert "d" not in station.key, "the private half never leaves the machine"


def test_a_second_time_changes_nothing_and_says_so(site: ExamSite, tmp_path: Path) -> None:
    first = enrol(tmp_path, site.file)
    for seat in ("12", " 12", ""):
        again_ = enrolment_of(tmp_path)(site.file, seat)
        assert not again_.is_new
        assert again_.membership == first
    assert len(stations(site)) == 1


def test_another_seat_moves_the_machine(site: ExamSite, tmp_path: Path) -> None:
    first = enrol(tmp_path, site.file, "a12")
    moved = enrolment_of(tmp_path)(site.file, "a13")
    assert moved.is_new
    assert (moved.membership.station, moved.membership.seat) == (first.station, "A13")
    assert not enrolment_of(tmp_path)(site.file, "ａ13").is_new, "the service reads it as the same seat"


def test_what_the_staff_has_changed_since_is_taken_over(site: ExamSite, tmp_path: Path) -> None:
    member = enrol(tmp_path, site.file)
    site.order(RenameStation(member.station, "Window seat"))
    renamed = enrolment_of(tmp_path)(site.file, "")
    assert not renamed.is_new
    assert renamed.membership.name == "Window seat"
    assert read_membership(tmp_path) == renamed.membership


def test_after_a_lost_reply_a_second_try_gives_the_same_station(site: ExamSite, tmp_path: Path) -> None:
    class LosesReply(SiteApi):
        def enrol(self, request: EnrolRequest) -> EnrolReply:
            super().enrol(request)
            raise SiteUnreachableError("The site does not answer (ReadTimeout).")

    def connect(enrolment: Enrolment, key: jwk.JWK) -> SiteApi:
        return LosesReply(SiteHttp(enrolment.address, None, StationSigner(key)), SiteClock(FakeClock()))

    once = site.along_the_cable(site.order(MakeEnrolment(ROOM, WEEK, 1)))
    with pytest.raises(SiteUnreachableError):
        Enrol(tmp_path, connect, ThisMachine("PC-07", "1.0"))(once, "12")
    assert read_membership(tmp_path) is None, "nothing counts that the machine has not heard"
    member = enrol(tmp_path, once)
    assert [station.id for station in stations(site)] == [member.station]


def test_a_cut_between_answer_and_disk_leaves_a_machine_that_can_be_enrolled(
    site: ExamSite, tmp_path: Path
) -> None:
    (tmp_path / "room.json").mkdir()
    with pytest.raises(JournalError):
        enrol(tmp_path, site.file)
    assert read_membership(tmp_path) is None
    (tmp_path / "room.json").rmdir()
    assert enrol(tmp_path, site.file).seat == "12"
    assert len(stations(site)) == 1


def test_fifty_machines_at_once_all_get_their_seat(site: ExamSite, tmp_path: Path) -> None:
    seats = {f"pc-{number:02}": f"{number}" for number in range(1, 51)}
    file = tmp_path / "site.enrol"
    made = site.along_the_cable(site.order(MakeEnrolment(ROOM, WEEK, seats=seats)))
    file.write_bytes(site.sealed(made))

    def start(hostname: str) -> Membership:
        return enrol(tmp_path / hostname, made, seats[hostname.lower()], hostname)

    with ThreadPoolExecutor(max_workers=16) as room:
        members = list(room.map(start, (name.upper() for name in seats)))
    assert {member.name.lower(): member.seat for member in members} == seats
    assert len(stations(site)) == 50
    refusal = refused(tmp_path / "one too many", made, "51")
    assert refusal.code == Refusal.ENROLMENT_USED_UP


def test_an_expired_token_is_refused(site: ExamSite, tmp_path: Path) -> None:
    enrolment = site.file
    site.time.put_forward(WEEK + MINUTE)
    assert refused(tmp_path, enrolment).code == Refusal.ENROLMENT_EXPIRED


def test_a_token_that_the_site_never_gave_out_is_refused(site: ExamSite, tmp_path: Path) -> None:
    unknown = msgspec.structs.replace(site.file, token="made up")
    assert refused(tmp_path, unknown).code == Refusal.ENROLMENT_UNKNOWN


def test_a_machine_without_a_seat_is_asked_for_one(site: ExamSite, tmp_path: Path) -> None:
    assert refused(tmp_path, site.file, "").code == Refusal.SEAT_MISSING
    assert enrol(tmp_path, site.file, "7").seat == "7"


def test_of_two_machines_that_claim_one_seat_the_second_hears_who_has_it(
    site: ExamSite, tmp_path: Path
) -> None:
    first = enrol(tmp_path / "first", site.file, "12", "PC-07")
    refusal = refused(tmp_path / "second", site.file, "12")
    assert (refusal.code, refusal.about) == (Refusal.SEAT_TAKEN, "12 (PC-07)")
    site.order(ReleaseStation(first.station))
    assert enrol(tmp_path / "second", site.file, "12", "SPARE").seat == "12"


def test_a_released_station_gets_a_seat_by_enrolling_again(site: ExamSite, tmp_path: Path) -> None:
    member = enrol(tmp_path, site.file)
    site.order(ReleaseStation(member.station))
    assert login_of(tmp_path, member).code == Refusal.STATION_RELEASED
    seated = enrolment_of(tmp_path)(site.file, "12")
    assert seated.is_new, "what this machine believes is not what the site says"
    assert seated.membership.station == member.station
    log_in(tmp_path, seated.membership)


def test_a_revoked_machine_is_enrolled_again_with_a_new_key(site: ExamSite, tmp_path: Path) -> None:
    member = enrol(tmp_path, site.file)
    content = (tmp_path / "station.key").read_bytes()
    site.order(RevokeStation(member.station))
    assert login_of(tmp_path, member).code == Refusal.STATION_REVOKED
    anew = enrol(tmp_path, site.file)
    assert anew.station != member.station
    assert anew.station == station_id_of(read_station_key(tmp_path))
    (kept,) = tmp_path.glob("station.key.unusable-*")
    assert kept.read_bytes() == content, "the old key is kept, with a date"
    log_in(tmp_path, anew)


def test_a_machine_whose_key_is_damaged_is_another_station(site: ExamSite, tmp_path: Path) -> None:
    member = enrol(tmp_path, site.file)
    (tmp_path / "station.key").write_bytes(b"damaged")
    assert refused(tmp_path, site.file).about == "12 (PC-07)", "its old place is taken, by itself"
    site.order(ReleaseStation(member.station))
    assert enrol(tmp_path, site.file).station != member.station
    (kept,) = tmp_path.glob("station.key.unusable-*")
    assert kept.read_bytes() == b"damaged"


def test_a_damaged_station_file_costs_nothing_but_enrolling(site: ExamSite, tmp_path: Path) -> None:
    member = enrol(tmp_path, site.file)
    (tmp_path / "station.json").write_bytes(b"{")
    assert enrol(tmp_path, site.file).station == member.station
    assert len(stations(site)) == 1


def test_where_nobody_answers_nothing_is_begun(site: ExamSite, tmp_path: Path) -> None:
    site.cable.pull()
    with pytest.raises(SiteUnreachableError):
        enrol(tmp_path, site.file)
    assert read_membership(tmp_path) is None
    site.cable.plug()
    enrol(tmp_path, site.file)


# -- another service ----------------------------------------------------------------------------------------


def test_another_service_at_the_address_is_not_the_one_in_the_file(site: ExamSite, tmp_path: Path) -> None:
    other = msgspec.structs.replace(site.file, site_id="0" * 32)
    with pytest.raises(SiteAnswerError, match="another service"):
        enrol(tmp_path, other)
    assert stations(site) == ()


def enrolment_file(root: Path, address: str) -> Enrolment:
    """An enrolment file of the service in this folder, for this address."""
    content = give(root, MakeEnrolment("A", WEEK, address=address)).content
    return open_enrolment(content)


HERE = "https://127.0.0.1:8460"


def made_service(root: Path, service: Service) -> None:
    with setting_up(root, service):
        pass
    give(root, AddRoom("A"))


def test_a_service_with_an_authority_of_its_own_is_refused_by_tls(tmp_path: Path) -> None:
    roots = [tmp_path / "ours", tmp_path / "theirs"]
    for root in roots:
        made_service(root, new_service("第一考点", HERE))
    with SiteServer(roots[1], port=0) as theirs:
        meant = enrolment_file(roots[0], theirs.address)
        with pytest.raises(SiteAnswerError, match="not this exam site"):
            enrol(tmp_path / "data", meant)
        enrol(tmp_path / "their own", enrolment_file(roots[1], theirs.address))
    assert read_membership(tmp_path / "data") is None


def test_a_machine_that_fails_to_enrol_elsewhere_stays_with_its_service(
    site: ExamSite, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    member = enrol(data, site.file)
    made_service(tmp_path / "theirs", new_service("第二考点", HERE))
    with SiteServer(tmp_path / "theirs", port=0) as theirs:
        other = enrolment_file(tmp_path / "theirs", theirs.address)
        refused(data, msgspec.structs.replace(other, token="made up"))
        assert read_membership(data) == member
        log_in(data, member)
        assert enrol(data, other).site == "第二考点"


# -- a service that was set up anew -------------------------------------------------------------------------


def backed_up(service: Service, file: Path) -> Service:
    """The service that its key backup makes on a new machine."""
    code = new_recovery_code()
    write_backup(file, service, code)
    return again(unseal(read_sealed(file), code))


def log_in(folder: Path, member: Membership) -> None:
    signer = StationSigner(read_station_key(folder))
    authority = keep_authority(folder, member.authority) if member.address.startswith("https") else None
    api = SiteApi(SiteHttp(member.address, authority, signer), SiteClock(FakeClock()))
    LogIn(api, "1.0", member.credential)(*ZHANG)


def login_of(folder: Path, member: Membership) -> SiteRefusedError:
    return refusal_of(lambda: log_in(folder, member))


def test_a_service_from_its_key_backup_is_the_same_to_a_station_without_a_touch(tmp_path: Path) -> None:
    data, service = tmp_path / "data", new_service("第一考点", HERE)
    made_service(tmp_path / "old", service)
    with SiteServer(tmp_path / "old", port=0) as old:
        member = enrol(data, enrolment_file(tmp_path / "old", old.address))
        port = old.port
    with setting_up(tmp_path / "new", backed_up(service, tmp_path / "keys.backup")):
        pass
    with SiteServer(tmp_path / "new", port=port):
        refusal = login_of(data, member)
    assert refusal.code == Refusal.UNKNOWN_CANDIDATE, "the machine was let in; the roster is not there yet"
    assert read_membership(data) == member
    with reading(ServiceFolder(tmp_path / "new")) as connection:
        (station,) = all_stations(connection)
    assert (station.id, station.room, station.seat) == (member.station, "A", "12")


def test_without_its_credential_a_station_hears_that_it_is_not_known(site: ExamSite, tmp_path: Path) -> None:
    member = enrol(tmp_path, site.file)
    with site.stopped() as folder, writing(folder) as connection:
        connection.exec_driver_sql("DELETE FROM stations")
    bare = msgspec.structs.replace(member, credential="")
    assert login_of(tmp_path, bare).code == Refusal.UNKNOWN_STATION
    assert enrol(tmp_path, site.file).station == member.station, "enrolled again, it is the same station"


def test_a_credential_is_worth_nothing_without_its_key(site: ExamSite, tmp_path: Path) -> None:
    stolen = enrol(tmp_path / "a", site.file)
    thief = enrol(tmp_path / "b", site.file, "13")
    with site.stopped() as folder, writing(folder) as connection:
        connection.exec_driver_sql("DELETE FROM stations")
    with_it = msgspec.structs.replace(thief, credential=stolen.credential)
    assert login_of(tmp_path / "b", with_it).code in (Refusal.NOT_PROVEN, Refusal.UNKNOWN_STATION)
    assert stations(site) == ()


# -- every request is the station's own ---------------------------------------------------------------------


def test_a_copied_token_is_worth_nothing_at_another_station(
    site: ExamSite, new_machine: Callable[[], Machine]
) -> None:
    seated, other = new_machine(), new_machine()
    seated.take_in()
    other.api._token = seated.api._token
    with pytest.raises(SiteRefusedError) as refusal:
        other.api.events()
    assert refusal.value.code == Refusal.SESSION_ENDED
    seated.api.events()


def test_without_a_proof_or_with_anothers_nothing_is_answered(site: ExamSite, machine: Machine) -> None:
    class Pretender:
        def headers(self, method: str, path: str, token: str, body: bytes) -> dict[str, str]:
            own = StationSigner(make_station_key(machine.data / "other")).headers(method, path, token, body)
            return {**own, "Exam-Station": machine.station}

    for signer in (None, Pretender()):
        api = SiteApi(SiteHttp(site.file.address, signer=signer), machine.clock)
        with pytest.raises(SiteRefusedError) as refusal:
            api.station()
        assert refusal.value.code == Refusal.NOT_PROVEN
        assert api.time().site == site.file.site_id, "the time is told to anybody"


def test_a_station_may_ask_what_it_is(machine: Machine) -> None:
    reply = machine.api.station()
    assert (reply.name, reply.room, reply.seat) == (machine.site.name, machine.site.room, machine.site.seat)
    assert kept_cards(machine.data) == reply.cards


class WrongDesk:
    """A service that answers as if another station had asked."""

    def __init__(self, enrolment: Enrolment) -> None:
        self._site = enrolment.site_id

    def time(self) -> TimeReply:
        return TimeReply(1, self._site)

    def station(self) -> StationReply:
        raise AssertionError("a machine that was never enrolled has nothing to ask")

    def enrol(self, request: EnrolRequest) -> EnrolReply:
        return EnrolReply(1, "0" * 32, request.hostname, ROOM, request.seat)


def test_an_answer_for_another_station_is_not_believed(site: ExamSite, tmp_path: Path) -> None:
    wrong = Enrol(tmp_path, lambda enrolment, _key: WrongDesk(enrolment), ThisMachine("PC", "1.0"))
    with pytest.raises(SiteAnswerError, match="another station"):
        wrong(site.file, "12")
    assert read_membership(tmp_path) is None


# -- without hands ------------------------------------------------------------------------------------------


@pytest.fixture
def file(site: ExamSite, tmp_path: Path) -> Path:
    path = tmp_path / "site.enrol"
    path.write_bytes(site.sealed(site.file))
    return path


def test_a_machine_is_enrolled_from_the_command_line_and_says_so_in_one_line(
    file: Path, tmp_path: Path
) -> None:
    words = ("--enrol", str(file), "--seat", "12", "--data", str(tmp_path / "d"))
    command = [sys.executable, "-m", "examclient", *words]
    for how in ("is now", "is already"):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stderr) == (0, "")
        member = read_membership(tmp_path / "d")
        assert member is not None
        line = f"第一考点, room {ROOM}, seat 12: this machine {how} station {member.name}.\n"
        assert done.stdout == line


def test_no_window_and_no_qt_is_needed_to_enrol() -> None:
    program = "import sys, examclient.enrolling; sys.exit(any('PySide6' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_went_wrong_is_said_in_two_lines(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enrol_without_hands(tmp_path / "one", file, "12") == 0
    capsys.readouterr()
    assert enrol_without_hands(tmp_path / "two", file, "12") == 1
    said = capsys.readouterr()
    assert said.out == ""
    first, second = said.err.splitlines()
    assert "(12 (" in first
    assert "examserver stations" in second
    assert enrol_without_hands(tmp_path / "two", file, "") == 1
    assert "--seat" in capsys.readouterr().err


def test_a_network_that_is_not_there_yet_is_waited_for(
    site: ExamSite,
    file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def plug_in(_seconds: float) -> None:
        site.cable.plug()

    site.cable.pull()
    monkeypatch.setattr("examclient.enrolling.time.sleep", plug_in)
    assert enrol_without_hands(tmp_path / "data", file, "12") == 0
    said = capsys.readouterr()
    assert "Trying again" in said.err
    assert "seat 12" in said.out


def test_after_half_a_minute_without_an_answer_it_gives_up(
    site: ExamSite,
    file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site.cable.pull()
    monkeypatch.setattr(enrolling, "PATIENCE", 0.0)
    assert enrol_without_hands(tmp_path / "data", file, "12") == 1
    assert "cable" in capsys.readouterr().err


def test_the_table_says_where_this_machine_sits(
    site: ExamSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = site.along_the_cable(site.order(MakeEnrolment(ROOM, WEEK, seats={"pc-07": "7"})))
    path = tmp_path / "site.enrol"
    path.write_bytes(site.sealed(made))
    monkeypatch.setattr(enrolling, "hostname", lambda: "PC-07.exam.local")
    assert enrol_without_hands(tmp_path / "data", path, "") == 0
    assert "seat 7" in capsys.readouterr().out


def test_the_built_use_case_is_the_one_that_was_tried(file: Path, tmp_path: Path) -> None:
    enrolment = open_enrolment(file.read_bytes())
    assert build_enrol(tmp_path / "data")(enrolment, "12").membership.seat == "12"
