"""What the staff's own pages show: who there is, and what was done.

Rule: reads only, each on one state of the tables. No password's hash leaves it.
"""

from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection

from examserver.clock import Clock
from examserver.services.checkin.duty_board import SittingDuty
from examserver.services.checkin.duty_changes import bound_sittings
from examserver.services.member_orders import require_member
from examserver.storage.audit import AuditHead, AuditRow, AuditWish, audit_head, names_in_audit, wanted_rows
from examserver.storage.rooms import all_rooms
from examserver.storage.staff import Member, all_staff
from examserver.storage.store import Store


@dataclass(frozen=True, slots=True)
class StaffListing:
    """Everybody, the rooms that there are, and the sittings whose proctors are changed with a reason only."""

    staff: tuple[Member, ...]
    rooms: tuple[str, ...]
    bound: tuple[SittingDuty, ...]


@dataclass(frozen=True, slots=True)
class AuditListing:
    """The rows that were asked for, the newest first; who stands in the log at all; and how far it goes."""

    rows: tuple[AuditRow, ...]
    has_more: bool
    names: tuple[str, ...]
    head: AuditHead


class StaffList:
    """Owns nothing but the way to the tables."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def listed(self) -> StaffListing:
        """The staff, the rooms, and what binds them now."""
        return await self._store.read(partial(_listing, self._clock.now()))

    async def member(self, name: str) -> Member:
        """One of them; raises StaffError."""
        return _bare(await self._store.read(partial(require_member, typed=name)))

    async def audit(self, wish: AuditWish) -> AuditListing:
        """One page of the audit log."""
        return await self._store.read(partial(_audit, wish))


def _listing(now: int, connection: Connection) -> StaffListing:
    staff = tuple(_bare(member) for member in all_staff(connection))
    rooms = tuple(room.name for room in all_rooms(connection))
    bound = tuple(one for one in bound_sittings(connection, now) if one.rooms)
    return StaffListing(staff, rooms, bound)


def _bare(member: Member) -> Member:
    return replace(member, password="")


def _audit(wish: AuditWish, connection: Connection) -> AuditListing:
    found = wanted_rows(connection, replace(wish, most=wish.most + 1))
    return AuditListing(
        rows=found[: wish.most],
        has_more=len(found) > wish.most,
        names=names_in_audit(connection),
        head=audit_head(connection),
    )
