"""At the authority: what sites have reported of the door and of their rooms, by exam.

Rule: each row says which report has brought it, by the SHA-256 of its index. Times are site times in
milliseconds.
"""

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, Table, delete, exists, insert, select

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


def put_reported_doors(connection: Connection, exam: str, report: str, rows: Collection[DoorEntry]) -> None:
    """Store these in place of what was said of the same candidates."""
    _put(connection, _DOORS, {"exam": exam, "report": report}, {one.candidate: one for one in rows})


def put_reported_materials(
    connection: Connection, exam: str, report: str, rows: Collection[RoomMaterial]
) -> None:
    """Store these in place of what was said of the same materials."""
    _put(connection, _MATERIALS, {"exam": exam, "report": report}, {one.id: one for one in rows})


def keep_only(connection: Connection, exam: str, report: str) -> bool:
    """Where this report has brought rows, it has brought all: forget those that the site has taken back
    since an earlier one. Says whether it had.
    """
    own = [exists().where(table.c.exam == exam, table.c.report == report) for table in (_DOORS, _MATERIALS)]
    has_any = connection.execute(select(own[0] | own[1])).scalar_one()
    if has_any:
        for table in (_DOORS, _MATERIALS):
            connection.execute(delete(table).where(table.c.exam == exam, table.c.report != report))
    return bool(has_any)


def _put(
    connection: Connection,
    table: Table,
    about: dict[str, str],
    rows: dict[str, DoorEntry] | dict[str, RoomMaterial],
) -> None:
    key = table.c.candidate if table is _DOORS else table.c.id
    connection.execute(delete(table).where(table.c.exam == about["exam"], key.in_(rows)))
    if rows:
        connection.execute(insert(table), [about | msgspec.structs.asdict(one) for one in rows.values()])
