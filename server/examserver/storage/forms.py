"""The form of each attempt. Rule: it is kept once and never changed."""

import msgspec
from sqlalchemy import Connection, insert, select

from examprotocol.canonical import canonical_bytes
from examprotocol.form import Form
from examserver.storage import schema

_forms = msgspec.json.Decoder(Form)


def find_form(connection: Connection, attempt: str) -> Form | None:
    """The form of an attempt; None where none was made."""
    table = schema.forms
    kept = connection.execute(select(table.c.form).where(table.c.attempt == attempt)).scalar_one_or_none()
    return _forms.decode(kept) if kept is not None else None


def add_form(connection: Connection, attempt: str, form: Form) -> None:
    """Keep the form of an attempt that has none."""
    row = {"attempt": attempt, "form": canonical_bytes(form)}
    connection.execute(insert(schema.forms).values(row))
