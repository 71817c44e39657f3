"""What measures the service measures the real one: each save arrives, and one that is refused is noticed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.service.disks import ADDED_MS, own_disk, slow_disk
from benchmarks.service.plan import Line, Plan
from benchmarks.service.sending import log_in, send
from benchmarks.service.site import Service, make_site, serving, stored_events
from benchmarks.service.stations import Seat
from benchmarks.service.trial import BusySite

SEATS = [Seat(number) for number in (1, 2, 3)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_site(tmp_path / "site", SEATS)
    return tmp_path / "site"


@pytest.fixture
def service(folder: Path) -> Iterator[Service]:
    with serving(folder) as service:
        yield service


def test_every_save_is_answered_and_stored(service: Service, folder: Path) -> None:
    sessions = log_in(service, SEATS)
    seen = send(Plan(service.port, [Line(session.saves("first", 7)) for session in sessions]))
    assert [len(waits) for waits in seen.waits] == [7, 7, 7]
    assert seen.refused == 0
    assert stored_events(folder) == 21


def test_a_save_waits_from_the_moment_it_is_due(service: Service) -> None:
    (session, *_) = log_in(service, SEATS)
    seen = send(Plan(service.port, [Line(session.saves("due", 2), [0.2, 0.4])]))
    assert [end >= due for end, due in zip(seen.ends[0], (0.2, 0.4), strict=True)] == [True, True]
    assert max(seen.waits[0]) < 1_000 * seen.seconds


def test_what_the_service_refuses_is_counted(service: Service, folder: Path) -> None:
    (session, *_) = log_in(service, SEATS)
    first, second = session.saves("forged", 2)
    forged = second.replace(b"Exam-Proof: ", b"Exam-Proof: A", 1)
    seen = send(Plan(service.port, [Line([first, forged])], keep=True))
    assert seen.refused == 1
    assert b"not_proven" in seen.bodies[0][1]
    assert stored_events(folder) == 1


def test_a_trial_does_not_pass_over_a_refusal(tmp_path: Path) -> None:
    site = BusySite(tmp_path / "site", SEATS)
    site.start(os.environ)
    try:
        assert site.saves(clients=3, events=9).saves == 9
        with pytest.raises(AssertionError, match="refused"):
            site.run([Line([b"POST /api/1/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"])], saves=1)
    finally:
        site.stop()


def test_the_slow_disk_is_slow(tmp_path: Path) -> None:
    slow = slow_disk(tmp_path)
    if slow is None:
        pytest.skip("NO SLOW DISK: there is no C compiler here")
    site = BusySite(tmp_path / "site", SEATS)
    site.start(slow.environment)
    try:
        waits = site.saves(clients=1, events=5).seen.all_waits()
    finally:
        site.stop()
    assert min(waits) >= ADDED_MS
    assert own_disk().added_ms == 0
