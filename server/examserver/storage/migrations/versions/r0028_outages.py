"""When stations were not heard, when the service ran, and outages for which no time is given back; and which
exam a rehearsal rehearses.

In a folder of before nothing is known of earlier outages, and rehearsals are of no other exam.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Add the three tables and the column, empty."""
    op.create_table(
        "station_gaps",
        sa.Column("station", sa.String(32), primary_key=True),
        sa.Column("begins", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_station_gaps_ends", "station_gaps", ["ends"])
    op.create_table(
        "service_runs",
        sa.Column("process", sa.String(32), primary_key=True),
        sa.Column("began", sa.BigInteger, nullable=False),
        sa.Column("alive", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_service_runs_alive", "service_runs", ["alive"])
    op.create_table(
        "outages_left",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("exam", sa.String(40), nullable=False),
        sa.Column("room", sa.String(40), nullable=False),
        sa.Column("begins", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
    )
    op.create_index("ix_outages_left_exam", "outages_left", ["exam"])
    op.add_column("sittings", sa.Column("rehearses", sa.String(40), nullable=False, server_default=""))
