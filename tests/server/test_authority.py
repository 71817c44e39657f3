"""The service's own authority for TLS: who is believed, and that no clock stands in the way."""

import datetime
import socket
import ssl
import threading
from pathlib import Path

import pytest
from cryptography import x509

from examserver.errors import FolderError
from examserver.services.authority import (
    Authority,
    ServerIdentity,
    issue_server_identity,
    load_authority,
    new_authority,
)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return new_authority("第一考点")


def shake_hands(identity: ServerIdentity, trusted: Authority, host: str, folder: Path) -> str:
    """Make one TLS connection; returns its protocol version, raises what the station would see."""
    chain, key = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(identity.chain_pem)
    key.write_bytes(identity.key_pem)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(chain, key)
    asking = ssl.create_default_context(cadata=trusted.certificate_pem.decode())
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answering = threading.Thread(target=_answer, args=[listener, serving])
        answering.start()
        try:
            with (
                socket.create_connection(listener.getsockname(), timeout=10) as plain,
                asking.wrap_socket(plain, server_hostname=host) as secured,
            ):
                return str(secured.version())
        finally:
            answering.join(10)


def _answer(listener: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = listener.accept()
    try:
        context.wrap_socket(connection, server_side=True).close()
    except OSError:
        connection.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "exam.local"])
def test_a_station_believes_a_server_of_its_own_service(
    authority: Authority, tmp_path: Path, host: str
) -> None:
    identity = issue_server_identity(authority, ["127.0.0.1", "exam.local"])
    assert shake_hands(identity, authority, host, tmp_path) == "TLSv1.3"


def test_another_service_of_the_same_name_is_refused(authority: Authority, tmp_path: Path) -> None:
    impostor = issue_server_identity(new_authority("第一考点"), ["127.0.0.1"])
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(impostor, authority, "127.0.0.1", tmp_path)


def test_a_server_is_believed_only_at_its_own_address(authority: Authority, tmp_path: Path) -> None:
    identity = issue_server_identity(authority, ["192.168.0.9"])
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(identity, authority, "127.0.0.1", tmp_path)


def test_a_server_cannot_play_the_authority(authority: Authority, tmp_path: Path) -> None:
    server = issue_server_identity(authority, ["127.0.0.1"])
    forged = issue_server_identity(Authority(authority.certificate_pem, server.key_pem), ["127.0.0.1"])
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(forged, authority, "127.0.0.1", tmp_path)


@pytest.mark.parametrize("year", [2001, 2020, 2040, 2099])
def test_no_clock_of_this_century_stands_in_the_way(authority: Authority, year: int) -> None:
    identity = issue_server_identity(authority, ["127.0.0.1"])
    moment = datetime.datetime(year, 6, 1, tzinfo=datetime.UTC)
    for certificate in x509.load_pem_x509_certificates(identity.chain_pem):
        assert certificate.not_valid_before_utc < moment < certificate.not_valid_after_utc


def test_certificate_and_key_of_two_authorities_are_not_taken_for_one(authority: Authority) -> None:
    assert load_authority(authority.certificate_pem, authority.key_pem) == authority
    with pytest.raises(FolderError, match="do not belong together"):
        load_authority(authority.certificate_pem, new_authority("x").key_pem)
    with pytest.raises(FolderError, match="cannot be read"):
        load_authority(b"nothing", authority.key_pem)
