"""The backups that the timer tried, and each process's word that it can write.

In a folder of before the timer has never tried.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add both tables, empty."""
    op.create_table(
        "backup_tries",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("file", sa.String(1000), nullable=False),
        sa.Column("problem", sa.String(1000), nullable=False),
        sa.Column("advice", sa.String(1000), nullable=False),
    )
    op.create_table(
        "pulses",
        sa.Column("process", sa.String(32), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_pulses_at", "pulses", ["at"])
