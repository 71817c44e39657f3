"""Stations go on saving while packages are taken in: nothing of opening one is done in the writer."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

from examserver.cli.ordering import give
from examserver.services import import_orders
from examserver.services.import_opening import Opened, Refused, look_at
from examserver.services.import_orders import ImportContent, result_in
from examserver.services.import_verdicts import Offered, Verdict
from examserver.services.order import Preparation
from examserver.services.orders import PREPARED_AT_ONCE, read_order
from examserver.storage.events import heads_of
from examserver.storage.imports import all_imports
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.packing import Carrier, bring, hand_in, pen_of
from tests.server.station import Station

OTHERS = ("2026A002", "2026A003")
WAIT = 30


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


def package_of(carrier: Carrier, candidate: str) -> Path:
    pen = pen_of(carrier.prepared, candidate)
    pen.choose("q1", "a")
    hand_in(pen)
    return carrier.pack(pen, candidate=candidate)


def test_a_station_saves_while_a_package_is_being_opened(
    seated: Station, prepared: Prepared, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    pen, file = seated.pen(), package_of(carrier, OTHERS[0])
    begun, saved = threading.Event(), threading.Event()

    def slowly(preparation: Preparation, offered: Offered) -> Opened | Refused:
        begun.set()
        assert saved.wait(WAIT)
        return look_at(preparation, offered)

    monkeypatch.setattr(import_orders, "look_at", slowly)
    with ThreadPoolExecutor(1) as pool:
        importing = pool.submit(bring, prepared, file)
        assert begun.wait(WAIT)
        assert seated.sync(pen).head == pen.head
        assert not importing.done()
        saved.set()
        assert importing.result(WAIT).verdict is Verdict.TAKEN


def test_no_more_packages_are_opened_at_once_than_there_is_memory_for(
    seated: Station, prepared: Prepared, carrier: Carrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    pen, many = seated.pen(), 3 * PREPARED_AT_ONCE
    files = [package_of(carrier, OTHERS[0]) for _ in range(many)]
    opening, seen, saved = threading.Semaphore(0), [], threading.Event()

    def slowly(preparation: Preparation, offered: Offered) -> Opened | Refused:
        seen.append(offered)
        opening.release()
        assert saved.wait(WAIT)
        return look_at(preparation, offered)

    monkeypatch.setattr(import_orders, "look_at", slowly)
    with ThreadPoolExecutor(many) as pool:
        importing = [pool.submit(bring, prepared, file) for file in files]
        assert all(opening.acquire(timeout=WAIT) for _ in range(PREPARED_AT_ONCE))
        for _ in range(20):
            assert seated.sync(pen).head == pen.head
        at_once = len(seen)
        saved.set()
        assert all(one.result(WAIT).came_in for one in importing)
    assert (at_once, len(seen)) == (PREPARED_AT_ONCE, many)


def test_what_is_saved_beside_a_batch_is_all_there(
    seated: Station, prepared: Prepared, carrier: Carrier
) -> None:
    files = [package_of(carrier, candidate) for candidate in OTHERS * 5]
    pen = seated.pen()
    with ThreadPoolExecutor(1) as pool:
        importing = pool.submit(lambda: [bring(prepared, file).verdict for file in files])
        while not importing.done():
            pen.choose("q1", "ab"[len(pen.events) % 2])
            assert seated.sync(pen, max(1, len(pen.events) - 1)).head == pen.head
        verdicts = importing.result()
    assert verdicts.count(Verdict.TAKEN) == len(files)
    with reading(prepared.folder) as connection:
        assert heads_of(connection, seated.login.attempt) == {pen.writer.id: pen.head}
        assert len(all_imports(connection)) == len(files)


def test_a_package_and_its_station_at_the_same_time_give_one_of_each_event(
    seated: Station, prepared: Prepared, carrier: Carrier
) -> None:
    pen = seated.pen()
    for number in range(100):
        pen.choose("q1", "ab"[number % 2])
    file = carrier.pack(pen)
    with ThreadPoolExecutor(2) as pool:
        importing = [pool.submit(bring, prepared, file) for _ in range(2)]
        for start in range(1, len(pen.events), 10):
            seated.sync(pen, start, start + 9)
        results = [one.result(WAIT) for one in importing]
    seated.sync(pen)
    assert all(one.came_in and one.apart == 0 for one in results)
    with reading(prepared.folder) as connection:
        assert heads_of(connection, seated.login.attempt) == {pen.writer.id: pen.head}


def test_content_is_taken_in_as_a_file_is(prepared: Prepared, carrier: Carrier) -> None:
    """As the service's own web page offers it; commands name a file."""
    data = package_of(carrier, OTHERS[0]).read_bytes()
    dry, real = (ImportContent(Offered("sent", data, "admin"), dry_run=dry) for dry in (True, False))
    assert result_in(give(prepared.folder.root, dry)).number == 0
    result = result_in(give(prepared.folder.root, real))
    assert (result.verdict, result.new, result.file.name) == (Verdict.TAKEN, 3, "sent")
    with reading(prepared.folder) as connection:
        assert [row.by for row in all_imports(connection)] == ["admin"]


def test_content_cannot_be_ordered_from_outside_of_the_service() -> None:
    with pytest.raises(msgspec.ValidationError):
        read_order.decode(b'{"order":"import_content","offered":{"name":"x","data":"","by":""}}')
