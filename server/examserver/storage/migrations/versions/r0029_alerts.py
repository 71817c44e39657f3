"""What a site reports upward while an exam is on, and at the authority what came from which site."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Make both tables, empty."""
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("counts", sa.String, nullable=False),
        sa.Column("came", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "came_alerts",
        sa.Column("site", sa.String(40), sa.ForeignKey("exam_sites.id"), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("counts", sa.String, nullable=False),
        sa.Column("came", sa.BigInteger, nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("seen_by", sa.String(100), nullable=False),
    )
