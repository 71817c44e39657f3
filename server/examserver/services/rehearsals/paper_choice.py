"""Which paper a rehearsal is sat with.

Rule: a paper stays closed until the last real exam with it has its key. Until then the sample paper is sat in
its place, or the one that somebody names, or that paper where somebody says that candidates may see it; one
of the authority never before its release.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.errors import SittingError
from examserver.services.exams import key_release_of
from examserver.services.rehearsals.practice_paper import PRACTICE_ID
from examserver.site_times import shown
from examserver.storage.exams import Exam, own_exams
from examserver.storage.sittings import rehearsed_exams
from examserver.storage.upstream import find_upstream_paper


@dataclass(frozen=True, slots=True)
class PaperWish:
    """A rehearsal opens its paper at `opens`, a site time in milliseconds. `named` is the paper that is
    wanted, `""` for the exam's own; with `is_open` also one that is still to be sat.
    """

    opens: int
    named: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class ChosenPaper:
    """Which paper is sat, why, where it is not the exam's own, and when the authority releases that."""

    id: str
    why: str = ""
    release: int = 0


def choose_paper(connection: Connection, real: Exam, wish: PaperWish) -> ChosenPaper:
    """The paper for a rehearsal of an exam; raises SittingError where the one that is named stays closed."""
    if wish.named:
        if not wish.is_open:
            _require_not_to_come(connection, wish)
        return ChosenPaper(wish.named)
    above = find_upstream_paper(connection, real.paper)
    if above is not None and wish.opens < above.release:
        return ChosenPaper(
            PRACTICE_ID,
            f"The authority releases the key of {above.paper} at {shown(above.release)}, so it cannot be "
            "opened in the rehearsal: the sample paper is sat instead.",
            above.release,
        )
    if not wish.is_open and _still_to_open(connection, real.paper, wish.opens):
        return ChosenPaper(
            PRACTICE_ID, "Its paper stays closed until the real exam: the sample paper is sat instead."
        )
    return ChosenPaper(real.paper)


def _require_not_to_come(connection: Connection, wish: PaperWish) -> None:
    """Raise SittingError where real candidates are still to sit the paper that is named."""
    if exams := _still_to_open(connection, wish.named, wish.opens):
        raise SittingError(
            f"{wish.named} is the paper of {', '.join(exams)}, and stays closed until then.",
            "Name another, or add --own-paper: then candidates see its questions now.",
        )


def _still_to_open(connection: Connection, paper: str, opens: int) -> tuple[str, ...]:
    """The real exams that open a paper later than `opens`, by their start."""
    rehearsed = rehearsed_exams(connection)
    return tuple(
        exam.id
        for exam in own_exams(connection)
        if exam.paper == paper and exam.id not in rehearsed and opens < key_release_of(connection, exam)
    )
