"""What can be ordered about the staff: add and remove somebody, change passwords, roles and rooms.

Rule: a password travels and is kept as its slow hash only. Who is removed, or has a new password, is logged
out everywhere; a role or a room that is taken away is gone with the next click. What changes the proctors of
a sitting in its last 48 hours needs a reason and `override`.
"""

import unicodedata
from collections.abc import Iterable
from typing import ClassVar

from sqlalchemy import Connection

from examserver.errors import StaffError
from examserver.services.checkin.duty_changes import require_changeable
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.rooms import require_room
from examserver.services.staff_passwords import require_hash
from examserver.storage.staff import (
    Member,
    Role,
    add_member,
    change_duty,
    change_password,
    find_member,
    remove_member,
)

LONGEST_NAME = 40

CALLED = {Role.SITE_ADMIN: "site admin", Role.HEAD_PROCTOR: "head proctor", Role.PROCTOR: "proctor"}
"""The roles in words."""


class AddMember(StaffOrder, frozen=True, tag="add_member"):
    """Let somebody log in at the web page; a proctor for the rooms that are named."""

    RECORDED: ClassVar = ("name", "role", "rooms", "override")

    name: str
    password: str
    role: Role = Role.SITE_ADMIN
    rooms: tuple[str, ...] = ()
    reason: str = ""
    override: bool = False

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises StaffError, RoomError and CheckInError."""
        name = member_name(self.name)
        require_hash(self.password)
        if find_member(bench.connection, name) is not None:
            raise StaffError(
                f"Somebody is called {name} already.",
                "Give the new one another name, or the one who is there another password.",
            )
        rooms = _rooms(bench.connection, self.role, self.rooms)
        require_changeable(bench.connection, bench.now, rooms, self.reason, override=self.override)
        add_member(bench.connection, Member(name, self.password, self.role, bench.now, bench.now, rooms))
        return Outcome((f"{name} may log in at the service's web page, as {_duty(self.role, rooms)}.",))


class ChangeMemberPassword(StaffOrder, frozen=True, tag="change_member_password"):
    """Put another password in the place of a member's."""

    RECORDED: ClassVar = ("name",)

    name: str
    password: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises StaffError."""
        require_hash(self.password)
        member = require_member(bench.connection, self.name)
        change_password(bench.connection, member.name, self.password, bench.now)
        return Outcome((f"The new password of {member.name} counts; all sessions have ended.",))


class SetDuty(StaffOrder, frozen=True, tag="set_duty"):
    """Give a member this role and, where it is that of a proctor, these rooms and no others.

    `by` is the site admin who wants it, `""` at the console.
    """

    RECORDED: ClassVar = ("name", "role", "rooms", "override")

    name: str
    role: Role
    rooms: tuple[str, ...] = ()
    by: str = ""
    reason: str = ""
    override: bool = False

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises StaffError, RoomError and CheckInError."""
        _require_admin(bench.connection, self.by)
        member = require_member(bench.connection, self.name)
        rooms = _rooms(bench.connection, self.role, self.rooms)
        changed = {*member.rooms} ^ {*rooms}
        require_changeable(bench.connection, bench.now, changed, self.reason, override=self.override)
        change_duty(bench.connection, member.name, self.role, rooms)
        return Outcome((f"{member.name} is {_duty(self.role, rooms)} now.",))


class RemoveMember(StaffOrder, frozen=True, tag="remove_member"):
    """Let somebody log in no more. What was done under the name stays in the logs.

    `by` is the site admin who wants it, `""` at the console.
    """

    RECORDED: ClassVar = ("name", "override")

    name: str
    by: str = ""
    reason: str = ""
    override: bool = False

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises StaffError and CheckInError."""
        _require_admin(bench.connection, self.by)
        member = require_member(bench.connection, self.name)
        connection, now = bench.connection, bench.now
        require_changeable(
            connection, now, member.rooms, self.reason, override=self.override, leaves=member.name
        )
        remove_member(bench.connection, member.name)
        return Outcome((f"{member.name} may not log in any more; all sessions have ended.",))


MemberOrder = AddMember | ChangeMemberPassword | SetDuty | RemoveMember


def member_name(typed: str) -> str:
    """A name as it is stored: it stands under rulings and in logs. Raises StaffError."""
    name = unicodedata.normalize("NFC", typed).strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise StaffError(
            f"A name has 1 to {LONGEST_NAME} characters, and none that cannot be seen.",
            "Give one by which others know the person, such as 李老师 or li.",
        )
    return name


def require_member(connection: Connection, typed: str) -> Member:
    """The one of this name; raises StaffError."""
    name = member_name(typed)
    member = find_member(connection, name)
    if member is None:
        raise StaffError(
            f"There is nobody called {name} among the staff.", "See who there is: examserver staff list DIR"
        )
    return member


def _require_admin(connection: Connection, by: str) -> None:
    """Raise StaffError where whoever wants it was a site admin when they asked, and is none any more.

    Nobody takes the own role away on the page. So of two who take it from each other at once, one is left.
    """
    member = find_member(connection, by) if by else None
    if by and (member is None or member.role is not Role.SITE_ADMIN):
        raise StaffError("You are no site admin any more.", "Ask one of the others.")


def _rooms(connection: Connection, role: Role, names: Iterable[str]) -> tuple[str, ...]:
    """The rooms as they are kept: none for those to whom all are open."""
    rooms = tuple(sorted({require_room(connection, name).name for name in names}))
    if rooms and role is not Role.PROCTOR:
        raise StaffError(
            f"Rooms are given to proctors, and a {CALLED[role]} has all of them.",
            "Leave the rooms out, or make it a proctor.",
        )
    return rooms


def _duty(role: Role, rooms: tuple[str, ...]) -> str:
    """Role and rooms in words, such as "proctor of room A, B"."""
    if role is not Role.PROCTOR:
        return CALLED[role]
    return f"proctor of room {', '.join(rooms)}" if rooms else "proctor without a room"
