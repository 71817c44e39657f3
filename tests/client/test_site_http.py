"""Whatever the network does, the client hears one of three things: no answer, a refusal, or not our site."""

import socket
import subprocess
import sys

import msgspec
import pytest

from examclient.errors import ExamError, SiteAnswerError, SiteRefusedError, SiteUnreachableError
from examclient.network import http
from examclient.network.http import Ask, SiteHttp
from examclient.network.site_api import SiteApi
from examprotocol.messages import SAMPLE_BYTES, ErrorReply, TimeReply
from tests.client.answering import HOST, Answering, page
from tests.client.exam_site import ExamSite
from tests.client.machine import Machine

TIME = Ask("time")
GOOD = page(msgspec.json.encode(TimeReply(5, "site")))
HTML = page(b"<html>It broke</html>", "500 Internal Server Error", "text/html")
BUSY = page(
    msgspec.json.encode(ErrorReply("busy", "More waits than can be promised.", 7, 4007)),
    "503 Service Unavailable",
)


@pytest.fixture
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "CONNECT", 0.5)
    monkeypatch.setattr(http, "READ", 0.3)


def trouble_with(answer: bytes, then: str = "close") -> ExamError:
    """What a client hears that meets such an answer."""
    with Answering(answer, then) as other, pytest.raises(ExamError) as trouble:
        SiteHttp(other.address).ask(TIME, TimeReply)
    return trouble.value


def test_a_good_answer_is_a_message() -> None:
    with Answering(GOOD) as other:
        assert SiteHttp(other.address).ask(TIME, TimeReply) == TimeReply(5, "site")
    assert other.requests[0].startswith(b"GET /api/1/time HTTP/1.1\r\n")


def test_a_service_that_does_not_run_is_unreachable() -> None:
    with socket.create_server((HOST, 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(SiteUnreachableError, match="does not answer"):
        SiteHttp(f"http://{HOST}:{port}").fetch(TIME)


def test_a_slow_network_is_measured_by_what_comes_in_time() -> None:
    head = page(bytes(SAMPLE_BYTES), kind="application/octet-stream")[:-SAMPLE_BYTES]
    with Answering(head, "drip") as other:
        came = SiteHttp(other.address).fetch_for(Ask("sample"), 0.3)
    assert 0 < len(came) < SAMPLE_BYTES


@pytest.mark.usefixtures("_short_patience")
def test_what_is_measured_by_has_the_same_troubles() -> None:
    head = page(bytes(SAMPLE_BYTES), kind="application/octet-stream")[:-SAMPLE_BYTES]
    for answer, then, kind in ((head, "hold", SiteUnreachableError), (BUSY, "close", SiteRefusedError)):
        with Answering(answer, then) as other, pytest.raises(kind):
            SiteHttp(other.address).fetch_for(Ask("sample"), 5.0)


@pytest.mark.usefixtures("_short_patience")
@pytest.mark.parametrize(
    ("answer", "then"),
    [
        (b"", "hold"),
        (GOOD[:30], "hold"),
        (GOOD[:-5], "hold"),
        (b"", "close"),
        (b"", "reset"),
        (GOOD[:30], "reset"),
        (GOOD[:-5], "reset"),
        (GOOD[:-5], "close"),
        (b"220 mail.example ESMTP\r\n", "close"),
        (page(b"not gzip", more="Content-Encoding: gzip\r\n"), "close"),
    ],
)
def test_an_answer_that_stays_away_breaks_off_or_is_no_answer_is_unreachable(
    answer: bytes, then: str
) -> None:
    assert isinstance(trouble_with(answer, then), SiteUnreachableError)


@pytest.mark.parametrize(
    "answer",
    [
        HTML,
        page(b"<html>Log in to the hotel</html>", kind="text/html"),
        page(b"{}"),
        page(b'{"now": "early", "site": 1}'),
        page(b'{"some": "other service"}', "404 Not Found"),
        page(b"", "204 No Content"),
        page(b"\xff\xfe{}"),
        page(b'{"now":5,"site":"\xff"}'),
        page(b'{"other": ' + b"[" * 100_000),
        page(b'{"error":"\xff"}', "500 Internal Server Error"),
        page(b"", "302 Found", more="Location: http://127.0.0.1:9/portal\r\n"),
    ],
)
def test_an_answer_of_somebody_else_is_not_the_sites(answer: bytes) -> None:
    assert isinstance(trouble_with(answer), SiteAnswerError)


@pytest.mark.parametrize("status", ["502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"])
def test_a_front_server_with_no_web_machine_behind_it_is_a_site_that_does_not_answer(status: str) -> None:
    trouble = trouble_with(page(b"<html>No server is available</html>", status, "text/html"))
    assert isinstance(trouble, SiteUnreachableError), "so who is known here goes on with what is here"
    assert f"(status {status[:3]} of what stands before it)" in trouble.title


def test_a_refusal_carries_the_sites_code_words_and_time() -> None:
    trouble = trouble_with(BUSY)
    assert isinstance(trouble, SiteRefusedError)
    assert (trouble.code, trouble.title, trouble.until) == ("busy", "More waits than can be promised.", 4007)
    assert trouble.wait == 4, "seconds by the site's own clock, whatever this machine's says"


def test_nobody_is_followed_to_another_address() -> None:
    with Answering(GOOD) as portal:
        moved = page(b"", "307 Temporary Redirect", more=f"Location: {portal.address}/api/1/time\r\n")
        assert isinstance(trouble_with(moved), SiteAnswerError)
    assert portal.requests == []


@pytest.mark.parametrize(
    "address", ["http://", "http://[::1", "http://not a host:1", "http://127.0.0.1:99999"]
)
def test_an_address_that_cannot_be_reached_at_all_is_unreachable(address: str) -> None:
    with pytest.raises(SiteUnreachableError):
        SiteHttp(address).fetch(TIME)


def test_the_machines_proxy_settings_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    with Answering(HTML) as proxy, Answering(GOOD) as other:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.address)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        assert SiteHttp(other.address).ask(TIME, TimeReply).site == "site"
    assert proxy.requests == []


def test_the_token_goes_into_the_header_alone_and_into_no_log() -> None:
    ask = Ask("events", b"body", "secret-token")
    with Answering(GOOD) as other:
        SiteHttp(other.address).fetch(ask)
    head, _, body = other.requests[0].partition(b"\r\n\r\n")
    assert b"Authorization: Bearer secret-token" in head
    assert b"secret" not in body
    assert b"secret" not in head.splitlines()[0]
    assert "secret" not in repr(ask)


def test_the_first_window_does_not_wait_for_the_network_library() -> None:
    program = "import sys, examclient.network.site_api as _; sys.exit('requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_every_reply_teaches_the_clock_what_time_it_is_at_the_site(site: ExamSite, machine: Machine) -> None:
    before = site.time.now()
    login = machine.take_in()
    assert before <= login.now <= site.time.now()
    assert machine.clock.now() == login.now
    assert machine.clock.uncertainty() == 0, "no time has passed on the machine's own clock"


def test_a_session_that_the_site_does_not_know_is_refused_as_such(site: ExamSite, machine: Machine) -> None:
    stranger = SiteApi(SiteHttp(site.file.address, signer=machine.signer), machine.clock)
    with pytest.raises(SiteRefusedError) as refused:
        stranger.events()
    assert refused.value.code == "session_ended"


def test_a_pulled_cable_is_unreachable_and_a_plugged_one_works_at_once(
    site: ExamSite, machine: Machine
) -> None:
    machine.take_in()
    site.cable.pull()
    with pytest.raises(SiteUnreachableError):
        machine.api.events()
    site.cable.plug()
    assert machine.api.events().logs == ()


def test_a_line_that_is_cut_in_a_rehearsal_lets_nothing_through_until_it_is_mended() -> None:
    with Answering(GOOD) as other:
        site = SiteHttp(other.address)
        site.cut(60)
        with pytest.raises(SiteUnreachableError, match="rehearsal"):
            site.ask(TIME, TimeReply)
        assert other.requests == []
        site.cut(0)
        assert site.ask(TIME, TimeReply) == TimeReply(5, "site")
