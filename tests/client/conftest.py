"""A real exam site on loopback, the cable to it, and machines in its room."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.client.exam_site import ExamSite, Times
from tests.client.machine import Machine


@pytest.fixture
def times() -> Times:
    """The exam began a minute ago; a test parametrises this for another time."""
    return Times()


@pytest.fixture
def site(tmp_path: Path, times: Times) -> Iterator[ExamSite]:
    with ExamSite(tmp_path / "site", times) as running:
        yield running


@pytest.fixture
def new_machine(site: ExamSite, tmp_path: Path) -> Iterator[Callable[[], Machine]]:
    machines: list[Machine] = []

    def make() -> Machine:
        machines.append(Machine(tmp_path / f"machine{len(machines)}", site.file))
        return machines[-1]

    yield make
    for machine in machines:
        machine.close()


@pytest.fixture
def machine(new_machine: Callable[[], Machine]) -> Machine:
    return new_machine()
