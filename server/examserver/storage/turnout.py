"""How many of an exam's candidates have begun, and how many have handed in."""

from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class Turnout:
    """Of `entered` candidates so many have begun, and so many of these have handed in."""

    entered: int = 0
    begun: int = 0
    submitted: int = 0


def turnouts(connection: Connection) -> dict[str, Turnout]:
    """The turnout of every exam, by the exam's id."""
    entries, attempts = schema.entries, schema.attempts
    counted = connection.execute(select(entries.c.exam, func.count()).group_by(entries.c.exam))
    entered: dict[str, int] = dict(iter(counted))
    submitted = func.sum(case((attempts.c.submitted, 1), else_=0))
    rows = connection.execute(select(attempts.c.exam, func.count(), submitted).group_by(attempts.c.exam))
    begun = {exam: (count, done) for exam, count, done in rows}
    return {exam: Turnout(count, *begun.get(exam, (0, 0))) for exam, count in entered.items()}
