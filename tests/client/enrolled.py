"""Enrols machines without a screen, and asks as they do."""

import gc
from collections.abc import Callable
from pathlib import Path

from jwcrypto import jwk

from examclient.domain.clock import SiteClock
from examclient.domain.site import Membership
from examclient.errors import SiteRefusedError
from examclient.network.http import SiteHttp
from examclient.network.proof import StationSigner
from examclient.network.site_api import SiteApi
from examclient.storage.station_file import keep_authority, read_membership
from examclient.storage.station_key import read_station_key
from examclient.usecases.enrol import Enrol, ThisMachine
from examclient.usecases.log_in import LogIn
from examprotocol.enrolment import Enrolment
from examserver.storage.stations import Station, all_stations
from examserver.storage.store import reading
from tests.client.exam_site import ZHANG, ExamSite
from tests.client.fake_clock import FakeClock


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


def log_in(folder: Path, member: Membership) -> None:
    signer = StationSigner(read_station_key(folder))
    authority = keep_authority(folder, member.authority) if member.address.startswith("https") else None
    api = SiteApi(SiteHttp(member.address, authority, signer), SiteClock(FakeClock()))
    LogIn(api, "1.0", member.credential)(*ZHANG)


def login_of(folder: Path, member: Membership) -> SiteRefusedError:
    return refusal_of(lambda: log_in(folder, member))
