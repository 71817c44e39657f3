"""A site of several machines takes the authority's papers: each into its own folder, one at a time."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from examserver.cli.ordering import give
from examserver.cli.upstream_fetching import is_all_here
from examserver.errors import UpstreamError
from examserver.services.exam_site_orders import MakeSiteKey
from examserver.services.same_site import papers_without_files
from examserver.services.upstream_orders import PauseUpstream, TakeSiteKey
from examserver.storage.folder import open_folder
from examserver.storage.moving import move_to
from examserver.storage.store import Store, reading
from examserver.storage.upstream import read_upstream
from examserver.upstream.intake import Intake
from examserver.upstream.stock import Ground
from tests.server.authority import PAPER, Above, Below, command


@pytest.fixture
def machines(below: Below, database: str, tmp_path: Path) -> tuple[Below, Below]:
    """Two folders over one database."""
    move_to(below.folder, database, lambda _table, _rows: None)
    second = tmp_path / "second"
    shutil.copytree(below.folder.root, second, ignore=shutil.ignore_patterns("data", "run"))
    return (
        Below(open_folder(below.folder.root), below.clock),
        Below(open_folder(second), below.clock),
    )


def test_each_machine_takes_the_papers_into_its_own_folder(
    above: Above, machines: tuple[Below, Below]
) -> None:
    above.give()
    for machine in machines:
        machine.round()
        assert machine.trouble == ""
        assert machine.has_all(above.manifest())


def test_two_processes_never_write_one_unfinished_part(above: Above, machines: tuple[Below, Below]) -> None:
    above.give()
    first = machines[0]
    again = replace(first)
    rounds: list[float] = []
    pieces: list[int] = []

    def meanwhile(_here: int, _total: int) -> None:
        if not rounds:
            rounds.append(_round_beside(again, pieces))

    _round_beside(first, [], meanwhile)
    assert pieces == []
    assert rounds == [1.0]
    assert first.has_all(above.manifest())


def test_a_machine_that_has_not_fetched_yet_says_so(
    above: Above, machines: tuple[Below, Below], capsys: pytest.CaptureFixture[str]
) -> None:
    above.give()
    first, second = machines
    first.round()
    assert command("upstream", second.folder.root, "status") == 0
    with reading(second.folder) as connection:
        assert not is_all_here(connection, second.folder)
    assert "nothing on this machine yet" in capsys.readouterr().out
    key = give(above.folder.root, MakeSiteKey("site-1", PAPER, early=True)).content
    with pytest.raises(UpstreamError, match=rf"{PAPER} has not come to this machine"):
        give(second.folder.root, TakeSiteKey(key))
    give(first.folder.root, TakeSiteKey(key))
    second.round()
    give(second.folder.root, TakeSiteKey(key))
    assert first.shelf.has_key(PAPER)
    assert second.shelf.has_key(PAPER)


def test_a_pause_that_a_command_orders_ends_the_transfer_of_a_running_service(
    above: Above, machines: tuple[Below, Below]
) -> None:
    above.give()
    first, second = machines
    store = Store(first.folder)
    seen: list[int] = []

    def pause(here: int, _total: int) -> None:
        if not seen:
            give(second.folder.root, PauseUpstream(paused=True))
            store.read_now(intake.notice)
        seen.append(here)

    try:
        intake = Intake(Ground(store, first.folder, first.shelf, first.key, first.clock), lambda: 0.0, pause)
        store.read_now(intake.notice)
        intake.run_once()
        assert len(seen) == 1
        give(second.folder.root, PauseUpstream(paused=False))
        store.read_now(intake.notice)
        intake.run_once()
    finally:
        store.close()
    assert first.has_all(above.manifest())


def test_a_disk_that_takes_nothing_is_told_in_words_for_people(above: Above, below: Below) -> None:
    above.give()
    below.folder.arriving.write_bytes(b"in the way")
    below.round()
    assert below.trouble.startswith("What comes cannot be put onto the service's disk (")
    below.folder.arriving.unlink()
    below.round()
    assert below.trouble == ""


def test_a_sealed_paper_on_its_way_is_not_said_to_lack_files(above: Above, below: Below) -> None:
    above.give()
    below.round()
    with reading(below.folder) as connection:
        assert read_upstream(connection) is not None
        assert papers_without_files(connection, below.folder) == ()


def _round_beside(machine: Below, pieces: list[int], told: object = None) -> float:
    """As another process does, which holds no lock of the folder."""
    store = Store(machine.folder)
    ground = Ground(store, machine.folder, machine.shelf, machine.key, machine.clock)
    hear = told or (lambda here, _total: pieces.append(here))
    try:
        return Intake(ground, lambda: 0.0, hear).round()  # type: ignore[arg-type] # a callable either way
    finally:
        store.close()
