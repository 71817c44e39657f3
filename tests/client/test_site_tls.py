"""TLS between station and site: only the station's own service is believed."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from examclient.errors import SiteAnswerError, SiteUnreachableError
from examclient.network.http import Ask, SiteHttp
from examclient.storage.station_file import keep_authority
from examdemo.cable import Cable
from examprotocol.enrolment import open_enrolment
from examprotocol.messages import TimeReply
from examserver.cli.ordering import give
from examserver.errors import FolderError
from examserver.services.room_orders import AddRoom
from examserver.services.setup import SiteCard, set_up
from examserver.services.station_orders import MakeEnrolment
from examserver.serving import SiteServer
from examserver.storage.folder import ServiceFolder
from examserver.tls import tls_for

HERE = "https://127.0.0.1:8460"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - asked about, not listened on


class Served(NamedTuple):
    """A service over TLS, its card and its folder."""

    card: SiteCard
    folder: Path
    server: SiteServer


def make_site(folder: Path, address: str = HERE) -> SiteCard:
    return set_up(folder, "第一考点", address)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("tls") / "site"
    site = make_site(folder)
    with SiteServer(folder, port=0) as server:
        yield Served(site, folder, server)


def ask(http: SiteHttp) -> TimeReply:
    return http.ask(Ask("time"), TimeReply)


def test_a_station_reaches_its_own_service_over_tls(served: Served, tmp_path: Path) -> None:
    site, server = served.card, served.server
    assert server.address.startswith("https://")
    assert ask(SiteHttp(server.address, keep_authority(tmp_path, site.authority))).site == site.site_id


@pytest.fixture
def elsewhere(served: Served, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address of the service that its certificate does not name."""
    look_up = socket.getaddrinfo

    def resolved(host: str, *rest: Any, **more: Any) -> Any:
        return look_up("127.0.0.1" if host == "exam.test" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    return f"https://exam.test:{served.server.port}"


def test_an_address_given_out_with_an_enrolment_file_needs_no_certificate_of_its_own(
    served: Served, tmp_path: Path, elsewhere: str
) -> None:
    """Also while the service runs."""
    folder = served.folder
    give(folder, AddRoom("A"))
    file = open_enrolment(give(folder, MakeEnrolment("A", 3_600_000, address=elsewhere)).content)
    assert file.address == elsewhere
    assert ask(SiteHttp(file.address, keep_authority(tmp_path, file.authority))).site == file.site_id


def test_at_such_an_address_too_only_the_stations_own_service_is_believed(
    served: Served, tmp_path: Path, elsewhere: str
) -> None:
    other = keep_authority(tmp_path, make_site(tmp_path / "other").authority)
    for authority in (other, None):
        with pytest.raises(SiteAnswerError, match="not this exam site"):
            ask(SiteHttp(elsewhere, authority))


def test_another_service_with_its_own_authority_is_refused(served: Served, tmp_path: Path) -> None:
    server = served.server
    other = make_site(tmp_path / "other")
    with pytest.raises(SiteAnswerError, match="not this exam site"):
        ask(SiteHttp(server.address, keep_authority(tmp_path, other.authority)))


def test_authorities_that_the_machine_knows_do_not_count(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, server = served.card, served.server
    own = keep_authority(tmp_path, site.authority)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(own))
    other = keep_authority(tmp_path / "other", make_site(tmp_path / "site").authority)
    with pytest.raises(SiteAnswerError, match="not this exam site"):
        ask(SiteHttp(server.address, other))


def test_a_cable_pulled_in_the_middle_is_the_networks_doing(served: Served, tmp_path: Path) -> None:
    site, server = served.card, served.server
    cable = Cable(server.port)
    cable.start()
    try:
        http = SiteHttp(f"https://127.0.0.1:{cable.port}", keep_authority(tmp_path, site.authority))
        assert ask(http).site == site.site_id
        cable.condition.lose_replies = True
        with pytest.raises(SiteUnreachableError):
            ask(http)
    finally:
        cable.stop()


def test_a_service_that_others_can_reach_is_never_served_in_the_clear(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    set_up(folder, "第一考点", "http://127.0.0.1:8460")
    service = ServiceFolder(folder)
    with tls_for(service, "127.0.0.1") as here, tls_for(service, EVERYWHERE) as everywhere:
        assert here is None
        assert everywhere is not None
    (service.signing_key.parent / "authority.key").unlink()
    refused = pytest.raises(FolderError, match=r"authority\.key is missing or cannot be read")
    with refused, tls_for(service, EVERYWHERE):
        pass


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps owners elsewhere than in the file's mode")
def test_the_servers_key_is_its_owners_only(served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    make_site(folder)
    with SiteServer(folder, port=0):
        key = ServiceFolder(folder).signing_key.parent / "server.key"
        assert key.stat().st_mode & 0o077 == 0
