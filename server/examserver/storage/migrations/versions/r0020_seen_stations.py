"""When each station was heard last, and what it told of itself."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the table, empty: stations tell again within seconds."""
    op.create_table(
        "seen_stations",
        sa.Column("station", sa.String(32), primary_key=True),
        sa.Column("heard", sa.BigInteger, nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("inside", sa.Boolean, nullable=False),
        sa.Column("told", sa.BigInteger, nullable=False),
        sa.Column("attempt", sa.String(32), nullable=False),
        sa.Column("skew", sa.BigInteger, nullable=False),
        sa.Column("news", sa.LargeBinary, nullable=False),
    )
