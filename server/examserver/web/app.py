"""The routes of the web page for the site's admins.

Rule: a page parses, calls services, and renders; the command line is the other face of the same services.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from examserver.site import Site
from examserver.web.candidate import find_candidate, give_file, show_candidate
from examserver.web.importing import Uploads, show_import
from examserver.web.imports_list import show_imports
from examserver.web.logging_in import choose_language, log_in, log_out, show_login
from examserver.web.ruling import choose, prefer, take_back
from examserver.web.static_files import StaticFiles
from examserver.web.visits import HOME, Door, Visit, redirect

ATTEMPT = "/web/attempts/{attempt}"


def web_routes(site: Site) -> list[BaseRoute]:
    """All pages over a running site, below `/web`; who comes to `/` is led there."""
    door, uploads, files = Door(site), Uploads(), StaticFiles()
    return [
        Route("/", _home, methods=["GET"]),
        Route("/web", _home, methods=["GET"]),
        Route("/web/", _home, methods=["GET"]),
        Route("/web/static/{name}", door.open(files.show), methods=["GET"]),
        Route("/web/login", door.open(show_login), methods=["GET"]),
        Route("/web/login", door.open(log_in), methods=["POST"]),
        Route("/web/language", door.open(choose_language), methods=["POST"]),
        Route("/web/logout", door.guarded(log_out), methods=["POST"]),
        Route("/web/import", door.closed(show_import), methods=["GET"]),
        Route("/web/import/look", door.guarded(uploads.look), methods=["POST"]),
        Route("/web/import/take", door.guarded(uploads.take), methods=["POST"]),
        Route("/web/imports", door.closed(show_imports), methods=["GET"]),
        Route("/web/find", door.closed(find_candidate), methods=["GET"]),
        Route(ATTEMPT, door.closed(show_candidate), methods=["GET"]),
        Route(f"{ATTEMPT}/files/{{sha256}}", door.closed(give_file), methods=["GET"]),
        Route(f"{ATTEMPT}/choose", door.guarded(choose), methods=["POST"]),
        Route(f"{ATTEMPT}/prefer", door.guarded(prefer), methods=["POST"]),
        Route(f"{ATTEMPT}/take-back", door.guarded(take_back), methods=["POST"]),
        Route("/web/{rest:path}", door.open(_nothing), methods=["GET", "POST"]),
    ]


async def _home(request: Request) -> Response:  # noqa: ARG001 - leads everybody to the same page
    return redirect(HOME)


async def _nothing(visit: Visit) -> Response:
    return visit.message("There is nothing at this address.", status=404)
