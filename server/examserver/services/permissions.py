"""Who of the staff may do what, and where: one table.

Rule: this is the only place that decides it. A page or an action asks `may`; it never asks for a role.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum, auto

from examserver.storage.staff import Member, Role


class Permission(StrEnum):
    """What somebody may be allowed to do at the web page."""

    BE_HERE = "be_here"
    SEE_ROOMS = "see_rooms"
    SEE_SITE = "see_site"
    ACT_IN_ROOMS = "act_in_rooms"
    ACT_ON_EXAMS = "act_on_exams"
    TAKE_PACKAGES_IN = "take_packages_in"
    RULE_ON_ANSWERS = "rule_on_answers"
    MANAGE_STAFF = "manage_staff"
    READ_AUDIT = "read_audit"
    REPORT_RESULTS = "report_results"
    SEE_SITTINGS = "see_sittings"
    SET_UP_SITTINGS = "set_up_sittings"
    HANDLE_ACCIDENTS = "handle_accidents"
    REHEARSE = "rehearse"
    STOP_SERVICE = "stop_service"
    MANAGE_ROSTERS = "manage_rosters"
    COLLECT = "collect"
    CHECK_IN = "check_in"
    DECIDE_ENTRIES = "decide_entries"
    SET_CHECK_IN = "set_check_in"
    SET_UP_SITE = "set_up_site"
    REPORT_UPWARD = "report_upward"


class Reach(Enum):
    """Where somebody may do it."""

    OWN_ROOMS = auto()
    EVERYWHERE = auto()


_ADMIN = {Role.SITE_ADMIN: Reach.EVERYWHERE}
_HEADS = _ADMIN | {Role.HEAD_PROCTOR: Reach.EVERYWHERE}
_IN_ROOMS = _HEADS | {Role.PROCTOR: Reach.OWN_ROOMS}

GRANTS: Mapping[Permission, Mapping[Role, Reach]] = {
    Permission.BE_HERE: _HEADS | {Role.PROCTOR: Reach.EVERYWHERE},
    Permission.SEE_ROOMS: _IN_ROOMS,
    Permission.SEE_SITE: _ADMIN,
    Permission.ACT_IN_ROOMS: _IN_ROOMS,
    Permission.ACT_ON_EXAMS: _HEADS,
    Permission.TAKE_PACKAGES_IN: _ADMIN,
    Permission.RULE_ON_ANSWERS: _ADMIN,
    Permission.MANAGE_STAFF: _ADMIN,
    Permission.READ_AUDIT: _ADMIN,
    Permission.REPORT_RESULTS: _ADMIN,
    Permission.SEE_SITTINGS: _HEADS,
    Permission.SET_UP_SITTINGS: _ADMIN,
    Permission.HANDLE_ACCIDENTS: _HEADS,
    Permission.REHEARSE: _HEADS,
    Permission.STOP_SERVICE: _ADMIN,
    Permission.MANAGE_ROSTERS: _ADMIN,
    Permission.COLLECT: _ADMIN,
    Permission.CHECK_IN: _IN_ROOMS,
    Permission.DECIDE_ENTRIES: _HEADS,
    Permission.SET_CHECK_IN: _ADMIN,
    Permission.SET_UP_SITE: _ADMIN,
    Permission.REPORT_UPWARD: _HEADS,
}


def may(member: Member, permission: Permission, room: str | None = None) -> bool:
    """Whether this is allowed: in `room`, or with None anywhere at all.

    Where it is allowed somewhere only, whoever asks with None shows no more than `rooms_of` has.
    """
    reach = GRANTS[permission].get(member.role)
    return reach is Reach.EVERYWHERE or (reach is Reach.OWN_ROOMS and (room is None or room in member.rooms))


def rooms_of(member: Member, permission: Permission, rooms: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the site's rooms for which it is allowed."""
    return tuple(room for room in rooms if may(member, permission, room))
