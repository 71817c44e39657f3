"""The log of answer packages that were offered."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TEXTS = {
    "by": 100,
    "file": 255,
    "sha256": 64,
    "code": 11,
    "exam": 200,
    "candidate": 200,
    "attempt": 200,
    "station": 200,
    "verdict": 40,
    "fault": 40,
    "about": 200,
}


def upgrade() -> None:
    """Add who brought which package, when, and what became of it."""
    op.create_table(
        "imports",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in TEXTS.items()),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("size", "new", "apart")),
        sa.Column("detail", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_imports_attempt", "imports", ["attempt"])
    op.create_index("ix_imports_sha256", "imports", ["sha256"])
