"""Runs the migrations on the connection that `storage.migrate` hands over."""

from alembic import context

from examserver.storage import schema_sites  # noqa: F401 - its tables belong to the same metadata
from examserver.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
