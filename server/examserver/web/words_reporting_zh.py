"""The pages of reporting, and what is refused there, in Simplified Chinese."""

REPORTING = {
    "Reporting": "上报",
    "Sites": "下属考点",
    "Report upward": "上报情况",
    "Joining file of the authority (.examjoin)": "上级机构的加入文件（.examjoin）",
    "The authority makes it. Compare its fingerprint by telephone.": ("由上级机构生成。请通过电话核对指纹。"),
    "The line is down: the same file, for an answer to carry there": "线路中断时：用同一文件生成回执",
    "The answer (.examjoined) is taken in on the authority's page of its sites.": (
        "回执（.examjoined）由上级机构在“下属考点”页面导入。"
    ),
    "Take the answer away": "下载回执",
    "Joined {name} as {called}. Its fingerprint: {print}. Compare it with the authority's.": (
        "已加入{name}，本考点名称为{called}。对方指纹：{print}，请与上级机构核对。"
    ),
    "It knows of it once it has the answer. This site's own fingerprint: {print}.": (
        "对方收到回执后才会登记。本考点指纹：{print}。"
    ),
    "that many candidates cannot get in, while an exam is on": "（考试期间多名考生无法登录时）",
    "When many candidates cannot get in and it is not solved five minutes before the start, "
    "the authority has to know.": "开考前五分钟仍有多名考生无法登录且未能解决的，须报告上级机构。",
    "This service has joined no authority: tell it by telephone. On the service's machine:": (
        "本服务未加入上级机构，请电话报告。要加入上级机构，请在服务机上执行："
    ),
    "What is wrong, and what you need": "故障情况和需要的支持",
    "All that are on": "正在进行的全部考试",
    "These counts go with it, as they are when it is sent:": "以下人数随报告一并上报，以发送时为准：",
    "{all} candidates, {came} checked in, {begun} logged in": (
        "考生 {all} 名，已签到 {came} 名，已登录 {begun} 名"
    ),
    "Report to {name}": "上报给{name}",
    "Reported upward": "已上报的情况",
    "Somebody there has seen it, {time}.": "上级机构已阅，{time}。",
    "The authority has it since {time}; nobody there has marked it as seen yet.": (
        "{time} 已送达上级机构，对方尚未标记已阅。"
    ),
    "Not there yet; it is tried again by itself.": "尚未送达，正在自动重试。",
    "Not there: sending is paused. Go on, carry the file, or telephone.": (
        "未送达：发送已暂停。请恢复发送，或导出文件转交，或电话报告。"
    ),
    "As a file, while the line is down": "线路中断时导出为文件",
    "Messages from sites": "考点上报的情况",
    "Messages from sites that nobody has seen: {n}": "考点上报的情况，尚未查看：{n} 条",
    "came {time}": "{time} 收到",
    "by file": "以文件提交",
    "seen {time} by {name}": "{name} 已阅，{time}",
    "Seen": "标记已阅",
    "What it reports upward (.examalert)": "考点上报的情况（.examalert）",
    "Since the last report something has come or changed. Report what is new.": (
        "上报后又有变化，请上报新增内容。"
    ),
    "an answer package was taken in": "导入了客户端导出的作答结果",
    "answers came": "收到新的作答记录",
    "somebody ruled on the answers": "对作答作了裁定",
    "name, place, time, points or receipt changed": "姓名、座位、时间、分数或回执有变化",
    "files that were lacking there and are here now: {n}": "上级机构缺少、现已收到的附件：{n} 个",
    "the collection was finished, or taken up again": "作答结果回收已完成，或已重新开始",
    "A report that came as a file": "导入考点以文件提交的上报数据",
    "A report that waits is tried again by itself. Reporting twice does no harm: "
    "what is there already is not counted again.": (
        "尚未送达的上报会自动重试。重复上报没有影响，已送达的内容不会重复计入。"
    ),
    "Came {time}.": "{time} 收到。",
    "Candidates acknowledged": "已确认的考生",
    "Candidates here": "已收到的考生",
    "Everything once more": "全部重新上报",
    "Exams, and what of them the authority has acknowledged": "各场考试，以及上级机构已确认的情况",
    "Given by the authority": "上级机构下发",
    "It is being sent; keep this page open.": "正在发送，请不要关闭本页。",
    "Last asked {time}.": "上次联系：{time}。",
    "Missing": "缺少",
    "Networks of this site": "本考点的网络地址",
    "New: {n}": "新增：{n}",
    "No site reports to this service. To add one, on the service's machine:": (
        "没有考点向本服务上报。要添加考点，请在服务机上执行："
    ),
    "Not in it any more: {n}": "名单中已没有：{n}",
    "Nothing has come yet of the paper {paper}.": "试卷 {paper} 还没有收到任何上报。",
    "Nothing was given to it, and nothing has come.": "没有向该考点下发内容，也没有收到上报。",
    "Paused: nothing is sent to {name}.": "已暂停：不向 {name} 发送内容。",
    "Pause: send and take nothing": "暂停收发",
    "Report it": "上报操作",
    "Report now": "立即上报",
    "Report what is new": "上报新增内容",
    "Report {n}": "第 {n} 次上报",
    "Report {n} of {exam}": "{exam} 的第 {n} 次上报",
    "Reports": "上报记录",
    "Reports go to {name}.": "上报至 {name}。",
    "Result package (.examresults)": "成绩包（.examresults）",
    "Roster of {exam}": "考试 {exam} 的考生名单",
    "Take it as a file": "下载为文件",
    "Take it in as it is": "确认并采用",
    "Taken in: report {n}.": "已导入：第 {n} 次上报。",
    "The service did not answer. Choose the file once more.": "服务没有响应，请重新选择文件。",
    "There is no exam that could be reported.": "没有可以上报的考试。",
    "This service has joined no authority, so nothing is reported from here. On the service's machine:": (
        "本服务没有接入上级机构，因此不上报。请在考点服务机上执行："
    ),
    "What {name} has reported": "{name} 的上报情况",
    "Whether it is whole and whose it is, is checked before anything of it counts.": (
        "导入前会核对文件是否完整、由哪个考点提交。"
    ),
    "waits until reporting goes on": "等待恢复上报",
    "{n} given {time}": "{n} 条，{time} 下发",
    "taken in {time}": "{time} 已导入",
    "waits there for a person's word": "已送达，待考点确认",
    "fetched {time}": "{time} 已取走",
    "not fetched yet": "尚未取走",
    "What it is given, as a file": "导出下发文件",
    "A site whose line is down": "网络不通的考点",
    "Its answer to the joining file (.examjoined)": "考点的加入回执文件（.examjoined）",
    "The site makes it from its joining file. Compare its fingerprint by telephone.": (
        "由考点用加入文件生成。请通过电话核对指纹。"
    ),
    "While the line is down": "网络不通时",
    "What the authority gives this site (.examgiven)": "上级机构下发文件（.examgiven）",
    "Papers, rosters and networks; the sealed parts come from a folder, the keys in files of their own.": (
        "包含试卷、考生名单和网络；加密的试卷内容来自文件夹，密钥另有文件。"
    ),
    "Taken in.": "已导入。",
    "let a site join by its answer file": "按回执文件让考点加入",
    "wrote what a site is given into a file": "导出考点的下发文件",
    "took in the authority's file": "导入上级机构的下发文件",
    "reported upward that candidates cannot get in": "上报考生无法登录的情况",
    "wrote what is reported upward into a file": "将上报的情况导出为文件",
    "took in what a site reports upward, from a file": "导入考点以文件上报的情况",
    "marked what a site reports upward as seen": "将考点上报的情况标记为已阅",
    "Would sit the exam too: {n}": "将另外参加本考试：{n}",
    "Wanted by the authority, not taken in: {n}": "上级机构要求更改、但不采用：{n}",
    "This site has moved the exam: its times are changed on the page of the sitting.": (
        "本考点已调整该考试的时间：时间请在场次页面更改。"
    ),
    "The exam has begun: its times are changed on the page of the sitting.": (
        "考试已经开始：时间请在场次页面更改。"
    ),
    "This site has ended the exam.": "本考点已结束该考试。",
    "This site has cancelled the exam.": "本考点已取消该考试。",
    "Somebody has logged in to the exam already: its paper stays.": "已有考生登录该考试：试卷不再更换。",
    "A rehearsal would open the paper before the exam: cancel it before the list comes in.": (
        "有演练会先于该考试打开试卷：请先取消演练，再确认这份名单。"
    ),
    "candidate's name": "姓名",
    "identity number": "证件号码",
    "looking through before the start": "开考前浏览试卷",
    "seconds on the clock": "计时显示秒数",
    "start of the exam": "考试开始",
    "end of the exam": "考试结束",
    "paper can be opened from": "试卷可打开时间",
    "nobody logs in any more from": "停止登录时间",
    "Would change: {n}": "将要更改：{n}",
    "absent": "缺考",
    "acknowledged {time}": "{time} 已确认",
    "after {time}": "{time} 之后",
    "Report all the same": "仍然上报",
    "Collection not finished, open cases: {n}": "回收尚未完成，待处理：{n}",
    "Come since the collection was finished: {n}": "回收完成后又有变化：{n} 名",
    "The collection is finished: the exam can be reported.": "回收已完成，可以上报。",
    "Since the collection was finished something has come of {n} candidates.": (
        "回收完成后，又有 {n} 名考生的数据有变化。"
    ),
    "The collection is not finished. Open cases: {n}.": "回收尚未完成。待处理：{n}。",
    "Look at the collection": "查看回收情况",
    "The authority is told how many cases are open. What is settled later is reported once more.": (
        "待处理的数量会告知上级机构。之后处理的结果需再次上报。"
    ),
    "It is to be reported as it is now.": "确认按现状上报。",
    "collection finished {time}": "{time} 完成回收",
    "collection not finished": "回收未完成",
    "come since: {n}": "之后又有变化：{n}",
    "and {n} more": "另有 {n} 项",
    "everything once more": "全部重新上报",
    "also what was not reported": "含未上报的照片",
    "gave a site a roster": "向考点下发考生名单",
    "gave a site its networks": "向考点下发网络地址",
    "handed in": "已交卷",
    "is arriving": "正在接收",
    "is of another attempt": "属于另一份作答",
    "its events contradict each other": "作答记录前后矛盾",
    "its package is being made": "正在生成成绩包",
    "kept there, not taken in:": "已保存，尚未导入：",
    "kind": "类型",
    "let a list from the authority change what is here": "确认采用上级机构下发的名单",
    "networks": "网络地址",
    "not handed in": "未交卷",
    "not reported yet": "尚未上报",
    "not whole": "不完整",
    "nothing": "无",
    "report": "上报",
    "reported an exam to the authority": "向上级机构上报考试",
    "says what cannot be understood": "内容无法识别",
    "seen {time}": "最近联系 {time}",
    "the authority has no such paper": "上级机构没有这份试卷",
    "this admission number is another person's there": "该准考证号在上级机构属于另一人",
    "took in a site's report": "导入考点的上报",
    "took in what the authority signed": "导入上级机构的确认回执",
    "whole": "完整",
    "{n} % sent": "已发送 {n}%",
    "{n} candidates there, {events} events new": "上级机构共有 {n} 名考生，新增 {events} 条记录",
    "{n} files lacking": "缺少 {n} 个附件",
}

AGAIN = "请让考点重新生成。"

REPORT_ERRORS = {
    "{file} cannot be read: {why}.": "{file} 无法读取：{why}。",
    "{file} is cut short: {size} bytes of {expected}.": (
        "{file} 不完整：只有 {size} 字节，应为 {expected} 字节。"
    ),
    "{file} is longer than it may be: {size} bytes.": "{file} 比应有的长：{size} 字节。",
    "{exam} is a rehearsal.": "{exam} 是演练。",
    "{file} is no result package.": "{file} 不是成绩包。",
    "{site} reports under this service's own id.": "{site} 使用了本服务自己的编号上报。",
    "Find out what it is.": "请查明原因。",
    "{site} reports under the id of {other}.": "{site} 使用了 {other} 的编号上报。",
    "{file} was changed: a part is not what was signed.": "{file} 被改动过：其中一部分与签名不符。",
    "A list from the authority cannot be read by this version.": "本版本无法读取上级机构下发的名单。",
    "A list that came is for another site, or another exam.": "收到的名单属于其他考点或其他考试。",
    "A list that came is not signed by the authority that this site has joined.": (
        "收到的名单不是由本考点接入的上级机构签名的。"
    ),
    "A part of a result package is damaged: {part}.": "成绩包的一部分已损坏：{part}。",
    "A part of a result package is not here: {part}.": "缺少成绩包的一部分：{part}。",
    "A report cannot be stored: {why}.": "上报数据无法保存：{why}。",
    "Report it after that.": "请在此之后上报。",
    "The collection is not finished: {n} cases are open.": "回收尚未完成：还有 {n} 项待处理。",
    "Something has come of {n} candidates since the collection was finished.": (
        "回收完成后，又有 {n} 名考生的数据有变化。"
    ),
    "Take it up and finish it again, or say why it is reported as it is: --unfinished REASON": (
        "请重新开始并再次完成回收，或说明按现状上报的原因：--unfinished 原因"
    ),
    "Finish the collection first, or say why it is reported as it is: --unfinished REASON": (
        "请先完成回收，或说明按现状上报的原因：--unfinished 原因"
    ),
    "Find out which of them it is.": "请查明究竟是哪个考点。",
    "Have that service join by a file of its own.": "请让该服务使用自己的接入文件重新接入。",
    "Have the site make it once more.": AGAIN,
    "It comes by the line by itself; or join once more by a new joining file.": (
        "联网后会自动获得；也可以使用新的接入文件重新接入。"
    ),
    "It is asked again by itself. If it stays so: look at the line, and ask the authority.": (
        "会自动重试。如果一直这样，请检查网络并联系上级机构。"
    ),
    "It is fetched by itself; then take the list in.": "试卷会自动下载，之后再采用名单。",
    "It is not known yet to which key {name} takes reports.": "还不知道 {name} 接收上报所用的密钥。",
    "It was stopped.": "已停止。",
    "Its certificate is another's. Ask the authority for a new joining file, if it moved.": (
        "证书不是它的。如果上级机构更换了服务器，请索取新的接入文件。"
    ),
    "Join one by its file.": "请使用接入文件接入。",
    "Look at the disk.": "请检查磁盘。",
    "Look at the drive.": "请检查 U 盘。",
    "Make room on it.": "请清理磁盘空间。",
    "Make the report once more.": "请重新上报。",
    "No such list has come from the authority.": "没有收到上级机构下发的这份名单。",
    "Nothing of it is taken. Tell the authority: somebody may stand between.": (
        "其中的内容没有采用。请告知上级机构：中间可能有人冒充。"
    ),
    "Report another.": "请上报其他考试。",
    "Report the exam once more.": "请重新上报该考试。",
    "See to the disk.": "请检查磁盘。",
    "See which have: examserver sites DIR list": "查看已接入的考点：examserver sites DIR list",
    "Take it in by the command: examserver sites DIR import FILE": (
        "请使用命令导入：examserver sites DIR import FILE"
    ),
    "Take it there.": "请交给对应的机构。",
    "Take the file that the site has made (.examresults).": "请使用考点生成的文件（.examresults）。",
    "Take the file that the site has made.": "请使用考点生成的文件。",
    "Tell it so.": "请告知上级机构。",
    "Tell the authority.": "请告知上级机构。",
    "The authority asks for a part that is none of the report.": "上级机构索取的内容不属于这次上报。",
    "Add the site again, or ask it for its own answer.": "请重新添加考点，或向考点索取其本身的回执。",
    "Nothing was said.": "没有填写内容。",
    "Say in a sentence what is wrong.": "请用一句话说明故障情况。",
    "The text has more than {most} characters.": "内容超过 {most} 个字符。",
    "Say it in fewer words.": "请缩短内容。",
    "There is no exam {exam}.": "没有考试 {exam}。",
    "Choose one of the list, or none.": "请从列表中选择一场考试，或不选。",
    "The authority has all that was reported upward.": "上报的情况均已送达上级机构。",
    "There is nothing to carry.": "无须以文件提交。",
    "This file is of no site of this service.": "该文件不属于本服务的下属考点。",
    "Ask the site whom it joined.": "请向考点核实其加入的上级机构。",
    "This is no message of a site to the authority, or somebody has changed it.": (
        "这不是考点上报情况的文件，或文件已被改动。"
    ),
    "The site makes one: examserver upstream DIR alerts --out FILE": (
        "由考点生成：examserver upstream DIR alerts --out FILE"
    ),
    "This message is for another authority.": "该文件属于另一上级机构。",
    "There is no such message.": "没有这条上报情况。",
    "List them: examserver sites DIR messages": "查看列表：examserver sites DIR messages",
    "Ask the authority for this site's own.": "请向上级机构索取本考点的文件。",
    "Take it to that one.": "请交给对应的上级机构。",
    "The authority has said since what it gives: at {time}.": "上级机构此后（{time}）已有更新的下发内容。",
    "The authority makes one: examserver sites DIR give-file SITE --out FILE": (
        "由上级机构生成：examserver sites DIR give-file SITE --out FILE"
    ),
    "The site makes one: examserver upstream DIR join FILE --answer FILE": (
        "由考点生成：examserver upstream DIR join FILE --answer FILE"
    ),
    "This answer is for another authority.": "该回执属于另一上级机构。",
    "What is sealed in this file was not sealed for this site's key.": (
        "该文件的加密内容不是为本考点的密钥加密的。"
    ),
    "Join once more by a new joining file, and ask the authority for a new file.": (
        "请用新的加入文件重新加入，并向上级机构索取新的文件。"
    ),
    "This is this service's own joining file.": "这是本服务自己的加入文件。",
    "It is for a site's service.": "请在考点的服务上使用。",
    "Use the service of the authority's version.": "请使用与上级机构相同版本的服务程序。",
    "This is no joining file of an authority's service, or somebody has changed it.": (
        "这不是上级机构的加入文件，或文件已被改动。"
    ),
    "The authority makes one: examserver sites DIR add NAME --out FILE": (
        "由上级机构生成：examserver sites DIR add NAME --out FILE"
    ),
    "This service has joined {name} already.": "本服务已加入 {name}。",
    "Forget that first: examserver upstream DIR forget": "请先退出：examserver upstream DIR forget",
    "The paper {paper} has not come to this machine yet.": "试卷 {paper} 尚未到达本机。",
    "Fetch it, or copy its folder from the machine that has it: examserver upstream DIR fetch": (
        "请下载，或从已有的机器复制其文件夹：examserver upstream DIR fetch"
    ),
    "This file is for another site.": "该文件属于另一考点。",
    "This file is of {time}. Ask for a new one.": "该文件的时间为 {time}。请索取新的文件。",
    "This is no answer of a site to a joining file, or somebody has changed it.": (
        "这不是考点的加入回执，或文件已被改动。"
    ),
    "This is no file of what {name} gives, or somebody has changed it.": (
        "这不是 {name} 的下发文件，或文件已被改动。"
    ),
    "{name} has not joined yet.": "{name} 尚未加入。",
    "Let it join first, with its joining file.": "请先用加入文件让考点加入。",
    "The authority gives an older list than the one that is here.": "上级机构下发的名单比这里的旧。",
    "The authority has given another list meanwhile.": "上级机构刚刚下发了新的名单。",
    "The authority's service at {address} does not answer as it should ({why}).": (
        "上级机构的服务 {address} 没有正常响应（{why}）。"
    ),
    "The disk of the service has no room for the file.": "服务机磁盘空间不足，无法保存该文件。",
    "The file is too large for the page.": "文件太大，不能通过网页导入。",
    "The paper {paper} has not come yet.": "试卷 {paper} 还没有收到。",
    "Take the file in once more.": "请重新导入该文件。",
    "The site has reported so often meanwhile that this was forgotten.": (
        "该考点此后又多次上报，这一次未完成的上报已不再保留。"
    ),
    "The report stays open. Tell the authority.": "这次上报仍未确认。请告知上级机构。",
    "The result package of {site} names another service than the one that joined.": (
        "{site} 的成绩包出自另一个服务，不是接入的那个。"
    ),
    "The result package of {site} was changed, or is sealed to another authority's key.": (
        "{site} 的成绩包被改动过，或是为其他机构加密的。"
    ),
    "There is no package of this report.": "这次上报没有可下载的成绩包。",
    "There is no report {number} of {exam}.": "{exam} 没有第 {number} 次上报。",
    "This acknowledgement is not signed by the authority that this site has joined, "
    "or it is of another report.": "这份确认回执不是本考点接入的上级机构签名的，或属于另一次上报。",
    "This acknowledgement is of a report that this site has not made.": "这份确认回执不属于本考点的上报。",
    "This is no result package.": "这不是成绩包。",
    "This is {what}.": "这是 {what}。",
    "This result package is for another authority.": "这个成绩包是给其他机构的。",
    "This result package is of a site that has not joined, or was removed.": (
        "这个成绩包来自没有接入或已被移除的考点。"
    ),
    "This service has joined no authority.": "本服务没有接入上级机构。",
    "Use this program in the site's version.": "请使用与考点相同版本的程序。",
    "What answers at {address} is not the authority's service.": "{address} 的响应者不是上级机构的服务。",
    "What came of it stays at the site.": "演练结果只保留在考点。",
}
