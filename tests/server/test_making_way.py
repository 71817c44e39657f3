"""A look at all seats leaves the interpreter to the saves: off the event loop, and with rests."""

import asyncio
import threading
from typing import Any

import pytest

from examserver.services.monitor.making_way import AT_ONCE, REST, making_way
from examserver.services.monitor.presence import Presence
from examserver.services.monitor.tiles import tile_of
from examserver.services.monitor.watch import Monitor
from examserver.storage.store import Store
from tests.server.conftest import FakeClock, Prepared


def test_all_come_in_their_order_with_a_rest_after_each_few(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("examserver.services.monitor.making_way.time.sleep", slept.append)
    came: list[int] = []
    for one in making_way(range(2 * AT_ONCE + 1)):
        came.append(one)
        assert len(slept) == one // AT_ONCE
    assert came == list(range(2 * AT_ONCE + 1))
    assert slept == [REST] * 2


def test_tiles_are_judged_where_no_save_waits_for_it(
    prepared: Prepared, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged_in: set[int] = set()

    def judging(*arguments: Any) -> Any:
        judged_in.add(threading.get_ident())
        return tile_of(*arguments)

    monkeypatch.setattr("examserver.services.monitor.watch.tile_of", judging)
    store = Store(prepared.folder)
    try:
        monitor = Monitor(store, clock, Presence(store, clock))
        snapshot = asyncio.run(monitor.look())
    finally:
        store.close()
    assert snapshot.tiles
    assert judged_in
    assert threading.get_ident() not in judged_in
