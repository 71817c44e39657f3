"""What the newest verified backup holds: how far each writer, and which receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add what tells a station that its copy of an attempt is not needed any more."""
    op.create_table(
        "backed_up",
        sa.Column("writer", sa.Integer, sa.ForeignKey("writers.key"), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
    )
    op.create_table(
        "backed_up_receipts",
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("code", sa.String(11), primary_key=True),
    )
