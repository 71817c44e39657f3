"""Brings the tables to the newest revision, and refuses tables that are newer than this program."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect

from examserver.errors import FolderError
from examserver.storage import (
    schema,
    schema_shared,  # noqa: F401 - its tables belong to the same metadata
    schema_sites,  # noqa: F401 - the same
)
from examserver.storage.audit_guard import guard
from examserver.storage.folder import ServiceFolder

log = logging.getLogger(__name__)


def migrate(connection: Connection) -> None:
    """Bring the tables to the newest revision, within the transaction of the caller.

    Where there are none they are made as they are now: that is what all revisions together lead to.
    """
    config = _config()
    if not _is_newest(connection, ScriptDirectory.from_config(config)):
        config.attributes["connection"] = connection
        if inspect(connection).get_table_names():
            command.upgrade(config, "head")
        else:
            schema.metadata.create_all(connection)
            guard(connection)
            command.stamp(config, "head")
        log.info(
            "the tables are at revision %s now", MigrationContext.configure(connection).get_current_revision()
        )


def require_newest(connection: Connection, folder: ServiceFolder) -> None:
    """Raise FolderError where the tables are not those of this program; changes nothing."""
    if _is_newest(connection, ScriptDirectory.from_config(_config())):
        return
    if folder.server:
        raise FolderError(
            "The tables on the database server are not those of this version of the service.",
            f"Bring them up to date while no service runs: examserver database {folder.root} migrate",
        )
    raise FolderError(
        "This folder was last used by an older version of the service.",
        "Start the service once with this version; that brings the folder up to date.",
    )


def _is_newest(connection: Connection, scripts: ScriptDirectory) -> bool:
    revision = MigrationContext.configure(connection).get_current_revision()
    try:
        if revision is not None:
            scripts.get_revision(revision)
    except CommandError as error:
        raise FolderError(
            f"This folder was written by a newer version of the service (tables {revision}).",
            "Use that version, or a newer one. Nothing was changed.",
        ) from error
    return revision == scripts.get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
