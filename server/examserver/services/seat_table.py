"""Reads the table that says which machine stands at which seat (CSV). Pure: bytes in, seats out."""

from examserver.services.names import LONGEST_SEAT, LONGEST_STATION, as_name, as_seat
from examserver.services.rosters.table import Field, Layout, read_table

SEATS = Layout(
    fields=(
        Field(
            "hostname",
            ("hostname", "host name", "主机名", "机器名"),
            longest=LONGEST_STATION,
            form=lambda text: as_name(text).lower(),
            unique=True,
            text=True,
        ),
        Field("seat", ("seat", "座位", "座位号"), longest=LONGEST_SEAT, form=as_seat, unique=True),
    ),
    empty="The file has no seats.",
    advice="Correct the file and give the command again. No enrolment file was made.",
)


def read_seats(data: bytes) -> dict[str, str]:
    """The seat of each hostname, which is in lower case; raises TableError."""
    return {row.values["hostname"]: row.values["seat"] for row in read_table(data, SEATS)}
