"""The sealed paper on this machine: damage is found, and the one in use stays until another is whole."""

import hashlib
from pathlib import Path

import pytest

from examclient.domain.piece import Piece
from examclient.errors import PaperDamagedError
from examclient.storage.paper_cache import CURRENT, PaperCache, Shelf
from examprotocol.bundle import Manifest, Part

PARTS = {hashlib.sha256(data).hexdigest(): data for data in (b"paper", b"picture one", b"picture two")}
MANIFEST = Manifest("p", 1, next(iter(PARTS)), tuple(Part(name, len(data)) for name, data in PARTS.items()))


@pytest.fixture
def cache(tmp_path: Path) -> PaperCache:
    return PaperCache(tmp_path, "token")


def fill(shelf: Shelf) -> Shelf:
    for part in MANIFEST.parts:
        put(shelf, part)
    return shelf


def put(shelf: Shelf, part: Part) -> None:
    with shelf.arriving(part) as arriving:
        arriving.take(Piece(0, PARTS[part.sha256]))
        assert arriving.finish()


def folders(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_dir() and path.parent != root)


def test_a_new_cache_lacks_everything_and_a_filled_one_nothing(cache: PaperCache) -> None:
    assert cache.shelf().lacking(MANIFEST) == MANIFEST.parts
    fill(cache.shelf())
    assert cache.shelf().lacking(MANIFEST) == ()
    assert cache.shelf().read(MANIFEST.paper) == b"paper"


def test_the_paper_is_still_there_at_the_next_start(cache: PaperCache, tmp_path: Path) -> None:
    name = fill(cache.shelf()).name
    again = PaperCache(tmp_path, "token")
    assert again.shelf().name == name
    assert again.shelf().lacking(MANIFEST) == ()


def test_two_papers_do_not_share_a_shelf(cache: PaperCache, tmp_path: Path) -> None:
    fill(cache.shelf())
    assert PaperCache(tmp_path, "token of another paper").shelf().lacking(MANIFEST) == MANIFEST.parts


@pytest.mark.parametrize("damage", [b"", b"pictureXone", b"picture on", b"picture one and more"])
def test_a_part_that_is_damaged_is_found(cache: PaperCache, tmp_path: Path, damage: bytes) -> None:
    fill(cache.shelf())
    damaged = MANIFEST.parts[1]
    (file,) = tmp_path.rglob(damaged.sha256)
    file.write_bytes(damage)
    assert cache.shelf().lacking(MANIFEST) == (damaged,)


def test_a_part_that_is_missing_is_found(cache: PaperCache, tmp_path: Path) -> None:
    fill(cache.shelf())
    (file,) = tmp_path.rglob(MANIFEST.paper)
    file.unlink()
    assert cache.shelf().lacking(MANIFEST) == (MANIFEST.parts[0],)
    assert cache.shelf().read(MANIFEST.paper) == b""


def test_a_shelf_beside_changes_nothing_until_it_is_used(cache: PaperCache, tmp_path: Path) -> None:
    old = fill(cache.shelf())
    new = cache.new_shelf()
    assert cache.shelf().name == old.name
    fill(new)
    cache.use(new.name)
    assert cache.shelf().name == new.name
    assert folders(tmp_path) == [new.name]
    assert cache.shelf().lacking(MANIFEST) == ()


def test_shelves_that_were_never_finished_are_taken_away_with_the_old_one(
    cache: PaperCache, tmp_path: Path
) -> None:
    fill(cache.shelf())
    for _ in range(3):
        cache.new_shelf()
    assert len(folders(tmp_path)) == 4
    cache.sweep()
    assert folders(tmp_path) == [cache.shelf().name]


@pytest.mark.parametrize("pointer", [b"", b"gone", b"../../etc", b"\xff\xfe"])
def test_a_pointer_that_leads_nowhere_makes_an_empty_shelf_and_harms_nothing(
    cache: PaperCache, tmp_path: Path, pointer: bytes
) -> None:
    old = fill(cache.shelf())
    (file,) = tmp_path.rglob(CURRENT)
    file.write_bytes(pointer)
    shelf = cache.shelf()
    assert shelf.name != old.name
    assert shelf.lacking(MANIFEST) == MANIFEST.parts
    assert old.lacking(MANIFEST) == ()
    assert cache.shelf().name == shelf.name


def test_a_machine_that_cannot_keep_a_paper_says_so(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("not a folder")
    with pytest.raises(PaperDamagedError, match="cannot be kept on this machine"):
        PaperCache(tmp_path / "papers", "token").shelf()


def test_a_shelf_that_was_taken_away_under_ones_feet_comes_back(cache: PaperCache, tmp_path: Path) -> None:
    shelf = cache.shelf()
    (tmp_path / cache.shelf()._path.parent.name / shelf.name).rmdir()
    put(shelf, MANIFEST.parts[0])
    assert shelf.read(MANIFEST.paper) == b"paper"
