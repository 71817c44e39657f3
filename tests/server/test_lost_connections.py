"""A server's connection that is lost: of a group of saves nothing is acknowledged, and reads go on."""

import asyncio
import math
from collections.abc import Callable, Iterator
from functools import partial

import psycopg
import pytest
from sqlalchemy import Connection

from examserver.errors import StorageError
from examserver.storage import writer
from examserver.storage.folder import open_folder
from examserver.storage.moving import move_to
from examserver.storage.rooms import all_rooms
from examserver.storage.store import Store
from tests.server.conftest import Prepared
from tests.server.postgres import Cluster
from tests.server.test_groups_on_both import add, count, expect
from tests.server.test_writer_under_load import held

Work = Callable[[Connection], object]

ALL = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'examserver'"


@pytest.fixture
def store(prepared: Prepared, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Its groups end by nothing but their number, however slow the machine is."""
    monkeypatch.setattr(writer, "GROUP_SECONDS", math.inf)
    move_to(prepared.folder, database, lambda _table, _rows: None)
    store = Store(open_folder(prepared.folder.root))
    yield store
    store.close()


class HangUp:
    """What is done in the middle of others, and ends every connection of the service, once."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._is_done = False

    def __call__(self, _connection: Connection | None = None) -> int:
        if not self._is_done:
            self._is_done = True
            with psycopg.connect(self._cluster.url("postgres"), autocommit=True) as other:
                assert other.execute(ALL).fetchall()
        return 1


@pytest.fixture
def hang_up(cluster: Cluster) -> HangUp:
    return HangUp(cluster)


def write(store: Store, operation: Work) -> "asyncio.Task[object]":
    return asyncio.create_task(store.write(operation, partial(expect, "A")))


def saves(store: Store, *operations: Work) -> list[object]:
    """What those hear who write in one moment, as one group."""

    async def run() -> list[object]:
        with held(store._writer):
            writes = [write(store, operation) for operation in operations]
            await asyncio.sleep(0)
        return await asyncio.gather(*writes, return_exceptions=True)

    return asyncio.run(run())


def saves_after_a_loss(store: Store, *operations: Work) -> list[object]:
    """The same, in as many groups as it comes to: nothing can hold a writer that has no connection."""

    async def run() -> list[object]:
        return await asyncio.gather(*(write(store, one) for one in operations), return_exceptions=True)

    return asyncio.run(run())


def looks(store: Store, *queries: Work) -> list[object]:
    """What those hear who ask in one moment."""

    async def run() -> list[object]:
        asked = [store.look(query, partial(expect, "A")) for query in queries]
        return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(run())


def names(connection: Connection) -> set[str]:
    return {room.name for room in all_rooms(connection)}


def test_in_the_middle_of_a_group_nothing_of_it_is_stored_and_nobody_is_told_that_it_is(
    store: Store, hang_up: HangUp
) -> None:
    before = store.read_now(names)
    heard = saves(store, partial(add, "A"), hang_up, partial(add, "B"), partial(count, "A"))
    assert [type(one) for one in heard] == [StorageError] * 4
    assert store.read_now(names) == before


def test_who_sends_it_again_finds_the_service_connected_anew(store: Store, hang_up: HangUp) -> None:
    saves(store, partial(add, "A"), hang_up)
    assert saves_after_a_loss(store, partial(add, "A"), partial(count, "A"), partial(count, "A")) == [
        "A",
        1,
        2,
    ]
    assert "A" in store.read_now(names)


def test_between_two_groups_the_next_one_is_refused_and_the_one_after_it_stored(
    store: Store, hang_up: HangUp
) -> None:
    saves(store, partial(add, "A"))
    hang_up()
    heard = saves_after_a_loss(store, partial(count, "A"), partial(count, "A"))
    again = saves_after_a_loss(store, partial(count, "A"), partial(count, "A"))
    stored = [one for one in (*heard, *again) if isinstance(one, int)]
    assert stored == [*range(1, len(stored) + 1)], "what was acknowledged is there, and counted once"
    assert again == stored[-2:]


def test_who_only_asks_does_not_notice_that_all_connections_were_lost_before(
    store: Store, hang_up: HangUp
) -> None:
    saves(store, partial(add, "A"))
    looks(store, names)
    hang_up()
    assert [len(found) for found in looks(store, *[names] * 20) if isinstance(found, set)] == [2] * 20


def test_who_only_asks_does_not_notice_that_they_are_lost_in_the_middle(
    store: Store, hang_up: HangUp
) -> None:
    saves(store, partial(add, "A"))
    first, one, last = looks(store, names, hang_up, names)
    assert (first, one, last) == (store.read_now(names), 1, store.read_now(names))
