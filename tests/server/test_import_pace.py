"""While a package is in the writer, saves wait: what it does there, and what was done before."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from examprotocol.canonical import digest
from examprotocol.events import Answered
from examprotocol.merge import answers_digest
from examprotocol.receipts import Receipt, open_receipt
from examprotocol.responses import ChoiceResponse
from examserver.cli.ordering import give
from examserver.clock import SteadyClock
from examserver.services import import_orders, imports
from examserver.services.choosing_orders import TakeImportBack
from examserver.services.counting import answers_that_count
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE
from examserver.services.import_events import append_package
from examserver.services.import_orders import ImportFile
from examserver.services.imports import take_in
from examserver.services.keys import signing_key
from examserver.services.order import Bench, Preparation, StaffOrder, reading_by
from examserver.services.responses import append_events
from examserver.storage.events import branches_of, heads_of
from examserver.storage.receipts import newest_receipt
from examserver.storage.site import read_site
from examserver.storage.store import reading, writing
from tests.server.conftest import START, Prepared
from tests.server.packing import Carrier, attempt_of, bring, hand_in, pen_of
from tests.server.station import ADMISSION, Pen

FEW = 50


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


@pytest.fixture
def writing_queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All queries of the transaction in which a package is taken in."""
    queries: list[str] = []

    def taken(bench: Bench, *rest: Any) -> Any:
        with traced(bench.connection, queries):
            return take_in(bench, *rest)

    monkeypatch.setattr(import_orders, "take_in", taken)
    return queries


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


def test_what_a_package_comes_to_is_not_worked_out_in_the_writer(
    prepared: Prepared, carrier: Carrier, writing_queries: list[str]
) -> None:
    first, second = pen_of(prepared), pen_of(prepared, grant=2)
    first.choose("q1", "a")
    second.choose("q2", "b")
    hand_in(first, second)
    assert bring(prepared, carrier.pack(first)).new == 2
    done = bring(prepared, carrier.pack(first, second))
    assert (done.new, done.handed_in) == (3, True)
    assert bring(prepared, carrier.made[-1]).receipt == done.receipt
    assert writing_queries
    assert not [query for query in writing_queries if "events.content" in query]


# -- what was worked out before is only a guess ---------------------------------------------------------


@dataclass(frozen=True)
class Between:
    """A package that is opened, and taken in only after something else came."""

    prepared: Prepared
    carrier: Carrier

    def opened(self, *pens: Pen) -> StaffOrder:
        file = self.carrier.pack(*pens)
        with reading(self.prepared.folder) as connection:
            site = read_site(connection)
            preparation = Preparation(self.prepared.folder, site, SteadyClock(), reading_by(connection))
            return ImportFile(bytes(file), "me").prepare(preparation)

    def take_in(self, order: StaffOrder) -> Receipt | None:
        """The receipt that is signed then, if any."""
        folder = self.prepared.folder
        with writing(folder) as connection:
            key = signing_key(folder)
            order.carry_out(Bench(connection, folder, read_site(connection), key, self.prepared.exam.closes))
            newest = newest_receipt(connection, attempt_of(self.prepared))
        return open_receipt(newest.token, key) if newest else None

    def is_true(self, receipt: Receipt) -> bool:
        """Whether it states what counts, worked out anew from all that is held."""
        with reading(self.prepared.folder) as connection:
            attempt = attempt_of(self.prepared)
            return receipt.answers == answers_digest(answers_that_count(connection, attempt)) and (
                receipt.heads == heads_of(connection, attempt)
            )


@pytest.fixture
def between(prepared: Prepared, carrier: Carrier) -> Between:
    return Between(prepared, carrier)


def by_network(prepared: Prepared, pen: Pen) -> None:
    with writing(prepared.folder) as connection:
        append_events(connection, pen.writer, pen.events, START)


def later_events(prepared: Prepared) -> None:
    later = pen_of(prepared, grant=3)
    later.choose("q1", "c")
    by_network(prepared, later)


def more_time(prepared: Prepared) -> None:
    give(prepared.folder.root, ExtendExam(prepared.exam.id, 30, ADMISSION, "power"))


def a_ruling(prepared: Prepared) -> None:
    give(prepared.folder.root, TakeImportBack(1, "me", "another one's"))


@pytest.mark.parametrize("comes", [later_events, more_time, a_ruling])
def test_what_comes_after_a_package_was_opened_counts_in_its_receipt(
    between: Between, comes: Callable[[Prepared], None]
) -> None:
    prepared, first, second = between.prepared, pen_of(between.prepared), pen_of(between.prepared, grant=2)
    first.choose("q1", "a")
    bring(prepared, between.carrier.pack(first))
    second.write(Answered("q1", ChoiceResponse("b")), at=prepared.exam.closes + 5 * MINUTE)
    hand_in(first, second)
    order = between.opened(first, second)
    comes(prepared)
    receipt = between.take_in(order)
    assert receipt is not None
    assert receipt.answers != digest({"q1": ChoiceResponse("a")})
    assert between.is_true(receipt)


def test_a_branch_that_comes_after_a_package_was_opened_is_seen(between: Between) -> None:
    pen = pen_of(between.prepared)
    branch = Pen(pen.writer, pen.events[:])
    pen.choose("q1", "a")
    hand_in(pen)
    order = between.opened(pen)
    branch.choose("q1", "b")
    bring(between.prepared, between.carrier.pack(branch))
    assert between.take_in(order) is None
    with reading(between.prepared.folder) as connection:
        assert len(branches_of(connection, attempt_of(between.prepared))) == 2
        answers = answers_that_count(connection, attempt_of(between.prepared))
    assert answers.response("q1") == ChoiceResponse("b")
