"""The proctors' sticks, and the log of what stations wrote on them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TEXTS = {
    "by": 100,
    "file": 255,
    "sha256": 64,
    "stick": 32,
    "station": 200,
    "room": 200,
    "seat": 200,
    "verdict": 40,
    "fault": 40,
    "about": 200,
}


def upgrade() -> None:
    """Add which sticks there are, who brought which visit, and what became of it."""
    op.create_table(
        "sticks",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("room", sa.String(200), nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
    )
    op.create_table(
        "visits",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("visited", sa.BigInteger, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in TEXTS.items()),
        sa.Column("detail", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_visits_sha256", "visits", ["sha256"])
    op.create_index("ix_visits_station", "visits", ["station"])
