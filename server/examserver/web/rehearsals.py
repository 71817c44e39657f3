"""The pages of a rehearsal (演练): made of an exam; trouble for its seats, their report, a button that stops
the service.
"""

from urllib.parse import quote, urlencode

import anyio.to_thread
import msgspec
from starlette.responses import Response

from examprotocol.room_password import new_room_password
from examprotocol.site_orders import TroubleKind
from examserver.errors import SittingError
from examserver.services.audit import on_the_page
from examserver.services.exams import read_start
from examserver.services.permissions import Permission
from examserver.services.rehearsals.copying import Rehearsed, RehearseExam
from examserver.services.rehearsals.orders import OrderTrouble, StopForRehearsal
from examserver.services.rehearsals.report import RehearsalPaper
from examserver.services.rehearsals.report_sheet import report_csv, report_name
from examserver.services.room_orders import SetRoomPassword
from examserver.services.room_passwords import lock_room
from examserver.web.pages import HEADERS
from examserver.web.rosters_printing import pdf_reply
from examserver.web.visits import Visit, WebRoute, redirect

KINDS = {
    TroubleKind.CUT_NETWORK: "Cut the network",
    TroubleKind.CRASH: "Crash the client",
    TroubleKind.FILL_DISK: "Fill the disk",
}
SECONDS = (10, 30, 60, 120, 300)
CHOSEN_SECONDS = 60


async def show_rehearsal(visit: Visit) -> Response:
    """GET rehearsal?id=ID; its table asks for itself again while the page is open."""
    view = await visit.desks.sittings.rehearsal(visit.request.query_params.get("id", ""))
    if not view.report.sitting.rehearsal:
        return visit.message("This sitting is no rehearsal.", status=404)
    return visit.page(
        "rehearsal.html",
        view=view,
        report=view.report,
        kinds=KINDS,
        seconds=SECONDS,
        chosen=CHOSEN_SECONDS,
        is_done=visit.request.query_params.get("done") == "1",
    )


async def give_report(visit: Visit) -> Response:
    """GET rehearsal/file?id=ID&as=csv: the report to be kept; with `as=pdf` to be printed."""
    query = visit.request.query_params
    view = await visit.desks.sittings.rehearsal(query.get("id", ""))
    if not view.report.sitting.rehearsal:
        return visit.message("This sitting is no rehearsal.", status=404)
    paper = RehearsalPaper(view.report, visit.site.identity.name, visit.site.clock.now())
    if query.get("as") == "csv":
        called = quote(report_name(view.report, "csv"))
        headers = HEADERS | {"Content-Disposition": f"attachment; filename*=UTF-8''{called}"}
        content = report_csv(view.report, paper.made, visit.words.language)
        return Response(content, 200, headers, "text/csv; charset=utf-8")
    from examserver.services.rehearsals.report_pdf import report_pdf  # noqa: PLC0415 - only for printing

    printed = await anyio.to_thread.run_sync(report_pdf, paper, visit.words.language)
    return pdf_reply(printed, "rehearsal.pdf")


async def show_rehearsing(visit: Visit) -> Response:
    """GET rehearse?exam=ID: when, and with which paper."""
    exam = (await visit.desks.actions.exam(visit.request.query_params.get("exam", ""))).exam
    return visit.page("rehearse.html", exam=exam)


async def rehearse(visit: Visit) -> Response:
    """POST rehearse: makes it, and shows its room passwords, which are stored nowhere."""
    form = visit.form
    start = read_start(form.get("start", ""), visit.site.clock.now())
    wish = RehearseExam(form.get("exam", ""), start, own_paper=form.get("own_paper") == "1", by=visit.by)
    outcome = await visit.carry_out(wish)
    made = msgspec.json.decode(outcome.content, type=Rehearsed)
    passwords = {room: await _new_password(visit, room, made.exam) for room in made.rooms}
    real = (await visit.desks.actions.exam(wish.exam)).exam
    return visit.page("rehearsed.html", made=made, passwords=passwords, exam=real)


async def _new_password(visit: Visit, room: str, exam: str) -> str:
    """A password of its own for a room; only what stations may hold of it goes into the order."""
    password = new_room_password()
    locked = await anyio.to_thread.run_sync(lock_room, password)
    order = SetRoomPassword(room, exam, locked.password, locked.key, locked.sealed)
    await visit.site.orders.carry_out(order, on_the_page(visit.by))
    return password


async def order(visit: Visit) -> Response:
    """POST rehearsal/trouble: `what` is `KIND EXAM ADMISSION-NUMBER`, as the button says it."""
    kind, _, seat = visit.form.get("what", "").partition(" ")
    exam, _, candidate = seat.partition(" ")
    seconds = next((one for one in SECONDS if str(one) == visit.form.get("seconds")), CHOSEN_SECONDS)
    await visit.carry_out(OrderTrouble(exam, candidate, kind, seconds, visit.by))
    return redirect(f"/web/rehearsal?{urlencode({'id': visit.form.get('id', ''), 'done': 1})}")


async def stop(visit: Visit) -> Response:
    """POST rehearsal/stop: the reply still goes out, then this service stops."""
    if visit.form.get("sure") != "1":
        raise SittingError("Nothing was done.", "Tick that you are sure, and send it again.")
    await visit.carry_out(StopForRehearsal(visit.form.get("id", ""), visit.by))
    visit.site.stopping.set()
    advice = visit.words("Its supervisor starts it again, or you do: examserver serve DIR")
    return visit.message("The service stops now.", advice=advice, status=200)


REHEARSAL_ROUTES = (
    WebRoute("GET", "/web/rehearsal", show_rehearsal, Permission.REHEARSE, is_watched=True),
    WebRoute("GET", "/web/rehearsal/file", give_report, Permission.REHEARSE),
    WebRoute("GET", "/web/rehearse", show_rehearsing, Permission.SET_UP_SITTINGS),
    WebRoute("POST", "/web/rehearse", rehearse, Permission.SET_UP_SITTINGS),
    WebRoute("POST", "/web/rehearsal/trouble", order, Permission.REHEARSE),
    WebRoute("POST", "/web/rehearsal/stop", stop, Permission.STOP_SERVICE),
)
