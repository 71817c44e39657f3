"""What somebody types or follows on the staff's pages that is at the edge of what can be meant."""

import pytest

from examserver.serving import SiteServer
from examserver.storage.staff import Role, all_staff
from examserver.storage.store import reading
from examserver.web.pages import visible
from tests.server.conftest import Prepared
from tests.server.visitor import ADMIN, Visitor, add_admin

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


def test_a_wide_blank_is_shown_and_what_turns_a_text_around_is_not() -> None:
    assert visible("\u3000\u3000我认为\u00a0A\n") == "\u3000\u3000我认为\u00a0A\n"
    assert visible("a\u202eb\u200bc\u2028d\0") == "a\ufffdb\ufffdc\ufffdd\ufffd"


@pytest.mark.parametrize("path", ["room?room=%00", "find?number=%00", "attempts/%00", "audit?text=%00"])
def test_an_address_with_a_character_that_no_table_takes_is_refused(admin: Visitor, path: str) -> None:
    seen = admin.get(f"/web/{path}")
    assert seen.status == 400
    assert "The request cannot be read." in seen.text


def test_a_name_with_a_character_that_no_table_takes_is_refused(admin: Visitor) -> None:
    seen = Visitor(admin.port).post("/web/login", {"name": "li\0", "password": "x"})
    assert seen.status == 400
    assert "The form cannot be read." in seen.text
