"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    _create_exam_tables()
    _create_attempt_tables()
    _create_event_tables()


def _create_exam_tables() -> None:
    op.create_table(
        "site",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
    )
    op.create_table(
        "candidates",
        sa.Column("admission_number", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("identity_number", sa.String(40), nullable=False),
        sa.Column("seat", sa.String(20), nullable=False),
    )
    op.create_table(
        "papers",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("manifest_digest", sa.String(64), nullable=False),
        sa.Column("questions", sa.Integer, nullable=False),
        sa.Column("points", sa.String(20), nullable=False),
    )
    op.create_table(
        "exams",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("paper", sa.String(40), sa.ForeignKey("papers.id"), nullable=False),
        sa.Column("starts", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("key_release", sa.BigInteger, nullable=False),
        sa.Column("closes", sa.BigInteger, nullable=False),
        sa.Column("show_seconds", sa.Boolean, nullable=False),
    )


def _create_attempt_tables() -> None:
    op.create_table(
        "entries",
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), primary_key=True),
        sa.Column("candidate", sa.String(40), sa.ForeignKey("candidates.admission_number"), primary_key=True),
    )
    op.create_index("ix_entries_candidate", "entries", ["candidate"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("exam", sa.String(40), nullable=False),
        sa.Column("candidate", sa.String(40), nullable=False),
        sa.Column("granted", sa.Integer, nullable=False),
        sa.Column("submitted", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["exam", "candidate"], ["entries.exam", "entries.candidate"]),
        sa.UniqueConstraint("exam", "candidate"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("station", sa.String(32), nullable=False),
        sa.Column("client", sa.String(40), nullable=False),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("granted", sa.Integer, nullable=False),
        sa.Column("began", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_sessions_attempt", "sessions", ["attempt"])


def _create_event_tables() -> None:
    op.create_table(
        "writers",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("header", sa.LargeBinary, nullable=False),
        sa.Column("head_seq", sa.Integer, nullable=False),
        sa.Column("head_hash", sa.String(64), nullable=False),
        sa.UniqueConstraint("attempt", "id"),
    )
    op.create_table(
        "events",
        sa.Column("writer", sa.Integer, sa.ForeignKey("writers.key"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("received", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "forks",
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("writer", sa.String(32), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("header", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("received", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "receipts",
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("code", sa.String(11), nullable=False),
        sa.Column("answers", sa.String(64), nullable=False),
        sa.Column("token", sa.String, nullable=False),
    )
    op.create_index("ix_receipts_code", "receipts", ["code"])
