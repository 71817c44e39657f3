"""The pages for the staff and the audit log, without a browser."""

import re
from html import unescape

import pytest

from examserver.cli.ordering import give
from examserver.services.exam_orders import ExtendExam
from examserver.services.member_orders import LONGEST_NAME
from examserver.services.room_orders import AddRoom
from examserver.serving import SiteServer
from examserver.storage.audit import audit_rows
from examserver.storage.staff import Member, Role, all_staff
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.station import ADMISSION
from tests.server.visitor import ADMIN, Visitor, add_admin, add_staff

HOSTILE = "<img src=x onerror=alert(1)>\"'"


@pytest.fixture
def admin(prepared: Prepared, server: SiteServer) -> Visitor:
    for room in ("301", HOSTILE):
        give(prepared.folder.root, AddRoom(room))
    add_admin(prepared)
    visitor = Visitor(server.port)
    visitor.log_in()
    return visitor


def staff(prepared: Prepared) -> dict[str, Member]:
    with reading(prepared.folder) as connection:
        return {one.name: one for one in all_staff(connection)}


def password_in(text: str) -> str:
    found = re.findall(r'class="password">([^<]*)<', text)
    assert len(found) == 1
    return str(found[0])


def test_who_is_added_logs_in_with_the_password_that_the_reply_shows(
    prepared: Prepared, admin: Visitor
) -> None:
    fields = {"name": " li ", "role": "proctor", "room:301": "1", f"room:{HOSTILE}": "1"}
    seen = admin.post("/web/staff/add", fields)
    assert seen.status == 200
    assert seen.headers["cache-control"] == "no-store"
    assert staff(prepared)["li"].rooms == ("301", HOSTILE)
    assert Visitor(admin.port).log_in("li", password_in(seen.text)).status == 303
    assert 'class="password"' not in admin.get("/web/staff/person?name=li").text


def test_a_new_password_ends_the_old_one(prepared: Prepared, admin: Visitor) -> None:
    add_staff(prepared, "li", Role.PROCTOR)
    proctor = Visitor(admin.port)
    assert proctor.log_in("li").status == 303
    again = password_in(admin.post("/web/staff/password", {"name": "li"}).text)
    assert proctor.get("/web/").goes_to == "/web/login"
    assert Visitor(admin.port).log_in("li").status == 403
    assert Visitor(admin.port).log_in("li", again).status == 303


def test_role_and_rooms_are_changed_and_shown(prepared: Prepared, admin: Visitor) -> None:
    add_staff(prepared, "li", Role.PROCTOR)
    seen = admin.post("/web/staff/duty", {"name": "li", "role": "proctor", "room:301": "1"})
    page = admin.get(seen.goes_to).text
    assert "Saved." in page
    assert re.search(r'name="room:301" value="1" checked', page)
    admin.post("/web/staff/duty", {"name": "li", "role": "head_proctor", "room:301": "1"})
    assert (staff(prepared)["li"].role, staff(prepared)["li"].rooms) == (Role.HEAD_PROCTOR, ())


def test_somebody_is_removed(prepared: Prepared, admin: Visitor) -> None:
    add_staff(prepared, "li", Role.PROCTOR, "301")
    seen = admin.post("/web/staff/remove", {"name": "li"})
    assert "li may not log in any more." in admin.get(seen.goes_to).text
    assert list(staff(prepared)) == [ADMIN]


@pytest.mark.parametrize("path", ["duty", "remove"])
def test_nobody_takes_the_own_role_away_so_that_an_admin_always_remains(
    prepared: Prepared, admin: Visitor, path: str
) -> None:
    seen = admin.post(f"/web/staff/{path}", {"name": ADMIN, "role": "proctor"})
    assert "Another site admin has to change your role" in seen.text
    assert staff(prepared)[ADMIN].role is Role.SITE_ADMIN
    assert f"/web/staff/{path}" not in admin.get("/web/staff/person?name=%E6%9D%8E%E8%80%81%E5%B8%88").text


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        ("add", {"name": "", "role": "proctor"}, "A name has 1 to 40 characters"),
        ("add", {"name": "x" * (LONGEST_NAME + 1), "role": "proctor"}, "A name has 1 to 40 characters"),
        ("add", {"name": ADMIN, "role": "proctor"}, "already"),
        ("add", {"name": "li", "role": "king"}, "No role was chosen"),
        ("add", {"name": "li"}, "No role was chosen"),
        ("add", {"name": "li", "role": "proctor", "room:none": "1"}, "There is no room called none."),
        ("duty", {"name": "nobody", "role": "proctor"}, "There is nobody called nobody among the staff."),
        ("password", {"name": "nobody"}, "There is nobody called nobody among the staff."),
        ("remove", {}, "A name has 1 to 40 characters"),
    ],
    ids=[
        "no name",
        "long name",
        "known",
        "no such role",
        "no role",
        "no such room",
        "duty",
        "password",
        "remove",
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    prepared: Prepared, admin: Visitor, path: str, fields: dict[str, str], said: str
) -> None:
    before = staff(prepared)
    seen = admin.post(f"/web/staff/{path}", fields)
    assert seen.status in (400, 409)
    assert said in seen.text
    assert staff(prepared) == before


def test_names_that_are_scripts_are_text_on_every_page(prepared: Prepared, admin: Visitor) -> None:
    admin.post("/web/staff/add", {"name": HOSTILE, "role": "proctor", f"room:{HOSTILE}": "1"})
    give(prepared.folder.root, ExtendExam(prepared.exam.id, 5, "", HOSTILE))
    hostile = Visitor(admin.port)
    pages = [admin.get(path).text for path in ("/web/", "/web/staff", "/web/audit")]
    links = [
        unescape(link) for page in pages for link in re.findall(r'href="(/web/(?:room|staff)[^"]*)"', page)
    ]
    pages += [admin.get(link).text for link in links if "onerror" in link]
    pages += [hostile.post("/web/login", {"name": HOSTILE, "password": "x"}).text]
    assert len(pages) >= 6
    assert sum("&lt;img src=x onerror" in page for page in pages) >= 6
    assert not any("<img" in page for page in pages)


def shown(admin: Visitor, query: str) -> list[str]:
    """The numbers of the rows on the page."""
    return re.findall(r'<td data-label="No\.">(\d+)</td>', admin.get(f"/web/audit?{query}").text)


def test_the_audit_page_chooses_by_who_what_when_and_text(prepared: Prepared, admin: Visitor) -> None:
    give(prepared.folder.root, ExtendExam(prepared.exam.id, 10, ADMISSION, "停电 100%"))
    admin.post("/web/staff/add", {"name": "li", "role": "proctor"})
    with reading(prepared.folder) as connection:
        rows = list(audit_rows(connection))
    newest_first = [str(row.number) for row in reversed(rows)]
    assert shown(admin, "") == newest_first
    assert shown(admin, "what=extend_exam") == [str(row.number) for row in rows if row.what == "extend_exam"]
    own = [str(row.number) for row in reversed(rows) if row.who == ADMIN]
    assert shown(admin, "who=%E6%9D%8E%E8%80%81%E5%B8%88") == own
    assert shown(admin, f"text={ADMISSION}") == shown(admin, "what=extend_exam")
    assert shown(admin, "text=100%25") == shown(admin, "what=extend_exam")
    assert shown(admin, "text=10%25%25") == []
    assert shown(admin, "since=2027-01-01&until=2027-12-31") == newest_first
    assert shown(admin, "since=2027-12-31") == []
    assert "Nothing was done that fits this." in admin.get("/web/audit?until=1999-01-01").text


@pytest.mark.parametrize(
    "query", ["since=x&until=2027-13-45", "before=%C2%B2", "before=-1", "before=999999999999"]
)
def test_what_cannot_be_read_of_a_wish_chooses_nothing_and_harms_nothing(admin: Visitor, query: str) -> None:
    assert admin.get(f"/web/audit?{query}").status == 200


def test_older_rows_are_a_link_away_and_keep_what_was_chosen(prepared: Prepared, admin: Visitor) -> None:
    for number in range(100):
        give(prepared.folder.root, AddRoom(f"room {number}"))
    page = admin.get("/web/audit?what=add_room").text
    (older,) = re.findall(r'href="(/web/audit\?[^"]*before[^"]*)"', page)
    assert len(shown(admin, "what=add_room")) == 100
    assert shown(admin, unescape(older).partition("?")[2]) == ["2", "1"]
