"""Collections: when one was finished, what was decided about a case, and what stations still hold."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the tables; nothing of before was collected in this way."""
    op.create_table(
        "collections",
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("detail", sa.LargeBinary, nullable=False),
        sa.Column("resumed", sa.BigInteger, nullable=False),
        sa.Column("resumed_by", sa.String(100), nullable=False),
        sa.Column("resumed_why", sa.String(500), nullable=False),
    )
    op.create_table(
        "case_decisions",
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), primary_key=True),
        sa.Column("candidate", sa.String(40), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
    )
    op.create_table(
        "held_answers",
        sa.Column("station", sa.String(32), primary_key=True),
        sa.Column("attempt", sa.String(32), sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
    )
    op.create_index("ix_held_answers_attempt", "held_answers", ["attempt"])
