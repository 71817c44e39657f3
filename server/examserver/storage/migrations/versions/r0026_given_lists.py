"""What a site last took in of a list, what became of a list at the site, and how new the authority's word is.

In a folder of before the list that was taken in last is known only where none has come after it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Add the columns; a list that does not wait is the one that was taken in."""
    op.add_column("upstream_lists", sa.Column("held", sa.String, nullable=False, server_default=""))
    op.execute(sa.text("UPDATE upstream_lists SET held = token WHERE taken = digest"))
    op.add_column("given_lists", sa.Column("taken", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("given_lists", sa.Column("waits", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("upstream", sa.Column("heard", sa.BigInteger, nullable=False, server_default="0"))
