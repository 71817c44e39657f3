"""Each attempt's form: which questions of the paper, and everything in which order."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the forms. Attempts that have begun go on without one: no paper could be shuffled before."""
    op.create_table(
        "forms",
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("form", sa.LargeBinary, nullable=False),
    )
