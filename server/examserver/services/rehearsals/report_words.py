"""The words of a rehearsal's report as it is saved and printed, in both languages."""

from examprotocol.site_orders import TroubleKind
from examserver.services.rehearsals.report import SeatFault

LANGUAGES = ("zh", "en")
WORDS = {
    "title": ("Report of a rehearsal", "演练报告"),
    "of": ("rehearsal of exam {real}", "演练考试 {real}"),
    "made": ("Made {time}", "生成时间：{time}"),
    "summary": (
        "Everything came through at {well} of {begun} seats; {absent} candidates did not come.",
        "{begun} 个有考生的座位中，{well} 个全部数据已到达考点；{absent} 名考生未参加。",
    ),
    "room": ("Room", "考场"),
    "seat": ("Seat", "座位"),
    "station": ("Machine", "考试机"),
    "admission_number": ("Admission number", "准考证号"),
    "name": ("Name", "姓名"),
    "exam": ("Exam", "考试"),
    "exam_title": ("Exam's title", "考试名称"),
    "begun": ("Came", "是否参加"),
    "events": ("Events here", "考点已有记录"),
    "told": ("Events at the station", "考试机记录"),
    "both": ("Events", "记录"),
    "receipt": ("Receipt", "回执"),
    "troubles": ("Troubles", "故障"),
    "done": ("Troubles done", "已执行故障"),
    "what": ("What was done", "故障内容"),
    "result": ("Result", "结果"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "absent": ("nobody came", "无人参加"),
    "well": ("everything came through", "全部到达"),
    "seconds": ("{kind}, {n} s, {time}", "{kind} {n} 秒，{time}"),
    "at": ("{kind}, {time}", "{kind}，{time}"),
    "not_done": ("not carried out", "未执行"),
    "sign": ("Head proctor: ____________________", "主考签名：____________________"),
    "page": ("Page {n} of {all}", "第 {n} 页，共 {all} 页"),
    TroubleKind.CUT_NETWORK: ("network cut", "断网"),
    TroubleKind.CRASH: ("client crashed", "客户端崩溃"),
    TroubleKind.FILL_DISK: ("disk full", "磁盘写满"),
    SeatFault.NOTHING_TOLD: (SeatFault.NOTHING_TOLD.value, "考试机还没有报告记录数"),
    SeatFault.NOT_ALL_SENT: (SeatFault.NOT_ALL_SENT.value, "考试机有记录尚未到达考点"),
    SeatFault.NOT_HANDED_IN: (SeatFault.NOT_HANDED_IN.value, "尚未交卷"),
    SeatFault.NO_RECEIPT: (SeatFault.NO_RECEIPT.value, "已交卷，但没有回执"),
    SeatFault.NOT_DONE: (SeatFault.NOT_DONE.value, "有故障未执行"),
}


def words_in(language: str) -> dict[str, str]:
    """All of them in Chinese, or for any other language in English."""
    place = 1 if language == "zh" else 0
    return {name: both[place] for name, both in WORDS.items()}
