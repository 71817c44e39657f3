"""The room of a candidate's row, which exams that are created take over with the seat.

In a folder of before rosters without an exam named no room.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add the column, empty."""
    op.add_column("candidates", sa.Column("room", sa.String(40), nullable=False, server_default=""))
