"""At the authority: sites and what they are given. At a site: the authority it has joined, and its papers."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the four tables, all of them empty."""
    _at_the_authority()
    _at_a_site()


def _at_the_authority() -> None:
    op.create_table(
        "exam_sites",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, index=True),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("proof", sa.String(32), nullable=False, index=True),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("opening_key", sa.String, nullable=False),
        sa.Column("joined", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
    )
    op.create_table(
        "given_papers",
        sa.Column("site", sa.String(40), sa.ForeignKey("exam_sites.id"), primary_key=True),
        sa.Column("paper", sa.String(40), sa.ForeignKey("papers.id"), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("release", sa.BigInteger, nullable=False),
        sa.Column("lead", sa.Integer, nullable=False),
        sa.Column("answer_keys", sa.Boolean, nullable=False),
        sa.Column("here", sa.BigInteger, nullable=False),
        sa.Column("key_at", sa.BigInteger, nullable=False),
    )


def _at_a_site() -> None:
    op.create_table(
        "upstream",
        sa.Column("authority", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("signing_key", sa.String, nullable=False),
        sa.Column("certificate", sa.String, nullable=False),
        sa.Column("site", sa.String(40), nullable=False),
        sa.Column("called", sa.String(80), nullable=False),
        sa.Column("joined", sa.BigInteger, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.Column("asked", sa.BigInteger, nullable=False),
        sa.Column("answered", sa.BigInteger, nullable=False),
        sa.Column("trouble", sa.String, nullable=False),
    )
    op.create_table(
        "upstream_papers",
        sa.Column("paper", sa.String(40), primary_key=True),
        sa.Column("manifest_digest", sa.String(64), nullable=False),
        sa.Column("release", sa.BigInteger, nullable=False),
        sa.Column("key_from", sa.BigInteger, nullable=False),
        sa.Column("answer_keys", sa.Boolean, nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("key_at", sa.BigInteger, nullable=False),
    )
