"""The paper on this machine: fetched sealed, opened at its time, mended, loaded afresh."""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from examclient.domain.piece import Piece
from examclient.errors import (
    PaperDamagedError,
    SiteAnswerError,
    SiteRefusedError,
    SiteUnreachableError,
)
from examclient.usecases.paper_keeper import PaperKeeper
from examprotocol.bundle import open_manifest, part_is_whole
from examprotocol.paper import questions_of
from examprotocol.signing import new_signing_key, read_key
from examserver.services.setup import public_part
from tests.client.exam_site import BLUE, MINUTE, PICTURES, QUESTIONS, RED, ExamSite, Times
from tests.client.machine import Machine

PARTS = 3

EARLY = Times(start=30 * MINUTE)


def go_on(_done: int, _total: int) -> bool:
    return True


@pytest.fixture
def keeper(machine: Machine) -> PaperKeeper:
    """The keeper of a candidate who has logged in."""
    machine.take_in()
    return machine.keeper()


def part_files(machine: Machine) -> list[Path]:
    """The sealed parts on the machine's disk."""
    return sorted(path for path in (machine.data / "papers").rglob("*") if len(path.name) == 64)


def size(machine: Machine) -> int:
    """Bytes of all parts that are here."""
    return sum(path.stat().st_size for path in part_files(machine))


def damage(path: Path) -> bytes:
    """Change one byte in the middle; returns what was there before."""
    whole = path.read_bytes()
    place = len(whole) // 2
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
    return whole


def test_the_paper_comes_onto_the_machine_and_opens_with_its_pictures(
    keeper: PaperKeeper, machine: Machine
) -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        told.append((done, total))
        return True

    keeper.fetch(progress)
    paper = keeper.open()
    assert told[0] == (0, size(machine))
    assert told[-1] == (size(machine), size(machine))
    assert told == sorted(told)
    assert questions_of(paper.paper) == QUESTIONS
    assert {asset: paper.picture(asset) for asset in PICTURES} == {
        asset: one.data for asset, one in PICTURES.items()
    }
    assert paper.picture("no such picture") is None


def test_nothing_of_the_paper_can_be_read_on_the_disk(keeper: PaperKeeper, machine: Machine) -> None:
    keeper.fetch(go_on)
    keeper.open()
    everything = b"".join(path.read_bytes() for path in machine.data.rglob("*") if path.is_file())
    assert "作文".encode() not in everything
    assert PICTURES[RED].data[:30] not in everything
    assert keeper._source.content_key() not in everything


def test_what_is_there_already_is_not_fetched_again(
    keeper: PaperKeeper, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.fetch(go_on)
    again = machine.keeper()
    monkeypatch.setattr(machine.api, "part", lambda sha256, _start: pytest.fail(f"fetched {sha256} again"))
    again.fetch(go_on)
    assert again.open().picture(BLUE) == PICTURES[BLUE].data


@pytest.mark.parametrize("times", [EARLY])
def test_the_paper_comes_early_and_its_key_not_before_its_time(site: ExamSite, keeper: PaperKeeper) -> None:
    keeper.fetch(go_on)
    for early in (20 * MINUTE - 5_000, 5_000 - 600):
        with pytest.raises(SiteRefusedError) as refused:
            keeper.open()
        assert (refused.value.code, refused.value.until) == ("not_yet", site.exam.key_release)
        site.time.put_forward(early)
    site.time.put_forward(600)
    assert questions_of(keeper.open().paper) == QUESTIONS


def test_a_paper_of_another_signer_is_refused_before_anything_of_it_is_fetched(
    keeper: PaperKeeper, machine: Machine
) -> None:
    stranger = machine.keeper(public_part(new_signing_key()))
    with pytest.raises(SiteAnswerError, match="not signed by this exam site"):
        stranger.fetch(go_on)
    assert not (machine.data / "papers").exists()
    with pytest.raises(PaperDamagedError, match="not on this machine yet"):
        stranger.open()


@pytest.mark.parametrize("key", [{}, {"kty": "OKP"}, {"kty": "OKP", "crv": "Ed25519", "x": "!"}])
def test_a_site_file_with_a_broken_key_is_refused_in_words(
    keeper: PaperKeeper, machine: Machine, key: dict[str, str]
) -> None:
    broken = PaperKeeper(machine.api, machine.open_cache, key)
    with pytest.raises(SiteAnswerError, match="not signed by this exam site"):
        broken.fetch(go_on)


def test_a_part_that_did_not_arrive_whole_is_not_kept(
    keeper: PaperKeeper, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = machine.api.part

    def cut_short(sha256: str, start: int = 0) -> Generator[Piece]:
        yield from (Piece(piece.at, piece.data[:-1]) for piece in fetch(sha256, start))

    monkeypatch.setattr(machine.api, "part", cut_short)
    with pytest.raises(SiteAnswerError, match="did not arrive whole"):
        keeper.fetch(go_on)
    assert part_files(machine) == []
    monkeypatch.setattr(machine.api, "part", fetch)
    keeper.fetch(go_on)
    assert len(part_files(machine)) == PARTS


def test_a_fetch_that_broke_off_goes_on_where_it_was(
    site: ExamSite, keeper: PaperKeeper, machine: Machine
) -> None:
    def pull_after_one(_done: int, _total: int) -> bool:
        if part_files(machine):
            site.cable.pull()
        return True

    with pytest.raises(SiteUnreachableError):
        keeper.fetch(pull_after_one)
    assert len(part_files(machine)) < PARTS
    here = size(machine)
    site.cable.plug()
    told: list[int] = []

    def count(done: int, _total: int) -> bool:
        told.append(done)
        return True

    keeper.fetch(count)
    assert told[0] == here
    assert len(part_files(machine)) == PARTS


def test_who_is_no_longer_wanted_stops_fetching(keeper: PaperKeeper, machine: Machine) -> None:
    keeper.fetch(lambda _done, _total: not part_files(machine))
    assert len(part_files(machine)) == 1


def test_parts_damaged_on_the_disk_are_found_and_mended(keeper: PaperKeeper, machine: Machine) -> None:
    keeper.fetch(go_on)
    paper = keeper.open()
    files = part_files(machine)
    whole = {path: damage(path) for path in files[:2]}
    assert keeper.mend() == 2
    assert {path: path.read_bytes() for path in whole} == whole
    assert keeper.mend() == 0
    assert paper.picture(RED) == PICTURES[RED].data


def test_a_damaged_picture_is_missing_rather_than_wrong(keeper: PaperKeeper, machine: Machine) -> None:
    keeper.fetch(go_on)
    paper = keeper.open()
    for path in part_files(machine):
        damage(path)
    assert paper.picture(RED) is None
    assert questions_of(paper.paper) == QUESTIONS, "the paper in hand stays"


def test_a_paper_damaged_before_it_was_opened_says_so_and_is_mended(
    keeper: PaperKeeper, machine: Machine
) -> None:
    keeper.fetch(go_on)
    for path in part_files(machine):
        path.unlink()
    with pytest.raises(PaperDamagedError, match="cannot be opened"):
        keeper.open()
    keeper.fetch(go_on)
    assert questions_of(keeper.open().paper) == QUESTIONS


def test_a_cleared_cache_is_a_fresh_copy_of_everything(keeper: PaperKeeper, machine: Machine) -> None:
    keeper.fetch(go_on)
    keeper.open()
    old = part_files(machine)
    damage(old[0])
    fresh = keeper.load_afresh(go_on)
    new = part_files(machine)
    assert {path.name for path in new} == {path.name for path in old}
    assert not set(new) & set(old)
    assert fresh.picture(RED) == PICTURES[RED].data
    machine.keeper().fetch(go_on)
    assert part_files(machine) == new


@pytest.mark.parametrize("parts_before", range(PARTS - 1))
def test_a_cable_pulled_while_the_cache_is_cleared_leaves_the_old_paper_in_use(
    site: ExamSite, keeper: PaperKeeper, machine: Machine, parts_before: int
) -> None:
    keeper.fetch(go_on)
    paper = keeper.open()
    old = part_files(machine)

    def pull(_done: int, _total: int) -> bool:
        if len(part_files(machine)) == len(old) + parts_before:
            site.cable.pull()
        return True

    with pytest.raises(SiteUnreachableError):
        keeper.load_afresh(pull)
    assert set(old) <= set(part_files(machine))
    assert paper.picture(RED) == PICTURES[RED].data
    site.cable.plug()
    assert keeper.mend() == 0, "the shelf in use is still the old one, and whole"
    fresh = keeper.load_afresh(go_on)
    assert fresh.picture(BLUE) == PICTURES[BLUE].data
    assert len(part_files(machine)) == PARTS, "what was never finished has been taken away"


def test_a_load_that_was_stopped_is_no_reason_to_swap(keeper: PaperKeeper, machine: Machine) -> None:
    keeper.fetch(go_on)
    paper = keeper.open()
    with pytest.raises(SiteAnswerError, match="stays in use"):
        keeper.load_afresh(lambda _done, _total: len(part_files(machine)) < PARTS + 2)
    assert paper.picture(RED) == PICTURES[RED].data
    assert keeper.mend() == 0


@pytest.mark.parametrize(
    "use",
    [PaperKeeper.mend, PaperKeeper.open, lambda keeper: keeper.load_afresh(go_on)],
    ids=["mend", "open", "load afresh"],
)
def test_without_a_paper_there_is_nothing_to_mend_open_or_clear(
    keeper: PaperKeeper, use: Callable[[PaperKeeper], object]
) -> None:
    with pytest.raises(PaperDamagedError):
        use(keeper)


def test_nothing_that_clears_or_mends_touches_the_journal(keeper: PaperKeeper, machine: Machine) -> None:
    sitting = machine.sit()
    path = machine.journal_path(sitting.attempt.id)
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    keeper.fetch(go_on)
    keeper.open()
    damage(part_files(machine)[0])
    keeper.mend()
    keeper.load_afresh(go_on)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_disk_without_room_for_the_paper_says_so(machine: Machine, keeper: PaperKeeper) -> None:
    (machine.data / "papers").write_text("not a folder")
    with pytest.raises(PaperDamagedError, match="cannot be kept on this machine"):
        keeper.fetch(go_on)


def test_the_manifest_names_every_part_that_the_site_gives_out(site: ExamSite, machine: Machine) -> None:
    machine.take_in()
    manifest = open_manifest(machine.api.manifest(), read_key(site.file.signing_key))
    assert len(manifest.parts) == PARTS
    parts = {part: b"".join(one.data for one in machine.api.part(part.sha256)) for part in manifest.parts}
    assert all(part_is_whole(part, data) for part, data in parts.items())
