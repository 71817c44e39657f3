"""A form that a browser sends twice does what it says once: a double click, the way back, a reloaded page."""

import html
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from examserver.serving import SiteServer
from examserver.storage.audit import audit_rows
from examserver.storage.extensions import extensions_of
from examserver.storage.staff import Role
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.sittings import morning_of
from tests.server.station import ROOM, Station
from tests.server.visitor import Seen, Visitor, add_staff

HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')
EXTEND = "/web/act/room/extend"


@pytest.fixture
def visitor(prepared: Prepared, server: SiteServer) -> Visitor:
    """A head proctor, logged in."""
    add_staff(prepared, "王主考", Role.HEAD_PROCTOR)
    visitor = Visitor(server.port, headers={"Accept-Language": "en"})
    assert visitor.log_in("王主考").status == 303
    return visitor


def fields_in(page: Seen, address: str) -> dict[str, str]:
    """What the form that goes to an address has by itself."""
    form = page.text[page.text.index(f'action="{address}"') :].partition("</form>")[0]
    return {name: html.unescape(value) for name, value in HIDDEN.findall(form)}


def yes(visitor: Visitor, minutes: str = "10") -> dict[str, str]:
    """The form with which one says yes to more time for the room."""
    asked = visitor.get(f"{EXTEND}?room={ROOM}")
    typed = {"minutes": minutes, "reason": "停电"}
    return fields_in(visitor.post(EXTEND, fields_in(asked, EXTEND) | typed), EXTEND)


def minutes_given(prepared: Prepared) -> list[int]:
    with reading(prepared.folder) as connection:
        return [one.minutes for one in extensions_of(connection, prepared.exam.id)]


def test_yes_that_is_pressed_twice_gives_the_time_once_and_says_so(
    seated: Station, prepared: Prepared, visitor: Visitor
) -> None:
    assert seated.login
    form = yes(visitor)
    with ThreadPoolExecutor(4) as clicks:
        done = [click.result() for click in [clicks.submit(visitor.post, EXTEND, form) for _ in range(4)]]
    assert sorted(one.status for one in done) == [303, 409, 409, 409]
    assert "done once" in next(one for one in done if one.status == 409).text
    assert minutes_given(prepared) == [10]
    assert visitor.post(EXTEND, form).status == 409, "also later, by the way back"


def test_the_same_order_from_a_form_that_was_opened_anew_is_another_one(
    seated: Station, prepared: Prepared, visitor: Visitor
) -> None:
    assert seated.login
    first, other = yes(visitor), yes(visitor)
    changed = first | {"minutes": "15"}
    for form in (first, other, changed):
        assert visitor.post(EXTEND, form).status == 303
    assert sorted(minutes_given(prepared)) == [10, 10, 15]


def test_a_form_that_was_refused_can_be_sent_again(
    prepared: Prepared, visitor: Visitor, seated: Station
) -> None:
    form = yes(visitor) | {"minutes": "0"}
    assert [visitor.post(EXTEND, form).status for _ in range(2)] == [409, 409]
    assert seated.login
    assert minutes_given(prepared) == []


def test_an_accident_of_a_sitting_that_is_sent_twice_is_handled_once(
    seated: Station, prepared: Prepared, visitor: Visitor
) -> None:
    assert seated.login
    morning, address = morning_of(prepared), "/web/sitting/adjust"
    page = visitor.get(f"/web/sitting?id={morning.sitting}")
    form = fields_in(page, address) | {"minutes": "5", "way": "longer", "reason": "停电"}
    assert [visitor.post(address, form).status for _ in range(2)] == [303, 409]
    assert minutes_given(prepared) == [5]


def test_the_log_shows_nothing_of_what_a_form_is_known_by(
    seated: Station, prepared: Prepared, visitor: Visitor
) -> None:
    assert seated.login
    assert visitor.post(EXTEND, yes(visitor)).status == 303
    with reading(prepared.folder) as connection:
        known = str(list(audit_rows(connection))[-1].about["once"])
    add_staff(prepared, "李老师", Role.SITE_ADMIN)
    admin = Visitor(visitor.port)
    admin.log_in("李老师")
    page = admin.get("/web/audit").text
    assert "停电" in page
    assert known not in page
