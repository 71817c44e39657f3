"""The entries at the head of each page, for whom they are there, and what the roles are called.

Rule: entries stand in the order of an exam day. A new page joins one of the groups: so it stays calm.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from examserver.services.permissions import Permission, may
from examserver.storage.staff import Member, Role

ROLES = {
    Role.SITE_ADMIN: "site admin",
    Role.HEAD_PROCTOR: "head proctor",
    Role.PROCTOR: "proctor",
}


FEW = 4
"""So many entries need no groups."""


class Group(StrEnum):
    """When on the exam day a page is wanted; those of no group stand by themselves."""

    ALWAYS = ""
    BEFORE = "Before"
    DURING = "During"
    AFTER = "After"
    LATER = " "


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that the head leads to; `below` are the beginnings of addresses that belong to it too."""

    path: str
    words: str
    needs: Permission
    group: Group
    below: tuple[str, ...] = ()

    def leads_to(self, path: str) -> bool:
        """Whether a page is this one, or belongs to it."""
        page = path.partition("?")[0]
        return page == self.path or page.startswith(self.below)


ENTRIES = (
    Entry("/web/", "Overview", Permission.BE_HERE, Group.ALWAYS, ("/web/room", "/web/act/", "/web/outages")),
    Entry(
        "/web/sittings",
        "Sittings",
        Permission.SEE_SITTINGS,
        Group.BEFORE,
        ("/web/sitting", "/web/rehears"),
    ),
    Entry("/web/rosters", "Rosters", Permission.MANAGE_ROSTERS, Group.BEFORE, ("/web/rosters/",)),
    Entry("/web/staff", "Staff", Permission.MANAGE_STAFF, Group.BEFORE, ("/web/staff/",)),
    Entry("/web/networks", "Networks", Permission.SET_UP_SITE, Group.BEFORE, ("/web/networks/",)),
    Entry("/web/checkin", "Check-in", Permission.CHECK_IN, Group.DURING, ("/web/checkin/", "/web/duties")),
    Entry("/web/monitor", "Monitor", Permission.SEE_ROOMS, Group.DURING, ("/web/monitor/", "/web/upward")),
    Entry("/web/import", "Take packages in", Permission.TAKE_PACKAGES_IN, Group.AFTER, ("/web/import/",)),
    Entry(
        "/web/imports", "All that was offered", Permission.RULE_ON_ANSWERS, Group.AFTER, ("/web/attempts/",)
    ),
    Entry("/web/collections", "Collecting", Permission.COLLECT, Group.AFTER, ("/web/collections/",)),
    Entry("/web/report", "Reporting", Permission.REPORT_RESULTS, Group.AFTER, ("/web/report/",)),
    Entry("/web/sites", "Sites", Permission.REPORT_RESULTS, Group.AFTER, ("/web/sites/",)),
    Entry("/web/audit", "Audit log", Permission.READ_AUDIT, Group.LATER),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as it stands in the head."""

    path: str
    words: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Entries that stand together, under a word or without one."""

    words: str
    entries: tuple[Shown, ...]

    @property
    def is_here(self) -> bool:
        """Whether the page belongs to one of them."""
        return any(entry.is_here for entry in self.entries)


def groups_for(member: Member | None, path: str) -> tuple[ShownGroup, ...]:
    """What the head of the page at `path` has for somebody; nothing for nobody, one group for who has few."""
    if member is None:
        return ()
    theirs = [entry for entry in ENTRIES if may(member, entry.needs)]
    if len(theirs) <= FEW:
        return (_shown(Group.ALWAYS, theirs, path),)
    return tuple(
        _shown(group, list(together), path) for group, together in groupby(theirs, lambda entry: entry.group)
    )


def _shown(group: Group, entries: list[Entry], path: str) -> ShownGroup:
    shown = (Shown(entry.path, entry.words, entry.leads_to(path)) for entry in entries)
    return ShownGroup(group.strip(), tuple(shown))
