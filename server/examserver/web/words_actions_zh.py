"""The pages of actions, and what an action is refused with, in Simplified Chinese."""

PAGES = {
    "Actions in room {name}": "考场 {name} 的操作",
    "For the whole room": "对整个考场",
    "Seats": "座位",
    "A candidate's name leads to what can be done for this candidate.": (
        "点考生姓名，可以对这名考生进行操作。"
    ),
    "For the seat": "对这个座位",
    "nobody": "无人",
    "Of this room, and at no machine of it now": "属于本考场、目前不在本考场任何考试机上的考生",
    "Answers of this candidate": "这名考生的作答",
    "Open at": "考试所在机器",
    "no machine: the seat is free": "没有：座位已放开",
    "Own end": "该考生的结束时间",
    "What can be done": "可以进行的操作",
    "For all who sit this exam": "对参加这门考试的所有考生",
    "For all exams of the sitting {name}": "对场次 {name} 的全部考试",
    "Sitting": "场次",
    "answering": "作答中",
    "handed in": "已交卷",
    "closed by the site": "考点已收卷",
    "closing": "正在收卷",
    "stands still": "暂停中",
    "one candidate": "一名考生",
    "{name} ({number})": "{name}（{number}）",
    "Room {room}, seat {seat}": "考场 {room} 座位 {seat}",
    "Machine {name}, seat {seat}": "考试机 {name}（座位 {seat}）",
    "All exams of the sitting {name}": "场次 {name} 的全部考试",
}

ORDERED = {
    "Done: {what}. It stands in the audit log.": "已完成：{what}。操作日志中有记录。",
    "Nothing came from here from {from_} to {to}: {n} minutes.": (
        "{from_} 到 {to} 没有收到这里的任何作答，共 {n} 分钟。"
    ),
    "Nothing has come from here since {from_}: {n} minutes.": (
        "自 {from_} 起没有收到这里的任何作答，已有 {n} 分钟。"
    ),
    "If candidates could not work then, give the time back.": "如果考生在此期间无法作答，请把时间补回。",
    "What stands ordered": "正在生效的操作",
    "For whom": "对象",
    "Kind": "类型",
    "{what}: {whom}": "{what}：{whom}",
    "Since": "开始时间",
    "Text": "内容",
    "By": "操作人",
    "Change": "更改",
    "{what} …": "{what}……",
    "Resume …": "恢复考试……",
    "Take back …": "撤销……",
    "by a head proctor": "由主考更改",
    "message": "消息",
    "closed": "已关闭",
    "export asked for": "要求导出",
}

OUTAGES = {
    "Nothing came from {from_} to {to}: {n} minutes.": "{from_} 到 {to} 没有收到任何连接，共 {n} 分钟。",
    "Nothing has come since {from_}: {n} minutes.": "自 {from_} 起没有收到任何连接，已有 {n} 分钟。",
    "Rooms:": "考场：",
    "The service itself did not run then.": "这段时间考点服务本身没有运行。",
    "Machines save answers without a network too. If candidates could not work, give the time back.": (
        "没有网络时考试机照常保存作答。如果考生确实无法作答，请把时间补回。"
    ),
    "{whom}: give {n} minutes back …": "{whom}：补回 {n} 分钟……",
    "{whom}: give {n} minutes back for {m} outages …": "{whom}：{m} 次中断共补回 {n} 分钟……",
    "Somebody has decided about this outage meanwhile.": "已经有人处理了这次中断。",
    "Candidate {number}, who has moved": "已换考场的考生 {number}",
    "{whom}: let it stand still since then …": "{whom}：从那时起暂停……",
    "No time was lost …": "没有耽误时间……",
    "No time was lost": "没有耽误时间",
    "Give no time back": "不补时间",
    "No time is given back, and nobody is asked about it any more. Time can still be given by hand.": (
        "不再补回这段时间，也不再提示。需要时仍可手动延长时间。"
    ),
}

FORM = {
    "Minutes": "分钟数",
    "So long it stood still, in whole minutes. Change it if less or more is to be given back.": (
        "这是暂停的时长（整分钟）。要多补或少补，请修改。"
    ),
    "Minutes more than the candidate had; nothing where time is left.": (
        "在原有时间之外再加的分钟数；还有剩余时间的可以不加。"
    ),
    "Proposed: so long nothing came from here.": "建议值：这里没有任何作答传来的时长。",
    "Since how many minutes": "从几分钟前开始",
    "0 is from now on. Proposed is since when nothing has come from here.": (
        "0 表示从现在开始。建议值是这里没有作答传来的时长。"
    ),
    "Text for the candidates": "给考生看的内容",
    "Text for the candidates (may stay empty)": "给考生看的内容（可以不填）",
    "See what will happen": "查看将发生什么",
    "Do nothing": "不操作",
    "Yes, do this": "确认执行",
    "Candidates read: “{said}”": "考生将看到：“{said}”",
    "Reason: {reason}": "理由：{reason}",
    "Say why, in words that others can follow: without a reason nothing is done.": (
        "请写明他人能看懂的理由：没有理由不予执行。"
    ),
}

DOING = {
    "Message": "发消息",
    "More time": "延长时间",
    "Let it stand still": "暂停考试",
    "Resume": "恢复考试",
    "Release the seat": "放开座位（移机）",
    "Let in again": "允许重新进入",
    "Close": "强制收卷",
    "End the exam": "结束考试",
    "Ask for an export": "要求导出答卷",
    "Take back": "撤销",
    "Free the seat for a spare machine": "腾出座位给备用机",
    "Revoke the machine": "注销考试机",
    "{whom}: candidates read “{said}” until they put it away.": (
        "{whom}：考生将看到“{said}”，直到自己关闭这条消息。"
    ),
    "{whom}: {minutes} minutes more. Stations hear of it within ten seconds.": (
        "{whom}：延长 {minutes} 分钟。考试机在十秒内收到。"
    ),
    "{whom}: the exam stands still from {time} on. Papers are covered; the end moves until you resume.": (
        "{whom}：考试从 {time} 起暂停。试卷被遮住，结束时间相应推迟，直到恢复考试。"
    ),
    "{whom}: the exam goes on, and {minutes} minutes are given back.": (
        "{whom}：恢复考试，并补回 {minutes} 分钟。"
    ),
    "{whom} may log in at any machine, without consent. What the old one has not sent is still taken.": (
        "{whom}可以在任何一台考试机上登录，不再需要监考老师同意。原来那台机器没有传完的作答仍会接收。"
    ),
    "{whom} may go on, with {minutes} minutes more. What was handed in stays signed.": (
        "允许{whom}重新进入考试，另加 {minutes} 分钟。已交的作答和回执都保留。"
    ),
    "{whom}: the exam ends now, as at the deadline. What the station does not hand in within a minute is "
    "closed with what the site has.": (
        "{whom}：考试立即结束，与到时相同，由考试机自动交卷；一分钟内没有交上来的，按考点已收到的作答收卷。"
    ),
    "{whom}: the exam ends now for everybody, as at the deadline. What stations do not hand in within a "
    "minute is closed with what the site has.": (
        "{whom}：所有考生的考试立即结束，与到时相同，由考试机自动交卷；一分钟内没有交上来的，"
        "按考点已收到的作答收卷。"
    ),
    "{whom}: the machine asks for a drive and the room password, and exports all answers.": (
        "{whom}：考试机会要求插入 U 盘并输入考场管理密码，然后导出全部作答。"
    ),
    "{whom}: this is taken back. Where it was a closing, who has not handed in on purpose goes on.": (
        "{whom}：撤销这项操作。如果是收卷，没有主动交卷的考生可以继续作答。"
    ),
    "{whom} loses its seat. A spare machine can enrol there; what this one has not sent is still taken.": (
        "{whom}不再占用这个座位，备用机可以登记到这里。原机没有传完的作答仍会接收。"
    ),
    "{whom}: nothing is taken from it any more, also no answers. To use it again it has to enrol anew.": (
        "{whom}：不再接收它发来的任何内容，包括作答。要再次使用必须重新登记。"
    ),
}

DEEDS = {
    "sent a message": "发送消息",
    "asked for an export": "要求导出答卷",
    "let an exam stand still": "暂停考试",
    "let an exam go on": "恢复考试",
    "gave more time to several": "为多人延长时间",
    "closed before the time": "提前收卷",
    "took an order back": "撤销操作",
    "let a candidate in again": "允许考生重新进入",
    "left an outage without giving time": "对一次中断决定不补时间",
    "sitting": "场次",
    "seat": "座位",
    "text": "内容",
    "since (site time)": "开始时间（考点时间）",
    "pause": "暂停",
    "order": "操作",
}

ACTIONS_ZH: dict[str, str] = {**PAGES, **ORDERED, **OUTAGES, **FORM, **DOING, **DEEDS}

ACTION_ERRORS: dict[str, str] = {
    "There is no such outage.": "没有这次中断。",
    "This is not your room.": "这不是您负责的考场。",
    "Ask a head proctor.": "请联系主考。",
    "{wanted} fits {count} stations.": "{wanted} 对应 {count} 台考试机。",
    "Say which one: {names}.": "请指明是哪一台：{names}。",
    "There is no station {station}.": "没有考试机 {station}。",
    "A station's name has 1 to {most} characters.": "考试机名称为 1 至 {most} 个字符。",
    "Give another, such as PC-07.": "请换一个，例如 PC-07。",
    "A message has 1 to {most} characters, and none that cannot be seen.": (
        "消息为 1 至 {most} 个字符，不能含有不可见字符。"
    ),
    "Make it one or two short sentences.": "请写成一两句短话。",
    "Make it one short line.": "请改成简短的一行。",
    "A pause begins now, or began within the last 24 hours.": "暂停只能从现在或 24 小时内的某一时刻算起。",
    "A pause is not taken back.": "暂停不能撤销。",
    "Resume it: then what it took is given back.": "请恢复考试，占用的时间会补回。",
    "Resume it first, or leave it.": "请先恢复考试，或保持现状。",
    "Look at the time once more.": "请再核对一下时间。",
    "A seat is one of a room.": "座位属于某个考场。",
    "Name the room as well.": "请同时写明考场。",
    "An action needs a name: who does it?": "操作需要署名：由谁操作？",
    "An action needs a reason that others can follow.": "操作需要他人能看懂的理由。",
    "One line of at most {most} characters.": "请写一行，最多 {most} 个字符。",
    "Candidate {candidate} does not sit this exam.": "考生 {candidate} 不参加这场考试。",
    "Candidate {candidate} is not registered.": "名单中没有考生 {candidate}。",
    "See who is: examserver candidates list DIR": "查看名单：examserver candidates list DIR",
    "Give 1 to 1440.": "请填 1 至 1440。",
    "Give 1 to 1440 with --minutes.": "请填 1 至 1440 分钟。",
    "From 1 to 1440.": "从 1 到 1440。",
    "Give whole minutes.": "请填整分钟数。",
    "Nobody can have {minutes} minutes more.": "不能延长 {minutes} 分钟。",
    "Nobody sits an exam there now.": "那里目前没有人在考试。",
    "Name the exam, if it has not begun yet.": "如果考试尚未开始，请写明是哪一门。",
    "It is closed already.": "已经关闭。",
    "What stations do not hand in is closed in a minute.": "考试机没有交上来的，一分钟后由考点收卷。",
    "It is not said for whom this is.": "没有写明对象。",
    "Name a sitting, an exam, a room, a seat or an attempt.": "请写明场次、考试、考场、座位或某份作答。",
    "It stands still already.": "已经处于暂停状态。",
    "Load the page again.": "请刷新页面。",
    "Load the page again, or see: examserver act list DIR": (
        "请重新打开页面，或查看：examserver act list DIR"
    ),
    "Look for the candidate in the other rooms.": "请到其他考场查找这名考生。",
    "The candidate has logged in meanwhile, or is not due in this room.": (
        "该考生已经登录，或不在本考场考试。"
    ),
    "Look for the candidate in the monitor.": "请在监控中查找这名考生。",
    "No order {order} stands any more.": "操作 {order} 已不再生效。",
    "Say how many minutes more there are.": "请写明再给多少分钟。",
    "See which there are: examserver sitting list DIR": "查看已有的场次：examserver sitting list DIR",
    "The candidate can log in as it is.": "考生现在就可以登录。",
    "The candidate does not sit in room {room}.": "这名考生不在考场 {room}。",
    "The candidate's time is over.": "这名考生的时间已到。",
    "The reason has more than {most} characters, or some that cannot be shown.": (
        "原因超过 {most} 个字符，或含有无法显示的字符。"
    ),
    "There is no sitting {sitting}.": "没有场次 {sitting}。",
    "There is no such machine in this room.": "这个考场没有这台考试机。",
    "There is nothing to close.": "没有需要关闭的。",
    "This attempt is handed in already.": "这份作答已经交卷。",
    "This attempt is open.": "这份作答仍可继续。",
    "This is no pause.": "这不是暂停。",
}
