"""What sites have reported of the door and of their rooms: entries, decisions, supporting materials.

A folder of before has none: reports carried answers alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Add both tables, empty."""
    exam = sa.ForeignKey("reported_exams.exam")
    op.create_table(
        "reported_doors",
        sa.Column("exam", sa.String(40), exam, primary_key=True),
        sa.Column("candidate", sa.String(40), primary_key=True),
        *_common(),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decided", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.String(100), nullable=False),
        sa.Column("answer", sa.String(500), nullable=False),
    )
    op.create_table(
        "reported_materials",
        sa.Column("exam", sa.String(40), sa.ForeignKey("reported_exams.exam"), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True),
        *_common(),
    )


def _common() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("room", sa.String(40), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("photo", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("report", sa.String(64), nullable=False),
    )
