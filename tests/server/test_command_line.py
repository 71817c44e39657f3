"""The command line as a site admin uses it, from an empty folder to results."""

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from examserver.cli.command_line import main
from examserver.serving import SiteServer
from examserver.storage.exams import all_exams
from examserver.storage.folder import open_folder
from examserver.storage.store import writing
from examserver.version import VERSION
from tests.server.conftest import ROSTER, FakeClock, Prepared
from tests.server.station import Station, register_stations

GIFT = """// two questions, and one that no importer takes
::Kings:: Who was first? {=Tarquin ~Numa}

::Sum:: 5 < 6 and 7 > 3 {T}

::Broken:: An answer that never ends {=one
"""


IMPORTERS = ("av", "fontTools", "ziamath", "lxml", "PIL", "examserver.importers.registry")
"""What only an import needs: 52 MB that would be held as long as the service runs."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder that was set up by the command."""
    assert main(["init", str(tmp_path / "site"), "--name", "第一考点"]) == 0
    (tmp_path / "kings.gift").write_text(GIFT, encoding="utf-8")
    (tmp_path / "people.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path / "site"


def run_process(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "examserver", *words]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=60, check=False, env=environment
    )


def test_from_an_empty_folder_to_results(
    site: Path, capsys: pytest.CaptureFixture[str], clock: FakeClock
) -> None:
    assert main(["paper", "import", str(site), str(site.parent / "kings.gift"), "--title", "罗马"]) == 0
    printed = capsys.readouterr().out
    assert "Imported kings: 罗马" in printed
    assert "2 questions" in printed
    assert "left out  " in printed
    assert main(["candidates", "import", str(site), str(site.parent / "people.csv")]) == 0
    assert "3 candidates added, 0 changed, 0 as they were" in capsys.readouterr().out
    words = ["--paper", "kings", "--title", "历史", "--start", "+0", "--minutes", "60", "--show-seconds"]
    assert main(["exam", "create", str(site), *words]) == 0
    assert "exam-1: 历史, 3 candidates" in capsys.readouterr().out
    sit_the_exam(site, clock)
    assert "2/2 answered" in capsys.readouterr().out
    assert main(["results", str(site), "--exam", "exam-1", "--json"]) == 0
    first, *others = json.loads(capsys.readouterr().out)
    assert (first["name"], first["state"], first["answered"]) == ("张三", "submitted", 2)
    assert [other["state"] for other in others] == ["absent", "absent"]


def sit_the_exam(site: Path, clock: FakeClock) -> None:
    """One candidate answers everything and hands in, while the service runs."""
    with writing(open_folder(site)) as connection:
        clock.time = all_exams(connection)[0].starts
        register_stations(connection, 1)
    with SiteServer(site, port=0, clock=clock) as server:
        station = Station(server.port)
        station.log_in()
        pen = station.pen()
        pen.choose("q1", "a")
        pen.choose("q2", "true")
        station.sync(pen)
        assert station.submit(pen).receipt
        station.close()
        assert main(["results", str(site)]) == 0


def test_lists_say_what_is_there_and_what_to_do_when_nothing_is(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("paper", "candidates", "exam"):
        assert main([command, "list", str(site)]) == 0
        assert "yet" in capsys.readouterr().out
    main(["candidates", "import", str(site), str(site.parent / "people.csv")])
    capsys.readouterr()
    main(["candidates", "list", str(site)])
    assert "2026A001\t张三\t110***********0417\t12" in capsys.readouterr().out


def test_lists_and_results_work_while_the_service_runs_and_so_does_taking_a_paper_in(
    prepared: Prepared, server: SiteServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, table = str(prepared.folder.root), tmp_path / "out.csv"
    assert server.port > 0
    for words in (["paper", "list"], ["candidates", "list"], ["exam", "list"], ["results"]):
        assert main([*words, root]) == 0
        assert capsys.readouterr().out
    assert main(["results", root, "--csv", str(table)]) == 0
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"), newline="")))
    assert [row["name"] for row in rows] == ["张三", "O'Neil, Ann", "'=1+1"]
    assert capsys.readouterr().err == f"Written: {table}\n"
    (tmp_path / "small.gift").write_text("::q1:: Is 2 greater than 1? {T}\n", encoding="utf-8")
    words = ["paper", "import", root, str(tmp_path / "small.gift"), "--id", "small"]
    assert main(words) == 0
    assert "Imported small" in capsys.readouterr().out
    assert main(words) == 1
    assert "There is a paper with the id small already." in capsys.readouterr().err
    assert sorted(path.name for path in (prepared.folder.root / "papers").iterdir()) == ["sample", "small"]


def test_a_bad_paper_file_is_refused_in_two_plain_lines(site: Path) -> None:
    (site.parent / "bad.xml").write_text("<quiz><question", encoding="utf-8")
    for file, sentence in (("bad.xml", "no well-formed XML"), ("missing.xml", "cannot be read")):
        ended = run_process("paper", "import", str(site), str(site.parent / file))
        assert ended.returncode == 1
        assert len(ended.stderr.splitlines()) == 2
        assert "Traceback" not in ended.stderr
        assert sentence in ended.stderr.splitlines()[0]
    assert list((site / "papers").iterdir()) == []


@pytest.mark.parametrize("paper_id", ["../x", "A", "", "x" * 41, "con/x", "."])
def test_a_paper_id_that_could_name_another_file_is_refused(
    site: Path, paper_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["paper", "import", str(site), str(site.parent / "kings.gift"), f"--id={paper_id}"]
    assert main(words) == (1 if paper_id else 0)
    assert ("cannot be the id" in capsys.readouterr().err) == bool(paper_id)
    assert [path.name for path in (site / "papers").iterdir()] == ([] if paper_id else ["kings"])


def test_bad_rows_are_listed_between_what_is_wrong_and_what_to_do(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.parent / "bad.csv").write_text("admission_number,name,identity_number\nA1,,\n", encoding="utf-8")
    assert main(["candidates", "import", str(site), str(site.parent / "bad.csv")]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{site.parent / 'bad.csv'}: 2 fields cannot be taken.",
        "  line 2, name: is missing",
        "  line 2, identity_number: is missing",
        "Correct the file and import it again. Nothing was imported.",
    ]
    assert main(["candidates", "import", str(site), str(site.parent / "none.csv")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_folder_that_was_not_set_up_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["serve"], ["paper", "list"], ["candidates", "list"], ["exam", "list"], ["results"]):
        assert main([*words, str(tmp_path)]) == 1
        title, advice = capsys.readouterr().err.splitlines()
        assert title == f"{tmp_path} is not the folder of a site service."
        assert advice == f"Set one up with: examserver init {tmp_path}"


@pytest.mark.parametrize("words", [[], ["nonsense"], ["exam", "create"], ["serve", "x", "--port", "many"]])
def test_a_command_that_is_not_understood_ends_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_interrupted_work_says_that_nothing_is_half_done(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("examserver.cli.paper.read_draft", interrupt)
    assert main(["paper", "import", str(site), str(site.parent / "kings.gift")]) == 130
    assert "Nothing was left half-done" in capsys.readouterr().err
    assert list((site / "papers").iterdir()) == []


def test_a_disk_that_fails_is_said_in_plain_lines(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    assert main(["paper", "import", str(site), str(site.parent / "kings.gift")]) == 1
    title, advice = capsys.readouterr().err.splitlines()
    assert "No space left on device" in title
    assert "Nothing was left half-done" in advice
    assert list((site / "papers").iterdir()) == []


def test_a_reader_that_goes_away_ends_a_list_quietly(site: Path) -> None:
    main(["candidates", "import", str(site), str(site.parent / "people.csv")])
    command = [sys.executable, "-m", "examserver", "candidates", "list", str(site)]
    read_end, write_end = os.pipe()
    os.close(read_end)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    ended = subprocess.run(
        command, stdout=write_end, stderr=subprocess.PIPE, env=buffered, timeout=60, check=False
    )
    os.close(write_end)
    assert ended.stderr == b""
    assert ended.returncode == 1


def test_the_version_is_the_projects(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"examserver {VERSION}\n"
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == VERSION


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without asking them")
@pytest.mark.parametrize("asked_by", ["SIGTERM", "SIGHUP"])
def test_serve_says_where_it_listens_and_ends_cleanly_when_asked_or_its_terminal_is_closed(
    prepared: Prepared, asked_by: str
) -> None:
    command = [sys.executable, "-m", "examserver", "serve", str(prepared.folder.root), "--port", "0"]
    number = getattr(signal, asked_by)
    was = signal.signal(number, signal.SIG_DFL)  # under nohup it would be ignored, there too
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        signal.signal(number, was)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Serving at http://127.0.0.1:")
        station = Station(int(line.split(":")[2].split(".")[0]))
        assert station.raw("GET", "/time")
        process.send_signal(number)
        try:
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
        station.close()
    assert process.returncode == 0
    assert "Everything that was acknowledged is stored" in out
    assert "Traceback" not in err


@pytest.mark.parametrize("address", ["http://10.0.0.5:8460", "10.0.0.5", "ftp://127.0.0.1", "https://"])
def test_an_address_that_others_could_answer_at_is_not_given_to_stations(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    with pytest.raises(SystemExit):
        main(["init", str(tmp_path / "site"), "--address", address])
    assert "such as https://" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


def test_a_service_that_serves_loads_nothing_of_what_imports_papers() -> None:
    program = (
        "import sys, examserver.cli.serve, examserver.serving, examserver.site; "
        f"print([name for name in {IMPORTERS!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
