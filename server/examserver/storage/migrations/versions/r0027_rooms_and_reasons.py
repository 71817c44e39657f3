"""The room of a candidate's row, which exams that are created take over, and why an order was given.

In a folder of before rosters without an exam named no room, and reasons stood in the audit log alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Add both columns, empty."""
    op.add_column("candidates", sa.Column("room", sa.String(40), nullable=False, server_default=""))
    op.add_column("site_orders", sa.Column("reason", sa.String(200), nullable=False, server_default=""))
