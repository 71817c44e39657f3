"""What each station's last self-check found."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the last report of each station."""
    op.create_table(
        "self_checks",
        sa.Column("station", sa.String(32), sa.ForeignKey("stations.id"), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("report", sa.LargeBinary, nullable=False),
    )
