"""`examserver packages`: a line for each file, a bad one stops no other, and people decide what counts."""

import json
from pathlib import Path

import msgspec
import pytest

from examprotocol.package_name import chunk_name
from examserver.cli.command_line import main
from examserver.services.counting import answers_that_count
from examserver.services.exams import MINUTE
from examserver.serving import SiteServer
from examserver.storage.imports import all_imports
from examserver.storage.rulings import rulings_of
from examserver.storage.store import reading
from tests.server.batch import CANDIDATES, crowd, one_for, ten_bad
from tests.server.conftest import START, Prepared
from tests.server.moving import PASSWORD
from tests.server.packing import Carrier, attempt_of, pen_of
from tests.server.station import ADMISSION, Pen, Station

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def carrier(prepared: Prepared, tmp_path: Path) -> Carrier:
    return Carrier(prepared, tmp_path / "stick")


@pytest.fixture
def crowded(prepared: Prepared, tmp_path: Path) -> Carrier:
    return crowd(prepared, tmp_path / "stick")


def packages(prepared: Prepared, *words: str | Path) -> int:
    action, *rest = map(str, words)
    return main(["packages", action, str(prepared.folder.root), *rest])


def test_of_fifty_packages_with_ten_bad_ones_forty_are_in_and_each_bad_one_has_its_reason(
    crowded: Carrier, capsys: Capture
) -> None:
    prepared = crowded.prepared
    with SiteServer(prepared.folder.root, port=0):
        for candidate in CANDIDATES:
            one_for(crowded, candidate)
        bad = ten_bad(crowded)
        assert packages(prepared, "import", "--dry-run", crowded.stick) == 1
        dry = capsys.readouterr().out
        assert packages(prepared, "import", crowded.stick) == 1
    lines = capsys.readouterr().out.splitlines()
    assert dry.splitlines()[-1] == "Dry run, nothing was written: 40 in, 10 refused, 120 events new."
    assert lines[-1] == "40 in, 10 refused, 120 events new."
    assert len(lines) == 51
    for file, code in bad.items():
        assert sum(f"refused ({code})" in line for line in lines) >= 1, file
    with reading(prepared.folder) as connection:
        rows = all_imports(connection)
        codes = sorted(row.fault for row in rows if row.fault)
    assert codes == sorted(bad.values())
    assert sorted(row.candidate for row in rows if not row.fault) == CANDIDATES
    receipts = [line.split("\t")[4] for line in lines[:-1] if "taken in" in line]
    assert len(set(receipts)) == 40
    assert "-" not in receipts


def test_files_of_a_folder_that_are_no_packages_are_left_aside(carrier: Carrier, capsys: Capture) -> None:
    file = one_for(carrier, ADMISSION)
    (file.parent / "record.txt").write_text("for the proctor's record", encoding="utf-8")
    (file.parent / chunk_name(file.name, 1)).write_bytes(b"sealed")
    file.rename(file.with_name("renamed"))
    assert packages(carrier.prepared, "import", carrier.stick) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "renamed" in lines[0]
    assert lines[1].endswith("1 other file left aside")
    assert lines[2] == "1 in, 0 refused, 3 events new."


def test_a_password_file_opens_what_the_lost_key_does_not(
    carrier: Carrier, tmp_path: Path, capsys: Capture
) -> None:
    file = one_for(carrier, ADMISSION)
    carrier.prepared.folder.opening_key.unlink()
    secret = tmp_path / "password.txt"
    secret.write_text(f"\ufeffnot this one\n\n{PASSWORD}\n", encoding="utf-8")
    assert packages(carrier.prepared, "import", file) == 1
    assert "password_needed" in capsys.readouterr().out
    assert packages(carrier.prepared, "import", file, "--password-from", secret) == 0
    assert "opened by the room password" in capsys.readouterr().out
    assert packages(carrier.prepared, "import", file, "--password-from", tmp_path / "gone") == 1
    assert "cannot be read" in capsys.readouterr().err


def test_programs_read_json(carrier: Carrier, capsys: Capture) -> None:
    file = one_for(carrier, ADMISSION)
    assert packages(carrier.prepared, "import", file, "--json", "--by", "主考") == 0
    (result,) = json.loads(capsys.readouterr().out)
    assert (result["verdict"], result["new"], result["candidate"]) == ("taken", 3, ADMISSION)
    packages(carrier.prepared, "list", "--json")
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["by"], row["sha256"]) == ("主考", result["file"]["sha256"])
    assert packages(carrier.prepared, "list", "--exam", "other") == 0
    assert "No package was offered yet" in capsys.readouterr().out


def test_the_list_says_who_brought_what_and_what_became_of_it(carrier: Carrier, capsys: Capture) -> None:
    packages(carrier.prepared, "import", one_for(carrier, ADMISSION), "--by", "主考")
    packages(carrier.prepared, "import", carrier.put("x.examanswers", b"PK\x03\x04"))
    capsys.readouterr()
    assert packages(carrier.prepared, "list") == 0
    good, bad = capsys.readouterr().out.splitlines()
    assert good.startswith("1\t")
    assert good.endswith("\ttaken\t3 new\t0 apart")
    assert "主考" in good
    assert bad.endswith("\trefused (another_kind)\t0 new\t0 apart")


def test_inspecting_changes_nothing(carrier: Carrier, capsys: Capture) -> None:
    file, root = one_for(carrier, ADMISSION), str(carrier.prepared.folder.root)
    assert main(["packages", "inspect", str(file)]) == 0
    assert f"candidate {ADMISSION}" in capsys.readouterr().out
    assert main(["packages", "inspect", str(file), "--in", root]) == 0
    assert "3 events" in capsys.readouterr().out
    assert main(["packages", "inspect", str(carrier.put("x", b"PK\x03\x04"))]) == 1
    assert "Refused (another_kind)" in capsys.readouterr().out
    with reading(carrier.prepared.folder) as connection:
        assert all_imports(connection) == ()
    assert not carrier.prepared.folder.packages.exists()


# -- both sources, and what a person decides ------------------------------------------------------------


@pytest.fixture
def disputed(seated: Station, carrier: Carrier) -> tuple[Carrier, Pen, Pen]:
    """q1 was answered at two machines: one is at the service, the other came by stick, q4 only by stick."""
    old, new = seated.pen(), Pen(seated.pen().writer)
    new.choose("q1", "b")
    new.choose("q2", "b")
    seated.sync(new)
    old.choose("q1", "a")
    old.type("q4", "=1+1\x1b[2J")
    packages(carrier.prepared, "import", carrier.pack(old))
    return carrier, old, new


def candidate(carrier: Carrier) -> tuple[str, ...]:
    return ("--exam", carrier.prepared.exam.id, "--candidate", ADMISSION.lower())


def compared(carrier: Carrier, capsys: Capture) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    assert packages(carrier.prepared, "compare", *candidate(carrier), "--json") == 0
    return {one["question"]: one for one in json.loads(capsys.readouterr().out)["questions"]}


def answers(carrier: Carrier) -> dict[str, object]:
    with reading(carrier.prepared.folder) as connection:
        found = answers_that_count(connection, attempt_of(carrier.prepared))
        return {name: msgspec.to_builtins(one.response) for name, one in found.current.items()}


def test_both_sources_are_shown_and_which_counts(disputed: tuple[Carrier, Pen, Pen], capsys: Capture) -> None:
    carrier, old, _ = disputed
    found = compared(carrier, capsys)
    assert {name: one["source"] for name, one in found.items()} == {
        "q1": "package",
        "q2": "service",
        "q4": "package",
    }
    assert found["q1"]["conflict"] is True
    assert found["q1"]["package"] == {
        "response": {"kind": "choice", "choice": "a"},
        "writer": old.writer.id,
        "seq": 2,
        "late": False,
    }
    assert found["q4"]["service"] is None
    assert packages(carrier.prepared, "compare", *candidate(carrier)) == 0
    told_of = capsys.readouterr().out
    assert "客户端导出的作答结果" in told_of
    assert "服务器端备份的作答结果" in told_of
    assert "3 questions, 3 differ." in told_of
    assert "\x1b" not in told_of


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ("service", {"q1": "b", "q2": "b"}),
        ("package", {"q1": "a", "q4": "=1+1\x1b[2J"}),
    ],
)
def test_one_side_is_chosen_by_rulings_that_name_who_and_why(
    disputed: tuple[Carrier, Pen, Pen], side: str, expected: dict[str, str], capsys: Capture
) -> None:
    carrier, _, _ = disputed
    words = (*candidate(carrier), "--reason", "the record says so", "--by", "主考")
    assert packages(carrier.prepared, "choose", "--side", side, *words) == 0
    values = {name: next(iter([*one.values()][1:])) for name, one in answers(carrier).items()}  # type: ignore[attr-defined]
    assert values == expected
    assert not any(one["conflict"] for one in compared(carrier, capsys).values())
    assert packages(carrier.prepared, "choose", "--side", side, *words) == 0
    assert capsys.readouterr().out == "That side counts already: nothing was ruled.\n"
    with reading(carrier.prepared.folder) as connection:
        rulings = rulings_of(connection, attempt_of(carrier.prepared))
    assert [(one.by, one.reason) for one in rulings] == [("主考", "the record says so")]


def test_who_chose_one_side_can_choose_the_other(disputed: tuple[Carrier, Pen, Pen], capsys: Capture) -> None:
    carrier, _, _ = disputed
    words = (*candidate(carrier), "--reason", "r")
    packages(carrier.prepared, "choose", "--side", "package", *words)
    only_package = answers(carrier)
    packages(carrier.prepared, "choose", "--side", "service", *words)
    assert sorted(answers(carrier)) == ["q1", "q2"]
    packages(carrier.prepared, "choose", "--side", "package", *words)
    assert answers(carrier) == only_package


def test_choosing_a_side_does_not_count_what_came_too_late(carrier: Carrier, capsys: Capture) -> None:
    pen = pen_of(carrier.prepared)
    pen.choose("q1", "a")
    pen.write(pen.events[-1].body, at=START + 200 * MINUTE)
    pen.choose("q2", "b")
    pen.write(pen.events[-1].body, at=START + 200 * MINUTE)
    packages(carrier.prepared, "import", carrier.pack(pen))
    words = (*candidate(carrier), "--reason", "r")
    packages(carrier.prepared, "choose", "--side", "service", *words)
    assert answers(carrier) == {}
    packages(carrier.prepared, "choose", "--side", "package", *words)
    found = compared(carrier, capsys)
    assert [found[name]["current"]["seq"] for name in ("q1", "q2")] == [2, 4]  # type: ignore[index]
    assert [found[name]["package"]["late"] for name in ("q1", "q2")] == [True, True]  # type: ignore[index]


def test_an_import_is_taken_back_by_a_ruling_and_says_so_when_it_comes_again(
    disputed: tuple[Carrier, Pen, Pen], capsys: Capture
) -> None:
    carrier, _, _ = disputed
    assert packages(carrier.prepared, "take-back", "1", "--reason", "wrong stick") == 0
    assert "leaves out 3 events" in capsys.readouterr().out
    assert sorted(answers(carrier)) == ["q1", "q2"]
    assert packages(carrier.prepared, "import", carrier.made[0]) == 0
    again = capsys.readouterr().out
    assert "the same package again" in again
    assert "left out by a ruling" in again
    assert sorted(answers(carrier)) == ["q1", "q2"]


@pytest.mark.parametrize("number", ["1", "2", "3", "99"])
def test_what_brought_nothing_cannot_be_taken_back(carrier: Carrier, capsys: Capture, number: str) -> None:
    packages(carrier.prepared, "import", carrier.put("x.examanswers", b"PK\x03\x04"))
    file = one_for(carrier, ADMISSION)
    packages(carrier.prepared, "import", file, file)
    expected = 0 if number == "2" else 1
    assert packages(carrier.prepared, "take-back", number, "--reason", "r") == expected
    assert bool(capsys.readouterr().err) is bool(expected)


def test_with_no_package_there_is_nothing_to_choose_between(
    seated: Station, prepared: Prepared, carrier: Carrier, capsys: Capture
) -> None:
    words = (*candidate(carrier), "--reason", "r")
    assert packages(prepared, "choose", "--side", "service", *words) == 1
    assert "nothing to choose between" in capsys.readouterr().err
    assert packages(prepared, "compare", "--exam", "x", "--candidate", ADMISSION) == 1
    assert "There is no exam" in capsys.readouterr().err


def test_a_branch_that_was_kept_apart_is_shown_as_the_packages_side(
    carrier: Carrier, capsys: Capture
) -> None:
    one = pen_of(carrier.prepared)
    one.choose("q1", "a")
    other = Pen(one.writer, one.events[:1])
    other.choose("q1", "b")
    other.choose("q2", "b")
    packages(carrier.prepared, "import", carrier.pack(one), carrier.pack(other))
    found = compared(carrier, capsys)
    assert found["q1"]["package"]["response"]["choice"] == "b"  # type: ignore[index]
    assert found["q1"]["current"]["response"]["choice"] == "a"  # type: ignore[index]
    assert (found["q2"]["source"], found["q2"]["current"]) == ("nothing", None)
