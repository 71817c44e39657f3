"""`examserver admin`: who may log in at the web page."""

import re
from pathlib import Path

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import OrderError, StaffError
from examserver.services.member_orders import AddMember, member_name
from examserver.services.staff_passwords import fits, hashed
from examserver.serving import SiteServer
from examserver.storage.staff import all_staff
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.visitor import ADMIN, SECRET, Visitor, add_admin

Capture = pytest.CaptureFixture[str]


def admin(prepared: Prepared, action: str, *words: str) -> int:
    return main(["admin", action, str(prepared.folder.root), *words])


def names(prepared: Prepared) -> list[str]:
    with reading(prepared.folder) as connection:
        return [one.name for one in all_staff(connection)]


def test_an_admin_is_added_with_a_password_that_is_shown_once(
    prepared: Prepared, server: SiteServer, capsys: Capture
) -> None:
    assert admin(prepared, "add", f" {ADMIN} ") == 0
    shown = re.findall(r"^ +(\w{4}-\w{4}-\w{4})$", capsys.readouterr().out, re.MULTILINE)
    assert Visitor(server.port).log_in(password=shown[0]).status == 303
    assert admin(prepared, "list") == 0
    listed = capsys.readouterr().out
    assert ADMIN in listed
    assert shown[0] not in listed
    assert "argon2" not in listed


def test_an_admin_with_a_password_of_his_own(prepared: Prepared, server: SiteServer, tmp_path: Path) -> None:
    file = tmp_path / "own"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    assert admin(prepared, "add", ADMIN, "--own-from", str(file)) == 0
    assert Visitor(server.port).log_in().status == 303


@pytest.mark.parametrize(
    "weak", ["", "short", "password1234", "第一考点第一考点第一考点", "李老师李老师李老师李老师"]
)
def test_a_password_that_can_be_guessed_is_refused(
    prepared: Prepared, tmp_path: Path, capsys: Capture, weak: str
) -> None:
    file = tmp_path / "own"
    file.write_text(weak, encoding="utf-8")
    assert admin(prepared, "add", ADMIN, "--own-from", str(file)) == 1
    assert "too weak" in capsys.readouterr().err
    assert names(prepared) == []


def test_a_password_is_asked_for_twice(
    prepared: Prepared, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    typed = iter([SECRET, "something else"])
    monkeypatch.setattr("examserver.cli.own_password.getpass", lambda _prompt: next(typed))
    assert admin(prepared, "add", ADMIN, "--own") == 1
    assert "not the same" in capsys.readouterr().err
    assert names(prepared) == []


def test_a_new_password_takes_the_place_of_the_old(
    prepared: Prepared, server: SiteServer, capsys: Capture
) -> None:
    add_admin(prepared)
    assert admin(prepared, "password", ADMIN) == 0
    shown = re.findall(r"^ +(\w{4}-\w{4}-\w{4})$", capsys.readouterr().out, re.MULTILINE)
    visitor = Visitor(server.port)
    assert visitor.log_in().status == 403
    assert visitor.log_in(password=shown[0]).status == 303


def test_an_admin_is_removed(prepared: Prepared, capsys: Capture) -> None:
    add_admin(prepared)
    add_admin(prepared, "second")
    assert admin(prepared, "remove", ADMIN) == 0
    assert names(prepared) == ["second"]


@pytest.mark.parametrize("action", ["remove", "password"])
def test_who_is_not_there_is_named(prepared: Prepared, capsys: Capture, action: str) -> None:
    assert admin(prepared, action, "nobody") == 1
    assert "There is nobody called nobody among the staff." in capsys.readouterr().err


def test_two_admins_cannot_have_one_name(prepared: Prepared, capsys: Capture) -> None:
    add_admin(prepared)
    assert admin(prepared, "add", ADMIN) == 1
    assert "already" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", "  ", "a\u202eb", "a\nb", "x" * 41])
def test_a_name_that_cannot_stand_under_a_ruling_is_refused(name: str) -> None:
    with pytest.raises(StaffError):
        member_name(name)


def test_only_our_own_hashes_are_taken(prepared: Prepared, server: SiteServer) -> None:
    weak = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b9dWRWJTmaaJObG"
    for password in ("", SECRET, "$2b$12$x", weak):
        with pytest.raises(OrderError):
            give(prepared.folder.root, AddMember(ADMIN, password))
    assert names(prepared) == []


def test_two_hashes_of_a_password_differ_and_both_fit() -> None:
    one, other = hashed(SECRET), hashed(SECRET)
    assert one != other
    assert fits(SECRET.upper(), one)
    assert fits(SECRET, other)
    assert not fits("", one)
    assert not fits(SECRET, "garbage")
