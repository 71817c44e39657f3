"""What a connection may cost the service, and how it ends: with real sockets, byte by byte."""

import asyncio
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

import pytest
from sqlalchemy import Connection

from examserver import connection, serving, tls
from examserver.connection import HEAD_LIMIT, StationConnection, _WholeReplies
from examserver.services import responses
from examserver.serving import SiteServer
from tests.server.conftest import FakeClock, Prepared, release
from tests.server.station import RefusedByServiceError, Station

HEAD = b"GET /api/1/time HTTP/1.1\r\nHost: site\r\n"
PIECE = 16_384
NOT_HTTP = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: site\r\nBad Header: 1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: site\r\nX: a\x00b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: site\r\n folded: 1\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\nHost: site\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: site\r\nContent-Length: -1\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: site\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST / HTTP/1.1\r\nHost: site\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: site\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"CONNECT elsewhere:80 HTTP/1.1\r\nHost: site\r\n\r\n",
]


@contextmanager
def line_to(server: SiteServer) -> Iterator[socket.socket]:
    """A bare connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        yield line


def until_the_end(line: socket.socket) -> bytes:
    """All that comes until the service hangs up."""
    received = b""
    try:
        while data := line.recv(65_536):
            received += data
    except ConnectionResetError:
        pass  # it hung up before it had read all that was sent
    return received


def still_answers(server: SiteServer) -> bool:
    station = Station(server.port)
    answered = bool(station.raw("GET", "/time"))
    station.close()
    return answered


@pytest.mark.parametrize("bytes_sent", NOT_HTTP)
def test_what_is_no_request_is_refused_and_ends_its_own_connection_only(
    server: SiteServer, bytes_sent: bytes
) -> None:
    with line_to(server) as line:
        line.sendall(bytes_sent)
        assert until_the_end(line).startswith(b"HTTP/1.1 400 ")
    assert still_answers(server)


def test_a_head_without_end_is_cut_off(server: SiteServer) -> None:
    sent = 0
    with line_to(server) as line:
        line.sendall(HEAD)
        try:
            while sent < 64 * HEAD_LIMIT:
                sent += line.send(b"X-Long: " + b"x" * PIECE + b"\r\n")
        except OSError:
            pass  # the service has hung up
        heard = until_the_end(line)
    assert heard.startswith(b"HTTP/1.1 431 ") or sent < 64 * HEAD_LIMIT
    assert still_answers(server)


def test_a_head_of_a_usual_size_may_come_byte_by_byte(server: SiteServer) -> None:
    with line_to(server) as line:
        for byte in HEAD + b"Connection: close\r\n\r\n":
            line.sendall(bytes([byte]))
        assert until_the_end(line).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "begun", [b"GET", HEAD, HEAD + b"X-Slow: ", b"\r\n\r\n"], ids=["method", "head", "header", "nothing"]
)
def test_who_never_finishes_a_head_is_not_waited_for(
    server: SiteServer, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(connection, "REQUEST_SECONDS", 0.05)
    with line_to(server) as line:
        line.sendall(begun)
        assert until_the_end(line).startswith(b"HTTP/1.1 408 ")


def test_who_never_finishes_a_body_is_not_waited_for(
    server: SiteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "REQUEST_SECONDS", 0.05)
    with line_to(server) as line:
        line.sendall(b"POST /api/1/sync HTTP/1.1\r\nHost: site\r\nContent-Length: 100\r\n\r\n{")
        until_the_end(line)
    assert still_answers(server)


def test_who_is_slow_but_done_in_time_is_served_on_and_on(
    server: SiteServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of one request does not run on in the next."""
    monkeypatch.setattr(connection, "REQUEST_SECONDS", 30)
    with line_to(server) as line:
        for _ in range(3):
            line.sendall(HEAD)
            line.sendall(b"\r\n")
            assert line.recv(65_536).startswith(b"HTTP/1.1 200 ")


def test_who_connects_and_says_nothing_is_not_waited_for(
    prepared: Prepared, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "KEEP_ALIVE_SECONDS", 0.05)
    with SiteServer(prepared.folder.root, port=0, clock=clock) as server, line_to(server) as line:
        assert until_the_end(line) == b""


def test_a_sender_who_asks_whether_to_go_on_is_told_so(server: SiteServer) -> None:
    with line_to(server) as line:
        line.sendall(
            b"POST /api/1/sync HTTP/1.1\r\nHost: site\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
        )
        assert line.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(b"{}")
        assert line.recv(65_536).startswith(b"HTTP/1.1 401 ")


def test_a_reply_without_a_body_arrives_as_well(server: SiteServer) -> None:
    asking = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    for _ in range(2):
        asking.request("HEAD", "/api/1/time")
        reply = asking.getresponse()
        assert (reply.status, reply.read()) == (200, b"")
    asking.close()


class Wire:
    """A transport that keeps what is written, write by write."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []
        self.is_closed = False

    def write(self, data: bytes) -> None:
        self.writes.append(data)

    def close(self) -> None:
        self.is_closed = True


def test_head_and_body_leave_together_and_nothing_stays_behind() -> None:
    wire = Wire()
    replies = _WholeReplies(cast("asyncio.Transport", wire))
    replies.write(b"HTTP/1.1 200 OK\r\n\r\n")
    replies.write(b"body")
    replies.write(b"more")
    replies.write(b"HTTP/1.1 204 No Content\r\n\r\n")
    replies.close()
    assert wire.writes == [b"HTTP/1.1 200 OK\r\n\r\nbody", b"more", b"HTTP/1.1 204 No Content\r\n\r\n"]
    assert wire.is_closed


class Gate:
    """Holds the service's writer in the first save that comes, until it is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_reached, self._open = threading.Event(), threading.Event()
        right = responses.append_events

        def append(connection: Connection, *rest: object) -> object:
            self.is_reached.set()
            self._open.wait(20)
            return right(connection, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(responses, "append_events", append)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch, server: SiteServer) -> Iterator[Gate]:
    gate = Gate(monkeypatch)
    yield gate
    gate.open()


def test_what_a_station_sent_before_it_hung_up_is_not_stored_for_nobody(
    new_station: Callable[[], Station], prepared: Prepared, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient, impatient, later = new_station(), new_station(), new_station()
    patient.log_in()
    impatient.log_in("2026A002", "110101199003070425")
    lost = threading.Event()
    right = StationConnection.connection_lost

    def note_the_loss(self: StationConnection, exc: Exception | None) -> None:
        right(self, exc)
        lost.set()

    monkeypatch.setattr(StationConnection, "connection_lost", note_the_loss)
    saved, dropped = patient.pen(), impatient.pen()
    saving = threading.Thread(target=patient.sync, args=(saved,))
    saving.start()
    assert gate.is_reached.wait(20)
    impatient.connection.timeout = 0.3
    assert impatient.connection.sock is not None
    impatient.connection.sock.settimeout(0.3)
    with pytest.raises(TimeoutError):
        impatient.sync(dropped)
    impatient.close()
    assert lost.wait(20)
    gate.open()
    saving.join(20)
    release(prepared, "2026A002")
    later.log_in("2026A002", "110101199003070425")
    assert later.events().logs == ()
    assert [len(log.events) for log in patient.events().logs] == [1]


@pytest.mark.timeout(20)  # the other side's farewell is waited for as long as 30 s
def test_an_idle_station_does_not_keep_a_service_with_tls_from_ending(
    prepared: Prepared, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "SHUTDOWN_SECONDS", 300)
    with served_by_tls(prepared, clock, monkeypatch) as (server, idle):
        idle.sendall(HEAD + b"\r\n")
        assert idle.recv(65_536).startswith(b"HTTP/1.1 200 ")
        server.stop()
        assert not server.is_serving


@pytest.mark.timeout(60)
def test_a_request_under_way_is_answered_before_the_service_ends(
    station: Station, server: SiteServer, gate: Gate
) -> None:
    station.log_in()
    heads: list[int] = []
    saving = threading.Thread(target=lambda: heads.append(station.sync(station.pen()).head.seq))
    saving.start()
    assert gate.is_reached.wait(20)
    stopping = threading.Thread(target=server.stop)
    stopping.start()
    while is_open(server.port):
        threading.Event().wait(0.01)
    gate.open()
    saving.join(20)
    stopping.join(30)
    assert heads == [1]
    with pytest.raises((RefusedByServiceError, OSError)):
        station.raw("GET", "/time")


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return False
    return True


@contextmanager
def served_by_tls(
    prepared: Prepared, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[SiteServer, ssl.SSLSocket]]:
    """A service that all may reach, and a connection to it."""
    monkeypatch.setattr(tls, "is_loopback", lambda _: False)
    trust = ssl.create_default_context(cadata=prepared.card.authority)
    with (
        SiteServer(prepared.folder.root, port=0, clock=clock) as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as line,
        trust.wrap_socket(line, server_hostname="127.0.0.1") as secure,
    ):
        yield server, secure
