"""The monitor in Simplified Chinese."""

MONITOR = {
    "Monitor": "监控",
    "This page needs JavaScript.": "本页面需要启用 JavaScript。",
    "All rooms": "全部考场",
    "All exams": "全部考试",
    "no room": "未分考场",
    "{n} of {all} are checked in and have not logged in.": "{all} 名考生中有 {n} 名已签到但未登录。",
    "{n} of {all} have not logged in, and their machines are on.": (
        "{all} 名考生中有 {n} 名未登录，其考试机已开机。"
    ),
    "If many cannot get in and it is not solved now:": "如多名考生无法登录且未能解决，请立即",
    "report upward": "上报情况",
    "tell the head proctor, who reports it upward.": "报告主考，由主考上报情况。",
    "Name, number or seat": "姓名、准考证号或座位号",
    "How many, by state": "各状态人数",
    "This seat is not there any more. Look for it in the monitor.": "这个座位已不存在，请回到监控页面查找。",
}

STATES = {
    "offline": "离线",
    "outside the site": "在考场范围外",
    "seat is free to move": "座位已释放，可移机",
    "paused": "已暂停",
    "answering": "作答中",
    "waiting for the start": "等待开考",
    "not there": "未到",
    "entry refused": "已拒绝入场",
    "exported": "已导出答卷",
    "closed by time": "到时关闭",
    "handed in": "已交卷",
    "taken in from a file": "已导入作答结果",
    "machine is ready": "考试机就绪",
    "machine is off": "考试机未开",
}

ALARMS = {
    "nothing heard for two minutes": "两分钟没有音讯",
    "trouble with saving": "保存有问题",
    "time is over, not handed in": "已到时间，尚未交卷",
    "answers cannot be read": "作答无法读取",
    "two machines write as one": "两台机器以同一身份作答",
    "self-check is red": "自检为红色",
    "nothing heard for a minute": "一分钟没有音讯",
    "machine is at the login page": "考试机停在登录页",
    "seen outside the site": "地址在考场范围外",
    "answers wait at the machine": "答案留在考试机上未送达",
    "answers contradict each other": "作答有冲突",
    "answers came late": "有迟到的作答",
    "has not logged in": "尚未登录",
    "machine does not answer": "考试机没有响应",
    "client is too old": "客户端版本过旧",
    "another room or seat than assigned": "不在安排的考场或座位",
}

ADVICE = {
    "Go to the seat. If the candidate goes on writing, only the network is gone and the answers are kept "
    "there: look "
    "at its cable. If the machine is dead, let the candidate go on at another one.": (
        "请到座位查看。如果考生还在作答，说明只是网络断开，答案保存在本机：请检查网线。"
        "如果考试机已死机，请让考生换一台机器继续（移机）。"
    ),
    "Go to the seat and read what stands there in red. Let the candidate go on at another machine if it "
    "says so.": ("请到座位查看屏幕上的红色提示；如果提示要求换机，请让考生移机继续作答。"),
    "The machine has the answers and hands them in by itself when the network is back. Else export them "
    "there and "
    "take the package in.": (
        "答案在考试机上，网络恢复后会自动交卷。否则请在考试机上导出答卷，再导入作答结果。"
    ),
    "Call technical support. Export the answers at the machine and keep the stick.": (
        "请联系技术支持。请在考试机上导出答卷，并保留 U 盘。"
    ),
    "Two machines have the same disk. Both branches are kept; a site admin decides which one counts. Take "
    "the one "
    "away at which nobody sits.": (
        "两台机器使用了相同的磁盘。两份作答都已保留，由考点管理员裁定以哪一份为准。请撤下没有考生的那一台。"
    ),
    "Look at what the self-check says below, or seat the candidate at another machine.": (
        "请查看下面的自检结果，或让考生换一台机器。"
    ),
    "Look over: whether the candidate goes on writing, and whether the network cable is in.": (
        "请看一看：考生是否还在作答，网线是否插好。"
    ),
    "The client was started again. Let the candidate log in with the same numbers: all answers are there.": (
        "客户端重新启动过。请让考生用同样的号码登录，答案都在。"
    ),
    "The machine is seen at an address that is not registered. Who sits there goes on, and saving too; "
    "nobody logs in there anew. A site admin registers the address; if the paper is covered, the room "
    "password lifts the cover.": (
        "考试机的地址没有登记。已登录的考生可继续作答，保存不受影响；但该机不能再登录。请考点管理员登记该地址；"
        "如果试卷被遮住，可用考场密码揭开。"
    ),
    "The machine is there and sends nothing. Answers are kept there. If it stays so, restart the client.": (
        "考试机在线，但没有送出答案；答案保存在本机。如果一直如此，请重新启动客户端。"
    ),
    "The candidate has written at two machines that did not know of each other. A site admin decides "
    "after the exam.": ("考生在两台互不知情的机器上作答过，考后由考点管理员裁定。"),
    "Some answers were written after the end. They are kept and marked; a site admin decides.": (
        "有些作答写于考试结束之后，已保留并标记，由考点管理员裁定。"
    ),
    "The exam has begun. Look whether the candidate is there and needs help with the numbers.": (
        "考试已经开始。请看考生是否在场，输入号码是否需要帮助。"
    ),
    "Switch the machine on and start the client, or seat the candidate at another one.": (
        "请打开考试机并启动客户端，或让考生换一台机器。"
    ),
    "Nobody can log in at this machine: its client is older than the service takes. Install the new one, "
    "or seat the candidate at another machine.": (
        "这台机器无法登录：客户端版本低于服务要求。请安装新版本，或让考生换一台机器。"
    ),
    "If the candidate was sent here, all is well. Else look whether the right person sits here, and "
    "compare the identity card.": (
        "如果考生是被安排到这里的，不必处理。否则请核对座位上是否本人，并比对身份证。"
    ),
}

TROUBLES = {
    "The machine cannot save. What was typed last is on the screen alone.": (
        "考试机无法保存，最近输入的内容只在屏幕上。"
    ),
    "The disk of the machine is full; answers are still saved.": "考试机磁盘已满，答案仍在保存。",
    "The first disk of the machine takes nothing; it saves in a second place.": (
        "考试机的主磁盘无法写入，答案正保存到备用位置。"
    ),
    "A record on the machine cannot be opened there; it is kept.": "考试机上有一份记录无法打开，已保留。",
    "The record on the machine was damaged; what could be read of it is there.": (
        "考试机上的记录损坏过，能读出的内容都在。"
    ),
}

TOLD = {
    "assigned: {place}": "应在 {place}",
    "Look": "请留意",
    "Go there now": "请立即查看",
    "All seats": "全部座位",
    "saved {age} ago": "{age}前保存",
    "silent for {age}": "{age}没有音讯",
    "{n} of {all} answered": "已答 {n} / {all}",
    "{held} events there, {got} here": "本机 {held} 条，考点 {got} 条",
    "{got} events here": "考点 {got} 条",
    "clock {n} s": "时钟 {n} 秒",
    "drawing {level}": "绘图级别 {level}",
    "self-check green": "自检绿色",
    "self-check amber": "自检黄色",
    "self-check red": "自检红色",
    "other window {n} times": "切换窗口 {n} 次",
    "{n} s": "{n} 秒",
    "{n} min": "{n} 分钟",
    "{n} h": "{n} 小时",
    "No seat is like this.": "没有这样的座位。",
    "nobody": "无人",
}

SEAT = {
    "Assigned place": "安排的考场和座位",
    "Seat {seat}": "座位 {seat}",
    "Nothing is wrong here that the service knows of.": "目前没有发现问题。",
    "Candidate's name": "姓名",
    "Machine's name": "机器名",
    "Answers": "作答",
    "The candidate has not logged in yet.": "考生还没有登录。",
    "Answered": "已答",
    "Last came to the site": "考点最近收到",
    "Events at the site": "考点的记录数",
    "Events at the machine": "考试机的记录数",
    "Starts of the client": "客户端启动次数",
    "Questions in dispute": "有冲突的题",
    "Other windows in front": "切换到其他窗口",
    "{n} times": "{n} 次",
    "Seat released {time} by {by}: {reason}": "{by} 于 {time} 释放座位：{reason}",
    "All answers of this candidate": "该考生的全部作答",
    "No machine is at this seat.": "这个座位没有考试机。",
    "Last heard": "最近联系",
    "Address": "地址",
    "Clock ahead of the site's": "时钟比考点快",
    "Drawing level": "绘图级别",
    "asked for: {n}": "设置为 {n}",
    "Self-check": "自检",
    "green": "绿色",
    "amber": "黄色",
    "red": "红色",
}

MONITOR_ZH = {**MONITOR, **STATES, **ALARMS, **ADVICE, **TROUBLES, **TOLD, **SEAT}
