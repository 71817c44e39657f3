"""The sittings and rehearsals in Simplified Chinese."""

SITTINGS = {
    "Sittings": "场次",
    "Sitting": "场次",
    "There is no sitting yet. A sitting holds the exams of one time of a day, in one room or several.": (
        "还没有场次。一个场次包含同一时段的若干考试，可以在一个或多个考场进行。"
    ),
    "rehearsal": "演练",
    "Exams that are in no sitting: {exams}": "未编入场次的考试：{exams}",
    "for the last candidate:": "最晚一名考生：",
    "Make a sitting": "新建场次",
    "Title": "名称",
    "It is a rehearsal: what is sat in it counts for nothing. This cannot be changed later.": (
        "这是演练：其中的作答不计入成绩。建立后不能更改。"
    ),
    "Make": "新建",
    "without exams": "还没有考试",
    "ended by the staff": "已提前结束",
    "cancelled": "已取消",
    "Done. Stations hear of it with their next message, within ten seconds.": (
        "已完成。考试机在十秒内收到。"
    ),
    "Rehearse it …": "演练这门考试……",
    "Rehearse an exam": "演练一门考试",
    "A copy is made in a rehearsal of its own, with the same candidates, rooms, seats, minutes and settings, "
    "and with room passwords of its own. Nothing of it counts, and the real exam is not touched.": (
        "系统会新建一个演练场次，考生、考场、座位、时长和设置都与这门考试相同，另有演练用的考场管理密码。"
        "演练不计成绩，也不影响正式考试。"
    ),
    "Start of the rehearsal": "演练开始时间",
    "As long as the exam's paper may not be opened, the sample paper is sat instead.": (
        "正式试卷还不能打开时，演练使用样卷。"
    ),
    "Sit the exam's own paper all the same: candidates see its questions now. A paper of the authority "
    "stays closed.": "仍使用本场试卷：考生现在就会看到试题。上级下发的试卷不会提前打开。",
    "Make the rehearsal": "新建演练",
    "The rehearsal is made": "演练已建好",
    "The authority releases the paper's key at {time}, so it cannot be opened in the rehearsal: the sample "
    "paper is sat instead.": "上级在 {time} 才发放试卷密钥，演练时无法打开，因此使用样卷。",
    "The exam's paper stays closed until the real exam: the sample paper is sat instead.": (
        "正式考试前试卷保持密封，因此演练使用样卷。"
    ),
    "Room passwords of the rehearsal": "演练用的考场管理密码",
    "They are shown only now: write them down. They do not count for the real exam.": (
        "密码只显示这一次，请抄下。正式考试不能使用这些密码。"
    ),
    "No room is known for it, so there is no room password yet. On the service's machine:": (
        "还不知道在哪些考场考试，因此没有考场管理密码。请在考点服务机上执行命令："
    ),
    "Of the exam:": "演练的考试：",
    "its sitting": "所在场次",
    "made a rehearsal of an exam": "新建了一门考试的演练",
    "with its own paper": "使用本场试卷",
    "Candidates who have two exams at once: {candidates}": "以下考生同一时间有两场考试：{candidates}",
    "It is over for everybody. What was answered is kept: postpone it, and those who had begun go on with "
    "the rest of their time.": (
        "本场次已对所有考生结束，作答均已保留。如延期举行，已开考的考生用剩余时间继续作答。"
    ),
    "Its id for commands": "命令行编号",
    "Troubles, and the report per seat": "模拟故障与座位报告",
    "There is no exam in it yet.": "场次中还没有考试。",
    "any": "不限",
    "In which rooms (none: in any)": "在哪些考场进行（不选则不限）",
    "Take it out of the sitting": "移出场次",
    "Yes, it was made by mistake": "确认：这场考试是误建的",
    "Remove this exam": "删除这场考试",
    "removed an exam made by mistake": "删除误建的考试",
    "may be looked through before the start": "可以提前浏览试卷",
    "Answers are waited for so many minutes after the end": "考试结束后继续接收答卷的分钟数",
    "Candidates can look the paper through before the start": "开考前允许考生浏览试卷",
    "Show seconds in the last ten minutes": "最后十分钟显示秒数",
    "These are the times for all; more time for single candidates comes on top.": (
        "以上是全体考生的时间，个别考生的延时另计。"
    ),
    "Put an exam in": "编入已有考试",
    "Put in": "编入",
    "Create an exam in it": "在本场次新建考试",
    "Paper": "试卷",
    "The paper can be opened so many minutes before": "开考前多少分钟可以解密试卷",
    "Admission numbers, one a line (left empty: everybody on the roster)": (
        "准考证号，每行一个（留空则为名单中的全部考生）"
    ),
    "Create": "新建",
}

ACCIDENTS = {
    "When something goes wrong": "事故处理",
    "Reason (candidates read it too)": "原因（考生也会看到）",
    "Delay it: move all times before the start": "场次延时：开考前整体推迟",
    "later": "推迟",
    "earlier": "提前",
    "All exams of it move: when the paper opens, the start and the end. The key is never given out before "
    "the authority allows it.": (
        "本场次全部考试的试卷解密、开考和结束时间一起移动。密钥不会早于上级规定的时间发放。"
    ),
    "Move it": "移动时间",
    "Adjust its time: more or less for all": "场次时间调整：全体延长或缩短",
    "more time": "延长",
    "less time": "缩短",
    "More time is an extension of each exam, signed as always. Who was ended by the clock alone goes on.": (
        "延长即为每场考试签发延时。仅因时间到而结束的考生可以继续作答。"
    ),
    "Adjust it": "调整时间",
    "End it now": "立即结束场次",
    "It ends for everybody, whatever time they had: who sits is handed in as at the deadline. Exams of it "
    "that are still to come are cancelled.": (
        "对所有考生立即结束，不论还剩多少时间：正在作答的考生按到时间自动交卷处理，尚未开考的考试取消。"
    ),
    "Yes, end it for everybody": "确认，对所有考生结束",
    "End it": "结束场次",
    "Cancel it": "取消场次",
    "Nobody logs in any more, and who sits is handed in. What was answered is kept.": (
        "不再允许登录，正在作答的考生自动交卷，作答均予保留。"
    ),
    "Yes, cancel it": "确认取消",
    "Cancel the sitting": "取消本场次",
    "Postpone it to another time": "延期举行",
    "New start of its first exam": "第一场考试的新开考时间",
    "It stood still since (left empty: since it was ended or cancelled, else since now)": (
        "从何时起中断（留空：从结束或取消时算起，否则从现在算起）"
    ),
    "What was answered is kept. Who had begun goes on with the rest of their time; who had not begun has all "
    "of it. Who had handed in by their own wish is done.": (
        "作答均予保留。已开考的考生用剩余时间继续，未开考的考生有全部时间，自行交卷的考生不再重开。"
    ),
    "Yes, postpone it": "确认延期",
    "Postpone": "延期",
    "What was done": "处理记录",
    "When": "时间",
    "Reason": "原因",
    "{n} min": "{n} 分钟",
    "moved before its start": "开考前移动时间",
    "more time for all": "全体延长",
    "less time for all": "全体缩短",
    "ended": "提前结束",
    "postponed": "延期",
}

REHEARSALS = {
    "Rehearsal": "演练",
    "This sitting is no rehearsal.": "这个场次不是演练。",
    "Ordered. The seat hears of it within ten seconds.": "已下达，座位在十秒内收到。",
    "How long a cut network or a full disk lasts": "断网或磁盘写满持续多久",
    "{n} seconds": "{n} 秒",
    "Print the report": "打印演练报告",
    "Save the report (CSV)": "保存演练报告（CSV）",
    "A full disk: whatever the client writes to the data folder's disk is refused. In the first half of the "
    "time the room that the machine keeps for answers is used, then saving fails until the time is over.": (
        "写满磁盘：客户端在数据文件夹所在磁盘上的写入全部失败。前一半时间使用考试机为作答预留的空间，之后保存失败，直到时间结束。"
    ),
    "Everything came through at {well} of {begun} seats.": (
        "{begun} 个有考生的座位中，{well} 个全部数据已到达考点。"
    ),
    "Seat": "座位",
    "Candidate": "考生",
    "Events here": "考点已有记录",
    "At the station": "考试机记录",
    "Troubles done": "已执行故障",
    "Result": "结果",
    "Make trouble": "模拟故障",
    "{done} of {all}": "{done} / {all}",
    "nobody came": "无人参加",
    "everything came through": "全部到达",
    "Cut the network": "断开网络",
    "Crash the client": "客户端崩溃",
    "Fill the disk": "写满磁盘",
    "the station has not said how much it holds": "考试机还没有报告记录数",
    "some of what the station holds is not here": "考试机有记录尚未到达考点",
    "handed in, but without a receipt": "已交卷，但没有回执",
    "a trouble was not carried out": "有故障未执行",
    "Stop the service": "停止服务",
    "A real exam is near or under way, so the service is not stopped: {exams}": (
        "有正式考试临近或正在进行，不能停止服务：{exams}"
    ),
    "The service stops as if somebody had ended it, at each of its machines. Stations keep what is answered, "
    "and send it when the service is back.": (
        "服务会像被人关闭一样停止；有几台服务机的，全部停止。考试机保留作答，服务恢复后自动上传。"
    ),
    "Yes, stop it. I know who starts it again.": "确认停止，我知道由谁重新启动。",
    "Stop the service now": "立即停止服务",
    "The service stops now.": "服务正在停止。",
    "Its supervisor starts it again, or you do: examserver serve DIR": (
        "由守护程序自动重启，或手动执行：examserver serve DIR"
    ),
}

IN_THE_LOG = {
    "made a sitting": "新建场次",
    "put an exam into a sitting": "把考试编入场次",
    "took an exam out of its sitting": "把考试移出场次",
    "chose the rooms of an exam": "选定考试的考场",
    "created an exam in a sitting": "在场次中新建考试",
    "moved a sitting before its start": "移动场次时间",
    "gave a sitting more time": "场次延长",
    "gave a sitting less time": "场次缩短",
    "ended a sitting": "提前结束场次",
    "cancelled a sitting": "取消场次",
    "postponed a sitting": "场次延期",
    "made trouble at a seat of a rehearsal": "演练中模拟座位故障",
    "stopped the service for a rehearsal": "演练中停止服务",
    "sitting": "场次",
    "title": "名称",
    "new start (site time)": "新开考时间（考点时间）",
    "stood still since (site time)": "中断时间（考点时间）",
    "seconds": "秒",
}

SITTINGS_ZH = {**SITTINGS, **ACCIDENTS, **REHEARSALS, **IN_THE_LOG}

SITTING_ERRORS = {
    "The sample paper {file} is not there.": "找不到样卷 {file}。",
    "Import a paper for practice and name it: examserver sitting rehearse .. --paper ID": (
        "请导入一份练习用的试卷，并在命令中指明：examserver sitting rehearse .. --paper ID"
    ),
    "{exam} was sat at another site, which has reported it.": "{exam} 在下属考点举行，由该考点上报。",
    "Rehearse an exam of this site.": "请演练本考点的考试。",
    "{named} is the paper of {exams}, and stays closed until then.": (
        "{named} 是 {exams} 的试卷，开考前保持密封。"
    ),
    "Name another, or add --own-paper: then candidates see its questions now.": (
        "请指明另一份试卷，或加上 --own-paper：考生会提前看到试题。"
    ),
    "The rehearsal {rehearsal} sits the paper of {exam}, and would open it before.": (
        "演练 {rehearsal} 使用 {exam} 的试卷，这样会比正式考试更早开启试卷。"
    ),
    "Let the rehearsal begin after that exam, or cancel it first: its candidates would see the questions.": (
        "请让演练在该考试之后进行，或先取消演练；否则考生会提前看到试题。"
    ),
    "Who logs in for {exam} would come into the rehearsal.": (
        "演练与正式考试时间冲突：参加 {exam} 的考生登录后会进入演练。"
    ),
    "Let it close an hour before the exam begins, or begin after that has closed.": (
        "请让演练在正式考试开始前一小时结束，或在正式考试结束后再开始。"
    ),
    "No sitting has the id {sitting}.": "没有编号为 {sitting} 的场次。",
    "See which there are: examserver sitting list DIR": "查看已有的场次：examserver sitting list DIR",
    "There is no exam in {sitting} yet.": "{sitting} 中还没有考试。",
    "Put one in: examserver sitting put DIR SITTING EXAM": (
        "请先编入考试：examserver sitting put DIR SITTING EXAM"
    ),
    "A sitting needs a title of 1 to {most} characters that can be shown.": (
        "场次名称为 1 至 {most} 个可见字符。"
    ),
    "Give one by which people know it, such as the day and the hour.": "请用大家认得的名称，例如日期和时段。",
    "{sitting} is over: it was ended or cancelled.": "{sitting} 已结束或已取消。",
    "Make another sitting, or postpone this one.": "请新建场次，或将本场次延期。",
    "Postpone it to a new time: then everybody goes on with what was answered.": (
        "请延期到新的时间：考生可以接着原来的作答继续。"
    ),
    "{exam} is in no sitting.": "{exam} 没有编入任何场次。",
    "There is nothing to do.": "无需处理。",
    "{exam} was ended or cancelled with its sitting.": "{exam} 已随场次结束或取消。",
    "It stays there, so that everybody sees why.": "它留在场次中，以便查看原因。",
    "Somebody has logged in at {exam} already: it stays what it is, a rehearsal or not.": (
        "{exam} 已有考生登录，不能再改变是否演练。"
    ),
    "Create another exam for this.": "请为此另建考试。",
    "Say why: it is kept, and candidates read it.": "请写明原因：会记录下来，考生也会看到。",
    "A sitting cannot be moved by {minutes} minutes.": "场次不能移动 {minutes} 分钟。",
    "Give 1 to {most}, or postpone it to another day.": "请填 1 至 {most}，或延期到另一天。",
    "These have begun already: {exams}.": "以下考试已经开始：{exams}。",
    "Extend the sitting, or postpone it: then everybody goes on with the rest of the time.": (
        "请延长场次时间，或将场次延期：考生用剩余时间继续作答。"
    ),
    "It would have begun already.": "这样的话考试已经开始了。",
    "Move it by fewer minutes.": "请减少移动的分钟数。",
    "The authority releases the key of {paper} at {time}, and {exam} would open it before.": (
        "上级在 {time} 才发放试卷 {paper} 的密钥，而 {exam} 会更早解密。"
    ),
    "Move it by fewer minutes, or ask the authority.": "请减少移动的分钟数，或联系上级。",
    "A sitting cannot end {minutes} minutes earlier.": "场次不能提前 {minutes} 分钟结束。",
    "Give 1 to {most}.": "请填 1 至 {most}。",
    "An exam of it would be over already.": "这样的话其中有考试已经结束了。",
    "Take fewer minutes away, or end the sitting.": "请减少缩短的分钟数，或直接结束场次。",
    "{sitting} has not begun yet.": "{sitting} 还没有开始。",
    "Cancel it, or move it to a later time.": "请取消，或推迟到更晚的时间。",
    "{sitting} is over by its own time.": "{sitting} 已按时结束。",
    "There is nothing to end.": "没有需要结束的考试。",
    "{sitting} is over.": "{sitting} 已结束。",
    "Postpone it: then everybody goes on.": "请延期：考生可以继续作答。",
    "It cannot have stopped later than now.": "中断时间不能晚于现在。",
    "Give the time at which it stopped.": "请填实际中断的时间。",
    "The new start has to lie ahead, within a year.": "新的开考时间须在今后一年之内。",
    "Write it as 2026-11-21 14:00.": "请写成 2026-11-21 14:00 的形式。",
    "The minutes cannot be read.": "分钟数无法读取。",
    "Give a whole number.": "请填整数。",
    "Nothing was done.": "没有执行任何操作。",
    "{exam} is not removed: something of it is kept already ({kept}).": (
        "考试 {exam} 没有删除：已经有它的记录（{kept}）。"
    ),
    "Put it into a sitting of its own and cancel that: then nobody logs in to it.": (
        "请把它单独放进一个场次并取消该场次，这样就不会有人登录。"
    ),
    "Tick that you are sure, and send it again.": "请先勾选确认，再提交一次。",
    "{exam} is a real exam, no rehearsal: nothing is done to its seats.": (
        "{exam} 是正式考试，不是演练：不会对座位做任何操作。"
    ),
    "Make a rehearsal: examserver sitting make DIR --rehearsal --title TITLE": (
        "请新建演练场次：examserver sitting make DIR --rehearsal --title TITLE"
    ),
    "Candidate {candidate} has not logged in at {exam}.": "考生 {candidate} 还没有登录 {exam}。",
    "Wait until somebody sits there.": "请等考生登录后再试。",
    "A trouble cannot last {seconds} seconds.": "故障不能持续 {seconds} 秒。",
    "There is no trouble called {name}.": "没有名为 {name} 的故障。",
    "There are: {names}.": "可选：{names}。",
    "{sitting} is no rehearsal: the service is not stopped for it.": "{sitting} 不是演练，不能为它停止服务。",
    "Nothing was stopped.": "服务没有停止。",
    "A real exam is near or under way: {exams}.": "有正式考试临近或正在进行：{exams}。",
    "The service is stopped only when there is none. Nothing was stopped.": (
        "没有正式考试时才能停止服务。服务没有停止。"
    ),
    "“{text}” is not a start that can be understood.": "“{text}”不是可以识别的时间。",
    "Write it as 2026-11-21 14:00, or as +5 for in five minutes, or +30s for in thirty seconds.": (
        "请写成 2026-11-21 14:00；+5 表示五分钟后，+30s 表示三十秒后。"
    ),
    "These candidates are not registered: {candidates}.": "以下考生不在名单中：{candidates}。",
    "Import them first.": "请先导入名单。",
    "There are no candidates for this exam.": "这场考试没有考生。",
    "Import them first: examserver candidates import DIR FILE.csv": (
        "请先导入名单：examserver candidates import DIR FILE.csv"
    ),
    "There is no paper with the id {paper}.": "没有编号为 {paper} 的试卷。",
    "See which there are: examserver paper list DIR": "查看已有的试卷：examserver paper list DIR",
    "An exam needs a title of 1 to 200 characters.": "考试名称为 1 至 200 个字符。",
    "Give one with --title.": "请填写名称（--title）。",
    "An exam cannot last {minutes} minutes.": "考试时长不能是 {minutes} 分钟。",
    "Minutes of key release and grace cannot be below 0.": "密钥发放和宽限的分钟数不能小于 0。",
    "Give 0 or more.": "请填 0 或以上。",
    "With --look-through the paper has to open before the start.": (
        "允许浏览试卷（--look-through）时，试卷须在开考前解密。"
    ),
    "Give the minutes for looking through with --key-release-minutes.": (
        "请填写开考前多少分钟可以浏览（--key-release-minutes）。"
    ),
    "This exam would be over already.": "这样的话考试已经结束了。",
    "Give a later start.": "请填更晚的开考时间。",
    "The authority releases the key of {paper} at {time}, and this exam would open it before.": (
        "上级在 {time} 才发放试卷 {paper} 的密钥，而这场考试会更早解密。"
    ),
    "Give a later start, or fewer minutes with --key-release-minutes.": (
        "请填更晚的开考时间，或减少提前解密的分钟数（--key-release-minutes）。"
    ),
}
