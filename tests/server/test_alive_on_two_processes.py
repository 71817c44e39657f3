"""Two processes of one service on one database: a stop in a rehearsal, and a newer life, reach both."""

import http.client
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from examprotocol.life import LIFE, Life, sign_life
from examserver.cli.ordering import give
from examserver.services.alive.begin_orders import BeginGeneration
from examserver.services.keys import signing_key
from examserver.services.rehearsals.orders import StopForRehearsal
from examserver.serving import SiteServer
from examserver.storage.folder import open_folder
from examserver.storage.moving import move_to
from examserver.storage.site import read_site
from examserver.storage.store import reading
from tests.server.conftest import FakeClock, Prepared
from tests.server.sittings import morning_of

LONG = 30.0
"""Seconds: a process looks every second."""


@dataclass
class Both:
    """The service, and its two processes."""

    prepared: Prepared
    one: SiteServer
    other: SiteServer


@pytest.fixture
def both(prepared: Prepared, database: str, clock: FakeClock, tmp_path: Path) -> Iterator[Both]:
    move_to(prepared.folder, database, lambda _table, _rows: None)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(prepared.folder.root, elsewhere, ignore=shutil.ignore_patterns("data", "run"))
    folder = open_folder(prepared.folder.root)
    with (
        SiteServer(folder.root, port=0, clock=clock) as one,
        SiteServer(elsewhere, port=0, clock=clock) as other,
    ):
        yield Both(Prepared(folder, prepared.card, prepared.exam), one, other)


def status_of(server: SiteServer, word: str = "") -> int:
    """Of its health, or of what it says to a station that shows this word."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=LONG)) as connection:
        connection.request(
            "GET", "/api/1/station" if word else "/health", headers={LIFE: word} if word else {}
        )
        return connection.getresponse().status


def test_a_rehearsal_stops_every_process_and_none_that_is_started_after_it(
    both: Both, clock: FakeClock
) -> None:
    drill = morning_of(both.prepared, rehearsal=True)
    give(both.prepared.folder.root, StopForRehearsal(drill.sitting))
    for process in (both.one, both.other):
        assert process._stopping.wait(LONG)
    with SiteServer(both.prepared.folder.root, port=0, clock=clock) as again:
        assert status_of(again) == 200
        assert not again.is_to_stop


def test_a_newer_life_that_one_process_is_shown_stops_the_other_too(both: Both) -> None:
    folder = both.prepared.folder
    with reading(folder) as connection:
        mine = read_site(connection)
    newer = sign_life(Life(mine.id, mine.generation + 1), signing_key(folder))
    assert status_of(both.one, newer) == 421
    while status_of(both.other) == 200:
        pass
    give(folder.root, BeginGeneration("the other machine was started by mistake"))
    for process in (both.one, both.other):
        while status_of(process) != 200:
            pass
        assert status_of(process, newer) != 421
