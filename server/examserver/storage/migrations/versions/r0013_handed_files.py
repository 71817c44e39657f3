"""The files that candidates handed in: how each is sealed. The sealed chunks lie in the folder."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the files of each attempt."""
    op.create_table(
        "handed_files",
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
