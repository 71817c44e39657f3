"""The page of one candidate: both sources of the answers side by side, and the rulings on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from starlette.responses import Response

from examprotocol.rulings import Ruling
from examserver.services.attempts import Side
from examserver.services.choosing_orders import ChooseSource, PreferAnswer, TakeImportBack
from examserver.services.comparing import Compared, Shown, Source
from examserver.services.order import StaffOrder
from examserver.services.package_desk import Dossier
from examserver.services.rulings import LONGEST_REASON
from examserver.services.settling import Pick
from examserver.web.answers import answer_said, stem_said
from examserver.web.verdicts import notes_said, row_tone, verdict_said
from examserver.web.visits import Visit, redirect
from examserver.web.words import Words

NO_REASON = "Say why, in words that others can follow: a ruling without a reason is not made."
NOTHING_CHOSEN = "Nothing was chosen, so nothing was ruled."
SOURCES = {
    Source.BOTH: "both",
    Source.PACKAGE: "client export",
    Source.SERVICE: "service backup",
    Source.OTHER: "another answer",
    Source.NOTHING: "none counts",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer as it is shown. `pick` is what the form sends to let it count, `""` where it cannot be."""

    text: str
    late: bool
    counts: bool
    hand: str
    pick: str


@dataclass(frozen=True, slots=True)
class Row:
    """One question. `others` are answers in dispute that are on neither side."""

    number: str
    stem: str
    package: Cell | None
    service: Cell | None
    current: Cell | None
    others: tuple[Cell, ...]
    source: str
    conflict: bool
    differs: bool

    @property
    def needs_a_look(self) -> bool:
        """Whether a person should look at it."""
        cells = (self.package, self.service, self.current, *self.others)
        return self.differs or self.conflict or any(cell.late for cell in cells if cell)


async def show_candidate(visit: Visit) -> Response:
    """GET attempts/ID."""
    dossier = await visit.site.packages.dossier(visit.request.path_params["attempt"])
    rows = tuple(_rows(visit.words, dossier))
    return visit.page(
        "candidate.html",
        dossier=dossier,
        one=dossier.detail.overview,
        to_look_at=[row for row in rows if row.needs_a_look],
        same=[row for row in rows if not row.needs_a_look],
        differing=sum(row.differs for row in rows),
        imports=[
            (row, row_tone(row), verdict_said(visit.words, row), notes_said(visit.words, row))
            for row in dossier.imports
        ],
        rulings=[(ruling, _events(ruling)) for ruling in reversed(dossier.detail.rulings)],
        done=visit.request.query_params.get("done", ""),
        longest_reason=LONGEST_REASON,
    )


async def find_candidate(visit: Visit) -> Response:
    """GET find."""
    query = visit.request.query_params
    attempt = await visit.site.packages.attempt_of(query.get("exam", ""), query.get("candidate", ""))
    return redirect(f"/web/attempts/{attempt}")


async def choose(visit: Visit) -> Response:
    """POST attempts/ID/choose: one source for all questions."""
    dossier = await visit.site.packages.dossier(visit.request.path_params["attempt"])
    exam, candidate = dossier.exam.id, dossier.candidate.admission_number
    sides: tuple[Literal["package", "service"], ...] = ("package", "service")
    wanted = [side for side in sides if side == visit.form.get("side")]
    return await _ruled(
        visit, [ChooseSource(exam, candidate, side, visit.admin, _reason(visit)) for side in wanted]
    )


async def prefer(visit: Visit) -> Response:
    """POST attempts/ID/prefer: an answer for each question where one was chosen."""
    attempt = visit.request.path_params["attempt"]
    picks = [_pick(value) for name, value in visit.form.items() if name.startswith("pick")]
    return await _ruled(
        visit,
        [PreferAnswer(attempt, question, answer, visit.admin, _reason(visit)) for question, answer in picks],
    )


async def take_back(visit: Visit) -> Response:
    """POST attempts/ID/take-back: all that an import of this candidate brought."""
    dossier = await visit.site.packages.dossier(visit.request.path_params["attempt"])
    numbers = [row.number for row in dossier.imports if str(row.number) == visit.form.get("number")]
    return await _ruled(visit, [TakeImportBack(number, visit.admin, _reason(visit)) for number in numbers])


async def _ruled(visit: Visit, orders: Sequence[StaffOrder]) -> Response:
    """Have the orders carried out, then show what came of it; without a reason nothing is done."""
    if not orders:
        return visit.message(NOTHING_CHOSEN)
    if not _reason(visit):
        return visit.message(NO_REASON)
    attempt = visit.request.path_params["attempt"]
    before = await visit.site.packages.dossier(attempt)
    for order in orders:
        await visit.site.orders.carry_out(order)
    after = await visit.site.packages.dossier(attempt)
    done = len(after.detail.rulings) - len(before.detail.rulings)
    return redirect(f"/web/attempts/{before.detail.overview.attempt}?done={done}")


def _reason(visit: Visit) -> str:
    return visit.form.get("reason", "").strip()


def _pick(value: str) -> tuple[str, str]:
    """Question and answer of `WRITER:SEQ:QUESTION`; a question's id may hold anything."""
    writer, _, rest = value.partition(":")
    seq, _, question = rest.partition(":")
    return question, f"{writer}:{seq}"


def _events(ruling: Ruling) -> int:
    return sum(span.last - span.first + 1 for span in ruling.spans)


def _rows(words: Words, dossier: Dossier) -> Iterator[Row]:
    """The questions in the paper's order; what the paper does not know comes last."""
    if dossier.comparison is None:
        return
    places = {question: place for place, question in enumerate(dossier.questions, 1)}
    last = len(places) + 1
    for one in sorted(dossier.comparison.questions, key=lambda one: (places.get(one.question, last),)):
        yield _row(words, dossier, one, places)


def _row(words: Words, dossier: Dossier, one: Compared, places: Mapping[str, int]) -> Row:
    question = dossier.questions.get(one.question)
    known = {(side.writer, side.seq) for side in (one.package, one.service, one.current) if side}
    disputed = dossier.detail.disputes.get(one.question, ())
    return Row(
        number=str(places.get(one.question, one.question)),
        stem=stem_said(question) if question else "",
        package=_cell(words, dossier, one, one.package),
        service=_cell(words, dossier, one, one.service),
        current=_cell(words, dossier, one, one.current),
        others=tuple(
            cell
            for side in disputed
            if (side.writer, side.seq) not in known and (cell := _cell(words, dossier, one, side))
        ),
        source=SOURCES[one.source],
        conflict=one.conflict,
        differs=one.differs,
    )


def _cell(words: Words, dossier: Dossier, one: Compared, side: Shown | Side | None) -> Cell | None:
    if side is None:
        return None
    counts = one.current is not None and one.current.response == side.response
    can_be = Pick(one.question, side.writer, side.seq) in dossier.picks and (not counts or one.conflict)
    return Cell(
        text=answer_said(words, dossier.questions.get(one.question), side.response),
        late=side.late,
        counts=counts,
        hand=f"{side.writer[:8]}:{side.seq}",
        pick=f"{side.writer}:{side.seq}:{one.question}" if can_be else "",
    )
