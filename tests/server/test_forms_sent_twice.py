"""A form that a browser sends twice does what it says once: a double click, the way back, a reloaded page."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from examserver.cli.ordering import give
from examserver.services.checkin.orders import AskForEntry
from examserver.services.rosters.orders import SeatCandidate
from examserver.serving import SiteServer
from examserver.storage.audit import audit_rows
from examserver.storage.checkins import checkin_of, materials_at
from examserver.storage.extensions import extensions_of
from examserver.storage.staff import Role
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.sittings import ZHANG, morning_of
from tests.server.station import ROOM, Station
from tests.server.test_roster_photos import picture
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


def at_the_door(prepared: Prepared, visitor: Visitor) -> Seen:
    """The list of a room in which one candidate sits."""
    give(prepared.folder.root, SeatCandidate(prepared.exam.id, ZHANG, ROOM, "1"))
    return visitor.get(f"/web/checkin/room?{urlencode({'room': ROOM, 'exam': prepared.exam.id})}")


def done_in(prepared: Prepared) -> list[str]:
    with reading(prepared.folder) as connection:
        return [row.what for row in audit_rows(connection)]


def test_a_check_in_that_is_pressed_twice_is_done_once_and_shows_the_list_both_times(
    prepared: Prepared, visitor: Visitor
) -> None:
    address = "/web/checkin/in"
    form = fields_in(at_the_door(prepared, visitor), address)
    first, second = (visitor.post(address, form) for _ in range(2))
    assert (first.status, second.goes_to) == (303, first.goes_to)
    back = "/web/checkin/undo"
    taken_back = fields_in(visitor.get(first.goes_to), back)
    assert [visitor.post(back, taken_back).status for _ in range(2)] == [303, 303]
    assert visitor.post(address, form).status == 303
    with reading(prepared.folder) as connection:
        assert checkin_of(connection, prepared.exam.id, ZHANG) is None, "an old page checks nobody in"
    assert done_in(prepared).count("check_in") == 1


def test_a_decision_that_is_pressed_twice_is_made_once(prepared: Prepared, visitor: Visitor) -> None:
    at_the_door(prepared, visitor)
    give(prepared.folder.root, AskForEntry(prepared.exam.id, ZHANG, ROOM, "照片不像", picture()))
    address = "/web/checkin/decide"
    form = fields_in(visitor.get("/web/checkin/entries"), address)
    form |= {f"who:{prepared.exam.id}/{ZHANG}": "1", "decision": "allow"}
    first, second = (visitor.post(address, form) for _ in range(2))
    assert (first.status, second.goes_to) == (303, first.goes_to)
    assert done_in(prepared).count("decide_entry") == 1


def test_a_photo_of_the_room_that_is_sent_once_more_stands_there_once_and_another_one_besides(
    prepared: Prepared, visitor: Visitor
) -> None:
    address = "/web/checkin/material"
    form = fields_in(at_the_door(prepared, visitor), address) | {"reason": "停电"}
    headers = {"X-Form-Proof": visitor.proof, "Sec-Fetch-Site": "same-origin"}
    photos = (picture(), picture(), picture("PNG"))
    said = [visitor.ask("POST", f"{address}?{urlencode(form)}", one, headers).json for one in photos]
    assert said[0] == said[1] == said[2]
    assert "next" in said[0]
    with reading(prepared.folder) as connection:
        assert len(materials_at(connection, [prepared.exam.id])) == 2
