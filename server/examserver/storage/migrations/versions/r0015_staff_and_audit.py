"""The site's staff with roles and rooms, in the place of admins; and the audit log.

Who was an admin is a site admin, and stays logged in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Take the admins over, and begin the audit log."""
    op.create_table(
        "staff",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("added", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "staff_rooms",
        sa.Column("member", sa.String(40), sa.ForeignKey("staff.name"), primary_key=True),
        sa.Column("room", sa.String(40), sa.ForeignKey("rooms.name"), primary_key=True),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("member", sa.String(40), sa.ForeignKey("staff.name"), nullable=False, index=True),
        sa.Column("began", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
    )
    _take_over()
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("who", sa.String(100), nullable=False, index=True),
        sa.Column("what", sa.String(40), nullable=False, index=True),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )


def _take_over() -> None:
    op.execute(
        "INSERT INTO staff (name, password, role, added, changed) "
        "SELECT name, password, 'site_admin', added, changed FROM admins"
    )
    op.execute(
        "INSERT INTO staff_sessions (token_hash, member, began, seen) "
        "SELECT token_hash, admin, began, seen FROM admin_sessions"
    )
    op.drop_table("admin_sessions")
    op.drop_table("admins")
