"""Sealed papers come hours before, by network or from a folder, and go on where they broke off."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace

from examclient.__main__ import main
from examclient.domain.config import Config
from examclient.errors import PaperDamagedError, SiteAnswerError, SiteUnreachableError
from examclient.preloading import ALL_HERE, NOT_ALL, PAPERS, REFUSED, build_preload
from examclient.storage.arriving_part import ARRIVING, arriving_part
from examclient.storage.paper_cache import CURRENT, OLD, PaperCache
from examclient.usecases.preload import Preload, Preloaded
from examprotocol.bundle import open_manifest
from examprotocol.canonical import digest
from examprotocol.signing import read_key
from examserver.cli.command_line import main as serve_command
from examserver.importers.draft import PaperDraft, Picture
from tests.client.exam_site import MINUTE, PAPER_ID, ExamSite, Times, draft
from tests.client.machine import Machine

EARLY = Times(start=120 * MINUTE)
BIG = Random(7).randbytes(12_000_000)
"""A recording: nothing makes it smaller, and no buffer on its way holds the rest of it."""

SOME = 1_000_000
"""So much of it has come when it breaks off."""


def go_on(_done: int, _total: int) -> bool:
    return True


def heavy_draft() -> PaperDraft:
    """The sample paper with a large asset."""
    paper = draft()
    more = {**paper.pictures, digest(BIG): Picture(BIG, "image/png", 40, 30)}
    return PaperDraft(paper.paper, paper.keys, more)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ExamSite]:
    with ExamSite(tmp_path / "site", EARLY, heavy_draft()) as running:
        yield running


def preload_of(machine: Machine, mirror: Path | None = None) -> Preload:
    return build_preload(Config(machine.data, paper_mirror=mirror), machine.site, machine.api)


def sealed(machine: Machine) -> list[Path]:
    return sorted(path for path in (machine.data / PAPERS).rglob("*") if len(path.name) == 64)


def unfinished(machine: Machine) -> list[Path]:
    return sorted((machine.data / PAPERS).rglob(f"*{ARRIVING}"))


def mirror_at(site: ExamSite, folder: Path) -> Path:
    assert (
        serve_command(["paper", "mirror", str(site.folder.root), "--out", str(folder), "--paper", PAPER_ID])
        == 0
    )
    return folder


def seats(site: ExamSite, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert serve_command(["paper", "stations", str(site.folder.root), "--exam", site.exam.id, "--json"]) == 0
    told: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return told


def test_a_machine_takes_the_paper_hours_before_and_the_login_fetches_nothing_more(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = preload_of(machine)(go_on)
    assert came.is_done
    assert came.here == came.total > len(BIG)
    machine.take_in()
    monkeypatch.setattr(machine.api, "part", lambda sha256, _start: pytest.fail(f"fetched {sha256} again"))
    machine.keeper().fetch(go_on)


def test_the_staff_see_which_seats_have_the_sealed_paper(
    site: ExamSite, new_machine: Callable[[], Machine], capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = new_machine(), new_machine()
    preload_of(first)(go_on)
    assert [seat["sealed"] for seat in seats(site, capsys)] == [True, False]


def test_a_part_that_broke_off_in_the_middle_goes_on_from_there(site: ExamSite, machine: Machine) -> None:
    def pull_in_the_middle(done: int, _total: int) -> bool:
        if done > SOME:
            site.cable.pull()
        return True

    with pytest.raises(SiteUnreachableError):
        preload_of(machine)(pull_in_the_middle)
    (here,) = unfinished(machine)
    before = here.stat().st_size
    assert 0 < before < len(BIG)
    site.cable.plug()
    told: list[int] = []
    starts: list[int] = []
    ask = machine.api.coming_part

    def count(done: int, _total: int) -> bool:
        told.append(done)
        return True

    def note(sha256: str, start: int = 0):  # type: ignore[no-untyped-def]
        starts.append(start)
        return ask(sha256, start)

    machine.api.coming_part = note  # type: ignore[method-assign]
    assert preload_of(machine)(count).is_done
    assert before in starts
    assert unfinished(machine) == []


def test_a_partial_file_with_wrong_bytes_in_it_is_thrown_away_and_fetched_whole(
    site: ExamSite, machine: Machine
) -> None:
    assert not preload_of(machine)(lambda done, _total: done <= SOME).is_done
    (here,) = unfinished(machine)
    here.write_bytes(b"x" * here.stat().st_size)
    with pytest.raises(SiteAnswerError, match="did not arrive whole"):
        preload_of(machine)(go_on)
    assert unfinished(machine) == []
    assert preload_of(machine)(go_on).is_done


def test_who_stops_it_keeps_what_has_come(machine: Machine) -> None:
    came = preload_of(machine)(lambda done, _total: done <= SOME)
    assert not came.is_done
    (here,) = unfinished(machine)
    assert here.stat().st_size >= SOME // 2


def test_two_that_fetch_the_same_part_at_once_spoil_it_for_neither(machine: Machine) -> None:
    came = preload_of(machine)(lambda done, _total: done <= len(BIG) // 2)
    assert not came.is_done
    (here,) = unfinished(machine)
    part = next(part for part in machine_manifest(machine).parts if part.size > len(BIG))
    with arriving_part(here.parent, part) as held:
        before = held.size
        assert preload_of(machine)(go_on).is_done
        assert held.size == before
    assert part.sha256 in [path.name for path in sealed(machine)]


def machine_manifest(machine: Machine):  # type: ignore[no-untyped-def]
    (paper,) = machine.api.coming_papers().papers
    return open_manifest(paper.manifest, read_key(machine.site.signing_key))


def test_parts_that_lie_in_the_mirror_do_not_come_by_the_network(
    site: ExamSite, machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = mirror_at(site, tmp_path / "mirror")
    monkeypatch.setattr(machine.api, "coming_part", lambda sha256, _start: pytest.fail(f"fetched {sha256}"))
    assert preload_of(machine, mirror)(go_on).is_done


def test_a_mirror_serves_where_there_is_no_network_at_all(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    mirror = mirror_at(site, tmp_path / "mirror")
    site.cable.pull()
    came = preload_of(machine, mirror)(go_on)
    assert (came.is_done, [paper.paper for paper in came.papers]) == (True, [PAPER_ID])


def test_a_mirror_holds_no_key_and_nothing_that_could_be_read(site: ExamSite, tmp_path: Path) -> None:
    mirror = mirror_at(site, tmp_path / "mirror")
    files = [path for path in mirror.rglob("*") if path.is_file()]
    assert {path.name for path in files if len(path.name) != 64} == {"manifest.jws"}
    key = (site.folder.papers / PAPER_ID / "content.key").read_bytes()
    everything = b"".join(path.read_bytes() for path in files)
    assert key not in everything
    assert "作文".encode() not in everything


def test_a_mirror_is_written_once_and_what_is_damaged_in_it_is_mended(
    site: ExamSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror = mirror_at(site, tmp_path / "mirror")
    capsys.readouterr()
    mirror_at(site, mirror)
    assert "all of it was there" in capsys.readouterr().out
    part = max((mirror / PAPER_ID / "parts").iterdir(), key=lambda path: path.stat().st_size)
    part.write_bytes(b"x" * part.stat().st_size)
    mirror_at(site, mirror)
    assert hashlib.sha256(part.read_bytes()).hexdigest() == part.name


def test_a_mirror_of_which_a_part_could_not_be_written_names_no_paper_until_all_are_there(
    site: ExamSite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror = tmp_path / "mirror"
    sealed_parts = (site.folder.papers / PAPER_ID / "parts").iterdir()
    in_the_way = mirror / PAPER_ID / "parts" / max(path.name for path in sealed_parts)
    in_the_way.mkdir(parents=True)
    asked = ["paper", "mirror", str(site.folder.root), "--out", str(mirror)]
    assert serve_command(asked) == 1
    assert f"{mirror} cannot be written" in capsys.readouterr().err
    manifest = mirror / PAPER_ID / "manifest.jws"
    assert not manifest.exists()
    in_the_way.rmdir()
    assert serve_command(asked) == 0
    assert manifest.exists()


def test_a_damaged_part_in_the_mirror_comes_by_the_network(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    mirror = mirror_at(site, tmp_path / "mirror")
    for path in (mirror / PAPER_ID / "parts").iterdir():
        path.write_bytes(b"x" * path.stat().st_size)
    assert preload_of(machine, mirror)(go_on).is_done
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.name for path in sealed(machine))


def test_a_mirror_of_another_site_is_believed_in_nothing(
    site: ExamSite, machine: Machine, tmp_path: Path
) -> None:
    with ExamSite(tmp_path / "other", EARLY) as other:
        mirror = mirror_at(other, tmp_path / "mirror")
    site.cable.pull()
    with pytest.raises(SiteUnreachableError):
        preload_of(machine, mirror)(go_on)
    assert sealed(machine) == []


def test_a_paper_that_nobody_used_for_long_is_taken_away_and_others_stay(
    machine: Machine, tmp_path: Path
) -> None:
    for token, age in (("old", OLD + 1000), ("young", OLD - 1000)):
        shelf = PaperCache(machine.data / PAPERS, token).shelf()
        then = time.time() - age
        os.utime(shelf._path.parent / CURRENT, (then, then))
    preload_of(machine)(go_on)
    left = {path.name for path in (machine.data / PAPERS).iterdir()}
    assert len(left) == 2
    assert PaperCache(machine.data / PAPERS, "young")._folder.name in left


def test_a_disk_that_takes_no_paper_says_so(machine: Machine) -> None:
    (machine.data / PAPERS).write_text("no folder")
    with pytest.raises(PaperDamagedError, match="cannot be kept on this machine"):
        preload_of(machine)(go_on)


def on_the_command_line(machine: Machine, *more: str) -> int:
    return main(["--preload", "--data", str(machine.data), *more])


def test_preload_on_the_command_line_ends_with_0_when_all_is_here(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert on_the_command_line(machine, "--json") == ALL_HERE
    told = json.loads(capsys.readouterr().out)
    assert told["done"] is True
    assert [(paper["paper"], paper["here"] == paper["total"]) for paper in told["papers"]] == [
        (PAPER_ID, True)
    ]
    assert on_the_command_line(machine) == ALL_HERE
    assert "all of it is here" in capsys.readouterr().out


def test_preload_ends_with_1_where_the_site_cannot_be_reached(
    site: ExamSite, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    site.cable.pull()
    assert on_the_command_line(machine, "--json") == NOT_ALL
    told = capsys.readouterr()
    assert json.loads(told.out)["done"] is False
    assert f"does not answer at {machine.site.address}" in told.err
    assert "--mirror" in told.err
    assert "Error" not in told.err


def test_preload_ends_with_2_where_this_machine_is_not_enrolled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--preload", "--data", str(tmp_path / "nobody")]) == REFUSED
    assert "not enrolled" in capsys.readouterr().err


def test_preload_by_a_mirror_needs_no_network(site: ExamSite, machine: Machine, tmp_path: Path) -> None:
    mirror = mirror_at(site, tmp_path / "mirror")
    site.cable.pull()
    assert on_the_command_line(machine, "--mirror", str(mirror)) == ALL_HERE


def test_a_mirror_folder_that_is_not_there_is_said_and_stops_nothing(
    machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / "nowhere"
    assert on_the_command_line(machine, "--mirror", str(nowhere)) == ALL_HERE
    assert f"There is no mirror folder {nowhere}" in capsys.readouterr().err


def test_preload_ends_with_130_where_somebody_stops_it(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_self: Preload, _progress: object) -> Preloaded:
        raise KeyboardInterrupt

    monkeypatch.setattr(Preload, "__call__", stopped)
    assert on_the_command_line(machine, "--until-done") == 130
    assert "goes on from there" in capsys.readouterr().err


def test_until_done_goes_on_through_what_passes(
    site: ExamSite, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.cable.pull()
    monkeypatch.setattr("examclient.preloading.time.sleep", lambda _seconds: site.cable.plug())
    assert on_the_command_line(machine, "--until-done") == ALL_HERE


def test_an_exam_without_a_paper_to_come_leaves_nothing_to_take(
    site: ExamSite, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    site.time.put_forward(site.exam.closes - site.time.now())
    assert on_the_command_line(machine) == ALL_HERE
    assert "nothing to take" in capsys.readouterr().out


def test_two_exams_with_one_paper_are_both_told_of(site: ExamSite, machine: Machine) -> None:
    (paper,) = machine.api.coming_papers().papers
    twice = (paper, replace(paper, exam="exam-2"))
    machine.api.coming_papers = lambda: replace(reply, papers=twice)  # type: ignore[method-assign]
    reply = type(machine.api).coming_papers(machine.api)
    came = preload_of(machine)(go_on)
    assert [one.exam for one in came.papers] == [site.exam.id, "exam-2"]
