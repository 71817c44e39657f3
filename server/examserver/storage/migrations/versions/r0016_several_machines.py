"""What several web machines have in common besides: files that came in, and tries that were wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add them; a service on one machine leaves both empty."""
    op.create_table(
        "kept_files",
        sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "wrong_tries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_wrong_tries_key", "wrong_tries", ["key"])
    op.create_index("ix_wrong_tries_at", "wrong_tries", ["at"])
