"""What the database itself says to a statement that would change or remove a row of the audit log.

Rule: rows are only added. It keeps from mistakes, of this program too. Whoever owns the database can take the
triggers away: the chain of hashes and what was signed of it tell of that one.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

_NO_UPDATE = """
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END
"""
_NO_DELETE = """
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END
"""
_NO_REPLACE = """
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END
"""
"""REPLACE takes the row away that stands there, without a word to the trigger for DELETE."""

_REFUSING = """
CREATE OR REPLACE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$
"""
_NO_CHANGE = """
CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_is_only_added_to()
"""
_NO_TRUNCATE = """
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to()
"""

_SQLITE = (_NO_UPDATE, _NO_DELETE, _NO_REPLACE)
_POSTGRESQL = (_REFUSING, _NO_CHANGE, _NO_TRUNCATE)


def guard(connection: Connection) -> None:
    """Have the database refuse it from now on, within the transaction of the caller."""
    for statement in _statements(connection):
        connection.exec_driver_sql(statement)


def _statements(connection: Connection) -> Sequence[str]:
    return _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
