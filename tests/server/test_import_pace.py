"""While a package is in the writer the saves of all stations wait: what it does there, and what it has done before."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from examserver.services import imports
from examserver.services.import_events import append_package
from examserver.storage.events import branches_of
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.packing import Carrier, attempt_of, bring, pen_of
from tests.server.station import Pen

FEW = 50


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries by which packages are appended."""
    queries: list[str] = []

    def append(connection: Connection, *rest: Any) -> Any:
        with traced(connection, queries):
            return append_package(connection, *rest)

    monkeypatch.setattr(imports, "append_package", append)
    return queries


@contextmanager
def traced(connection: Connection, queries: list[str]) -> Iterator[None]:
    raw: Any = connection.connection.driver_connection
    raw.set_trace_callback(lambda text: queries.append(text) if text.startswith("SELECT") else None)
    try:
        yield
    finally:
        raw.set_trace_callback(None)


def test_a_long_branch_is_kept_apart_without_a_look_for_each_of_its_events(
    prepared: Prepared, carrier: Carrier, looked_up: list[str]
) -> None:
    one = pen_of(prepared)
    other = Pen(one.writer, one.events[:])
    one.choose("q1", "a")
    for _ in range(500):
        other.choose("q1", "b")
    first, second, longer = carrier.pack(one), carrier.pack(other), Pen(other.writer, other.events[:])
    longer.choose("q2", "b")
    bring(prepared, first)
    found = [bring(prepared, file).apart for file in (second, second, carrier.pack(longer), second)]
    assert found == [500, 0, 1, 0]
    assert looked_up
    assert len(looked_up) < FEW
    with reading(prepared.folder) as connection:
        branches = branches_of(connection, attempt_of(prepared))
    assert [event for _, event in branches] == longer.events[1:]
