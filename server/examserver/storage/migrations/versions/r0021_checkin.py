"""Who was checked in, who waits for the head proctor, materials, and the proctors of sittings.

In a folder of before nobody was checked in, and no login needs it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add five tables, empty."""
    _add_checkins()
    _add_duties()


def _add_checkins() -> None:
    op.create_table(
        "checkins",
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), primary_key=True),
        sa.Column("candidate", sa.String(40), sa.ForeignKey("candidates.admission_number"), primary_key=True),
        sa.Column("room", sa.String(40), nullable=False),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("photo", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("decided", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.String(100), nullable=False),
        sa.Column("answer", sa.String(500), nullable=False),
    )
    op.create_table(
        "sitting_checkins",
        sa.Column("sitting", sa.String(40), sa.ForeignKey("sittings.id"), primary_key=True),
        sa.Column("needed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "materials",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), nullable=False, index=True),
        sa.Column("room", sa.String(40), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("photo", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
    )


def _add_duties() -> None:
    op.create_table(
        "duties",
        sa.Column("sitting", sa.String(40), sa.ForeignKey("sittings.id"), primary_key=True),
        sa.Column("room", sa.String(40), sa.ForeignKey("rooms.name"), primary_key=True),
        sa.Column("member", sa.String(40), primary_key=True, index=True),
    )
    op.create_table(
        "duty_wishes",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("sitting", sa.String(40), sa.ForeignKey("sittings.id"), nullable=False, index=True),
        sa.Column("room", sa.String(40), sa.ForeignKey("rooms.name"), nullable=False),
        sa.Column("member", sa.String(40), nullable=False),
        sa.Column("joins", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("decided", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.String(100), nullable=False),
    )
