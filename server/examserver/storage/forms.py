"""The form of each attempt. Rule: it is kept once and never changed."""

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from examprotocol.canonical import canonical_bytes
from examprotocol.form import Form
from examserver.storage import schema
from examserver.storage.prepared import Prepared

_forms = msgspec.json.Decoder(Form)

_KEPT = Prepared(
    select(schema.forms.c.form).where(schema.forms.c.attempt == bindparam("of_attempt")), "of_attempt"
)
_NEW = Prepared(insert(schema.forms), rank=2)


def expect_form(connection: Connection, attempt: str) -> None:
    """Say that it will be asked for, before anything is changed."""
    _KEPT.ask(connection, {"of_attempt": attempt})


def find_form(connection: Connection, attempt: str) -> Form | None:
    """The form of an attempt; None where none was made."""
    row = _KEPT.first(connection, {"of_attempt": attempt})
    return _forms.decode(row.form) if row is not None else None


def add_form(connection: Connection, attempt: str, form: Form) -> None:
    """Keep the form of an attempt that has none."""
    _NEW.run(connection, [{"attempt": attempt, "form": canonical_bytes(form)}], attempt)
