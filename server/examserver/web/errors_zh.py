"""What the services refuse with, in Simplified Chinese.

Rule: a service fills in its values before a page hears of it, so the sentence stands here as a form; the
values in its braces are read back and filled in once more. A test finds every sentence that is not here.
"""

import re

from examserver.web.errors_rosters_zh import ROSTER_ERRORS
from examserver.web.words_actions_zh import ACTION_ERRORS
from examserver.web.words_alive_zh import ALIVE_ERRORS
from examserver.web.words_checkin_zh import CHECKIN_ERRORS
from examserver.web.words_collecting_zh import COLLECTING_ERRORS
from examserver.web.words_networks_zh import NETWORK_ERRORS, NETWORK_SAID
from examserver.web.words_reporting_zh import REPORT_ERRORS
from examserver.web.words_sittings_zh import SITTING_ERRORS

ERRORS = {
    **ACTION_ERRORS,
    **SITTING_ERRORS,
    "This was sent twice, and done once.": "同一操作提交了两次，只执行了一次。",
    "If it is to be done once more, open its form anew.": "如果确实要再做一次，请重新打开该操作的页面。",
    "The form cannot be read.": "表单无法读取。",
    "The request cannot be read.": "请求无法读取。",
    "A request may have {most} bytes at most.": "一次请求最多 {most} 字节。",
    "Somebody is called {name} already.": "账号 {name} 已存在。",
    "Give the new one another name, or the one who is there another password.": (
        "请换一个账号名，或给已有的账号更换密码。"
    ),
    "A name has 1 to {most} characters, and none that cannot be seen.": (
        "账号名为 1 至 {most} 个字符，不能含有不可见字符。"
    ),
    "Give one by which others know the person, such as 李老师 or li.": (
        "请使用他人认得的名字，例如 李老师 或 li。"
    ),
    "You are no site admin any more.": "您已不再是考点管理员。",
    "Ask one of the others.": "请联系其他考点管理员。",
    "There is nobody called {name} among the staff.": "工作人员中没有 {name}。",
    "See who there is: examserver staff list DIR": "查看已有人员：examserver staff list DIR",
    "Rooms are given to proctors, and a {role} has all of them.": (
        "只给监考老师分配考场（{role} 可看全部考场）。"
    ),
    "Leave the rooms out, or make it a proctor.": "请不要选择考场，或把角色改为监考老师。",
    "A room's name has 1 to {most} characters, and none that cannot be seen.": (
        "考场名为 1 至 {most} 个字符，不能含有不可见字符。"
    ),
    "Give another name, such as A or 机房301.": "请换一个名称，例如 A 或 机房301。",
    "See which rooms there are: examserver room list DIR": "查看已有的考场：examserver room list DIR",
    "The name of who orders it has more than {most} characters, or some that cannot be seen.": (
        "操作人姓名超过 {most} 个字符，或含有不可见字符。"
    ),
    "Give a shorter one with --by.": "请用 --by 给出较短的姓名。",
    "There is a room {room} already.": "考场 {room} 已存在。",
    "See which there are: examserver room list DIR": "查看已有的考场：examserver room list DIR",
    "There is no room called {name}.": "没有名为 {name} 的考场。",
    "See which there are on the first page.": "请在首页查看已有的考场。",
    "There is no such attempt.": "没有这份作答。",
    "There is no attempt {wanted}.": "没有编号为 {wanted} 的作答。",
    "{wanted} fits {count} attempts.": "{wanted} 对应 {count} 份作答。",
    "Say which one by its id: {names}.": "请用编号指明是哪一份：{names}。",
    "There is no exam with the id {exam}.": "没有编号为 {exam} 的考试。",
    "Candidate {candidate} has not logged in for {exam} yet.": "考生 {candidate} 还没有登录过考试 {exam}。",
    "See which there are: examserver attempts list DIR": "查看已有的作答：examserver attempts list DIR",
    "See which there are: examserver exam list DIR": "查看已有的考试：examserver exam list DIR",
    "See who has: examserver attempts list DIR": "查看谁登录过：examserver attempts list DIR",
    "See which there are: examserver packages list DIR": "查看导入记录：examserver packages list DIR",
    "See what came in: examserver packages list DIR": "查看已导入的：examserver packages list DIR",
    "See which did: examserver packages list DIR": "查看哪些带来了新内容：examserver packages list DIR",
    "See which there are: examserver attempts show": "查看已有的：examserver attempts show",
    "See what there is: examserver attempts show": "查看已有的：examserver attempts show",
    "Import {number} took nothing in, or there is none of this number.": (
        "第 {number} 号导入没有导入任何内容，或没有这个编号。"
    ),
    "Import {number} brought nothing new: there is nothing to take back.": (
        "第 {number} 号导入没有带来新内容，没有可撤销的。"
    ),
    "No package was taken in for this candidate: there is nothing to choose between.": (
        "这名考生没有导入过作答结果包，没有可选择的来源。"
    ),
    "“{text}” names no events.": "“{text}”没有指明任何记录。",
    "Write the writer, a colon and the numbers, such as 3fa9:7-12.": (
        "写法是写入者、冒号、编号，例如 3fa9:7-12。"
    ),
    "Writer {writer} has the events 1 to {most}, not {first} to {last}.": (
        "写入者 {writer} 的记录是 1 到 {most}，不是 {first} 到 {last}。"
    ),
    "{count} writer of this attempt begins with {beginning}.": (
        "这份作答中以 {beginning} 开头的写入者有 {count} 个。"
    ),
    "The ruling names no events.": "裁定没有指明任何记录。",
    "Name at least one: --count or --leave-out.": "请至少指明一条：--count 或 --leave-out。",
    "A ruling needs a reason that others can follow.": "裁定需要他人能看懂的理由。",
    "At most {most} characters.": "最多 {most} 个字符。",
    "A ruling needs a name: who decided it?": "裁定需要署名：由谁决定？",
    "Give it with --by.": "请用 --by 写明。",
    "This writer has not answered this question by that event.": "所选作答已不是这道题的作答。",
    "Look at the candidate's page again.": "请重新查看考生页面。",
    "The database {file} cannot be used: it is damaged, or the disk is full or failing.": (
        "数据库 {file} 无法使用：已损坏，或磁盘已满、有故障。"
    ),
    "Nothing was changed. Look at the disk; if it is well, put the folder back from its backup.": (
        "没有改动任何数据。请检查磁盘；磁盘正常时，请从备份恢复文件夹。"
    ),
    "The service could not store what came.": "服务未能保存收到的内容。",
    "Check the disk of the service's machine.": "请检查服务机的磁盘。",
    "PostgreSQL's database {database} cannot be used: {said}.": (
        "PostgreSQL 数据库 {database} 无法使用：{said}。"
    ),
    "See whether PostgreSQL runs there and lets this machine in (pg_hba.conf), and look at its log.": (
        "请检查那里的 PostgreSQL 是否在运行、是否允许本机连接（pg_hba.conf），并查看它的日志。"
    ),
    "Put the right one into ~/.pgpass of this account (mode 600), or into PGPASSWORD.": (
        "请把正确的密码写入该账号的 ~/.pgpass（权限 600），或设为 PGPASSWORD。"
    ),
    "Copy the certificate by which that server is known to where sslrootcert says.": (
        "请把用于验证该服务器的证书放到 sslrootcert 所指的位置。"
    ),
    "The database cannot be reached.": "无法连接数据库。",
    "The database did not take or give a file.": "数据库未能保存或取出一个文件。",
    "Look at its machine and the line to it.": "请检查数据库所在的机器和到它的线路。",
    "The database did not say any more whether this was stored.": (
        "数据库没有再答复，不知道这次操作是否已保存。"
    ),
    "Look whether it was (list, show) before you do it again.": (
        "请先查看是否已经保存（list、show），再决定是否重做。"
    ),
    "Others write in the database.": "其他服务正在写入数据库。",
    **ROSTER_ERRORS,
    **COLLECTING_ERRORS,
    **ALIVE_ERRORS,
    **REPORT_ERRORS,
    **CHECKIN_ERRORS,
    **NETWORK_ERRORS,
    **NETWORK_SAID,
}
"""A sentence that is not here is shown in English."""

VALUE = re.compile(r"{(\w+)}")


def error_said(text: str) -> str:
    """A service's sentence in Chinese, with the values that stand in it; as it is where it is not known."""
    for form, pattern in _PATTERNS.items():
        if found := pattern.fullmatch(text):
            return ERRORS[form].format(**found.groupdict())
    return text


def _pattern(form: str) -> re.Pattern[str]:
    """The form as an expression in which each value may be any text."""
    parts = VALUE.split(form)
    words, names = parts[::2], parts[1::2]
    values = [f"(?P<{name}>.+)" for name in names]
    pieces = [re.escape(words[0])]
    for value, word in zip(values, words[1:], strict=True):
        pieces += [value, re.escape(word)]
    return re.compile("".join(pieces), re.DOTALL)


_PATTERNS = {form: _pattern(form) for form in ERRORS}
