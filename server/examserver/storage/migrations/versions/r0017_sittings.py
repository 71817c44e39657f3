"""Sittings, the sitting of an exam, and where a candidate sits at an exam.

An exam of before stands alone, and its candidates sit where their own row says.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the table and the columns, all of them empty."""
    op.create_table(
        "sittings",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("rehearsal", sa.Boolean, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("ended", sa.BigInteger, nullable=False),
        sa.Column("cancelled", sa.BigInteger, nullable=False),
    )
    op.add_column("exams", sa.Column("sitting", sa.String(40), nullable=False, server_default=""))
    op.create_index("ix_exams_sitting", "exams", ["sitting"])
    op.add_column("entries", sa.Column("room", sa.String(40), nullable=False, server_default=""))
    op.add_column("entries", sa.Column("seat", sa.String(20), nullable=False, server_default=""))
