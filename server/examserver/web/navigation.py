"""The entries at the head of each page, for whom they are there, and what the roles are called."""

from dataclasses import dataclass

from examserver.services.permissions import Permission, may
from examserver.storage.staff import Member, Role

ROLES = {
    Role.SITE_ADMIN: "site admin",
    Role.HEAD_PROCTOR: "head proctor",
    Role.PROCTOR: "proctor",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that the head leads to; `below` are the beginnings of addresses that belong to it too."""

    path: str
    words: str
    needs: Permission
    below: tuple[str, ...] = ()

    def leads_to(self, path: str) -> bool:
        """Whether a page is this one, or belongs to it."""
        page = path.partition("?")[0]
        return page == self.path or page.startswith(self.below)


ENTRIES = (
    Entry("/web/", "Overview", Permission.BE_HERE, ("/web/room", "/web/act/")),
    Entry("/web/sittings", "Sittings", Permission.SEE_SITTINGS, ("/web/sitting", "/web/rehearsal")),
    Entry("/web/monitor", "Monitor", Permission.SEE_ROOMS, ("/web/monitor/",)),
    Entry("/web/checkin", "Check-in", Permission.CHECK_IN, ("/web/checkin/", "/web/duties")),
    Entry("/web/import", "Take packages in", Permission.TAKE_PACKAGES_IN, ("/web/import/",)),
    Entry("/web/imports", "All that was offered", Permission.RULE_ON_ANSWERS, ("/web/attempts/",)),
    Entry("/web/rosters", "Rosters", Permission.MANAGE_ROSTERS, ("/web/rosters/",)),
    Entry("/web/collections", "Collecting", Permission.COLLECT, ("/web/collections/",)),
    Entry("/web/report", "Reporting", Permission.REPORT_RESULTS, ("/web/report/",)),
    Entry("/web/sites", "Sites", Permission.REPORT_RESULTS, ("/web/sites/",)),
    Entry("/web/staff", "Staff", Permission.MANAGE_STAFF, ("/web/staff/",)),
    Entry("/web/audit", "Audit log", Permission.READ_AUDIT),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as it stands in the head."""

    path: str
    words: str
    is_here: bool


def entries_for(member: Member | None, path: str) -> tuple[Shown, ...]:
    """What the head of the page at `path` has for somebody; nothing for nobody."""
    if member is None:
        return ()
    return tuple(
        Shown(entry.path, entry.words, entry.leads_to(path)) for entry in ENTRIES if may(member, entry.needs)
    )
