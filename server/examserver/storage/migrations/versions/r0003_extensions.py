"""Extensions, what the service closed by itself, epochs by their own generation, and verified backups."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what a restored service needs to go on, and what gives candidates more time."""
    _add_to_attempts()
    _make_room_for_receipts_of_one_number()
    op.create_table(
        "extensions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("candidate", sa.String(40), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("token", sa.String, nullable=False),
    )
    op.create_index("ix_extensions_exam", "extensions", ["exam"])
    op.create_table(
        "backups",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("verified", sa.BigInteger, nullable=False),
        sa.Column("file", sa.String, nullable=False),
    )


def _add_to_attempts() -> None:
    """What was granted before was granted in the generation that the site has now."""
    op.add_column("attempts", sa.Column("generation", sa.Integer, nullable=False, server_default="1"))
    op.add_column("attempts", sa.Column("closed", sa.BigInteger, nullable=False, server_default="0"))
    op.execute("UPDATE attempts SET generation = (SELECT generation FROM site)")


def _make_room_for_receipts_of_one_number() -> None:
    """A restored service may hold a receipt of its own and one that a client brings, of the same number."""
    op.drop_index("ix_receipts_code", "receipts")
    op.rename_table("receipts", "receipts_before")
    op.create_table(
        "receipts",
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("code", sa.String(11), primary_key=True),
        sa.Column("answers", sa.String(64), nullable=False),
        sa.Column("token", sa.String, nullable=False),
    )
    op.execute("INSERT INTO receipts SELECT attempt, number, code, answers, token FROM receipts_before")
    op.drop_table("receipts_before")
    op.create_index("ix_receipts_code", "receipts", ["code"])
