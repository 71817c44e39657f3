"""Either side may die at any step of a report: it goes on from there, and everything comes through once."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from examserver.storage.store import reading
from tests.server.authority import Above, Below
from tests.server.dying import DIED
from tests.server.reporting import Reporting, reporting_site
from tests.server.station import ADMISSION

MOST_STEPS = 60
STRIDE = 3
"""Every third step, so that the test stays short; `soak` asks for each."""


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    site = reporting_site(above, below)
    site.sit("a", "b", "c")
    site.sit("b", admission="2026A003", identity="E12345678", number=2)
    site.want()
    return site


def round_dying_at(folder: Path, step: int) -> bool:
    """One round of the site in a process of its own; returns whether it died there."""
    words = [sys.executable, "-m", "tests.server.dying", "round", str(folder), str(step)]
    ended = subprocess.run(words, check=False, timeout=120)
    assert ended.returncode in (0, DIED)
    return ended.returncode == DIED


@contextmanager
def authority_dying_at(folder: Path, port: int, step: int) -> Iterator[None]:
    """The authority's service in a process of its own, which dies at this step."""
    words = [sys.executable, "-m", "tests.server.dying", "serve", str(folder), str(port), str(step)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield
        process.kill()


def everything_came_once(site: Reporting) -> None:
    assert site.row(1).acknowledged
    results = site.results()
    assert results[ADMISSION].answered == 1
    assert {one.state for one in results.values()} == {"submitted", "absent"}
    for folder in (site.above.folder, site.below.folder):
        with reading(folder) as connection:
            assert connection.exec_driver_sql("select count(*) from events").scalar_one() == 6
            assert connection.exec_driver_sql("select count(*) from receipts").scalar_one() == 2


def test_the_site_may_die_at_any_step(site: Reporting) -> None:
    step = 1
    while round_dying_at(site.below.folder.root, step):
        step += STRIDE
        assert step < MOST_STEPS
    assert step > 2 * STRIDE
    everything_came_once(site)


def test_the_authority_may_die_at_any_step(site: Reporting) -> None:
    port = site.above.server.port
    site.above.server.stop()
    for step in range(1, MOST_STEPS, STRIDE):
        with authority_dying_at(site.above.folder.root, port, step):
            site.below.round()
        if site.row(1).acknowledged:
            break
    assert step > STRIDE
    everything_came_once(site)
