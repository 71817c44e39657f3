"""The states of the pages with the longest data that really occur."""

import dataclasses
from collections.abc import Iterable
from typing import Any

import msgspec

from examclient.domain.state import ExamState
from examprotocol.paper import Paper
from tests.ui.pages.states import CANDIDATE, ENROLMENT, EXAM, NOW

NAME = "阿卜杜热合曼·阿卜杜克热木·买买提依明·吐尔逊江·艾合买提江"
"""30 characters: as long as a name on an identity card gets."""

TITLE = "2025—2026 学年第一学期期末考试 毛泽东思想和中国特色社会主义理论体系概论（补考、重修合卷）"
ENGLISH_NAME = "Oluwaseun-Christopher Babangida Featherstonehaugh"
SITE = "新疆维吾尔自治区伊犁哈萨克自治州广播电视大学察布查尔锡伯自治县考点（第二考区）"
LONG = {
    CANDIDATE.name: NAME,
    "O'Neil, Ann": ENGLISH_NAME,
    CANDIDATE.admission_number: "20230101040417998877",
    "20230101040425": "20230101040425998877",
    EXAM.title: TITLE,
    EXAM.site: SITE,
    ENROLMENT.site: SITE,
    ENROLMENT.room: "实训楼 B 座 3 层 机房 301",
    "12": "3-机房301-012",
    "12 (PC-07)": "3-机房301-012 (DESKTOP-7KQ2MX9RTA)",
    "PC-07": "DESKTOP-7KQ2MX9RTA",
    "203.0.113.77": "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
    "李老师 010-6512": "考务办公室 李建国老师 0999-6512345 转 8021，手机 13912345678",
    "KINGSTON": "KINGSTON DataTraveler 考务专用",
}


def with_long_data(value: Any) -> Any:
    """The same value, in which every short text that has a long brother is the long one."""
    if isinstance(value, str):
        return LONG.get(value, value) if type(value) is str else value
    if isinstance(value, Paper):
        return value
    if isinstance(value, tuple):
        return type(value)(with_long_data(one) for one in value)
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.replace(value, **_parts(value, value.__struct_fields__))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [one.name for one in dataclasses.fields(value) if one.init]
        return dataclasses.replace(value, **_parts(value, fields))
    return value


def _parts(value: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: with_long_data(getattr(value, name)) for name in names}


def long_state(state: ExamState) -> ExamState:
    """A state with the longest data."""
    long = with_long_data(state)
    assert isinstance(long, ExamState)
    assert state.now in (0, NOW)
    return long
