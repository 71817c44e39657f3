"""The database refuses to change or remove a row of the audit log; before, only the program did not do it."""

from alembic import op

from examserver.storage.audit_guard import guard

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Add the triggers."""
    guard(op.get_bind())
