"""The page of one candidate: both sources of the answers side by side, and the rulings on them.

What its forms send is in `ruling`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response

from examprotocol.rulings import Ruling
from examserver.services.attempts import Side
from examserver.services.comparing import Compared, Shown, Source
from examserver.services.file_names import visible_name
from examserver.services.package_desk import Dossier
from examserver.services.rulings import LONGEST_REASON
from examserver.services.settling import Pick
from examserver.web.answers import answer_said, stem_said
from examserver.web.pages import HEADERS
from examserver.web.verdicts import notes_said, row_tone, verdict_said
from examserver.web.visits import Visit, redirect
from examserver.web.words import Words

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
    attempt = visit.request.path_params["attempt"]
    dossier = await visit.desks.packages.dossier(attempt)
    rows = tuple(_rows(visit.words, dossier))
    return visit.page(
        "candidate.html",
        dossier=dossier,
        one=dossier.detail.overview,
        to_look_at=[row for row in rows if row.needs_a_look],
        same=[row for row in rows if not row.needs_a_look],
        files=await visit.site.files.listed(attempt),
        places={question: place for place, question in enumerate(dossier.questions, 1)},
        differing=sum(row.differs for row in rows),
        imports=[
            (row, row_tone(row), verdict_said(visit.words, row), notes_said(visit.words, row))
            for row in dossier.imports
        ],
        rulings=[(ruling, _events(ruling)) for ruling in reversed(dossier.detail.rulings)],
        done=visit.request.query_params.get("done", ""),
        longest_reason=LONGEST_REASON,
    )


async def give_file(visit: Visit) -> Response:
    """GET attempts/ID/files/SHA256: to be saved, never shown by the browser."""
    names = visit.request.path_params
    found = await visit.site.files.content(names["attempt"], names["sha256"])
    if found is None:
        return visit.message("This file is not here whole.", status=404)
    name, data = found
    called = quote(visible_name(name))
    headers = {**HEADERS, "Content-Disposition": f"attachment; filename*=UTF-8''{called}"}
    return Response(data, 200, headers, "application/octet-stream")


async def find_candidate(visit: Visit) -> Response:
    """GET find."""
    query = visit.request.query_params
    attempt = await visit.desks.packages.attempt_of(query.get("exam", ""), query.get("candidate", ""))
    return redirect(f"/web/attempts/{attempt}")


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
