"""The words on admission slips and attendance lists, in both languages."""

WORDS = {
    "slip": ("Admission slip", "准考证"),
    "attendance": ("Attendance list", "考生签到表"),
    "name": ("Name", "姓名"),
    "admission_number": ("Admission number", "准考证号"),
    "identity_number": ("Identity number", "证件号"),
    "exam": ("Exam", "考试科目"),
    "time": ("Time", "考试时间"),
    "room": ("Room", "考场"),
    "seat": ("Seat", "座位"),
    "photo": ("Photo", "照片"),
    "rules": ("Please note", "考生须知"),
    "signature": ("Signature", "考生签名"),
    "note": ("Note", "备注"),
    "page": ("Page {n} of {all}", "第 {n} 页，共 {all} 页"),
    "expected": ("Expected: {n}", "应到 {n} 人"),
    "present": ("Present: ______", "实到 ______ 人"),
    "absent": ("Absent: ______", "缺考 ______ 人"),
    "proctors": ("Proctors: ____________________", "监考老师签名：____________________"),
    "no_room": ("(no room)", "（未安排考场）"),
    "from_to": ("{day} {start} to {end}", "{day} {start} 至 {end}"),
}

USUAL_RULES = (
    (
        "1. Bring this slip and your identity document, and come 30 minutes before the start.\n"
        "2. Sit at the seat that is printed here, and log in with admission number and identity number.\n"
        "3. Telephones, notes and anything that can send or record stay outside the room.\n"
        "4. Your answers are saved all the time. If anything does not work, raise your hand.\n"
        "5. When you have handed in, leave quietly after a proctor has let you go."
    ),
    (
        "1. 凭本准考证和有效身份证件，于开考前 30 分钟到达考点。\n"
        "2. 按准考证上的考场和座位就座，用准考证号和证件号登录。\n"
        "3. 不得携带手机、资料以及任何有收发、存储功能的设备进入考场。\n"
        "4. 考试过程中答案会自动保存。遇到任何问题，请举手示意监考老师。\n"
        "5. 交卷后经监考老师允许方可安静离场。"
    ),
)

LANGUAGES = ("en", "zh")


def words_in(language: str) -> dict[str, str]:
    """All words in `zh` or `en`."""
    place = LANGUAGES.index(language)
    return {name: texts[place] for name, texts in WORDS.items()}


def usual_rules(language: str) -> str:
    """What stands at the end of a slip where the site has set nothing else."""
    return USUAL_RULES[LANGUAGES.index(language)]
