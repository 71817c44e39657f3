"""`examserver paper check` and `import`: a verdict for each question, and an exit code for programs."""

import json
from pathlib import Path

import pytest

from examserver.__main__ import main

GOOD = "::Kings:: Who? {=Alfred ~Egbert}\n\n"
BAD = "::Empty:: Which? {~this ~that}\n\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "kings.gift"
    path.write_text(GOOD + BAD, encoding="utf-8")
    return path


def test_a_check_names_each_question_what_became_of_it_and_what_to_do(
    paper: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(paper.parent.iterdir())
    assert main(["paper", "check", str(paper)]) == 1
    told = capsys.readouterr().out
    assert "whole     line 1, question 1 “Kings”: single, 1 point\n" in told
    assert "left out  line 3, question 2 “Empty”\n" in told
    assert "kings.gift: 1 whole, 1 left out." in told
    assert "  KEY_MISSING: Mark what is right, or let people score it.\n" in told
    assert sorted(paper.parent.iterdir()) == before


def test_a_check_for_programs_says_the_same(paper: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["paper", "check", "--json", str(paper)]) == 1
    whole = json.loads(capsysbinary.readouterr().out)
    assert whole["outcome"] == "changed"
    assert whole["counts"]["questions"] == 1
    assert [one["outcome"] for one in whole["questions"]] == ["whole", "left out"]
    assert whole["questions"][1]["remarks"][0]["code"] == "KEY_MISSING"


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (GOOD + BAD, 1), (BAD, 2), ("", 2)])
def test_the_exit_code_says_whole_named_or_refused(tmp_path: Path, text: str, code: int) -> None:
    path = tmp_path / "paper.gift"
    path.write_text(text, encoding="utf-8")
    assert main(["paper", "check", str(path)]) == code


def test_a_refused_file_says_why_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.bin"
    path.write_bytes(b"\0\1")
    assert main(["paper", "check", str(path)]) == 2
    told = capsys.readouterr().out
    assert "refused   “notes.bin” is no kind of paper that is understood. [FILE_UNKNOWN]" in told
    assert "Understood are: " in told


def test_an_import_says_the_same_and_takes_the_paper_in(
    paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    assert main(["init", str(site), "--name", "Site", "--address", "https://127.0.0.1:8443"]) == 0
    assert main(["paper", "import", str(site), str(paper)]) == 0
    told = capsys.readouterr().out
    assert "left out  line 3, question 2 “Empty”\n" in told
    assert told.endswith("Imported kings: kings\n")
    assert main(["paper", "list", str(site)]) == 0
    assert "kings\t1 questions" in capsys.readouterr().out


def test_an_import_that_takes_too_long_leaves_nothing(
    paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    main(["init", str(site), "--name", "Site", "--address", "https://127.0.0.1:8443"])
    assert main(["paper", "import", str(site), str(paper), "--seconds", "1e-9"]) == 1
    assert "took longer than 1e-09 seconds" in capsys.readouterr().err
    assert list((site / "papers").iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [["--seconds", "0"], ["--seconds", "nan"], ["--seconds", "two"], ["--memory", "0"], ["--memory", "-1"]],
    ids=" ".join,
)
def test_a_limit_that_is_none_is_refused(
    paper: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["paper", "check", str(paper), *words])
    assert ended.value.code == 2
    assert f"{words[1]} is no number of" in capsys.readouterr().err


def test_a_folder_that_is_given_as_a_dot_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "nothing-in-it"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert main(["paper", "check", "."]) == 2
    assert "\nnothing-in-it: nothing could be read." in capsys.readouterr().out
