"""A process notices what another of the same service was ordered, and takes no round for an order."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from examserver.storage.store import Store, reading, writing
from examserver.storage.upstream import write_upstream
from examserver.upstream.intake import Intake
from examserver.upstream.stock import Ground
from tests.server.authority import Above, Below


class CountedIntake(Intake):
    """Counts its rounds, which wait a minute for the next unless something was ordered."""

    rounds = 0

    def round(self) -> float:
        self.rounds += 1
        super().round()
        return 60.0


@pytest.fixture
def process(above: Above, below: Below) -> Iterator[CountedIntake]:
    """One of two that run over the same folder."""
    above.give()
    store = Store(below.folder)
    try:
        ground = Ground(store, below.folder, below.shelf, below.key, below.clock)
        yield CountedIntake(ground, lambda: 0.0)
    finally:
        store.close()


def second_passes(process: CountedIntake, below: Below) -> None:
    """What the running service does each second."""
    with reading(below.folder) as connection:
        process.notice(connection)
    process.run_once()


def test_what_the_authority_said_in_a_round_is_no_order_for_the_next(
    process: CountedIntake, below: Below
) -> None:
    second_passes(process, below)
    second_passes(process, below)
    settled = process.rounds
    for _ in range(3):
        below.clock.advance(1_000)
        below.round()
        second_passes(process, below)
    assert below.upstream().heard > 0
    assert below.trouble == ""
    assert process.rounds == settled


def test_a_pause_at_another_process_is_noticed(process: CountedIntake, below: Below) -> None:
    second_passes(process, below)
    second_passes(process, below)
    settled = process.rounds
    with writing(below.folder) as connection:
        write_upstream(connection, replace(below.upstream(), paused=True))
    second_passes(process, below)
    assert process.rounds == settled + 1
