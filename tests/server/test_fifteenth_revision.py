"""A folder of a version before there were roles: its admins are site admins, and stay logged in."""

from pathlib import Path

from alembic import command
from sqlalchemy import text

from examserver.storage import migrate as migrating
from examserver.storage.audit import AuditHead, audit_head
from examserver.storage.database import open_writing
from examserver.storage.folder import ServiceFolder
from examserver.storage.staff import Member, Role, StaffSession, all_staff, find_session


def test_who_was_an_admin_is_a_site_admin_and_stays_logged_in(tmp_path: Path) -> None:
    engine = open_writing(tmp_path / "site.db")
    with engine.begin() as connection:
        config = migrating._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0013")
        connection.execute(text("INSERT INTO admins VALUES ('李老师', '$argon2id$', 5, 7)"))
        connection.execute(text("INSERT INTO admin_sessions VALUES ('aa', '李老师', 8, 9)"))
    with engine.begin() as connection:
        migrating.migrate(connection)
        migrating.require_newest(connection, ServiceFolder(tmp_path))
        assert all_staff(connection) == (Member("李老师", "$argon2id$", Role.SITE_ADMIN, 5, 7),)
        assert find_session(connection, "aa") == StaffSession("aa", "李老师", 8, 9)
        assert audit_head(connection) == AuditHead()
    engine.dispose()
