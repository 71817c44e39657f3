"""The words of the index of a record in Simplified Chinese: its columns, and what stands in its cells."""

from dataclasses import replace

from examserver.services.result_files import Sheet

COLUMNS_ZH = {
    "kind": "类别",
    "exam": "考试",
    "exam_title": "考试名称",
    "admission_number": "准考证号",
    "name": "姓名",
    "room": "考场",
    "seat": "座位号",
    "state": "状态",
    "at": "时间",
    "by": "提交人",
    "reason": "原因",
    "decided": "审批时间",
    "decided_by": "审批人",
    "answer": "审批意见",
    "photo": "照片文件",
    "sha256": "照片 SHA-256",
}
CELLS_ZH = {
    "kind": {"entry": "入场", "material": "辅助材料"},
    "state": {"in": "已签到", "waiting": "待审批", "allowed": "已允许入场", "refused": "已拒绝入场"},
}


def in_chinese(sheet: Sheet) -> Sheet:
    """The same index with Chinese columns and words; numbers, names, ids and reasons stay as they are."""
    words = [CELLS_ZH.get(name, {}) for name in sheet.columns]
    rows = (
        tuple(word.get(str(value), value) for word, value in zip(words, row, strict=True))
        for row in sheet.rows
    )
    columns = tuple(COLUMNS_ZH[name] for name in sheet.columns)
    return replace(sheet, name="入场与辅助材料", columns=columns, rows=rows)
