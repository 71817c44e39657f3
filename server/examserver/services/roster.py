"""Reads a candidates' file (CSV or XLSX). Pure: bytes in, candidates out."""

from examserver.services.names import LONGEST_ROOM, LONGEST_SEAT, as_name, as_seat
from examserver.services.rosters.table import Field, Layout, Row, Table, look_at_table, read_table
from examserver.storage.candidates import Registered, comparable

LONGEST_NAME, LONGEST_NUMBER = 100, 40

ROSTER = Layout(
    fields=(
        Field(
            "admission_number",
            (
                "admission_number",
                "admission no",
                "admission no.",
                "准考证号",
                "准考证号码",
                "准考证",
                "考生号",
                "考号",
            ),
            longest=LONGEST_NUMBER,
            form=comparable,
            unique=True,
        ),
        Field(
            "name",
            ("name", "full name", "candidate", "姓名", "考生姓名", "学生姓名"),
            longest=LONGEST_NAME,
            text=True,
        ),
        Field(
            "identity_number",
            (
                "identity_number",
                "identity no",
                "id number",
                "id no",
                "证件号",
                "证件号码",
                "身份证号",
                "身份证号码",
                "身份证",
            ),
            longest=LONGEST_NUMBER,
            form=comparable,
        ),
        Field(
            "seat",
            ("seat", "seat number", "seat no", "座位", "座位号", "座号"),
            longest=LONGEST_SEAT,
            form=as_seat,
            required=False,
        ),
        Field(
            "room",
            ("room", "exam room", "考场", "考场号", "考场名称", "机房", "教室"),
            longest=LONGEST_ROOM,
            form=as_name,
            required=False,
        ),
        Field(
            "school",
            ("school", "unit", "学校", "学院", "院系", "单位", "学习中心", "所属学校"),
            longest=200,
            form=as_name,
            required=False,
            text=True,
        ),
        Field(
            "class",
            ("class", "class name", "班级", "班", "班级名称", "行政班"),
            longest=200,
            form=as_name,
            required=False,
        ),
    ),
    empty="The file has no candidates.",
    advice="Correct the file and import it again. Nothing was imported.",
)


def read_roster(data: bytes) -> tuple[Registered, ...]:
    """The candidates of a CSV file (UTF-8, UTF-16 or GB18030) or an XLSX file; raises TableError."""
    return tuple(candidate_in(row) for row in read_table(data, ROSTER))


def look_at_roster(data: bytes) -> Table:
    """The same with all that is wrong in it by line and column; raises TableError where it is no roster."""
    return look_at_table(data, ROSTER)


def candidate_in(row: Row) -> Registered:
    """The candidate of a row; without a seat or room where the file has none."""
    values = row.values
    return Registered(
        values.get("admission_number", ""),
        values.get("name", ""),
        values.get("identity_number", ""),
        values.get("seat", ""),
        values.get("room", ""),
    )
