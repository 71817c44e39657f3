"""The audit log: what is noted of what the staff does, and that nobody changes it unseen."""

import getpass
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import msgspec
import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import ExamSetupError
from examserver.services.actions.orders import SendNotice
from examserver.services.audit import check_audit
from examserver.services.exam_orders import ExtendExam
from examserver.services.exams import MINUTE
from examserver.services.import_orders import ImportFile
from examserver.services.member_orders import AddMember, RemoveMember, SetDuty
from examserver.services.room_orders import AddRoom
from examserver.services.staff_passwords import hashed
from examserver.services.wrong_logins import MOST_IN_A_WINDOW, WrongLogins
from examserver.serving import SiteServer
from examserver.storage.audit import AuditHead, AuditRow, audit_head, audit_rows
from examserver.storage.rooms import find_room
from examserver.storage.staff import Role
from examserver.storage.store import reading
from tests.server.conftest import FakeClock, Prepared
from tests.server.station import ADMISSION
from tests.server.visitor import ADMIN, SECRET, Visitor, add_admin

Capture = pytest.CaptureFixture[str]


def rows(prepared: Prepared) -> tuple[AuditRow, ...]:
    with reading(prepared.folder) as connection:
        return tuple(audit_rows(connection))


def newest(prepared: Prepared) -> AuditRow:
    return rows(prepared)[-1]


def test_what_a_command_orders_is_noted_whether_the_service_runs_or_not(
    prepared: Prepared, clock: FakeClock
) -> None:
    give(prepared.folder.root, AddRoom("301"))
    with SiteServer(prepared.folder.root, port=0, clock=clock):
        give(prepared.folder.root, ExtendExam(prepared.exam.id, 10, ADMISSION, "a power cut"))
    room, extension = rows(prepared)
    assert extension.who == getpass.getuser()
    assert (room.number, room.way, room.who, room.what, room.about) == (
        1,
        "console",
        getpass.getuser(),
        "add_room",
        {"name": "301"},
    )
    about = {"exam": prepared.exam.id, "minutes": 10, "candidate": ADMISSION}
    assert (extension.what, extension.about, extension.why) == ("extend_exam", about, "a power cut")
    assert extension.at == clock.now()
    assert extension.before == room.hash


@pytest.mark.parametrize("is_serving", [False, True], ids=["stopped", "serving"])
def test_whom_an_account_acts_for_is_noted_with_the_account(
    prepared: Prepared, clock: FakeClock, is_serving: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("examserver.cli.ordering.getpass.getuser", lambda: "考务 account")
    with SiteServer(prepared.folder.root, port=0, clock=clock) if is_serving else nullcontext():
        give(prepared.folder.root, ExtendExam(prepared.exam.id, 10, reason="r", by="李老师"))
        give(prepared.folder.root, AddRoom("301"))
    extension, room = rows(prepared)
    assert (extension.who, extension.about["account"]) == ("李老师", "考务 account")
    assert (room.who, room.about) == ("考务 account", {"name": "301"})


def test_an_extension_by_command_needs_a_reason(prepared: Prepared, capsys: Capture) -> None:
    words = ["exam", "extend", str(prepared.folder.root), prepared.exam.id, "--minutes", "5"]
    with pytest.raises(SystemExit):
        main(words)
    assert "--reason" in capsys.readouterr().err
    assert main([*words, "--reason", "停电", "--by", "王主考"]) == 0
    assert (newest(prepared).who, newest(prepared).why) == ("王主考", "停电")


def test_what_a_message_says_is_why_it_was_sent_where_nobody_gives_another_reason(prepared: Prepared) -> None:
    give(prepared.folder.root, SendNotice(exam=prepared.exam.id, text="  第 3 题有误 ", by="王主考"))
    alone = newest(prepared)
    give(
        prepared.folder.root,
        SendNotice(exam=prepared.exam.id, text="请安静", by="王主考", reason="走廊有声音"),
    )
    explained = newest(prepared)
    assert (alone.why, explained.why) == ("第 3 题有误", "走廊有声音")
    assert ("text" in alone.about, explained.about["text"]) == (False, "请安静")


def test_a_long_message_stands_whole_in_the_log(prepared: Prepared) -> None:
    give(prepared.folder.root, SendNotice(exam=prepared.exam.id, text="长" * 500, by="王主考"))
    assert newest(prepared).why == "长" * 500


def test_what_was_refused_is_not_noted_since_nothing_was_done(prepared: Prepared) -> None:
    give(prepared.folder.root, AddRoom("301"))
    before = rows(prepared)
    with pytest.raises(ExamSetupError):
        give(prepared.folder.root, ExtendExam("none", 10, reason="a power cut"))
    assert rows(prepared) == before


def test_where_the_log_cannot_be_written_nothing_is_done(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("examserver.services.order.note_deed", fail)
    with pytest.raises(OSError, match="full"):
        give(prepared.folder.root, AddRoom("301"))
    with reading(prepared.folder) as connection:
        assert find_room(connection, "301") is None


def test_a_dry_run_is_not_noted_and_a_refused_file_is_without_its_name(
    prepared: Prepared, tmp_path: Path
) -> None:
    file = tmp_path / "张三 110101199003070417.examanswers"
    file.write_bytes(b"nothing")
    give(prepared.folder.root, ImportFile(str(file).encode(), "proctor", dry_run=True))
    assert rows(prepared) == ()
    give(prepared.folder.root, ImportFile(str(file).encode(), "proctor"))
    row = newest(prepared)
    assert (row.what, row.who, row.way) == ("take_in", "proctor", "console")
    assert set(row.about) == {"sha256", "size", "fault", "account"}


def test_nothing_secret_and_no_name_of_a_candidate_is_kept(
    prepared: Prepared, tmp_path: Path, capsys: Capture
) -> None:
    root = str(prepared.folder.root)
    add_admin(prepared)
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "admission_number,name,identity_number,seat\n2026A009,欧阳娜娜,110101199003079999,9\n",
        encoding="utf-8",
    )
    assert main(["candidates", "import", root, str(roster)]) == 0
    assert main(["room", "password", root, "--room", "R1"]) == 0
    printed = capsys.readouterr().out
    kept = b"".join(msgspec.json.encode(row) for row in rows(prepared)).decode()
    assert [row.what for row in rows(prepared)] == ["add_member", "import_candidates", "set_room_password"]
    assert "argon2" not in kept
    for secret in (SECRET, "欧阳娜娜", "110101199003079999", *printed.split("\n")[-3:]):
        assert not secret.strip() or secret.strip() not in kept


def test_papers_candidates_and_exams_that_commands_bring_in_are_noted_too(
    prepared: Prepared, tmp_path: Path
) -> None:
    file = tmp_path / "small.gift"
    file.write_text("::q1:: Is 2 greater than 1? {T}\n", encoding="utf-8")
    root = str(prepared.folder.root)
    assert main(["paper", "import", root, str(file), "--id", "small"]) == 0
    assert (
        main(
            [
                "exam",
                "create",
                root,
                "--paper",
                "small",
                "--title",
                "x",
                "--start",
                "2099-01-01 09:00",
                "--minutes",
                "30",
            ]
        )
        == 0
    )
    paper, exam = rows(prepared)
    assert (paper.what, paper.about["paper"], exam.what, exam.about["paper"]) == (
        "import_paper",
        "small",
        "create_exam",
        "small",
    )


def test_logins_right_and_wrong_and_logouts_are_noted(prepared: Prepared, server: SiteServer) -> None:
    add_admin(prepared)
    visitor = Visitor(server.port)
    visitor.log_in(password="wrong")
    visitor.log_in("my own password, typed into the wrong field")
    visitor.log_in()
    visitor.post("/web/logout")
    wrong, unknown, right, out = rows(prepared)[1:]
    assert (wrong.what, wrong.way, wrong.who, wrong.about["name"]) == ("wrong_login", "service", "", ADMIN)
    assert unknown.about == {"address": "127.0.0.1"}
    assert (right.what, right.way, right.who) == ("log_in", "web", ADMIN)
    assert (out.what, out.way, out.who) == ("log_out", "web", ADMIN)


def test_who_guesses_all_day_does_not_fill_the_log() -> None:
    wrong, now = WrongLogins(), 1_000_000
    kept = [deed for number in range(200) if (deed := wrong.deed("", f"10.0.0.{number}", now + number))]
    assert len(kept) == MOST_IN_A_WINDOW
    later = wrong.deed("", "10.0.0.1", now + MINUTE)
    assert later is not None
    assert later.about == {"address": "10.0.0.1", "more": 200 - MOST_IN_A_WINDOW}


def test_what_is_done_on_the_page_stands_under_the_name_of_who_is_logged_in(
    prepared: Prepared, server: SiteServer
) -> None:
    add_admin(prepared)
    visitor = Visitor(server.port)
    visitor.log_in()
    visitor.upload("take", "x.examanswers", b"nothing", **{"X-File-Name": "x.examanswers"})
    visitor.post("/web/staff/add", {"name": "li", "role": "head_proctor"})
    taken, added = rows(prepared)[-2:]
    assert (taken.what, taken.way, taken.who) == ("take_in", "web", ADMIN)
    assert (added.what, added.way, added.who, added.about) == (
        "add_member",
        "web",
        ADMIN,
        {"name": "li", "role": "head_proctor", "rooms": (), "override": False},
    )


@pytest.fixture
def noted(prepared: Prepared) -> Prepared:
    """Six rows."""
    root = prepared.folder.root
    give(root, AddRoom("301"))
    give(root, AddMember("li", hashed(SECRET), Role.PROCTOR, ("301",)))
    give(root, ExtendExam(prepared.exam.id, 10, ADMISSION, "a power cut"))
    give(root, SetDuty("li", Role.HEAD_PROCTOR))
    give(root, RemoveMember("li"))
    give(root, AddRoom("302"))
    return prepared


@contextmanager
def as_its_owner(prepared: Prepared) -> Iterator[sqlite3.Connection]:
    """Whoever has the database's file can take away what keeps others from changing the log."""
    with closing(sqlite3.connect(prepared.folder.database)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection


def in_the_database(prepared: Prepared, statement: str) -> None:
    """What somebody does who has the database's file."""
    with as_its_owner(prepared) as connection:
        connection.execute(statement)


def check(prepared: Prepared, *words: str) -> int:
    return main(["audit", "check", str(prepared.folder.root), *words])


def test_an_untouched_log_fits(noted: Prepared, capsys: Capture) -> None:
    assert check(noted) == 0
    assert f"All 6 rows fit. The newest has the hash {newest(noted).hash}." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE audit SET who = 'nobody' WHERE number = 3", 3),
        ("UPDATE audit SET why = '' WHERE number = 3", 3),
        ("UPDATE audit SET about = '{}' WHERE number = 3", 3),
        ("UPDATE audit SET about = 'no JSON' WHERE number = 3", 3),
        ("UPDATE audit SET at = at + 1 WHERE number = 1", 1),
        ("UPDATE audit SET way = 'web' WHERE number = 6", 6),
        ("UPDATE audit SET hash = '0' WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("UPDATE audit SET number = 7 WHERE number = 5", 5),
    ],
    ids=["who", "why", "about", "no JSON", "at", "way", "hash", "taken out", "first taken out", "moved"],
)
def test_the_first_row_that_does_not_fit_is_named(
    noted: Prepared, capsys: Capture, statement: str, number: int
) -> None:
    in_the_database(noted, statement)
    assert check(noted) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"Row {number} ")
    assert ("is missing" in said) == ("DELETE" in statement or "number = 7" in statement)


def test_a_log_that_was_written_anew_fits_itself_and_not_the_backup(
    noted: Prepared, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "site.backup"
    assert main(["backup", str(noted.folder.root), "--out", str(file)]) == 0
    assert check(noted, "--backup", str(file)) == 0
    assert "Row 6 is the one that the backup has signed." in capsys.readouterr().out
    forge(noted, lambda row: msgspec.structs.replace(row, why="") if row.number == 3 else row)
    assert check(noted) == 0
    assert check(noted, "--backup", str(file)) == 1
    assert "Row 6 is not the one that the backup has signed" in capsys.readouterr().out


def test_rows_that_are_cut_off_at_the_end_are_missed_by_the_backup(
    noted: Prepared, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "site.backup"
    assert main(["backup", str(noted.folder.root), "--out", str(file)]) == 0
    in_the_database(noted, "DELETE FROM audit WHERE number > 4")
    assert check(noted) == 0, "the chain alone cannot tell"
    assert check(noted, "--backup", str(file)) == 1
    assert "Row 5 is missing" in capsys.readouterr().out


def forge(prepared: Prepared, change: Callable[[AuditRow], AuditRow]) -> None:
    """Write the whole log anew, as somebody would who knows how."""
    forged, before = [], AuditHead().hash
    for row in rows(prepared):
        bare = msgspec.structs.replace(change(row), before=before, hash="")
        before = bare.hashed()
        forged.append((bare.why, before, bare.number))
    with as_its_owner(prepared) as connection:
        connection.executemany("UPDATE audit SET why = ?, hash = ? WHERE number = ?", forged)


def test_a_restored_service_goes_on_with_the_log_of_its_backup(noted: Prepared, tmp_path: Path) -> None:
    file, again = tmp_path / "site.backup", tmp_path / "again"
    root = str(noted.folder.root)
    assert main(["backup", root, "--out", str(file)]) == 0
    assert main(["restore", str(file), str(again), "--from", root]) == 0
    assert main(["audit", "check", str(again), "--backup", str(file)]) == 0
    with reading(type(noted.folder)(again)) as connection:
        assert [row.what for row in audit_rows(connection)][-2:] == ["add_room", "restore"]


def test_the_log_is_listed_for_people_and_for_programs(noted: Prepared, capsys: Capture) -> None:
    root = str(noted.folder.root)
    assert main(["audit", "list", root]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert lines[2].endswith(
        f"\t{getpass.getuser()} (console)\textend_exam\t"
        f"candidate={ADMISSION} exam=exam-1 minutes=10\ta power cut"
    )
    assert main(["audit", root, "list", "--json", "--from", "5"]) == 0
    told = [msgspec.json.decode(line, type=AuditRow) for line in capsys.readouterr().out.splitlines()]
    assert told == list(rows(noted)[4:])
    assert [row.hashed() for row in told] == [row.hash for row in told]


@pytest.mark.parametrize(
    ("begins", "count"), [("1", 6), ("6", 1), ("7", 0), ("2020-01-01", 6), ("2999-01-01", 0)]
)
def test_the_list_can_begin_at_a_number_or_a_day(
    noted: Prepared, capsys: Capture, begins: str, count: int
) -> None:
    assert main(["audit", "list", str(noted.folder.root), "--from", begins]) == 0
    assert len(capsys.readouterr().out.splitlines()) == count


def test_a_beginning_that_is_none_is_refused_with_what_to_write(noted: Prepared, capsys: Capture) -> None:
    assert main(["audit", "list", str(noted.folder.root), "--from", "yesterday"]) == 1
    assert "2026-06-20" in capsys.readouterr().err


def test_an_empty_log_fits(prepared: Prepared, capsys: Capture) -> None:
    assert check(prepared) == 0
    with reading(prepared.folder) as connection:
        assert check_audit(connection).head == audit_head(connection) == AuditHead()
