"""What in a roster is wrong, or needs a look, that a table alone does not show. Pure."""

from collections.abc import Iterator

from examserver.services.rosters.identity import has_right_check, is_citizen_number, looks_cut
from examserver.services.rosters.printable import missing_characters
from examserver.services.rosters.sheet import Fault, Problem
from examserver.services.rosters.table import Row, Table

IDENTITY, NAME = "identity_number", "name"


def checked(table: Table) -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
    """What has to be corrected, and what a person should look at."""
    problems = tuple(problem for row in table.rows for problem in _cut(row))
    notices = [notice for row in table.rows for notice in _look(row)]
    return problems, (*notices, *_twice(table))


def _cut(row: Row) -> Iterator[Problem]:
    number = row.values.get(IDENTITY, "")
    if looks_cut(number):
        yield Problem(row.line, IDENTITY, Fault.CUT, number)


def _look(row: Row) -> Iterator[Problem]:
    number = row.values.get(IDENTITY, "")
    if is_citizen_number(number) and not looks_cut(number) and not has_right_check(number):
        yield Problem(row.line, IDENTITY, Fault.CHECK_DIGIT)
    strange = missing_characters(row.values.get(NAME, ""))
    if strange:
        yield Problem(row.line, NAME, Fault.STRANGE, ", ".join(strange[:5]))


def _twice(table: Table) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in table.rows:
        number = row.values.get(IDENTITY, "")
        if number and first.setdefault(number, row.line) != row.line:
            yield Problem(row.line, IDENTITY, Fault.SAME_PERSON, str(first[number]))
