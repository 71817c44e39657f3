"""Exams that may be looked through before they start, and how far each station is with their papers."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Old exams are not looked through."""
    op.add_column("exams", sa.Column("look_through", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "paper_reports",
        sa.Column("station", sa.String(32), sa.ForeignKey("stations.id"), primary_key=True),
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("report", sa.LargeBinary, nullable=False),
    )
