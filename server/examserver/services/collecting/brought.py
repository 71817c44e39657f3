"""What was brought on sticks of each candidate of an exam: taken in, refused, or still on its way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from examprotocol.attempt_ids import attempt_id
from examserver.storage.exams import Exam
from examserver.storage.imports import ImportRow, all_imports
from examserver.storage.site import read_site
from examserver.storage.visits import VisitRow, visits_since


@dataclass(slots=True)
class Brought:
    """Of one candidate. `named`: SHA-256 to name of the packages that visits tell of.

    `is_left`: the newest visit that knows of the attempt could not export it.
    """

    taken: list[ImportRow] = field(default_factory=list)
    refused: list[ImportRow] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    is_left: bool = False

    @property
    def away(self) -> tuple[str, ...]:
        """The packages that visits tell of and nobody has brought."""
        return tuple(sorted({self.named[sha256] for sha256 in self.outside}))

    @property
    def outside(self) -> tuple[str, ...]:
        """The same by SHA-256."""
        return tuple(sorted(self.named.keys() - {row.sha256 for row in self.taken}))

    @property
    def still_refused(self) -> tuple[str, ...]:
        """What was refused since the last that was taken in, by SHA-256."""
        last = max((row.number for row in self.taken), default=0)
        here = {row.sha256 for row in self.taken}
        later = {row.sha256 for row in self.refused if row.number > last}
        return tuple(sorted(later - here))


def brought_of(connection: Connection, exam: Exam, candidates: Iterable[str]) -> defaultdict[str, Brought]:
    """By admission number. What a refused file says of itself is believed here: somebody has to look.

    An attempt that is on a stick and was forgotten here is known by its id, which follows from its candidate.
    """
    found: defaultdict[str, Brought] = defaultdict(Brought)
    site = read_site(connection).id
    whose = {attempt_id(site, exam.id, exam.paper, one): one for one in candidates}
    for row in all_imports(connection, exam.id):
        own = found[row.candidate]
        (own.refused if row.fault else own.taken).append(row)
    _add_visits(found, visits_since(connection, exam.starts), whose)
    return found


def _add_visits(
    found: defaultdict[str, Brought], visits: Iterable[VisitRow], whose: Mapping[str, str]
) -> None:
    """Of each attempt the newest visit that names it counts, since a later export has all of an earlier."""
    for visit in visits:
        of_visit = {whose[one.attempt] for one in visit.packages if one.attempt in whose}
        for candidate in of_visit:
            found[candidate].named, found[candidate].is_left = {}, False
        for one in visit.packages:
            if one.attempt in whose:
                found[whose[one.attempt]].named[one.sha256] = one.name
        for attempt in visit.left:
            if attempt in whose:
                found[whose[attempt]].is_left = True
