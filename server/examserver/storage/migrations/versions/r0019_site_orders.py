"""What the staff order of stations, and which attempts are done with it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add two tables, empty: nothing was ordered before."""
    op.create_table(
        "site_orders",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("ended", sa.BigInteger, nullable=False, index=True),
        sa.Column("sitting", sa.String(40), nullable=False),
        sa.Column("exam", sa.String(40), nullable=False, index=True),
        sa.Column("room", sa.String(40), nullable=False),
        sa.Column("seat", sa.String(20), nullable=False),
        sa.Column("attempt", sa.String(32), nullable=False, index=True),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
    )
    op.create_table(
        "site_orders_done",
        sa.Column("site_order", sa.String(32), sa.ForeignKey("site_orders.id"), primary_key=True),
        sa.Column("attempt", sa.String(32), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("lifted", sa.Boolean, nullable=False),
    )
