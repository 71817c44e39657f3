"""The web page in Simplified Chinese: English sentence to Chinese, in the words that people at a site use.

Rule: values stand in braces and are the same on both sides.
"""

from examserver.web.errors_zh import ERRORS
from examserver.web.words_actions_zh import ACTIONS_ZH
from examserver.web.words_alive_zh import ALIVE_ZH
from examserver.web.words_checkin_zh import CHECKIN_ZH
from examserver.web.words_collecting_zh import COLLECTING_ZH
from examserver.web.words_monitor_zh import MONITOR_ZH
from examserver.web.words_networks_zh import NETWORKS_ZH
from examserver.web.words_reporting_zh import REPORTING
from examserver.web.words_rosters_zh import ROSTERS_ZH
from examserver.web.words_sittings_zh import SITTINGS_ZH
from examserver.web.words_staff_zh import STAFF_ZH

PAGES = {
    "To the content": "跳到正文",
    "Files handed in": "提交的文件",
    "Question {n}": "第 {n} 题",
    "not here whole": "尚不完整",
    "more than the question allows": "超出本题要求",
    "{n} bytes": "{n} 字节",
    "This file is not here whole.": "该文件尚不完整，无法下载。",
    "Pages": "页面",
    "Take packages in": "导入作答结果",
    "All that was offered": "导入记录",
    "Log out": "退出登录",
    "Log in": "登录",
    "Nobody can log in yet. On the service's machine, give the command:": (
        "还没有管理员账号。请在考点服务机上执行命令："
    ),
    "Name": "账号",
    "Password": "密码",
    "Name or password is wrong.": "账号或密码不正确。",
    "Too many wrong tries from this machine. Try again in a minute.": "本机输错次数过多，请一分钟后再试。",
    "To the first page": "回到首页",
    "Outside the exam site": "不在考点范围内",
    "You can use this page only inside the exam site.": "请在考点范围内使用本页面。",
    "The service sees you at the address {address}, which is not registered.": "当前地址 {address} 未登记。",
    "Please call:": "请联系：",
    "You are not logged in any more.": "登录已失效，请重新登录。",
    "This form is of another session. Load the page again.": "这个表单属于另一次登录，请重新打开页面。",
    "This form comes from another site's page.": "这个表单来自其他网站的页面，未作处理。",
    "The service is busy with answers. Try again in a few seconds.": "服务正忙于保存答案，请过几秒再试。",
    "The service failed; its log has more under {number}.": "服务出错，日志中的编号是 {number}。",
    "There is nothing at this address.": "这个地址没有内容。",
}

IMPORTING = {
    "Answer packages that proctors brought count as if they had come by network. First you see what would "
    "happen; nothing is written before you confirm.": (
        "监考老师带来的作答结果包，与通过网络提交的效力相同。先检查（不写入），确认后才导入。"
    ),
    "This page needs JavaScript. Without it use the command: examserver packages import": (
        "本页面需要 JavaScript。也可以使用命令：examserver packages import"
    ),
    "Drop files or a whole folder here, or": "把文件或整个文件夹拖到这里，或者",
    "Choose files …": "选择文件……",
    "Choose a folder …": "选择文件夹……",
    "Room passwords, if the service has lost its key": "考场管理密码（服务丢失密钥时使用）",
    "Room passwords, one a line. They are kept nowhere.": "考场管理密码，每行一个。密码不会被保存。",
    "Look at the files once more": "重新检查这些文件",
    "Looking at the files": "正在处理",
    "Stop": "停止",
    "Take them in": "确认导入",
    "Go on": "继续",
    "Begin anew": "重新开始",
    "The files, and what becomes of each": "文件及处理结果",
    "File": "文件",
    "Candidate": "考生",
    "Verdict": "结论",
    "What to know": "说明",
    "File's code": "文件校验码",
    "Receipt": "回执码",
    "waiting": "等待中",
    "being looked at": "处理中",
    "not sent": "未发送",
    "Not sent: {n}.": "未发送 {n} 个。",
    "To look at: {n}.": "其中需要查看的 {n} 个。",
    "The service did not answer. Press “Go on” once it does.": "服务没有应答。恢复后请按“继续”。",
    "You are not logged in any more. Log in again, then choose the files once more.": (
        "登录已失效。请重新登录，再次选择文件。"
    ),
    "The file cannot be read any more: is the stick still in?": "文件读不到了：U 盘还插着吗？",
    "This is another file than was looked at. Look at it again.": "文件与检查时不同，请重新检查。",
    "{n} of {all}": "第 {n} 个，共 {all} 个",
    "Dry run, nothing was written: {good} can come in, {bad} refused.": (
        "检查完毕，尚未写入：{good} 个可以导入，{bad} 个被拒绝。"
    ),
    "Done: {good} in, {bad} refused.": "导入完毕：{good} 个已导入，{bad} 个被拒绝。",
    "Stopped after {n} of {all}. What came in stays in.": (
        "已停止，处理了 {n} 个，共 {all} 个。已导入的不受影响。"
    ),
    "Other files in the folders, left aside: {n}": "文件夹中的其他文件 {n} 个，未处理",
    "Show the candidate": "查看考生",
}

LISTING = {
    "Exam": "考试",
    "Admission number": "准考证号",
    "No package was offered yet.": "还没有导入过作答结果。",
    "Every file that was ever offered, the newest first, also those that were refused": (
        "全部导入过的文件，最新的在前，包括被拒绝的"
    ),
    "No.": "序号",
    "When, by whom": "时间、操作人",
    "Older ones": "更早的记录",
    "{n} events new": "新增记录 {n} 条",
    "{n} of {all} events new": "共 {all} 条记录，新增 {n} 条",
    "late answers: {n}": "超时作答 {n} 条",
    "questions to decide: {n}": "待裁定的题目 {n} 道",
    "says of itself:": "文件自称：",
    "all that is in it is here already": "其中的内容服务器上都已有",
    "will be taken in": "可以导入",
    "taken in": "已导入",
    "nothing new": "没有新内容",
    "the same again": "重复导入",
    "refused": "已拒绝",
}

VISITS = {
    "visit of room {room}, seat {seat}": "考场 {room} 座位 {seat} 的导出记录",
    "packages put on the stick: {n}": "导出到 U 盘的作答结果包 {n} 个",
    "complete: all that the machine held is on the stick": "完整：该机保存的内容都在 U 盘上",
    "not complete: {n} could not be exported": "不完整：有 {n} 份未能导出",
    "not complete: it was stopped": "不完整：导出被中途停止",
    "not here: {candidates}": "尚未导入：{candidates}",
    "This is no visit, or it was changed or damaged.": "这不是导出记录，或已被改动、损坏。",
    "The end of this visit is missing: copy it again, or visit the station once more.": (
        "导出记录缺少结尾：请重新复制，或再到该机导出一次。"
    ),
    "A visit has at most 256 KiB, and this file has {about} bytes.": (
        "导出记录最大 256 KiB，而这个文件有 {about} 字节。"
    ),
    "This visit is of version {about}, which this program does not read.": (
        "导出记录的版本是 {about}，本程序不能读取。"
    ),
    "This visit is signed by station {about}, which is not registered here.": (
        "导出记录由考试机 {about} 签名，该机未在本考点登记。"
    ),
    "This visit was changed, or it is not signed by station {about}, which it names.": (
        "导出记录被改动，或签名与所称的考试机 {about} 不符。"
    ),
    "This visit says what this program does not understand: a newer client made it.": (
        "导出记录含有本程序不认识的内容：由更新版本的客户端生成。"
    ),
    "What the station says of this visit contradicts itself ({about}).": (
        "导出记录的内容自相矛盾（{about}）。"
    ),
    "This visit is of another site ({about}).": "这是另一个考点的导出记录（{about}）。",
    "This visit is of a stick ({about}) that this service does not know. If the service was restored, "
    "import the whole folder, with the stick's own file in it.": (
        "导出记录属于本服务不认识的 U 盘（{about}）。如果服务是恢复过来的，"
        "请导入整个文件夹，连同 U 盘自带的文件。"
    ),
    "This visit is signed by station {about}, which was revoked.": (
        "导出记录由考试机 {about} 签名，该机已被吊销。"
    ),
}

CANDIDATE = {
    "Question": "题目",
    "Exported by the client": "客户端导出的作答结果",
    "Backed up by the service": "服务器端备份的作答结果",
    "Counts now": "当前采用",
    "left empty": "未作答",
    "late": "超时",
    "counts now": "当前采用",
    "let this count": "采用此项",
    "to decide": "待裁定",
    "also in dispute:": "另有不同作答：",
    "both": "两者一致",
    "client export": "客户端导出",
    "service backup": "服务器端备份",
    "another answer": "其他作答",
    "none counts": "均不采用",
    "true": "正确",
    "false": "错误",
    "Why (others must be able to follow it)": "理由（他人能看懂）",
    "Seat": "座位",
    "State": "状态",
    "open": "未交卷",
    "submitted": "已交卷",
    "damaged": "数据异常",
    "Late answers": "超时作答",
    "That counts already: nothing was ruled.": "目前已是如此，未作裁定。",
    "Ruled. Nothing was removed; every ruling can be ruled otherwise later.": (
        "已裁定。没有删除任何数据，以后可以另行裁定。"
    ),
    "The answers of this candidate cannot be put together. Look who wrote what (examserver attempts show), "
    "and leave out what is damaged by a ruling.": (
        "这名考生的作答数据无法合并。请用 examserver attempts show 查看，再通过裁定排除损坏的部分。"
    ),
    "Both sources, question by question": "两种来源逐题对比",
    "No package was taken in for this candidate: all that is here came by network.": (
        "这名考生没有导入过作答结果包，全部数据来自网络。"
    ),
    "{n} questions to look at; the two sources differ in {m}": (
        "需要查看的题目 {n} 道，其中两种来源不同的 {m} 道"
    ),
    "Let the chosen answers count": "采用所选作答",
    "Choose none": "取消选择",
    "The two sources agree in every question.": "两种来源的作答全部一致。",
    "Questions in which there is nothing to decide: {n}": "无需处理的题目：{n} 道",
    "Nothing to decide": "无需处理",
    "Let one source count for all questions": "全部题目采用同一来源",
    "Which source": "采用哪个来源",
    "What came too late is not counted by this; let it count question by question.": (
        "超时的作答不会因此被采用，请逐题裁定。"
    ),
    "Let this source count": "采用这个来源",
    "Packages of this candidate": "这名考生的作答结果包",
    "Take the import back": "撤销导入",
    "Take this import back …": "撤销这次导入……",
    "Leave out what it brought": "不再采用其带来的内容",
    "it brought nothing new": "没有带来新内容",
    "Rulings": "裁定记录",
    "None yet.": "暂无。",
    "What": "内容",
    "Why": "原因",
    "counts {n} events": "采用 {n} 条记录",
    "leaves out {n} events": "不采用 {n} 条记录",
    "Say why, in words that others can follow: a ruling without a reason is not made.": (
        "请写明理由，让他人能看懂；没有理由不作裁定。"
    ),
    "Nothing was chosen, so nothing was ruled.": "没有选择任何内容，未作裁定。",
}

REFUSED = {
    "This is no answer package.": "这不是作答结果包。",
    "This is no answer package but a file of another kind ({about}).": (
        "这不是作答结果包，而是其他类型的文件（{about}）。"
    ),
    "The end of this package is missing. Copy it again, or export it once more.": (
        "文件不完整，缺少结尾。请重新复制，或重新导出。"
    ),
    "This package was changed or damaged. Copy it again, or export it once more.": (
        "文件被改动或已损坏。请重新复制，或重新导出。"
    ),
    "This package is of version {about}, which this program does not read.": (
        "文件版本是 {about}，本程序不能读取。"
    ),
    "A package has at most 16 MiB, and this file has {about} bytes.": (
        "作答结果包最大 16 MiB，而这个文件有 {about} 字节。"
    ),
    "This package is sealed for others, or by other rules than ours.": (
        "文件的加密对象或加密方式与本系统不符。"
    ),
    "None of the room passwords that were given opens this package.": "所给的考场管理密码都打不开这个文件。",
    "This package is sealed for another service (key {about}).": (
        "文件是为另一个考点服务加密的（密钥 {about}）。"
    ),
    "The signature is not that of station {about}, which it names.": "签名与文件所称的考试机 {about} 不符。",
    "It says what this program does not understand: a newer client made it.": (
        "含有本程序不认识的内容：由更新版本的客户端生成。"
    ),
    "What the station signed contradicts itself ({about}).": "考试机签名的内容自相矛盾（{about}）。",
    "The file cannot be read: {about}.": "文件无法读取：{about}。",
    "This package is of another site ({about}).": "这是另一个考点的文件（{about}）。",
    "This package is of the exam {about}, which is not here.": "文件属于考试 {about}，本考点没有这场考试。",
    "This package is of candidate {about}, who does not sit that exam here.": (
        "文件属于考生 {about}，该考生不在本考点参加这场考试。"
    ),
    "This package is of an attempt ({about}) that is not this candidate's here.": (
        "文件中的作答（{about}）不属于这名考生。"
    ),
    "The service's key does not open it. Give the room password of its exam.": (
        "服务的密钥打不开这个文件，请输入该场考试的考场管理密码。"
    ),
    "It is signed by station {about}, which was revoked.": "签名的考试机 {about} 已被吊销。",
    "It is signed by station {about}, which nobody registered here.": "签名的考试机 {about} 未在本考点登记。",
    "The service failed at it. {about}": "服务处理这个文件时出错。{about}",
    "It has a login that no service can have granted.": "其中的登录记录不可能由任何服务签发。",
    "Outside it names another site than in what the station signed.": "文件外部标明的考点与签名内容不符。",
    "Outside it names another exam than in what the station signed.": "文件外部标明的考试与签名内容不符。",
    "Outside it names another candidate than in what the station signed.": (
        "文件外部标明的考生与签名内容不符。"
    ),
    "Outside it names another file name than in what the station signed.": (
        "文件外部标明的文件名与签名内容不符。"
    ),
}

NOTED = {
    "the file was renamed; its signed name counts": "文件被改过名，以签名的名称为准",
    "opened by the room password": "用考场管理密码打开",
    "signed by a station that has been released since": "签名的考试机后来已被释放",
    "this service knows of no login of this candidate at that station": (
        "本服务没有该考生在那台考试机登录的记录"
    ),
    "that station had another paper than this exam has": "那台考试机的试卷与本场考试不同",
    "what is here is newer": "服务器上的内容更新",
    "some of it was left out by a ruling, and stays so": "其中一部分已被裁定不采用，保持不变",
    "some of it contradicts what is here under the same number: both are kept, look at it": (
        "其中一部分与服务器上同编号的记录矛盾：两者都已保留，请查看"
    ),
    "the candidate has not handed in, by what is known here": "据本服务所知，考生尚未交卷",
    "not handed in: the exam may go on, elsewhere or by more time": "未交卷：考试可能在别处或因延时继续",
    "not handed in yet: events of other machines are still missing": "尚未交卷：还缺其他考试机的记录",
    "the answers cannot be put together: a person must look": "作答数据无法合并，需要人工查看",
    "it brought back extensions that were forgotten here": "带回了本服务遗失的延时记录",
    "it brought back a receipt that was forgotten here": "带回了本服务遗失的回执",
    "signed by a station that is forgotten here, but has this service's word": (
        "签名的考试机在本服务没有记录，但持有本服务签发的凭证"
    ),
    "a person had decided on this candidate's answers before it came: look again": (
        "在它导入之前，已有人对该考生的作答作出裁定：请重新查看"
    ),
    "its attached files are kept, sealed as they came": "附件已按原样加密保存",
    "attached files are missing beside it: bring them and the package once more": (
        "旁边缺少附件文件：请把附件和作答结果包一起再导入一次"
    ),
    "an attached file does not open, though it is what the station signed": (
        "有附件打不开，尽管内容与考试机签名一致"
    ),
    "the file itself, or one attached to it, could not be kept here: keep the stick": (
        "文件本身或其附件未能在此保存：请保留 U 盘"
    ),
}

ZH: dict[str, str] = {
    **MONITOR_ZH,
    **STAFF_ZH,
    **ACTIONS_ZH,
    **SITTINGS_ZH,
    **ROSTERS_ZH,
    **COLLECTING_ZH,
    **ALIVE_ZH,
    **PAGES,
    **IMPORTING,
    **LISTING,
    **VISITS,
    **CANDIDATE,
    **REFUSED,
    **NOTED,
    **ERRORS,
    **REPORTING,
    **CHECKIN_ZH,
    **NETWORKS_ZH,
}
