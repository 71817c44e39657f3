"""Who holds an attempt, the epochs that stations claim, and the seats that proctors released."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what an exam needs to move from one machine to another."""
    _add_to_attempts()
    op.create_table(
        "releases",
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("station", sa.String(32), nullable=False),
        sa.Column("granted", sa.Integer, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
    )


def _add_to_attempts() -> None:
    """The station of the newest login holds what was begun before."""
    op.add_column("attempts", sa.Column("holder", sa.String(32), nullable=False, server_default=""))
    for name in ("claimed_generation", "claimed_grant", "claimed_hop"):
        op.add_column("attempts", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE attempts SET holder = COALESCE((SELECT MAX(station) FROM sessions"
        " WHERE sessions.attempt = attempts.id AND sessions.generation = attempts.generation"
        " AND sessions.granted = attempts.granted), '')"
    )
