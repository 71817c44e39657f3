"""The lives of this service that began from a backup and those of services that were met, what stations were
told of an exam's times before, the numbers of backups, and the stops in rehearsals.

In a folder of before none is known: what was restored earlier is not told of, and backups go by their time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add four tables, empty, and the column."""
    op.add_column("backups", sa.Column("number", sa.BigInteger, nullable=False, server_default="0"))
    op.create_table(
        "lives",
        sa.Column("generation", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("began", sa.BigInteger, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.create_table(
        "met_lives",
        sa.Column("site", sa.String(200), primary_key=True),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("word", sa.String(2000), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "told_times",
        sa.Column("attempt", sa.String(32), primary_key=True),
        sa.Column("exam", sa.String(40), nullable=False),
        sa.Column("starts", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "stops",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
