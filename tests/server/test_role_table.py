"""The table of roles in docs/trust.md has a row for each permission and a cell for each role."""

from pathlib import Path

import pytest

from examserver.services.permissions import GRANTS, Permission, Reach
from examserver.storage.staff import Role

PAGE = (Path(__file__).parents[2] / "docs" / "trust.md").read_text(encoding="utf-8")
ROLES = (Role.SITE_ADMIN, Role.HEAD_PROCTOR, Role.PROCTOR)
ROWS = {
    Permission.BE_HERE: "be logged in, see the exams",
    Permission.SEE_ROOMS: "see rooms, machines and the monitor",
    Permission.SEE_SITE: "see networks, backups, refused files",
    Permission.ACT_IN_ROOMS: "act on candidates, seats and rooms",
    Permission.ACT_ON_EXAMS: "act on whole exams",
    Permission.CHECK_IN: "check candidates in, submit them for approval",
    Permission.DECIDE_ENTRIES: "decide about entries, and about changes of proctors",
    Permission.SET_CHECK_IN: "say whether login needs a check-in",
    Permission.SET_UP_SITE: "register networks",
    Permission.REPORT_UPWARD: "report upward",
    Permission.SEE_SITTINGS: "see sittings",
    Permission.SET_UP_SITTINGS: "make sittings and exams",
    Permission.HANDLE_ACCIDENTS: "move, extend, end, cancel, postpone a sitting",
    Permission.REHEARSE: "rehearse, with its troubles",
    Permission.STOP_SERVICE: "stop the service in a rehearsal",
    Permission.MANAGE_ROSTERS: "rosters, photos, seats, slips",
    Permission.TAKE_PACKAGES_IN: "take packages in",
    Permission.RULE_ON_ANSWERS: "compare answers, rule on what counts",
    Permission.COLLECT: "collect: settle cases, finish, take results away",
    Permission.MANAGE_STAFF: "add and remove staff, roles, rooms, passwords",
    Permission.REPORT_RESULTS: "report to the authority; at the authority take reports in",
    Permission.READ_AUDIT: "read the audit log",
}
REACHES = {Reach.EVERYWHERE: ("yes", "all"), Reach.OWN_ROOMS: ("own",), None: ("–",)}


def cells_of(begin: str) -> list[str]:
    """The cells after the first of the one row that begins so."""
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| {begin}"))
    return [cell.strip() for cell in row.strip("|").split("|")[1:]]


@pytest.mark.parametrize("permission", list(Permission), ids=str)
def test_the_table_says_who_may_do_it(permission: Permission) -> None:
    cells = cells_of(ROWS[permission])
    for role, cell in zip(ROLES, cells, strict=True):
        assert cell.partition(";")[0] in REACHES[GRANTS[permission].get(role)]
