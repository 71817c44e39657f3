"""What may be missing after a restore, said plainly: on the first page, and by the commands.

Rule: what was ordered after the backup's moment is in no table here, so it can only be said where to look;
what stations were told of an exam's times is known from them. It is said until somebody has looked after it.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from examserver.services.actions.lasting import still_on
from examserver.site_times import shown, shown_minute
from examserver.storage.exam_sites import all_exam_sites
from examserver.storage.exams import Exam, own_exams
from examserver.storage.lives import BegunLife, newest_life
from examserver.storage.told_times import ToldTimes, all_told

MINUTE = 60_000

SITES = (
    "Sites may have reported since the backup; what was acknowledged they do not send again by themselves.",
    "Have each site report its exams once more: examserver upstream DIR report --exam EXAM --whole",
)


@dataclass(frozen=True, slots=True)
class OtherTimes:
    """An exam as it is here, and as so many stations were told it before."""

    exam: Exam
    told: ToldTimes


@dataclass(frozen=True, slots=True)
class AfterRestore:
    """The life that began from a backup, the exams that were not closed at the backup's moment (any of them
    may have been moved since), and those that stations know otherwise. `has_sites`: there are sites below,
    which take for kept what this service has acknowledged since the backup.
    """

    life: BegunLife
    exams: tuple[Exam, ...]
    others: tuple[OtherTimes, ...]
    has_sites: bool = False

    @property
    def minutes(self) -> int:
        """From the backup to the restore, rounded up."""
        return max(0, -((self.life.made - self.life.began) // MINUTE))


def after_restore(connection: Connection) -> AfterRestore | None:
    """What is to be looked after; None where nothing is."""
    life = newest_life(connection)
    if life is None or life.seen or not life.made:
        return None
    own = own_exams(connection)
    on = still_on(connection, own, life.made)
    exams = tuple(exam for exam in own if exam.closes > life.made or exam in on)
    known = {exam.id: exam for exam in exams}
    others = tuple(
        OtherTimes(known[told.exam], told)
        for told in all_told(connection)
        if told.exam in known and not _is_so(known[told.exam], told)
    )
    return AfterRestore(life, exams, others, bool(all_exam_sites(connection)))


def lines_of(found: AfterRestore) -> tuple[str, ...]:
    """The same for a terminal."""
    life = found.life
    missing = "1 minute is" if found.minutes == 1 else f"{found.minutes} minutes are"
    return (
        f"Restored at {shown(life.began)} from a backup of {shown(life.made)}: {missing} missing.",
        "What was ordered in them is not here: moved, ended or cancelled sittings, pauses, messages,",
        "check-ins, imports, new candidates, accounts and networks. A pause that was lifted in them stands",
        "again. Extensions come back with the stations.",
        *(_here(exam) for exam in found.exams),
        *(_otherwise(one) for one in found.others),
        *(SITES if found.has_sites else ()),
    )


def _here(exam: Exam) -> str:
    state = ", cancelled" if exam.cancelled else ""
    return f"  {exam.id} {exam.title}: {shown_minute(exam.starts)} to {shown_minute(exam.ends)} here{state}"


def _otherwise(one: OtherTimes) -> str:
    told = one.told
    return (
        f"  {one.exam.id}: {told.stations} stations were told {shown_minute(told.starts)} to "
        f"{shown_minute(told.ends)}. Give the order again: examserver sitting DIR .., or exam extend"
    )


def _is_so(exam: Exam, told: ToldTimes) -> bool:
    """Meanwhile the order may have been given again."""
    return (exam.starts, exam.ends) == (told.starts, told.ends)
