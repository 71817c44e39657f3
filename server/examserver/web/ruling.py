"""What is decided at a candidate's page: a ruling with a reason, under the name of whoever is logged in."""

from typing import Literal

from starlette.responses import Response

from examserver.services.choosing_orders import ChooseSource, PreferAnswers, TakeImportBack
from examserver.services.order import StaffOrder
from examserver.web.visits import Visit, redirect

NO_REASON = "Say why, in words that others can follow: a ruling without a reason is not made."
NOTHING_CHOSEN = "Nothing was chosen, so nothing was ruled."
SIDES: tuple[Literal["package", "service"], ...] = ("package", "service")


async def choose(visit: Visit) -> Response:
    """POST attempts/ID/choose: one source for all questions."""
    side = next((side for side in SIDES if side == visit.form.get("side")), None)
    if side is None:
        return visit.message(NOTHING_CHOSEN)
    dossier = await visit.desks.packages.dossier(_attempt(visit))
    exam, candidate = dossier.exam.id, dossier.candidate.admission_number
    return await _ruled(visit, ChooseSource(exam, candidate, side, visit.by, _reason(visit)))


async def prefer(visit: Visit) -> Response:
    """POST attempts/ID/prefer: an answer for each question where one was chosen."""
    picks = dict(_pick(value) for name, value in visit.form.items() if name.startswith("pick"))
    if not picks:
        return visit.message(NOTHING_CHOSEN)
    return await _ruled(visit, PreferAnswers(_attempt(visit), picks, visit.by, _reason(visit)))


async def take_back(visit: Visit) -> Response:
    """POST attempts/ID/take-back: all that an import of this candidate brought."""
    dossier = await visit.desks.packages.dossier(_attempt(visit))
    numbers = [row.number for row in dossier.imports if str(row.number) == visit.form.get("number")]
    if not numbers:
        return visit.message(NOTHING_CHOSEN)
    return await _ruled(visit, TakeImportBack(numbers[0], visit.by, _reason(visit)))


async def _ruled(visit: Visit, order: StaffOrder) -> Response:
    """Have the order carried out, then show what came of it; without a reason nothing is done."""
    if not _reason(visit):
        return visit.message(NO_REASON)
    attempt, desk = _attempt(visit), visit.desks.packages
    before = await desk.count_rulings(attempt)
    await visit.carry_out(order)
    done = await desk.count_rulings(attempt) - before
    return redirect(f"/web/attempts/{attempt}?done={done}")


def _attempt(visit: Visit) -> str:
    return str(visit.request.path_params["attempt"])


def _reason(visit: Visit) -> str:
    return visit.form.get("reason", "").strip()


def _pick(value: str) -> tuple[str, str]:
    """Question and answer of `WRITER:SEQ:QUESTION`; a question's id may hold anything."""
    writer, _, rest = value.partition(":")
    seq, _, question = rest.partition(":")
    return question, f"{writer}:{seq}"
