"""A station believes only its own service, also one that was set up anew; nobody can pose as a station."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from examclient.errors import SiteAnswerError, SiteRefusedError
from examclient.network.http import SiteHttp
from examclient.network.proof import StationSigner
from examclient.network.site_api import SiteApi
from examclient.storage.room_cards import kept_cards
from examclient.storage.station_file import read_membership
from examclient.storage.station_key import make_station_key
from examclient.usecases.enrol import Enrol, ThisMachine
from examprotocol.enrolment import Enrolment, open_enrolment
from examprotocol.messages import EnrolReply, EnrolRequest, Refusal, StationReply, TimeReply
from examserver.cli.ordering import give
from examserver.services.key_backup import read_sealed, unseal, write_backup
from examserver.services.recovery_code import new_recovery_code
from examserver.services.room_orders import AddRoom
from examserver.services.safe_setup import again
from examserver.services.setup import Service, new_service, setting_up
from examserver.services.station_orders import MakeEnrolment
from examserver.serving import SiteServer
from examserver.storage.folder import ServiceFolder
from examserver.storage.stations import all_stations
from examserver.storage.store import reading, writing
from tests.client.enrolled import enrol, log_in, login_of, refused, stations
from tests.client.exam_site import ROOM, WEEK, ExamSite
from tests.client.machine import Machine


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


def backed_up(service: Service, file: Path) -> Service:
    """The service that its key backup makes on a new machine."""
    code = new_recovery_code()
    write_backup(file, service, code)
    return again(unseal(read_sealed(file), code), now=0)


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
