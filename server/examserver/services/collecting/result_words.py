"""The tables of results in Simplified Chinese: their columns, and the words that stand in their cells."""

from collections.abc import Sequence
from dataclasses import replace

from examserver.services.result_files import Sheet

COLUMNS_ZH = {
    "exam": "考试",
    "admission_number": "准考证号",
    "name": "姓名",
    "seat": "座位号",
    "state": "状态",
    "answered": "已答题数",
    "questions": "题数",
    "score": "得分",
    "max_score": "满分",
    "waiting": "待人工评分题数",
    "conflicts": "待裁定题数",
    "events": "记录条数",
    "late": "超时作答数",
    "left_out": "不计入作答数",
    "receipt": "回执短码",
    "scored_by": "评分方",
    "number": "题号",
    "question": "题目标识",
    "type": "题型",
}
SHEETS_ZH = {"results": "成绩", "points": "每题得分"}
STATES_ZH = {"absent": "缺考", "open": "未交卷", "submitted": "已交卷", "damaged": "数据损坏"}
TYPES_ZH = {
    "single": "单选题",
    "multiple": "多选题",
    "truefalse": "判断题",
    "cloze": "填空题",
    "matching": "匹配题",
    "ordering": "排序题",
    "short": "简答题",
    "number": "数值题",
    "essay": "论述题",
    "file": "文件题",
}
CELLS_ZH = {
    "state": STATES_ZH,
    "type": TYPES_ZH,
    "scored_by": {"site": "考点", "authority": "考试机构"},
    "answered": {"True": "是", "False": "否"},
}


def in_chinese(sheet: Sheet) -> Sheet:
    """The same table with Chinese columns and words; numbers, names and ids stay as they are."""
    columns = tuple(COLUMNS_ZH.get(name, name) for name in sheet.columns)
    rows = (_row(sheet.columns, row) for row in sheet.rows)
    return replace(sheet, name=SHEETS_ZH.get(sheet.name, sheet.name), columns=columns, rows=rows)


def _row(columns: Sequence[str], row: Sequence[object]) -> tuple[object, ...]:
    return tuple(_cell(name, value) for name, value in zip(columns, row, strict=True))


def _cell(name: str, value: object) -> object:
    return CELLS_ZH.get(name, {}).get(str(value), value)
