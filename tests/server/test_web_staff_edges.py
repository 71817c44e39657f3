"""What somebody types or follows on the staff's pages that is at the edge of what can be meant."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import StaffError
from examserver.services.member_orders import RemoveMember, SetDuty
from examserver.services.order import StaffOrder
from examserver.serving import SiteServer
from examserver.storage.staff import Role, all_staff
from examserver.storage.store import reading
from examserver.web.pages import visible
from tests.server.conftest import Prepared
from tests.server.visitor import ADMIN, Visitor, add_admin, add_staff

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def admin(prepared: Prepared, server: SiteServer) -> Visitor:
    add_admin(prepared)
    visitor = Visitor(server.port)
    assert visitor.log_in().status == 303
    return visitor


@pytest.mark.parametrize("path", ["duty", "remove"])
@pytest.mark.parametrize("typed", [f" {ADMIN}", f"{ADMIN}\u3000"], ids=["blank before", "wide blank after"])
def test_the_own_role_is_not_taken_away_by_a_name_with_a_blank(
    prepared: Prepared, admin: Visitor, path: str, typed: str
) -> None:
    seen = admin.post(f"/web/staff/{path}", {"name": typed, "role": "proctor"})
    assert "Another site admin has to change your role" in seen.text
    with reading(prepared.folder) as connection:
        assert [(one.name, one.role) for one in all_staff(connection)] == [(ADMIN, Role.SITE_ADMIN)]


TAKING = [lambda name, by: SetDuty(name, Role.PROCTOR, by=by), RemoveMember]


@pytest.mark.parametrize("take", TAKING, ids=["role", "removed"])
def test_of_two_site_admins_who_take_the_role_from_each_other_at_once_one_is_left(
    prepared: Prepared, take: Callable[[str, str], StaffOrder]
) -> None:
    add_admin(prepared)
    add_admin(prepared, "王老师")
    give(prepared.folder.root, take(ADMIN, "王老师"))
    with pytest.raises(StaffError, match="no site admin any more"):
        give(prepared.folder.root, take("王老师", ADMIN))
    with reading(prepared.folder) as connection:
        left = [one.name for one in all_staff(connection) if one.role is Role.SITE_ADMIN]
    assert left == ["王老师"]


@pytest.mark.parametrize("path", ["duty", "remove"])
def test_two_site_admins_who_press_at_once_do_not_lock_everybody_out(
    prepared: Prepared, admin: Visitor, path: str
) -> None:
    add_admin(prepared, "王老师")
    other = Visitor(admin.port)
    other.log_in("王老师")
    address = f"/web/staff/{path}"
    with ThreadPoolExecutor(2) as both:
        presses = [
            both.submit(admin.post, address, {"name": "王老师", "role": "proctor"}),
            both.submit(other.post, address, {"name": ADMIN, "role": "proctor"}),
        ]
    assert all(press.result().status < 500 for press in presses)
    with reading(prepared.folder) as connection:
        assert [one.role for one in all_staff(connection)].count(Role.SITE_ADMIN) == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59-23:00"])
@pytest.mark.parametrize("field", ["since", "until"])
def test_a_day_at_the_end_of_the_calendar_is_a_wish_like_another(
    admin: Visitor, field: str, day: str
) -> None:
    assert admin.get(f"/web/audit?{field}={quote(day)}").status == 200


@pytest.mark.parametrize("begins", ["99999-01-01", "9" * 30], ids=["no day", "large number"])
def test_the_command_says_from_where_it_cannot_begin(
    prepared: Prepared, capsys: Capture, begins: str
) -> None:
    assert main(["audit", "list", str(prepared.folder.root), "--from", begins]) != 0
    assert "is neither a number nor a day" in capsys.readouterr().err


def test_a_wide_blank_is_shown_and_what_turns_a_text_around_is_not() -> None:
    assert visible("\u3000\u3000我认为\u00a0A\n") == "\u3000\u3000我认为\u00a0A\n"
    assert visible("a\u202eb\u200bc\u2028d\0") == "a\ufffdb\ufffdc\ufffdd\ufffd"


@pytest.mark.parametrize("name", ["小周", 'a"b', "a\\b"], ids=["Chinese", "quote", "backslash"])
def test_what_the_log_has_about_somebody_is_also_what_they_did(
    prepared: Prepared, admin: Visitor, name: str
) -> None:
    add_staff(prepared, name, Role.PROCTOR)
    assert Visitor(admin.port).log_in(name).status == 303
    page = admin.get(f"/web/audit?text={quote(name)}").text
    assert page.count('data-label="No."') == 2
    assert "added somebody to the staff</span>" in page
    assert "logged in</span>" in page


@pytest.mark.parametrize("path", ["room?room=%00", "find?number=%00", "attempts/%00", "audit?text=%00"])
def test_an_address_with_a_character_that_no_table_takes_is_refused(admin: Visitor, path: str) -> None:
    seen = admin.get(f"/web/{path}")
    assert seen.status == 400
    assert "The request cannot be read." in seen.text


def test_a_name_with_a_character_that_no_table_takes_is_refused(admin: Visitor) -> None:
    seen = Visitor(admin.port).post("/web/login", {"name": "li\0", "password": "x"})
    assert seen.status == 400
    assert "The form cannot be read." in seen.text
