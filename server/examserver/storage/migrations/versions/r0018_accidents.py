"""Sittings that are moved, ended and cancelled, the rooms of an exam, and rehearsals.

An exam of before was ended by its clock alone, and nobody had used up time before a postponement.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the tables and the columns, all of them empty."""
    op.add_column("sittings", sa.Column("moved", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("exams", sa.Column("ended", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("exams", sa.Column("cancelled", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("entries", sa.Column("used", sa.BigInteger, nullable=False, server_default="0"))
    _add_acts()
    op.create_table(
        "exam_rooms",
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), primary_key=True),
        sa.Column("room", sa.String(40), sa.ForeignKey("rooms.name"), primary_key=True),
    )
    _add_rehearsals()


def _add_acts() -> None:
    op.create_table(
        "sitting_acts",
        sa.Column("sitting", sa.String(40), sa.ForeignKey("sittings.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
    )


def _add_rehearsals() -> None:
    op.create_table(
        "troubles",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("seconds", sa.Integer, nullable=False),
        sa.Column("ordered", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("done", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_troubles_attempt", "troubles", ["attempt"])
    op.create_table(
        "rehearsed_events",
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("station", sa.String(32), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
    )
