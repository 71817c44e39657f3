"""`examserver paper preview`: the client's own pages, as pictures; the service hands over no key."""

import json
import os
import stat
from pathlib import Path

import pytest
from PIL import Image

from examprotocol.paper import Paper
from examserver.__main__ import main
from examserver.cli.paper_preview import PreviewWish, preview
from examserver.errors import PaperFileError
from examserver.importers.registry import import_paper
from examserver.services.preview_files import write_preview

QUESTIONS = "::Kings:: Who? {=Alfred ~Egbert}\n\n::Sum:: 1+1 {#2}\n\n::Fall:: Rome fell. {T}"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "kings.gift"
    path.write_text(QUESTIONS, encoding="utf-8")
    return path


def test_every_page_is_drawn_in_the_size_that_was_asked_for(
    paper: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pictures = tmp_path / "pictures"
    words = ["--png", str(pictures), "--size", "1024x600", "--lang", "en"]
    assert main(["paper", "preview", str(paper), *words]) == 0
    assert sorted(file.name for file in pictures.iterdir()) == ["001-q1.png", "002-q2.png", "003-q3.png"]
    with Image.open(pictures / "001-q1.png") as drawn:
        assert drawn.size == (1024, 600)
        assert len(drawn.convert("RGB").getcolors(10**6) or ()) > 20, "the page is blank"
    told = capfd.readouterr().out
    assert "kings.gift: 3 whole." in told
    assert f"3 pictures in {pictures}" in told


def test_what_is_handed_over_holds_no_key(paper: Path, tmp_path: Path) -> None:
    folder = tmp_path / "handed"
    folder.mkdir()
    write_preview(import_paper(paper, "paper1"), folder)
    assert [file.name for file in folder.iterdir()] == ["paper.json"]
    handed = (folder / "paper.json").read_text(encoding="utf-8")
    assert set(json.loads(handed)) <= set(Paper.__struct_fields__)
    assert "share" not in handed
    assert "accepted" not in handed


@pytest.mark.skipif(os.name == "nt", reason="Windows gives a folder of one's own to nobody else")
def test_nobody_else_can_look_into_the_folder_that_is_handed_over(paper: Path, tmp_path: Path) -> None:
    folder = tmp_path / "handed"
    folder.mkdir(mode=0o755)
    write_preview(import_paper(paper, "paper1"), folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_machine_without_the_client_is_told_so(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examserver.cli.paper_preview._CLIENT", "no-such-client")
    with pytest.raises(PaperFileError) as refused:
        preview(import_paper(paper, "paper1"), PreviewWish())
    assert refused.value.code == "CLIENT_MISSING"


@pytest.mark.parametrize("size", ["wide", "0x600", "1024", "10x-3", "199x600", "1024x8193"])
def test_a_size_that_is_none_is_refused(paper: Path, size: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["paper", "preview", str(paper), "--size", size])
    assert ended.value.code == 2


def test_a_folder_that_takes_no_pictures_is_named_with_what_to_do(
    paper: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    in_the_way = tmp_path / "notes.txt"
    in_the_way.write_text("mine", encoding="utf-8")
    assert main(["paper", "preview", str(paper), "--png", str(in_the_way)]) == 1
    told = capfd.readouterr().err
    assert told.startswith(f"{in_the_way} cannot be written.\n")
    assert "--png" in told
    assert "Traceback" not in told
    assert in_the_way.read_text(encoding="utf-8") == "mine"
