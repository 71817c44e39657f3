"""A machine becomes a station of a real site: once, with one seat, and again after whatever went wrong."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from jwcrypto import jwk

from examclient.domain.clock import SiteClock
from examclient.domain.site import Membership
from examclient.errors import JournalError, SiteUnreachableError
from examclient.network.http import SiteHttp
from examclient.network.proof import StationSigner
from examclient.network.site_api import SiteApi
from examclient.storage.station_file import read_membership
from examclient.storage.station_key import read_station_key
from examclient.usecases.enrol import Enrol, ThisMachine
from examprotocol.enrolment import Enrolment
from examprotocol.messages import EnrolReply, EnrolRequest, Refusal
from examprotocol.station_proof import station_id_of
from examserver.services.station_orders import MakeEnrolment, ReleaseStation, RenameStation, RevokeStation
from tests.client.enrolled import enrol, enrolment_of, log_in, login_of, refused, stations
from tests.client.exam_site import MINUTE, ROOM, WEEK, ExamSite
from tests.client.fake_clock import FakeClock


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
    site.order(ReleaseStation(first.station, reason="a power cut"))
    assert enrol(tmp_path / "second", site.file, "12", "SPARE").seat == "12"


def test_a_released_station_gets_a_seat_by_enrolling_again(site: ExamSite, tmp_path: Path) -> None:
    member = enrol(tmp_path, site.file)
    site.order(ReleaseStation(member.station, reason="a power cut"))
    assert login_of(tmp_path, member).code == Refusal.STATION_RELEASED
    seated = enrolment_of(tmp_path)(site.file, "12")
    assert seated.is_new, "what this machine believes is not what the site says"
    assert seated.membership.station == member.station
    log_in(tmp_path, seated.membership)


def test_a_revoked_machine_is_enrolled_again_with_a_new_key(site: ExamSite, tmp_path: Path) -> None:
    member = enrol(tmp_path, site.file)
    content = (tmp_path / "station.key").read_bytes()
    site.order(RevokeStation(member.station, reason="a power cut"))
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
    site.order(ReleaseStation(member.station, reason="a power cut"))
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
