"""At the authority: what sites have reported of the door and of their rooms, by exam.

Rule: a row of the newest report stands in place of the one before; nothing is removed but photos that are
old. Times are site times in milliseconds.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, delete, insert, select

from examprotocol.door_record import DoorEntry, RoomMaterial
from examserver.storage import schema_reporting

_DOORS, _MATERIALS = schema_reporting.reported_doors, schema_reporting.reported_materials


def reported_doors(connection: Connection, exam: str) -> tuple[DoorEntry, ...]:
    """What is known of the candidates of a reported exam, by admission number."""
    columns = [_DOORS.c[name] for name in DoorEntry.__struct_fields__]
    query = select(*columns).where(_DOORS.c.exam == exam).order_by(_DOORS.c.candidate)
    return tuple(DoorEntry(**row._mapping) for row in connection.execute(query))


def reported_materials(connection: Connection, exam: str) -> tuple[RoomMaterial, ...]:
    """The supporting materials of a reported exam, the oldest first."""
    columns = [_MATERIALS.c[name] for name in RoomMaterial.__struct_fields__]
    query = select(*columns).where(_MATERIALS.c.exam == exam).order_by(_MATERIALS.c.at, _MATERIALS.c.id)
    return tuple(RoomMaterial(**row._mapping) for row in connection.execute(query))


def put_reported_doors(connection: Connection, exam: str, rows: Collection[DoorEntry]) -> None:
    """Store these in place of what was said of the same candidates."""
    named = [one.candidate for one in rows]
    connection.execute(delete(_DOORS).where(_DOORS.c.exam == exam, _DOORS.c.candidate.in_(named)))
    if rows:
        connection.execute(insert(_DOORS), [{"exam": exam} | msgspec.structs.asdict(one) for one in rows])


def put_reported_materials(connection: Connection, exam: str, rows: Collection[RoomMaterial]) -> None:
    """Store these in place of what was said of the same materials."""
    named = [one.id for one in rows]
    connection.execute(delete(_MATERIALS).where(_MATERIALS.c.exam == exam, _MATERIALS.c.id.in_(named)))
    if rows:
        connection.execute(insert(_MATERIALS), [{"exam": exam} | msgspec.structs.asdict(one) for one in rows])
