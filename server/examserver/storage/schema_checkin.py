"""The tables of check-in: who is in, who waits for the head proctor, materials, and proctors of sittings.

What each row means stands in the modules that read and write it, `checkins` and `duties`.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, String, Table

from examserver.storage import table_metadata

metadata = table_metadata.metadata


def seen_columns() -> tuple[Column[Any], ...]:
    """When and by whom something was seen at the door, its photo by its hash, and what was said of it."""
    return (
        Column("at", BigInteger, nullable=False),
        Column("by", String(100), nullable=False),
        Column("photo", String(64), nullable=False),
        Column("reason", String(500), nullable=False),
    )


def decided_columns() -> tuple[Column[Any], ...]:
    """When and by whom it was decided, and the answer; 0 and empty as long as nobody did."""
    return (
        Column("decided", BigInteger, nullable=False),
        Column("decided_by", String(100), nullable=False),
        Column("answer", String(500), nullable=False),
    )


checkins = Table(
    "checkins",
    metadata,
    Column("exam", String(40), ForeignKey("exams.id"), primary_key=True),
    Column("candidate", String(40), ForeignKey("candidates.admission_number"), primary_key=True),
    Column("room", String(40), nullable=False),
    Column("state", String(10), nullable=False, index=True),
    *seen_columns(),
    *decided_columns(),
)

sitting_checkins = Table(
    "sitting_checkins",
    metadata,
    Column("sitting", String(40), ForeignKey("sittings.id"), primary_key=True),
    Column("needed", Boolean, nullable=False),
)

materials = Table(
    "materials",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("exam", String(40), ForeignKey("exams.id"), nullable=False, index=True),
    Column("room", String(40), nullable=False),
    *seen_columns(),
)

duties = Table(
    "duties",
    metadata,
    Column("sitting", String(40), ForeignKey("sittings.id"), primary_key=True),
    Column("room", String(40), ForeignKey("rooms.name"), primary_key=True),
    Column("member", String(40), primary_key=True, index=True),
)

duty_wishes = Table(
    "duty_wishes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("sitting", String(40), ForeignKey("sittings.id"), nullable=False, index=True),
    Column("room", String(40), ForeignKey("rooms.name"), nullable=False),
    Column("member", String(40), nullable=False),
    Column("joins", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("by", String(100), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("decided", BigInteger, nullable=False),
    Column("decided_by", String(100), nullable=False),
)
