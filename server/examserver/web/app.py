"""The routes of the staff's web page, and what each needs.

Rule: a page parses, calls services, and renders; the command line is the other face of the same services. A
route has a permission, and where it is about one room a way to find that: a test walks all of them.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from examserver.services.permissions import Permission
from examserver.site import Site
from examserver.web.actions import action_routes
from examserver.web.audit_log import show_audit
from examserver.web.candidate import find_candidate, give_file, show_candidate
from examserver.web.checkin_routes import checkin_routes
from examserver.web.collecting import COLLECTING_ROUTES
from examserver.web.door_record import record_routes
from examserver.web.home import note_restore_seen, show_home, show_room
from examserver.web.importing import Uploads, show_import
from examserver.web.imports_list import show_imports
from examserver.web.joining import JOINING_ROUTES
from examserver.web.logging_in import choose_language, log_in, log_out, show_login
from examserver.web.monitor import MONITOR_ROUTES
from examserver.web.networks import NETWORK_ROUTES
from examserver.web.outages import OUTAGE_ROUTES
from examserver.web.rehearsals import REHEARSAL_ROUTES
from examserver.web.reporting import report_routes
from examserver.web.rosters_routes import roster_routes
from examserver.web.ruling import choose, prefer, take_back
from examserver.web.sittings import SITTING_ROUTES
from examserver.web.staff import add_person, new_password, remove_person, set_duty, show_person, show_staff
from examserver.web.static_files import StaticFiles
from examserver.web.visits import ANYBODY, HOME, Door, Visit, WebRoute, redirect, room_named

ATTEMPT = "/web/attempts/{attempt}"


def routes_of_pages() -> tuple[WebRoute, ...]:
    """All pages and changes, each with what it needs; the last takes what no other does."""
    uploads, files = Uploads(), StaticFiles()
    taking, ruling, staff = Permission.TAKE_PACKAGES_IN, Permission.RULE_ON_ANSWERS, Permission.MANAGE_STAFF
    return (
        WebRoute("GET", "/web/static/{name}", files.show, ANYBODY),
        WebRoute("GET", "/web/login", show_login, ANYBODY),
        WebRoute("POST", "/web/login", log_in, ANYBODY),
        WebRoute("POST", "/web/language", choose_language, ANYBODY),
        WebRoute("POST", "/web/logout", log_out, Permission.BE_HERE),
        WebRoute("GET", "/web/", show_home, Permission.BE_HERE),
        WebRoute("POST", "/web/restored", note_restore_seen, Permission.SEE_SITE),
        WebRoute("GET", "/web/room", show_room, Permission.SEE_ROOMS, room_named),
        *MONITOR_ROUTES,
        *NETWORK_ROUTES,
        *action_routes(),
        *OUTAGE_ROUTES,
        WebRoute("GET", "/web/import", show_import, taking),
        WebRoute("POST", "/web/import/look", uploads.look, taking),
        WebRoute("POST", "/web/import/take", uploads.take, taking),
        WebRoute("GET", "/web/imports", show_imports, ruling),
        WebRoute("GET", "/web/find", find_candidate, ruling),
        WebRoute("GET", ATTEMPT, show_candidate, ruling),
        WebRoute("GET", f"{ATTEMPT}/files/{{sha256}}", give_file, ruling),
        WebRoute("POST", f"{ATTEMPT}/choose", choose, ruling),
        WebRoute("POST", f"{ATTEMPT}/prefer", prefer, ruling),
        WebRoute("POST", f"{ATTEMPT}/take-back", take_back, ruling),
        WebRoute("GET", "/web/staff", show_staff, staff),
        WebRoute("GET", "/web/staff/person", show_person, staff),
        WebRoute("POST", "/web/staff/add", add_person, staff),
        WebRoute("POST", "/web/staff/duty", set_duty, staff),
        WebRoute("POST", "/web/staff/password", new_password, staff),
        WebRoute("POST", "/web/staff/remove", remove_person, staff),
        WebRoute("GET", "/web/audit", show_audit, Permission.READ_AUDIT),
        *SITTING_ROUTES,
        *REHEARSAL_ROUTES,
        *roster_routes(),
        *COLLECTING_ROUTES,
        *report_routes(),
        *JOINING_ROUTES,
        *checkin_routes(),
        *record_routes(),
        WebRoute("GET", "/web/{rest:path}", _nothing, ANYBODY),
        WebRoute("POST", "/web/{rest:path}", _nothing, ANYBODY),
    )


def web_routes(site: Site) -> list[BaseRoute]:
    """All pages over a running site, below `/web`; who comes to `/` is led there."""
    door = Door(site)
    pages = [Route(one.path, door.answer(one), methods=[one.method]) for one in routes_of_pages()]
    return [*(Route(path, _home, methods=["GET"]) for path in ("/", "/web")), *pages]


async def _home(request: Request) -> Response:  # noqa: ARG001 - leads everybody to the same page
    return redirect(HOME)


async def _nothing(visit: Visit) -> Response:
    return visit.message("There is nothing at this address.", status=404)
