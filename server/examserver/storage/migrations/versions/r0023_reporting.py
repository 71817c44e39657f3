"""Reporting: what a site reported and was given, what came to the authority, and whose exam a reported one
is.

A site that joined before learns the authority's opening key by the line; the authority learns a site's own id
by its first report.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add the tables, all of them empty, and three columns."""
    _at_a_site()
    _at_the_authority()
    _what_was_reported()
    op.add_column("upstream", sa.Column("opening_key", sa.String, nullable=False, server_default="{}"))
    op.add_column("exam_sites", sa.Column("service", sa.String(200), nullable=False, server_default=""))
    op.add_column("exams", sa.Column("reported_by", sa.String(40), nullable=False, server_default=""))


def _at_a_site() -> None:
    op.create_table(
        "reports",
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False),
        sa.Column("index", sa.String, nullable=False),
        sa.Column("report", sa.String(64), nullable=False, index=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sent", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("tried", sa.BigInteger, nullable=False),
        sa.Column("trouble", sa.String, nullable=False),
        sa.Column("acknowledgement", sa.String, nullable=False),
        sa.Column("acknowledged", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "acknowledged_entries",
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), primary_key=True),
        sa.Column("candidate", sa.String(40), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "upstream_lists",
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("came", sa.BigInteger, nullable=False),
        sa.Column("taken", sa.String(64), nullable=False),
        sa.Column("trouble", sa.String, nullable=False),
        sa.Column("token", sa.String, nullable=False),
    )


def _at_the_authority() -> None:
    op.create_table(
        "given_lists",
        sa.Column("site", sa.String(40), sa.ForeignKey("exam_sites.id"), primary_key=True),
        sa.Column("kind", sa.String(10), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("fetched", sa.BigInteger, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("token", sa.String, nullable=False),
    )
    op.create_table(
        "came_reports",
        sa.Column("report", sa.String(64), primary_key=True),
        sa.Column("site", sa.String(40), sa.ForeignKey("exam_sites.id"), nullable=False, index=True),
        sa.Column("exam", sa.String(40), nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("came", sa.BigInteger, nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("new", sa.Integer, nullable=False),
        sa.Column("fault", sa.String(40), nullable=False),
        sa.Column("index", sa.String, nullable=False),
        sa.Column("acknowledgement", sa.String, nullable=False),
        sa.Column("acknowledged", sa.BigInteger, nullable=False),
    )


def _what_was_reported() -> None:
    op.create_table(
        "reported_exams",
        sa.Column("exam", sa.String(40), sa.ForeignKey("exams.id"), primary_key=True),
        sa.Column("site", sa.String(40), sa.ForeignKey("exam_sites.id"), nullable=False),
        sa.Column("service", sa.String(200), nullable=False),
        sa.Column("named", sa.String(40), nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("summary", sa.LargeBinary, nullable=False),
    )
    op.create_index("one_reported_exam", "reported_exams", ["service", "named"], unique=True)
    op.create_table(
        "reported_entries",
        sa.Column("exam", sa.String(40), sa.ForeignKey("reported_exams.exam"), primary_key=True),
        sa.Column("candidate", sa.String(40), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("listed", sa.String(64), nullable=False),
        sa.Column("taken", sa.String(64), nullable=False),
        sa.Column("report", sa.String(64), nullable=False),
        sa.Column("fault", sa.String(40), nullable=False),
        sa.Column("points", sa.String, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("grace", sa.BigInteger, nullable=False),
    )
