"""Rooms as the site's staff add them."""

from pathlib import Path

import pytest

from examserver.cli.command_line import main
from examserver.services.setup import set_up


@pytest.fixture
def root(tmp_path: Path) -> Path:
    set_up(tmp_path / "site", "第一考点", "http://127.0.0.1:8460")
    return tmp_path / "site"


def test_a_room_is_added_and_listed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["room", "list", str(root)]) == 0
    assert "examserver room add DIR NAME" in capsys.readouterr().out
    for name in ("机房301", " Big   Hall "):
        assert main(["room", "add", str(root), name]) == 0
    assert capsys.readouterr().out.splitlines() == ["Room 机房301 is added.", "Room Big Hall is added."]
    assert main(["room", "list", str(root)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Big Hall\t0 stations\tpassword for no exam",
        "机房301\t0 stations\tpassword for no exam",
    ]


@pytest.mark.parametrize("again", ["A1", "a1", "Ａ１", " a1 ", "A\u200b1"])
def test_a_room_has_one_name_however_it_is_typed(
    root: Path, capsys: pytest.CaptureFixture[str], again: str
) -> None:
    assert main(["room", "add", str(root), "A1"]) == 0
    assert main(["room", "add", str(root), again]) == 1
    assert capsys.readouterr().err.splitlines()[0] == "There is a room A1 already."


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "A\x07", "x" * 41])
def test_a_name_that_people_could_not_read_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["room", "add", str(root), name]) == 1
    title, advice = capsys.readouterr().err.splitlines()
    assert "1 to 40 characters" in title
    assert "such as A" in advice


def test_a_room_that_is_not_there_is_answered_with_those_that_are(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["enrol", str(root), "--room", "B", "--out", str(root.parent / "site.enrol")]
    assert main(words) == 1
    assert capsys.readouterr().err.splitlines()[1] == "Add one first: examserver room add DIR NAME"
    for name in ("A", "C"):
        main(["room", "add", str(root), name])
    assert main(words) == 1
    assert capsys.readouterr().err.splitlines() == ["There is no room called B.", "There are: A, C."]
    assert not (root.parent / "site.enrol").exists()
