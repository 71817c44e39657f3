"""The first saves of a group, on either database: each adds a writer, and its events under the key of it."""

import asyncio
import math
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from sqlalchemy import Connection

from examprotocol.events import Epoch, Head
from examserver.services.responses import append_events
from examserver.storage.attempts import Attempt, add_attempt, expect_attempt
from examserver.storage.events import expect_writer, logs_of
from examserver.storage.site import expect_site
from examserver.storage.store import Store, reading, writing
from tests.server.conftest import START, Prepared
from tests.server.station import Pen, new_pen
from tests.server.test_writer_under_load import held

CANDIDATES = ("2026A001", "2026A002", "2026A003")


@pytest.fixture
def attempts(prepared: Prepared) -> list[str]:
    """The ids of three that have begun and saved nothing."""
    made = [Attempt(name[-1] * 32, prepared.exam.id, name, 1, submitted=False) for name in CANDIDATES]
    with writing(prepared.folder) as connection:
        for attempt in made:
            add_attempt(connection, attempt)
    return [attempt.id for attempt in made]


@pytest.fixture
def store(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr("examserver.storage.writer.GROUP_SECONDS", math.inf)
    store = Store(prepared.folder)
    yield store
    store.close()


def pens_of(attempts: Sequence[str]) -> list[Pen]:
    pens = [new_pen(attempt, Epoch(1, 1)) for attempt in attempts]
    for pen in pens:
        pen.choose("q1", "a")
    return pens


def save_together(store: Store, pens: Sequence[Pen]) -> list[object]:
    """What each hears whose first save is in one group with the others'."""

    def append(pen: Pen, connection: Connection) -> object:
        return append_events(connection, pen.writer, pen.events, START)

    def expect(pen: Pen, connection: Connection) -> None:
        expect_writer(connection, pen.writer.attempt, pen.writer.id)
        expect_attempt(connection, pen.writer.attempt)
        expect_site(connection)

    async def run() -> list[object]:
        with held(store._writer):
            writes = [
                asyncio.create_task(store.write(partial(append, pen), partial(expect, pen))) for pen in pens
            ]
            await asyncio.sleep(0)
        return await asyncio.gather(*writes, return_exceptions=True)

    return asyncio.run(run())


def require_stored(prepared: Prepared, pens: Sequence[Pen]) -> None:
    with reading(prepared.folder) as connection:
        for pen in pens:
            logs = {log.writer.id: log for log in logs_of(connection, pen.writer.attempt)}
            assert logs[pen.writer.id].events == tuple(pen.events)


def test_first_saves_of_one_group_are_each_stored_under_a_writer_of_their_own(
    prepared: Prepared, store: Store, attempts: list[str]
) -> None:
    pens = pens_of(attempts)
    assert save_together(store, pens) == [pen.head for pen in pens]
    require_stored(prepared, pens)
    for pen in pens:
        pen.choose("q2", "b")
    assert save_together(store, pens) == [pen.head for pen in pens]
    require_stored(prepared, pens)


def test_two_stations_of_one_attempt_may_begin_in_one_group(
    prepared: Prepared, store: Store, attempts: list[str]
) -> None:
    pens = pens_of([attempts[0], attempts[0], attempts[1]])
    assert save_together(store, pens) == [pen.head for pen in pens]
    require_stored(prepared, pens)


def test_a_refused_first_save_takes_none_of_the_others_with_it(
    prepared: Prepared, store: Store, attempts: list[str]
) -> None:
    refused, good = new_pen(attempts[0], Epoch(1, 1)), pens_of(attempts[1:2])[0]
    refused.events.append(refused.events[0])
    assert not isinstance(save_together(store, [refused, good])[0], Head)
    require_stored(prepared, [good])
