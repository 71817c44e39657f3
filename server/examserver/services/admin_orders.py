"""What the staff can order about the site's admins: add and remove them, and change their passwords.

Rule: a password travels and is kept as its slow hash only. Who is removed, or has a new password, is logged
out everywhere.
"""

import unicodedata

from sqlalchemy import Connection

from examserver.errors import AdminError
from examserver.services.admin_passwords import require_hash
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.storage.admins import Admin, add_admin, change_password, find_admin, remove_admin

LONGEST_NAME = 40


class AddAdmin(StaffOrder, frozen=True, tag="add_admin"):
    """Let somebody log in at the web page."""

    name: str
    password: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises AdminError."""
        name = admin_name(self.name)
        require_hash(self.password)
        if find_admin(bench.connection, name) is not None:
            raise AdminError(
                f"There is an admin {name} already.",
                "Change the password: examserver admin password DIR NAME",
            )
        add_admin(bench.connection, Admin(name, self.password, bench.now, bench.now))
        return Outcome((f"{name} may log in at the service's web page.",))


class ChangeAdminPassword(StaffOrder, frozen=True, tag="change_admin_password"):
    """Put another password in the place of an admin's."""

    name: str
    password: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises AdminError."""
        require_hash(self.password)
        admin = require_admin(bench.connection, self.name)
        change_password(bench.connection, admin.name, self.password, bench.now)
        return Outcome((f"The new password of {admin.name} counts; all sessions have ended.",))


class RemoveAdmin(StaffOrder, frozen=True, tag="remove_admin"):
    """Let somebody log in no more. What was done under the name stays in the logs."""

    name: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises AdminError."""
        admin = require_admin(bench.connection, self.name)
        remove_admin(bench.connection, admin.name)
        return Outcome((f"{admin.name} may not log in any more; all sessions have ended.",))


AdminOrder = AddAdmin | ChangeAdminPassword | RemoveAdmin


def admin_name(typed: str) -> str:
    """A name as it is stored: it stands under rulings and in logs. Raises AdminError."""
    name = unicodedata.normalize("NFC", typed).strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise AdminError(
            "An admin needs a name.", f"At most {LONGEST_NAME} characters, such as 李老师 or li."
        )
    return name


def require_admin(connection: Connection, typed: str) -> Admin:
    """The admin of this name; raises AdminError."""
    name = admin_name(typed)
    admin = find_admin(connection, name)
    if admin is None:
        raise AdminError(f"There is no admin {name}.", "See who there is: examserver admin list DIR")
    return admin
