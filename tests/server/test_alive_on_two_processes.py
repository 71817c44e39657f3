"""Two processes of one service on one database: a stop in a rehearsal, and a newer life, reach both."""

import http.client
from contextlib import closing

from examprotocol.life import LIFE, Life, sign_life
from examserver.cli.ordering import give
from examserver.services.alive.begin_orders import BeginGeneration
from examserver.services.keys import signing_key
from examserver.services.rehearsals.orders import StopForRehearsal
from examserver.serving import SiteServer
from examserver.storage.site import read_site
from examserver.storage.store import reading
from tests.server.conftest import Both, FakeClock
from tests.server.sittings import morning_of

LONG = 30.0
"""Seconds: a process looks every second."""


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
