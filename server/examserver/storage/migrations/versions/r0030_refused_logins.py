"""The logins that were refused, counted by station, reason and address; none are known of before."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Add the table, empty."""
    op.create_table(
        "refused_logins",
        sa.Column("station", sa.String(32), primary_key=True),
        sa.Column("reason", sa.String(40), primary_key=True),
        sa.Column("address", sa.String(45), primary_key=True),
        sa.Column("times", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False, index=True),
    )
