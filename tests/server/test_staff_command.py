"""`examserver staff`: roles and rooms from the command line."""

import re

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.room_orders import AddRoom
from examserver.storage.staff import Member, Role, all_staff
from examserver.storage.store import reading
from tests.server.conftest import Prepared

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def root(prepared: Prepared) -> str:
    for room in ("301", "302"):
        give(prepared.folder.root, AddRoom(room))
    return str(prepared.folder.root)


def staff(prepared: Prepared) -> dict[str, Member]:
    with reading(prepared.folder) as connection:
        return {one.name: one for one in all_staff(connection)}


def test_a_proctor_is_added_for_rooms_with_a_password_that_is_shown_once(
    prepared: Prepared, root: str, capsys: Capture
) -> None:
    words = ["add", root, "li", "--role", "proctor", "--room", "302", "--room", "301"]
    assert main(["staff", *words]) == 0
    said = capsys.readouterr().out
    assert "li may log in at the service's web page, as proctor of room 301, 302." in said
    assert re.search(r"^ +\w{4}-\w{4}-\w{4}$", said, re.MULTILINE)
    member = staff(prepared)["li"]
    assert (member.role, member.rooms) == (Role.PROCTOR, ("301", "302"))


def test_the_folder_may_also_stand_before_what_is_to_be_done(prepared: Prepared, root: str) -> None:
    assert main(["staff", root, "add", "li", "--role", "head-proctor"]) == 0
    assert staff(prepared)["li"].role is Role.HEAD_PROCTOR


def test_rooms_are_given_and_taken_away(prepared: Prepared, root: str) -> None:
    main(["staff", "add", root, "li", "--role", "proctor"])
    assert main(["staff", "rooms", root, "li", "301"]) == 0
    assert staff(prepared)["li"].rooms == ("301",)
    assert main(["staff", "rooms", root, "li"]) == 0
    assert staff(prepared)["li"].rooms == ()


def test_who_gets_a_role_that_has_all_rooms_keeps_none_of_his_own(prepared: Prepared, root: str) -> None:
    main(["staff", "add", root, "li", "--role", "proctor", "--room", "301"])
    assert main(["staff", "role", root, "li", "head-proctor"]) == 0
    assert (staff(prepared)["li"].role, staff(prepared)["li"].rooms) == (Role.HEAD_PROCTOR, ())
    assert main(["staff", "role", root, "li", "proctor", "--room", "302"]) == 0
    assert staff(prepared)["li"].rooms == ("302",)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--role", "proctor", "--room", "303"], "There is no room called 303."),
        (["--role", "site-admin", "--room", "301"], "Rooms are given to proctors"),
    ],
    ids=["no such room", "an admin has all"],
)
def test_rooms_that_cannot_be_given_are_named(
    prepared: Prepared, root: str, capsys: Capture, words: list[str], said: str
) -> None:
    assert main(["staff", "add", root, "li", *words]) == 1
    assert said in capsys.readouterr().err
    assert staff(prepared) == {}


def test_the_list_says_who_is_what_and_where(prepared: Prepared, root: str, capsys: Capture) -> None:
    assert main(["staff", "list", root]) == 0
    assert "examserver staff add" in capsys.readouterr().out
    main(["admin", "add", root, "an"])
    main(["staff", "add", root, "li", "--role", "proctor", "--room", "301"])
    main(["staff", "add", root, "wu", "--role", "proctor"])
    capsys.readouterr()
    assert main(["staff", "list", root]) == 0
    an, li, wu = capsys.readouterr().out.splitlines()
    assert an.startswith("an\tsite admin\t")
    assert li.startswith("li\tproctor\t")
    assert li.endswith("rooms: 301")
    assert wu.endswith("rooms: none")
    assert "rooms" not in an


def test_two_people_cannot_have_one_name_whatever_they_are(prepared: Prepared, root: str) -> None:
    assert main(["admin", "add", root, "li"]) == 0
    assert main(["staff", "add", root, "li", "--role", "proctor"]) == 1
    assert staff(prepared)["li"].role is Role.SITE_ADMIN


def test_without_a_role_nobody_is_added(root: str) -> None:
    with pytest.raises(SystemExit):
        main(["staff", "add", root, "li"])
