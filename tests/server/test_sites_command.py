"""The commands for sites and their authority: what they say, and what they refuse."""

import json
from pathlib import Path

import pytest

from examserver.services.exam_sites import USUAL_LEAD
from tests.server.authority import LATER, MINUTE, PAPER, Above, Below, command

Printed = pytest.CaptureFixture[str]


def test_a_site_is_added_joins_and_is_listed(above: Above, tmp_path: Path, capsys: Printed) -> None:
    file, root = tmp_path / "site12.examjoin", tmp_path / "twelve"
    assert (
        command("sites", above.folder.root, "add", "第十二考点", "--out", file, "--address", above.address)
        == 0
    )
    added = capsys.readouterr().out
    assert "It is given no paper yet." in added
    assert command("init", root, "--name", "第十二考点", "--key-backup", tmp_path / "keys.exambackup") == 0
    capsys.readouterr()
    assert command("upstream", root, "status") == 0
    assert "has joined no authority" in capsys.readouterr().out
    assert command("upstream", root, "join", file) == 0
    joined = capsys.readouterr().out
    (fingerprint,) = (line.split()[-1] for line in added.splitlines() if line.startswith("Fingerprint:"))
    assert f"Its fingerprint: {fingerprint}" in joined
    assert command("sites", above.folder.root, "list") == 0
    assert "site-1\t第十二考点\tjoined\tseen" in capsys.readouterr().out


def test_a_joining_file_is_not_written_over(above: Above, tmp_path: Path, capsys: Printed) -> None:
    file = tmp_path / "there"
    file.write_text("mine")
    assert command("sites", above.folder.root, "add", "x", "--out", file) == 1
    assert "exists already" in capsys.readouterr().err
    assert file.read_text() == "mine"
    assert command("sites", above.folder.root, "list") == 0
    assert "There are no sites yet." in capsys.readouterr().out


def test_giving_says_when_the_key_comes_and_who_scores(above: Above, below: Below, capsys: Printed) -> None:
    give = ("sites", above.folder.root, "give", "--paper", PAPER)
    assert command(*give, "--all", "--release", "2027-01-15 08:50") == 0
    said = capsys.readouterr().out
    assert f"for the site {USUAL_LEAD} minutes before" in said
    assert "Scored: here." in said
    assert command(*give, "第一考点", "--with-answer-keys") == 0
    said = capsys.readouterr().out
    assert "not before somebody says when" in said
    assert "Scored: at the site" in said


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--paper", PAPER), "To which sites?"),
        (("--paper", PAPER, "--all", "site-1"), "To which sites?"),
        (("--paper", "nothing", "--all"), "There is no paper nothing"),
        (("--paper", PAPER, "site-7"), "There is no site called site-7"),
        (("--paper", PAPER, "--all", "--lead", "-1"), "-1 minutes before its release"),
        (("--paper", PAPER, "--all", "--release", "soon"), "is not a start"),
    ],
    ids=["nobody", "all and one", "no paper", "no site", "a lead below nothing", "no time"],
)
def test_what_cannot_be_given_is_refused_with_its_reason(
    above: Above, below: Below, capsys: Printed, words: tuple[str, ...], why: str
) -> None:
    assert command("sites", above.folder.root, "give", *words) == 1
    assert why in capsys.readouterr().err


def test_the_list_is_for_programs_too(above: Above, below: Below, capsys: Printed) -> None:
    above.give()
    below.round()
    assert command("sites", above.folder.root, "list", "--json") == 0
    (site,) = json.loads(capsys.readouterr().out)
    (paper,) = site["papers"]
    assert (site["id"], site["state"], paper["paper"]) == ("site-1", "joined", PAPER)
    assert paper["here"] == paper["total"]
    assert (paper["release"], paper["key_from"]) == (LATER, LATER - USUAL_LEAD * MINUTE)


def test_the_status_says_how_far_the_papers_are(above: Above, below: Below, capsys: Printed) -> None:
    above.give()
    root = below.folder.root
    assert command("upstream", root, "fetch") == 0
    assert "whole here, 3.0 MB" in capsys.readouterr().out
    assert command("upstream", root, "status", "--json") == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["authority"], status["called"], status["trouble"]) == ("考试院", "第一考点", "")
    assert [(one["given"], one["has_key"], one["scored_here"]) for one in status["papers"]] == [
        (True, False, False)
    ]


def test_what_does_not_come_makes_the_command_say_so(above: Above, below: Below, capsys: Printed) -> None:
    above.give()
    above.cable.pull()
    assert command("upstream", below.folder.root, "fetch") == 1
    assert "does not answer as it should" in capsys.readouterr().out


def test_parts_on_a_stick_take_no_line(above: Above, below: Below, tmp_path: Path, capsys: Printed) -> None:
    above.give()
    stick = tmp_path / "stick"
    assert command("paper", "mirror", above.folder.root, "--out", stick, "--paper", PAPER) == 0
    damaged, *_ = sorted((stick / PAPER / "parts").iterdir())
    damaged.write_bytes(bytes(damaged.stat().st_size))
    for part in above.manifest().parts:
        if part.sha256 != damaged.name:
            above.part_file(part.sha256).unlink()
    assert command("upstream", below.folder.root, "fetch", "--mirror", stick) == 0
    assert below.has_all(above.manifest())


def test_a_pause_is_said_and_ended_by_command(above: Above, below: Below, capsys: Printed) -> None:
    root = below.folder.root
    assert command("upstream", root, "pause") == 0
    assert command("upstream", root, "fetch") == 1
    assert "It is paused." in capsys.readouterr().err
    assert command("upstream", root, "resume") == 0
    assert command("upstream", root, "fetch") == 0
    assert command("upstream", root, "forget") == 0
    assert command("upstream", root, "fetch") == 1
    assert "has joined no authority" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("remove", "site-1"), ("take", "site-1", "--paper", PAPER)], ids=["all", "one"]
)
def test_what_is_taken_away_is_gone_at_once(
    above: Above, below: Below, capsys: Printed, words: tuple[str, ...]
) -> None:
    above.give()
    assert command("sites", above.folder.root, *words) == 0
    below.round()
    assert below.papers() == ()
