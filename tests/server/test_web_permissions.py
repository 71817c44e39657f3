"""Who may see and do what at the web page: every route, asked by everybody there is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from starlette.routing import Route

from examserver.cli.ordering import give
from examserver.services.member_orders import SetDuty
from examserver.services.permissions import GRANTS, Permission, Reach, may, rooms_of
from examserver.services.room_orders import AddRoom
from examserver.serving import SiteServer
from examserver.site import running_site
from examserver.storage.staff import Member, Role
from examserver.web.app import routes_of_pages, web_routes
from examserver.web.navigation import ENTRIES
from examserver.web.visits import ANYBODY, WebRoute
from tests.server.conftest import START, FakeClock, Prepared, prepare
from tests.server.visitor import ADMIN, Seen, Visitor, add_staff

HEAD, PROCTOR, STRANGER = "王主考", "赵监考", ""
OWN, OTHER = "301", "302"

ALL_STAFF, HEADS, ADMINS = {ADMIN, HEAD, PROCTOR}, {ADMIN, HEAD}, {ADMIN}
EVERYBODY = ALL_STAFF | {STRANGER}

WHO_MAY = {
    "GET /web/static/{name}": EVERYBODY,
    "GET /web/login": EVERYBODY,
    "POST /web/login": EVERYBODY,
    "POST /web/language": EVERYBODY,
    "POST /web/logout": ALL_STAFF,
    "GET /web/": ALL_STAFF,
    "POST /web/restored": ADMINS,
    "GET /web/room": ALL_STAFF,
    "GET /web/monitor": ALL_STAFF,
    "GET /web/monitor/tiles": ALL_STAFF,
    "GET /web/monitor/notices": ALL_STAFF,
    "GET /web/monitor/seat": ALL_STAFF,
    "GET /web/networks": ADMINS,
    "POST /web/networks/add": ADMINS,
    "POST /web/networks/remove": ADMINS,
    "POST /web/networks/contact": ADMINS,
    "POST /web/networks/cover": ADMINS,
    "POST /web/networks/client": ADMINS,
    "GET /web/act/room": ALL_STAFF,
    "GET /web/act/candidate": ALL_STAFF,
    "GET /web/act/attempt/{attempt}": ALL_STAFF,
    "GET /web/act/exam": HEADS,
    "GET /web/act/room/{what}": ALL_STAFF,
    "POST /web/act/room/{what}": ALL_STAFF,
    "GET /web/act/exam/{what}": HEADS,
    "POST /web/act/exam/{what}": HEADS,
    "GET /web/outages": ALL_STAFF,
    "GET /web/outages/leave": ALL_STAFF,
    "POST /web/outages/leave": ALL_STAFF,
    "GET /web/import": ADMINS,
    "POST /web/import/look": ADMINS,
    "POST /web/import/take": ADMINS,
    "GET /web/imports": ADMINS,
    "GET /web/find": ADMINS,
    "GET /web/attempts/{attempt}": ADMINS,
    "GET /web/attempts/{attempt}/files/{sha256}": ADMINS,
    "POST /web/attempts/{attempt}/choose": ADMINS,
    "POST /web/attempts/{attempt}/prefer": ADMINS,
    "POST /web/attempts/{attempt}/take-back": ADMINS,
    "GET /web/staff": ADMINS,
    "GET /web/staff/person": ADMINS,
    "POST /web/staff/add": ADMINS,
    "POST /web/staff/duty": ADMINS,
    "POST /web/staff/password": ADMINS,
    "POST /web/staff/remove": ADMINS,
    "GET /web/audit": ADMINS,
    "GET /web/sittings": HEADS,
    "GET /web/sitting": HEADS,
    "POST /web/sittings/make": ADMINS,
    "POST /web/sitting/put": ADMINS,
    "POST /web/sitting/take-out": ADMINS,
    "POST /web/sitting/rooms": ADMINS,
    "POST /web/sitting/add": ADMINS,
    "POST /web/sitting/remove": ADMINS,
    "POST /web/sitting/move": HEADS,
    "POST /web/sitting/adjust": HEADS,
    "POST /web/sitting/end": HEADS,
    "POST /web/sitting/cancel": HEADS,
    "POST /web/sitting/postpone": HEADS,
    "GET /web/rehearsal": HEADS,
    "GET /web/rehearsal/file": HEADS,
    "GET /web/rehearse": ADMINS,
    "POST /web/rehearse": ADMINS,
    "POST /web/rehearsal/trouble": HEADS,
    "POST /web/rehearsal/stop": ADMINS,
    "GET /web/rosters": ADMINS,
    "POST /web/rosters/offer": ADMINS,
    "GET /web/rosters/look": ADMINS,
    "POST /web/rosters/take": ADMINS,
    "POST /web/rosters/photos": ADMINS,
    "POST /web/rosters/rules": ADMINS,
    "GET /web/rosters/seats": ADMINS,
    "POST /web/rosters/seats/assign": ADMINS,
    "POST /web/rosters/seats/set": ADMINS,
    "GET /web/rosters/slips": ADMINS,
    "GET /web/attendance": ALL_STAFF,
    "GET /web/collections": ADMINS,
    "GET /web/collections/{exam}": ADMINS,
    "GET /web/collections/{exam}/files/{kind}": ADMINS,
    "POST /web/collections/{exam}/settle": ADMINS,
    "POST /web/collections/{exam}/finish": ADMINS,
    "POST /web/collections/{exam}/resume": ADMINS,
    "GET /web/report": ADMINS,
    "GET /web/report/send": ADMINS,
    "POST /web/report/send": ADMINS,
    "POST /web/report/pause": ADMINS,
    "POST /web/report/list": ADMINS,
    "GET /web/report/file": ADMINS,
    "POST /web/report/take": ADMINS,
    "POST /web/sites/joined": ADMINS,
    "POST /web/sites/given": ADMINS,
    "GET /web/sites": ADMINS,
    "POST /web/sites/import": ADMINS,
    "POST /web/sites/alerts": ADMINS,
    "POST /web/sites/seen": ADMINS,
    "GET /web/upward": HEADS,
    "POST /web/upward/send": HEADS,
    "POST /web/upward/file": HEADS,
    "POST /web/report/join": ADMINS,
    "POST /web/report/answer": ADMINS,
    "GET /web/checkin": ALL_STAFF,
    "GET /web/checkin/room": ALL_STAFF,
    "GET /web/checkin/photo": ALL_STAFF,
    "GET /web/checkin/taken": ALL_STAFF,
    "GET /web/checkin/slip": ALL_STAFF,
    "POST /web/checkin/in": ALL_STAFF,
    "POST /web/checkin/undo": ALL_STAFF,
    "POST /web/checkin/ask": ALL_STAFF,
    "POST /web/checkin/material": ALL_STAFF,
    "GET /web/checkin/entries": HEADS,
    "GET /web/checkin/waiting": HEADS,
    "POST /web/checkin/decide": HEADS,
    "GET /web/checkin/materials": HEADS,
    "POST /web/checkin/rule": ADMINS,
    "GET /web/duties": ALL_STAFF,
    "POST /web/duties/change": ALL_STAFF,
    "POST /web/duties/decide": HEADS,
    "GET /web/checkin/record": HEADS,
    "GET /web/sites/record": ADMINS,
    "GET /web/sites/record/file": ADMINS,
    "GET /web/sites/record/photo": ADMINS,
    "GET /web/{rest:path}": EVERYBODY,
    "POST /web/{rest:path}": EVERYBODY,
}
"""A new route has to be written down here, with everybody who may use it (in their own room)."""

IN_A_ROOM = {
    "GET /web/room",
    "GET /web/attendance",
    "GET /web/monitor/seat",
    "GET /web/act/room",
    "GET /web/act/candidate",
    "GET /web/act/room/{what}",
    "POST /web/act/room/{what}",
    "GET /web/checkin/room",
    "GET /web/checkin/photo",
    "GET /web/checkin/taken",
    "GET /web/checkin/slip",
    "POST /web/checkin/in",
    "POST /web/checkin/undo",
    "POST /web/checkin/ask",
    "POST /web/checkin/material",
    "POST /web/duties/change",
}
"""Those that are about one room: there a proctor is refused everywhere but in the own ones."""


def called(route: WebRoute) -> str:
    return f"{route.method} {route.path}"


ROUTES = {called(route): route for route in routes_of_pages()}


@dataclass(frozen=True)
class Guarded:
    """A site with two rooms; everybody logged in, and somebody who is not."""

    prepared: Prepared
    server: SiteServer
    visitors: dict[str, Visitor]

    def log_in(self, name: str, role: Role, *rooms: str) -> Visitor:
        """Somebody more."""
        add_staff(self.prepared, name, role, *rooms)
        visitor = Visitor(self.server.port)
        assert visitor.log_in(name).status == 303
        return visitor


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """One for all tests here, since each login takes its time; none of them changes it for the others."""
    prepared = prepare(tmp_path_factory.mktemp("guarded") / "site")
    for room in (OWN, OTHER):
        give(prepared.folder.root, AddRoom(room))
    with SiteServer(prepared.folder.root, port=0, clock=FakeClock(START)) as server:
        guarded = Guarded(prepared, server, {STRANGER: Visitor(server.port)})
        for name, role, *rooms in (
            (ADMIN, Role.SITE_ADMIN),
            (HEAD, Role.HEAD_PROCTOR),
            (PROCTOR, Role.PROCTOR, OWN),
        ):
            guarded.visitors[name] = guarded.log_in(name, role, *rooms)
        yield guarded


@pytest.fixture
def visitors(guarded: Guarded) -> dict[str, Visitor]:
    return guarded.visitors


def asked(visitor: Visitor, route: WebRoute, room: str = OWN) -> Seen:
    path = re.sub(r"{[^}]*}", "x", route.path)
    if route.method == "GET":
        return visitor.get(f"{path}?room={room}")
    return visitor.post(path, {"room": unquote(room)})


def is_refused(seen: Seen) -> bool:
    return (
        seen.status == 401
        or (seen.status == 403 and "This page is not for you." in seen.text)
        or (seen.status == 303 and seen.goes_to == "/web/login")
    )


def test_every_route_is_written_down_with_who_may_use_it() -> None:
    assert list(ROUTES) == list(WHO_MAY)
    assert {called(route) for route in ROUTES.values() if route.room} == IN_A_ROOM


def test_there_is_no_way_to_a_page_but_by_these_routes(prepared: Prepared, clock: FakeClock) -> None:
    with running_site(prepared.folder, clock) as site:
        routes = [route for route in web_routes(site) if isinstance(route, Route)]
        assert len(routes) == len(web_routes(site))
    ways = {(method, route.path) for route in routes for method in route.methods or () if method != "HEAD"}
    assert ways == {("GET", "/"), ("GET", "/web"), *((one.method, one.path) for one in ROUTES.values())}


@pytest.mark.parametrize("name", [name for name in WHO_MAY if name != "POST /web/logout"])
def test_a_page_is_there_for_those_who_may_and_for_nobody_else(
    visitors: dict[str, Visitor], name: str
) -> None:
    let_in = {who for who, visitor in visitors.items() if not is_refused(asked(visitor, ROUTES[name]))}
    assert let_in == WHO_MAY[name]


def test_also_a_proctor_can_log_out(guarded: Guarded) -> None:
    leaving = guarded.log_in("小周", Role.PROCTOR)
    assert leaving.post("/web/logout").goes_to == "/web/login"
    assert leaving.get("/web/").goes_to == "/web/login"


@pytest.mark.parametrize("name", sorted(IN_A_ROOM))
@pytest.mark.parametrize("room", [OTHER, "", "303", OWN + "%20"])
def test_a_proctor_has_nothing_to_do_in_another_room(
    visitors: dict[str, Visitor], name: str, room: str
) -> None:
    assert is_refused(asked(visitors[PROCTOR], ROUTES[name], room))
    assert not is_refused(asked(visitors[HEAD], ROUTES[name], room))


@pytest.mark.parametrize("name", sorted(IN_A_ROOM))
def test_a_room_with_a_nul_in_its_name_is_none_for_anybody(visitors: dict[str, Visitor], name: str) -> None:
    for who in (PROCTOR, HEAD):
        assert asked(visitors[who], ROUTES[name], "%00").status == 400


def test_the_room_that_is_done_something_to_is_the_one_that_is_asked_about(
    visitors: dict[str, Visitor],
) -> None:
    seen = visitors[PROCTOR].get(f"/web/room?room={OTHER}&room={OWN}")
    assert is_refused(seen) or OTHER not in seen.text.partition("<main")[2]


def test_a_room_or_a_role_that_is_taken_away_is_gone_with_the_next_click(guarded: Guarded) -> None:
    root, member = guarded.prepared.folder.root, guarded.log_in("孙老师", Role.SITE_ADMIN)
    assert member.get("/web/staff").status == 200
    give(root, SetDuty("孙老师", Role.PROCTOR, (OWN,)))
    assert is_refused(member.get("/web/staff"))
    assert member.get(f"/web/room?room={OWN}").status == 200
    give(root, SetDuty("孙老师", Role.PROCTOR, (OTHER,)))
    assert is_refused(member.get(f"/web/room?room={OWN}"))


def test_nobody_sees_an_entry_that_leads_to_a_refusal(visitors: dict[str, Visitor]) -> None:
    for who in ALL_STAFF:
        links = set(re.findall(r'href="(/web/[^"]*)"', visitors[who].get("/web/").text))
        assert {entry.path for entry in ENTRIES} & links
        assert [path for path in links if is_refused(visitors[who].get(path))] == []


def test_who_is_refused_reads_who_he_is_and_whom_to_ask(visitors: dict[str, Visitor]) -> None:
    seen = visitors[PROCTOR].get("/web/audit", **{"Accept-Language": "zh-CN"})
    assert seen.status == 403
    assert f"当前登录的是 {PROCTOR}（监考老师）。如需使用这个页面，请联系考点管理员。" in seen.text


def members() -> Iterator[Member]:
    for role in Role:
        yield Member("x", "", role, 0, 0, (OWN,) if role is Role.PROCTOR else ())


@pytest.mark.parametrize("permission", list(Permission))
def test_every_permission_is_decided_for_every_role_in_the_one_table(permission: Permission) -> None:
    assert permission in GRANTS
    for member in members():
        reach = GRANTS[permission].get(member.role)
        assert may(member, permission) == (reach is not None)
        assert may(member, permission, OTHER) == (reach is Reach.EVERYWHERE)
        assert may(member, permission, OWN) == (reach is not None)
        shown = rooms_of(member, permission, (OTHER, OWN))
        assert shown == tuple(room for room in (OTHER, OWN) if may(member, permission, room))


def test_a_site_admin_may_do_everything_everywhere() -> None:
    assert {grants[Role.SITE_ADMIN] for grants in GRANTS.values()} == {Reach.EVERYWHERE}


def test_only_logging_in_and_what_is_public_needs_no_permission() -> None:
    assert {name for name, route in ROUTES.items() if route.needs is ANYBODY} == {
        name for name, who in WHO_MAY.items() if STRANGER in who
    }
