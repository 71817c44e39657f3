"""Reads a candidates' file (CSV). Pure: bytes in, candidates out."""

from examserver.services.csv_table import Field, Layout, Row, read_table
from examserver.storage.candidates import Registered, comparable

ROSTER = Layout(
    fields=(
        Field(
            "admission_number",
            ("admission_number", "admission number", "准考证号"),
            longest=40,
            form=comparable,
            unique=True,
        ),
        Field("name", ("name", "姓名"), longest=100, text=True),
        Field(
            "identity_number",
            ("identity_number", "identity number", "证件号", "证件号码", "身份证号"),
            longest=40,
            form=comparable,
        ),
        Field("seat", ("seat", "座位", "座位号"), longest=20, required=False),
    ),
    empty="The file has no candidates.",
    advice="Correct the file and import it again. Nothing was imported.",
)


def read_roster(data: bytes) -> tuple[Registered, ...]:
    """The candidates of a CSV file in UTF-8 (with or without BOM) or GB18030; raises TableError."""
    return tuple(_candidate(row) for row in read_table(data, ROSTER))


def _candidate(row: Row) -> Registered:
    return Registered(
        row.values["admission_number"],
        row.values["name"],
        row.values["identity_number"],
        row.values.get("seat", ""),
    )
