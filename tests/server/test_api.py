"""What the service says to requests that nobody should send."""

import http.client
import json

import msgspec
import pytest

from examprotocol.messages import BODY_LIMIT, ErrorReply, TimeReply
from examserver.api.replies import refusal
from examserver.errors import BusyError
from examserver.serving import SiteServer
from tests.server.conftest import FakeClock, Prepared
from tests.server.station import TIMEOUT, RefusedByServiceError, Station


def test_the_site_tells_its_time_to_anybody(station: Station, prepared: Prepared, clock: FakeClock) -> None:
    reply = station.call("GET", "/time", TimeReply)
    assert (reply.now, reply.site) == (clock.now(), prepared.card.site_id)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'"\xff\xfe"',
        b"[" * 100_000,
        b'{"admission_number": 7}',
        b'{"admission_number":"\\ud800","identity_number":"","station":"","client":""}',
    ],
)
@pytest.mark.parametrize("path", ["/login", "/sync", "/submit"])
def test_what_cannot_be_read_is_refused_in_plain_words(seated: Station, path: str, body: bytes) -> None:
    with pytest.raises(RefusedByServiceError) as refused:
        seated.raw("POST", path, body)
    assert (refused.value.status, refused.value.reply.error) == (400, "unreadable")
    assert refused.value.reply.message in {
        "The request cannot be read.",
        "The client's version is not one.",
    }


def test_half_a_character_in_an_answer_is_refused_and_harms_nobody(seated: Station) -> None:
    pen = seated.pen()
    pen.type("q4", "MARK")
    body = msgspec.json.encode({"writer": pen.writer, "start": 1, "events": pen.events})
    with pytest.raises(RefusedByServiceError, match="400 unreadable"):
        seated.raw("POST", "/sync", body.replace(b"MARK", b"\\ud800"))
    assert seated.sync(pen).head == pen.head


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("GET", "/sync"), ("POST", "/key"), ("PUT", "/login")]
)
def test_an_address_that_is_none_of_ours_is_not_found(seated: Station, method: str, path: str) -> None:
    with pytest.raises(RefusedByServiceError, match="404 not_found") as refused:
        seated.raw(method, path, b"")
    assert refused.value.reply.now > 0


@pytest.mark.parametrize("times", [1, 32])
def test_a_body_that_is_too_long_is_refused_so_that_the_sender_hears_it(
    server: SiteServer, times: int
) -> None:
    """Chunks without a declared length: the service counts."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT)
    chunks = [b"x" * 0x10000] * (times * BODY_LIMIT // 0x10000) + [b"x"]
    connection.request(
        "POST", "/api/1/login", iter(chunks), {"Transfer-Encoding": "chunked"}, encode_chunked=True
    )
    response = connection.getresponse()
    assert (response.status, json.loads(response.read())["error"]) == (413, "too_much")
    connection.close()


def test_a_station_that_finds_too_much_waiting_is_asked_to_come_back() -> None:
    response = refusal(BusyError("2001 requests wait to be stored."), 77)
    reply = msgspec.json.decode(response.body, type=ErrorReply)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert (reply.error, reply.now) == ("busy", 77)


def test_a_fault_reaches_the_log_and_not_the_station(caplog: pytest.LogCaptureFixture) -> None:
    response = refusal(KeyError("SELECT identity_number"), 77)
    reply = msgspec.json.decode(response.body, type=ErrorReply)
    assert (response.status_code, reply.error) == (503, "fault")
    assert "SELECT" not in reply.message
    assert "SELECT" in caplog.text
    number = reply.message.split()[-1].rstrip(".")
    assert number in caplog.text
