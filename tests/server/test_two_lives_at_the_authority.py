"""A site's old machine comes back: the authority knows the newer one, takes nothing of it, and tells it."""

from pathlib import Path

from examserver.cli.ordering import give
from examserver.services.alive.begin_orders import BeginGeneration
from examserver.services.alive.newer_life import newer_life
from examserver.services.backup_orders import MakeBackup
from examserver.services.old_folder import service_in
from examserver.services.restoring import restore
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.store import reading
from examserver.upstream.intake import GIVEN_UP
from tests.server.authority import Above, Below
from tests.server.conftest import START


def spare_of(below: Below, tmp_path: Path) -> Below:
    """The site's service on another machine, from a backup of this moment."""
    give(below.folder.root, MakeBackup(str(tmp_path / "day.exambackup")))
    restore(tmp_path / "day.exambackup", tmp_path / "spare", service_in(below.folder.root), START)
    return Below(open_folder(tmp_path / "spare"), below.clock)


def is_taken_over(site: Below) -> bool:
    with reading(site.folder) as connection:
        return newer_life(connection) is not None


def test_the_old_machine_is_told_by_the_authority_and_stops(
    above: Above, below: Below, tmp_path: Path
) -> None:
    above.give()
    below.round()
    spare = spare_of(below, tmp_path)
    spare.round()
    assert (spare.trouble, is_taken_over(spare)) == ("", False)
    assert below.round() == GIVEN_UP
    assert "Another machine of this site has asked" in below.trouble
    assert is_taken_over(below)
    spare.round()
    assert spare.trouble == ""


def test_the_one_that_a_person_calls_the_right_one_is_heard_again(
    above: Above, below: Below, tmp_path: Path
) -> None:
    spare = spare_of(below, tmp_path)
    spare.round()
    below.round()
    give(below.folder.root, BeginGeneration("the spare one was a mistake"))
    with reading(below.folder) as connection, reading(spare.folder) as other:
        assert read_site(connection).generation > read_site(other).generation
    below.round()
    assert below.trouble == ""
    assert spare.round() == GIVEN_UP
