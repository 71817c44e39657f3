<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Announcer</name>
    <message>
        <source>The paper is shown again.</source>
        <translation>试卷已重新显示。</translation>
    </message>
    <message>
        <source>Saving works again: your answers are saved.</source>
        <translation>已恢复保存，您的答案已保存。</translation>
    </message>
</context>
<context>
    <name>AwayLine</name>
    <message numerus="yes">
        <source>Another window was in front of the exam %n time(s),</source>
        <translation>
            <numerusform>其他窗口曾 %n 次出现在考试前面，</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) in all.</source>
        <translation>
            <numerusform>共 %n 秒。</numerusform>
        </translation>
    </message>
    <message>
        <source>{often} {long}</source>
        <translation>{often}{long}</translation>
    </message>
</context>
<context>
    <name>ChoiceView</name>
    <message>
        <source>Clear my choice</source>
        <translation>清除选择</translation>
    </message>
</context>
<context>
    <name>ClosingBar</name>
    <message>
        <source>Stay in the exam</source>
        <translation>继续考试</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭程序</translation>
    </message>
    <message>
        <source>Your answers are saved on this machine. If you close, log in again to go on where you were.</source>
        <translation>答案已保存在本机。如果关闭程序，重新登录后可以从原处继续。</translation>
    </message>
    <message>
        <source>This machine cannot save at the moment. Do not close: please raise your hand.</source>
        <translation>本机暂时无法保存答案。请不要关闭程序，请举手。</translation>
    </message>
    <message>
        <source>Leave it open</source>
        <translation>保持打开</translation>
    </message>
    <message>
        <source>Your answers are saved on this machine. If you close, they are handed in when the program is started again.</source>
        <translation>您的答案已保存在本机。如果关闭，程序再次启动后会继续交卷。</translation>
    </message>
    <message>
        <source>Restart the client</source>
        <translation>重启考试程序</translation>
    </message>
    <message>
        <source>This machine cannot save at the moment. Do not restart: please raise your hand.</source>
        <translation>本机暂时无法保存。请不要重启，请举手。</translation>
    </message>
    <message>
        <source>Your answers are saved on this machine. A restart brings you back to where you were. Only a proctor can close the client for good.</source>
        <translation>答案已保存在本机。重启后会回到您刚才的位置。只有监考老师才能关闭考试程序。</translation>
    </message>
    <message>
        <source>Your answers are saved on this machine. Only a proctor can close the client.</source>
        <translation>答案已保存在本机。只有监考老师才能关闭考试程序。</translation>
    </message>
    <message>
        <source>A file is still being saved on this machine. Please wait: else it will be missing.</source>
        <translation>还有文件正在保存到本机。请稍候，否则该文件会丢失。</translation>
    </message>
</context>
<context>
    <name>ClozeView</name>
    <message>
        <source>Gap {number}</source>
        <translation>第 {number} 空</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>请选择</translation>
    </message>
    <message>
        <source>Does not read as a number: gap {gaps}. It is kept as you typed it.</source>
        <translation>第 {gaps} 空看起来不是数字，已按您的输入原样保留。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Now click the gap where it shall stand.</source>
        <translation>请点击要填入的空格。</translation>
    </message>
    <message>
        <source>Drag into the gaps, or click below and then a gap, or choose in the gap.</source>
        <translation>可把下面的词语拖到空格里，也可先点词语再点空格，或直接在空格中选择。</translation>
    </message>
</context>
<context>
    <name>ConfirmPage</name>
    <message>
        <source>One moment …</source>
        <translation>请稍候……</translation>
    </message>
    <message>
        <source>Yes, this is me</source>
        <translation>信息无误，是我本人</translation>
    </message>
    <message>
        <source>Is this you?</source>
        <translation>请核对您的信息</translation>
    </message>
    <message>
        <source>No, this is not me</source>
        <translation>不是我</translation>
    </message>
    <message>
        <source>Admission number</source>
        <translation>准考证号</translation>
    </message>
    <message>
        <source>Identity number</source>
        <translation>证件号</translation>
    </message>
    <message>
        <source>Seat</source>
        <translation>座位</translation>
    </message>
    <message>
        <source>Exam</source>
        <translation>考试科目</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>考试时间</translation>
    </message>
    <message>
        <source>Exam site</source>
        <translation>考点</translation>
    </message>
    <message>
        <source>This machine does not know your name, and shows the planned time. More time of your own counts as soon as the exam site can be reached.</source>
        <translation>本机没有您的姓名，显示的是原定时间。如果您有单独的延时，连接考点后会自动计入。</translation>
    </message>
</context>
<context>
    <name>CoverPage</name>
    <message>
        <source>This address is not registered. Please raise your hand, or call {contact}. The paper comes back by itself as soon as the address is registered; the proctor can also show it with the room password.</source>
        <translation>该地址未登记，请举手，或联系{contact}。地址登记后试卷会自动恢复显示；监考老师也可以输入考场管理密码恢复显示。</translation>
    </message>
    <message>
        <source>Your paper is covered for the moment</source>
        <translation>试卷已暂时遮盖</translation>
    </message>
    <message>
        <source>The time goes on. When it is over, your answers are handed in by themselves.</source>
        <translation>考试时间照常计算，时间到后自动交卷。</translation>
    </message>
    <message>
        <source>Proctor: show the paper</source>
        <translation>监考老师：恢复显示试卷</translation>
    </message>
    <message>
        <source>Proctor: the room password shows the paper again.</source>
        <translation>监考老师：输入考场管理密码，恢复显示试卷。</translation>
    </message>
</context>
<context>
    <name>CoveringPage</name>
    <message>
        <source>Your answers are being saved on this machine.</source>
        <translation>正在将答案保存到本机。</translation>
    </message>
    <message>
        <source>Your answers are safe on this machine.</source>
        <translation>您的答案已安全保存在本机。</translation>
    </message>
</context>
<context>
    <name>DisplayBar</name>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Text size {percent}, back to 100%</source>
        <translation>文字大小 {percent}，恢复为 100%</translation>
    </message>
    <message>
        <source>Back to 100% (Ctrl+0)</source>
        <translation>恢复为 100%（Ctrl+0）</translation>
    </message>
    <message>
        <source>{theme}, chosen</source>
        <translation>{theme}，已选择</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
</context>
<context>
    <name>DisplayEntry</name>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Size of the text, and colours (Ctrl + and Ctrl − change the size)</source>
        <translation>文字大小和颜色（Ctrl + 和 Ctrl − 可调整大小）</translation>
    </message>
</context>
<context>
    <name>DonePage</name>
    <message>
        <source>Handed in. The exam site has all your answers.</source>
        <translation>交卷成功，考点已收到您的全部答案。</translation>
    </message>
    <message>
        <source>You may go.</source>
        <translation>您可以离开考场。</translation>
    </message>
    <message>
        <source>Receipt code</source>
        <translation>回执码</translation>
    </message>
    <message>
        <source>{time} · {n} of {m} questions answered</source>
        <translation>{time} · 共 {m} 题，已答 {n} 题</translation>
    </message>
    <message>
        <source>Handed in, but this machine could not save the last change.</source>
        <translation>已交卷，但最后的修改没能保存在本机。</translation>
    </message>
    <message>
        <source>Please raise your hand before you go, and leave this machine on: it keeps trying.</source>
        <translation>请先举手，不要离开，也不要关机：本机会继续自动保存。</translation>
    </message>
    <message>
        <source>Handed in. Your last change is saved here and on its way to the exam site.</source>
        <translation>已交卷。最后的修改已保存在本机，正在传往考点。</translation>
    </message>
    <message>
        <source>Please stay seated for a moment. If this page stays, raise your hand.</source>
        <translation>请在座位上稍候。如果此页面一直不变，请举手。</translation>
    </message>
    <message>
        <source>What you wrote after the end is kept as well. The staff decide whether it counts.</source>
        <translation>考试结束后所写的内容也已保存，是否计入由工作人员决定。</translation>
    </message>
    <message>
        <source>Handed in, but a file is still being saved on this machine.</source>
        <translation>已交卷，但有一个文件仍在本机保存中。</translation>
    </message>
    <message>
        <source>It follows by itself. If this page stays, raise your hand before you go.</source>
        <translation>保存后会自动补交。如果本页一直不变，请先举手再离开。</translation>
    </message>
    <message>
        <source>Handed in, but without a file that could not be saved.</source>
        <translation>已交卷，但有一个文件未能保存。</translation>
    </message>
    <message>
        <source>Please raise your hand before you go.</source>
        <translation>请先举手再离开。</translation>
    </message>
    <message>
        <source>Handed in, but a file is still on another machine.</source>
        <translation>已交卷，但有一个文件仍在另一台机器上。</translation>
    </message>
    <message>
        <source>It comes by itself when that machine is back. Please raise your hand before you go.</source>
        <translation>那台机器恢复后会自动上传。请先举手再离开。</translation>
    </message>
</context>
<context>
    <name>DriveRow</name>
    <message>
        <source>{size} free</source>
        <translation>可用 {size}</translation>
    </message>
    <message>
        <source>read-only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Export here</source>
        <translation>导出到这里</translation>
    </message>
    <message>
        <source>Export to {name}</source>
        <translation>导出到 {name}</translation>
    </message>
</context>
<context>
    <name>ElsewherePage</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Proctor: go on at this machine</source>
        <translation>监考老师：在本机继续考试</translation>
    </message>
    <message>
        <source>Proctor: the room password moves the exam to this machine.</source>
        <translation>监考老师：输入考场管理密码，将考试移到本机。</translation>
    </message>
    <message>
        <source>Proctor: the offline code and the room password let the exam go on at this machine.</source>
        <translation>监考老师：输入离线移机码和考场管理密码，在本机继续考试。</translation>
    </message>
    <message>
        <source>This exam is open at seat {place}.</source>
        <translation>该考生的考试正在座位 {place} 进行。</translation>
    </message>
    <message>
        <source>This exam is open at another machine.</source>
        <translation>该考生的考试正在另一台机器上进行。</translation>
    </message>
    <message>
        <source>All answers that were given there are kept.</source>
        <translation>在那里作答的内容均已保存。</translation>
    </message>
    <message>
        <source>Is the number that you typed not your own? Then please go back. Otherwise please raise your hand: the proctor lets you go on here with the room password.</source>
        <translation>如果输错了准考证号，请返回重新输入；如果没有输错，请举手，由监考老师输入考场管理密码后在本机继续考试。</translation>
    </message>
    <message>
        <source>Your exam was moved away from this machine.</source>
        <translation>您的考试已从本机移走。</translation>
    </message>
    <message>
        <source>The exam site cannot be reached. What was answered here is kept on this machine.</source>
        <translation>目前无法连接考点。在本机作答的内容保存在本机。</translation>
    </message>
    <message>
        <source>Please go on where the exam was last. If you cannot, raise your hand: the proctor lets you go on here with an offline code and the room password. The code is shown in the proctor's menu of the machine where the exam was last, and by the exam site.</source>
        <translation>请在最后作答的机器上继续考试。如果不能，请举手，由监考老师输入离线移机码和考场管理密码后在本机继续。离线移机码可在最后作答的机器的监考菜单中查看，也可由考点查看。</translation>
    </message>
    <message>
        <source>You can go on here with an offline code.</source>
        <translation>可以用离线移机码在本机继续考试。</translation>
    </message>
    <message>
        <source>The exam site cannot be reached. This machine holds the paper, but not your answers: they come together with the new ones when the network is back.</source>
        <translation>目前无法连接考点。本机有试卷，但没有您此前的答案；网络恢复后，此前的答案会与新的答案合并，不会丢失。</translation>
    </message>
    <message>
        <source>Please raise your hand: the proctor types the code that the machine where the exam was last shows in its proctor's menu, and the room password.</source>
        <translation>请举手，由监考老师输入离线移机码和考场管理密码。离线移机码可在最后作答的机器的监考菜单中查看，也可由考点查看。</translation>
    </message>
</context>
<context>
    <name>EndClient</name>
    <message>
        <source>What is typed is saved first. When the client is started again, the exam goes on where it was.</source>
        <translation>会先保存已输入的内容。再次启动考试程序后，考试从原处继续。</translation>
    </message>
    <message>
        <source>Nobody sits here at the moment.</source>
        <translation>本机现在没有考生。</translation>
    </message>
    <message>
        <source>Close the client</source>
        <translation>关闭考试程序</translation>
    </message>
    <message>
        <source>Please wait: a file is still being saved on this machine: {names}</source>
        <translation>请稍候：还有文件正在保存到本机：{names}</translation>
    </message>
</context>
<context>
    <name>EndedLine</name>
    <message>
        <source>The exam site has ended this exam at {time}.</source>
        <translation>考点已于 {time} 结束本场考试。</translation>
    </message>
    <message>
        <source>Reason: {text}</source>
        <translation>原因：{text}</translation>
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source>Back to the login</source>
        <translation>返回登录</translation>
    </message>
    <message>
        <source>To the login</source>
        <translation>进入登录页</translation>
    </message>
    <message>
        <source>This machine is seat {seat} in room {room} of {site}.</source>
        <translation>本机现在是 {seat} 号座位（{site}，考场 {room}）。</translation>
    </message>
    <message>
        <source>The service knows it as {name}.</source>
        <translation>考点服务中的机器名：{name}。</translation>
    </message>
    <message>
        <source>The service knows it as {name}, as before: nothing was changed.</source>
        <translation>考点服务中的机器名：{name}。与原来相同，没有改动。</translation>
    </message>
    <message>
        <source>Set this machine up again</source>
        <translation>重新初始化本机</translation>
    </message>
    <message>
        <source>Set this machine up</source>
        <translation>初始化本机</translation>
    </message>
    <message>
        <source>This is done once for each machine, by the proctor or the technical staff.</source>
        <translation>每台机器只需做一次，由监考老师或技术人员操作。</translation>
    </message>
    <message>
        <source>Setting up …</source>
        <translation>正在初始化……</translation>
    </message>
    <message>
        <source>Set up this machine</source>
        <translation>初始化本机</translation>
    </message>
    <message>
        <source>Please type the number of the seat where this machine stands.</source>
        <translation>请输入本机所在的座位号。</translation>
    </message>
    <message>
        <source>This machine is setting itself up.</source>
        <translation>本机正在自动初始化。</translation>
    </message>
    <message>
        <source>This machine ({machine}) reads {file} again every minute.</source>
        <translation>本机（{machine}）每分钟会重新读取 {file}。</translation>
    </message>
</context>
<context>
    <name>EnrolmentCard</name>
    <message>
        <source>Exam site</source>
        <translation>考点</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>考场</translation>
    </message>
    <message>
        <source>2  Compare these four groups with the sheet of examserver enrol</source>
        <translation>2  请与 examserver enrol 打印的单子核对这四组字符</translation>
    </message>
    <message>
        <source>Go on only where all of them are the same: then it is the service of your exam site.</source>
        <translation>四组完全相同才是本考点的服务，才可以继续。</translation>
    </message>
    <message>
        <source>3  The seat where this machine stands</source>
        <translation>3  本机所在的座位号</translation>
    </message>
</context>
<context>
    <name>EnrolmentChooser</name>
    <message>
        <source>none chosen yet</source>
        <translation>尚未选择</translation>
    </message>
    <message>
        <source>Choose the enrolment file</source>
        <translation>选择注册文件</translation>
    </message>
    <message>
        <source>Choose the file …</source>
        <translation>选择文件……</translation>
    </message>
    <message>
        <source>1  Enrolment file</source>
        <translation>1  注册文件</translation>
    </message>
    <message>
        <source>Choose another file …</source>
        <translation>选择其他文件……</translation>
    </message>
    <message>
        <source>Enrolment files</source>
        <translation>注册文件</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>EssayView</name>
    <message>
        <source>Your answer, a text of several lines</source>
        <translation>作答区（多行文字）</translation>
    </message>
    <message>
        <source>{words} words, {characters} characters</source>
        <translation>{words} 字，{characters} 个字符</translation>
    </message>
    <message>
        <source> (asked for: {least} to {most} words)</source>
        <translation>（要求 {least}～{most} 字）</translation>
    </message>
    <message>
        <source> (asked for: at least {least} words)</source>
        <translation>（要求不少于 {least} 字）</translation>
    </message>
    <message>
        <source> (asked for: at most {most} words)</source>
        <translation>（要求不超过 {most} 字）</translation>
    </message>
</context>
<context>
    <name>ExamFooter</name>
    <message>
        <source>Previous</source>
        <translation>上一题</translation>
    </message>
    <message>
        <source>Previous question (Alt+←)</source>
        <translation>上一题（Alt+←）</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>Mark this question to come back to</source>
        <translation>标记本题，稍后再看</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一题</translation>
    </message>
    <message>
        <source>Next question (Alt+→)</source>
        <translation>下一题（Alt+→）</translation>
    </message>
    <message>
        <source>Hand in</source>
        <translation>交卷</translation>
    </message>
    <message>
        <source>First shows what is not answered yet</source>
        <translation>先列出未作答的题目</translation>
    </message>
</context>
<context>
    <name>ExamHeader</name>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Draw the question again and fetch what is missing (F5)</source>
        <translation>重新显示本题，并补齐缺失的内容（F5）</translation>
    </message>
    <message>
        <source>Clear cache</source>
        <translation>清空缓存</translation>
    </message>
    <message>
        <source>Load the paper afresh. Your answers are not touched.</source>
        <translation>重新载入试卷，不影响您的答案。</translation>
    </message>
    <message>
        <source>Seat {seat}</source>
        <translation>座位 {seat}</translation>
    </message>
    <message>
        <source>Sound check</source>
        <translation>试音</translation>
    </message>
</context>
<context>
    <name>ExamPage</name>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
</context>
<context>
    <name>ExportPage</name>
    <message>
        <source>Proctor</source>
        <translation>监考</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Print …</source>
        <translation>打印……</translation>
    </message>
    <message>
        <source>Save as text beside it</source>
        <translation>在旁边存为文本</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Export everything to the stick</source>
        <translation>全部导出到 U 盘</translation>
    </message>
    <message>
        <source>Export the answers</source>
        <translation>导出答卷</translation>
    </message>
    <message>
        <source>The record is beside the package: {name}</source>
        <translation>记录已存放在答卷文件旁：{name}</translation>
    </message>
</context>
<context>
    <name>ExportProgress</name>
    <message>
        <source>Please leave the drive in until this page says that it is done.</source>
        <translation>请勿拔出，直到本页显示已完成。</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止……</translation>
    </message>
    <message>
        <source>{n} of {m}: {name}</source>
        <translation>第 {n} 份，共 {m} 份：{name}</translation>
    </message>
    <message>
        <source>The answers are being sealed …</source>
        <translation>正在加密封存答卷……</translation>
    </message>
    <message>
        <source>Writing: {n} of {m}</source>
        <translation>正在写入：{n} / {m}</translation>
    </message>
    <message>
        <source>Reading it back from the drive and comparing …</source>
        <translation>正在从盘上读回并核对……</translation>
    </message>
    <message>
        <source>The answers are being read …</source>
        <translation>正在读取答卷……</translation>
    </message>
</context>
<context>
    <name>ExportResult</name>
    <message>
        <source>Exported and checked.</source>
        <translation>已导出并核对。</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message numerus="yes">
        <source>The answers are in %n file(s); all of them belong together.</source>
        <translation>
            <numerusform>答卷分为 %n 个文件，须一并上交。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FileDrop</name>
    <message>
        <source>Files that are asked for</source>
        <translation>要求的文件</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>选择文件……</translation>
    </message>
    <message>
        <source>or drag it here</source>
        <translation>或把文件拖到这里</translation>
    </message>
</context>
<context>
    <name>FileRow</name>
    <message>
        <source>Saving …</source>
        <translation>正在保存……</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
    <message>
        <source>Not at the exam site yet, and not on this machine. If you have it here, remove it and choose it again; else raise your hand.</source>
        <translation>考点尚未收到该文件，本机上也没有。如果手边有这个文件，请移除后重新选择；否则请举手。</translation>
    </message>
    <message>
        <source>Not at the exam site yet: it is still on the machine at seat {place}, and comes by itself when that machine is back. If you have it here, remove it and choose it again.</source>
        <translation>考点尚未收到：该文件仍在座位 {place} 的机器上，那台机器恢复后会自动上传。如果手边有这个文件，也可以移除后重新选择。</translation>
    </message>
</context>
<context>
    <name>FileView</name>
    <message>
        <source>At most {count} files.</source>
        <translation>最多 {count} 个文件。</translation>
    </message>
    <message>
        <source>One file.</source>
        <translation>一个文件。</translation>
    </message>
    <message>
        <source>Each of at most {size}.</source>
        <translation>每个不超过 {size}。</translation>
    </message>
    <message>
        <source>Of these kinds: {kinds}</source>
        <translation>类型：{kinds}</translation>
    </message>
    <message>
        <source>No file can be added at this machine. Please raise your hand.</source>
        <translation>本机不能添加文件，请举手。</translation>
    </message>
    <message>
        <source>{name} is saved on this machine.</source>
        <translation>{name} 已保存在本机。</translation>
    </message>
    <message>
        <source>No more than {most} files. Remove one first.</source>
        <translation>最多 {most} 个文件，请先移除一个。</translation>
    </message>
    <message>
        <source>{name} is larger than {size}. Choose a smaller one.</source>
        <translation>{name} 超过 {size}，请选择较小的文件。</translation>
    </message>
    <message>
        <source>{name} is empty. Save it in its program first.</source>
        <translation>{name} 是空文件，请先在原来的程序中保存。</translation>
    </message>
    <message>
        <source>{name} is not of a kind that is asked for here.</source>
        <translation>{name} 不是本题要求的类型。</translation>
    </message>
    <message>
        <source>{name} cannot be read. Choose it again, or another one.</source>
        <translation>{name} 无法读取，请重新选择，或换一个文件。</translation>
    </message>
</context>
<context>
    <name>FindingsNotice</name>
    <message>
        <source>Please tell the proctor now: something in this paper cannot be shown.</source>
        <translation>试卷中有内容无法显示，请现在告诉监考老师。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more question(s)</source>
        <translation>
            <numerusform>另有 %n 道题</numerusform>
        </translation>
    </message>
    <message>
        <source>Question {number}</source>
        <translation>第 {number} 题</translation>
    </message>
    <message>
        <source>A page to read</source>
        <translation>阅读页</translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) missing</source>
        <translation>
            <numerusform>缺少 %n 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>characters missing: {letters}</source>
        <translation>缺少字符 {letters}</translation>
    </message>
    <message>
        <source>{question}: {what}</source>
        <translation>{question}：{what}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message numerus="yes">
        <source>%n recording(s) missing</source>
        <translation>
            <numerusform>缺少 %n 段录音</numerusform>
        </translation>
    </message>
    <message>
        <source>characters from a font of this machine: {letters}</source>
        <translation>由本机字体显示的字符：{letters}</translation>
    </message>
</context>
<context>
    <name>FolderChooser</name>
    <message>
        <source>Looking for drives …</source>
        <translation>正在查找驱动器……</translation>
    </message>
    <message>
        <source>No drive that can be pulled out is in. Put one in: it appears here by itself.</source>
        <translation>没有插入 U 盘。插入后会自动显示在这里。</translation>
    </message>
    <message>
        <source>Where to? The file is sealed: only the exam site and the room password open it.</source>
        <translation>导出到哪里？文件已加密，只有考点和考场管理密码能打开。</translation>
    </message>
    <message>
        <source>Another folder …</source>
        <translation>其他文件夹……</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
</context>
<context>
    <name>HeldList</name>
    <message>
        <source>This machine holds no answers.</source>
        <translation>本机没有保存答卷。</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>正在查找……</translation>
    </message>
    <message>
        <source>Export answers to a drive</source>
        <translation>导出答卷</translation>
    </message>
</context>
<context>
    <name>HeldRow</name>
    <message>
        <source>Somebody whose name is not known here</source>
        <translation>姓名不详的考生</translation>
    </message>
    <message>
        <source>(sits here)</source>
        <translation>（正在本机考试）</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>导出……</translation>
    </message>
    <message>
        <source>Export the answers of {name}</source>
        <translation>导出 {name} 的答卷</translation>
    </message>
    <message>
        <source>The exam site has all of it.</source>
        <translation>考点已有全部内容。</translation>
    </message>
    <message>
        <source>Exported {time}, more was written since.</source>
        <translation>{time} 导出过，之后又有新的内容。</translation>
    </message>
    <message>
        <source>Exported {time}.</source>
        <translation>{time} 已导出。</translation>
    </message>
    <message>
        <source>Not all of it is at the exam site yet.</source>
        <translation>尚未全部送达考点。</translation>
    </message>
</context>
<context>
    <name>HouseRules</name>
    <message>
        <source>Answers are saved by themselves. Two lights below the question say so:</source>
        <translation>答案会自动保存，题目下方的两盏灯显示保存情况：</translation>
    </message>
    <message>
        <source>saved, with the time</source>
        <translation>已保存，并显示时间</translation>
    </message>
    <message>
        <source>not at the exam site yet: go on, it is kept on this machine</source>
        <translation>尚未送达考点：请继续作答，答案已保存在本机</translation>
    </message>
    <message>
        <source>If anything is not right, raise your hand. You need not leave your seat.</source>
        <translation>如有任何问题，请举手，不必离开座位。</translation>
    </message>
    <message>
        <source>No mouse is needed. In the exam F1 shows the keys.</source>
        <translation>不用鼠标也能完成考试。作答时按 F1 可查看快捷键。</translation>
    </message>
</context>
<context>
    <name>KeyEntry</name>
    <message>
        <source>Key of the paper</source>
        <translation>试卷密钥</translation>
    </message>
    <message>
        <source>The sealed paper is here. Where the network does not bring its key, a stick can.</source>
        <translation>加密的试卷已在本机。网络送不到密钥时，可以用 U 盘。</translation>
    </message>
    <message>
        <source>Key from a stick</source>
        <translation>从 U 盘读取密钥</translation>
    </message>
    <message>
        <source>Looking for the key on every drive …</source>
        <translation>正在各个驱动器上查找密钥……</translation>
    </message>
    <message>
        <source>The paper is opened by the key in {file}.</source>
        <translation>已用 {file} 中的密钥打开试卷。</translation>
    </message>
    <message>
        <source>The key was found, but it does not open the paper on this machine. Take another machine.</source>
        <translation>找到了密钥，但打不开本机的试卷。请换一台机器。</translation>
    </message>
    <message>
        <source>There is no key file on any drive. Put the stick in and look again.</source>
        <translation>各个驱动器上都没有密钥文件。请插入 U 盘后再查找。</translation>
    </message>
    <message>
        <source>{file} cannot be read. Please have it written again at the exam site's service.</source>
        <translation>无法读取 {file}。请在考点服务上重新生成。</translation>
    </message>
    <message>
        <source>{file} is not from this exam site, or it was changed. It opens nothing.</source>
        <translation>{file} 不是本考点的，或者被改动过，不能使用。</translation>
    </message>
    <message>
        <source>{file} is for another exam: {about}.</source>
        <translation>{file} 是另一场考试的：{about}。</translation>
    </message>
    <message>
        <source>{file} is for an older version of this exam's paper.</source>
        <translation>{file} 对应本场考试的旧版试卷。</translation>
    </message>
    <message>
        <source>{file} is for another room: {about}.</source>
        <translation>{file} 是其他考场的：{about}。</translation>
    </message>
    <message>
        <source>{file} was written for another room password. Please have it written again.</source>
        <translation>{file} 对应另一个考场管理密码。请重新生成。</translation>
    </message>
</context>
<context>
    <name>KeyList</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Close (F1)</source>
        <translation>关闭（F1）</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab、Shift+Tab</translation>
    </message>
    <message>
        <source>to the next part of the page, and back</source>
        <translation>到页面的下一处，或退回上一处</translation>
    </message>
    <message>
        <source>Alt+←, Alt+→</source>
        <translation>Alt+←、Alt+→</translation>
    </message>
    <message>
        <source>the previous and the next question</source>
        <translation>上一题、下一题</translation>
    </message>
    <message>
        <source>↑ ↓, Space</source>
        <translation>↑ ↓、空格</translation>
    </message>
    <message>
        <source>go through the choices, choose</source>
        <translation>在选项间移动、选择</translation>
    </message>
    <message>
        <source>A, B, C …</source>
        <translation>A、B、C……</translation>
    </message>
    <message>
        <source>choose this one at once</source>
        <translation>直接选择该项</translation>
    </message>
    <message>
        <source>Page up, Page down</source>
        <translation>Page Up、Page Down</translation>
    </message>
    <message>
        <source>scroll, at the end turn the page</source>
        <translation>滚动，到头时翻页</translation>
    </message>
    <message>
        <source>F5</source>
        <translation>F5</translation>
    </message>
    <message>
        <source>draw the question again</source>
        <translation>刷新本题</translation>
    </message>
    <message>
        <source>Alt+↑, Alt+↓</source>
        <translation>Alt+↑、Alt+↓</translation>
    </message>
    <message>
        <source>move a line that is to be ordered</source>
        <translation>移动排序题中的一行</translation>
    </message>
    <message>
        <source>← → on the divider</source>
        <translation>在分隔条上按 ← →</translation>
    </message>
    <message>
        <source>give the passage more room, or less</source>
        <translation>放大或缩小材料区</translation>
    </message>
</context>
<context>
    <name>LanguageSwitch</name>
    <message>
        <source>the language of the screen</source>
        <translation>当前界面语言</translation>
    </message>
</context>
<context>
    <name>LightsPanel</name>
    <message>
        <source>This machine cannot save. Raise your hand.</source>
        <translation>本机无法保存，请举手。</translation>
    </message>
    <message>
        <source>Saving on this machine …</source>
        <translation>正在保存到本机……</translation>
    </message>
    <message>
        <source>Saved on this machine {time}</source>
        <translation>本机已保存 {time}</translation>
    </message>
    <message>
        <source>Nothing to save on this machine yet</source>
        <translation>本机：暂无需要保存的答案</translation>
    </message>
    <message numerus="yes">
        <source>Not at the site yet: %n answer(s) waiting</source>
        <translation>
            <numerusform>尚未送达考点：%n 个答案等待上传</numerusform>
        </translation>
    </message>
    <message>
        <source>Saving at the site …</source>
        <translation>正在保存到考点……</translation>
    </message>
    <message>
        <source>Saved at the site {time}</source>
        <translation>考点已保存 {time}</translation>
    </message>
    <message>
        <source>Nothing to save at the site yet</source>
        <translation>考点：暂无需要保存的答案</translation>
    </message>
    <message>
        <source>Cannot save</source>
        <translation>无法保存</translation>
    </message>
    <message>
        <source>Saving …</source>
        <translation>正在保存……</translation>
    </message>
    <message>
        <source>Machine {time}</source>
        <translation>本机 {time}</translation>
    </message>
    <message>
        <source>Nothing to save yet</source>
        <translation>暂无需要保存</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) waiting</source>
        <translation>
            <numerusform>%n 个待上传</numerusform>
        </translation>
    </message>
    <message>
        <source>Site {time}</source>
        <translation>考点 {time}</translation>
    </message>
</context>
<context>
    <name>LinkingView</name>
    <message>
        <source>Choose all that belong to each line.</source>
        <translation>为每一行选出所有对应的项。</translation>
    </message>
    <message>
        <source>Choose at most {most} for each line.</source>
        <translation>每一行最多选 {most} 项。</translation>
    </message>
    <message>
        <source>Each may be chosen at most {most} times.</source>
        <translation>每一项最多选 {most} 次。</translation>
    </message>
    <message>
        <source>{most} are chosen for this line, and no more can be. Take one away first.</source>
        <translation>这一行已选 {most} 项，不能再选。请先取消一项。</translation>
    </message>
    <message>
        <source>This one is chosen {most} times already. Take it away in another line first.</source>
        <translation>这一项已选 {most} 次，请先在其他行取消。</translation>
    </message>
</context>
<context>
    <name>LoginAgain</name>
    <message>
        <source>Admission number</source>
        <translation>准考证号</translation>
    </message>
    <message>
        <source>Identity number</source>
        <translation>证件号</translation>
    </message>
    <message>
        <source>Log in and hand in</source>
        <translation>登录并交卷</translation>
    </message>
</context>
<context>
    <name>LoginPage</name>
    <message>
        <source>Logging in …</source>
        <translation>正在登录……</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Exam login</source>
        <translation>考试登录</translation>
    </message>
    <message>
        <source>Please type both numbers as they stand on your papers.</source>
        <translation>请按准考证和证件上的号码填写。</translation>
    </message>
    <message>
        <source>Admission number</source>
        <translation>准考证号</translation>
    </message>
    <message>
        <source>Identity number</source>
        <translation>证件号</translation>
    </message>
    <message>
        <source>Please type this number.</source>
        <translation>请填写此号码。</translation>
    </message>
    <message>
        <source>Such a number has only digits and letters. Please check it.</source>
        <translation>号码只含数字和字母，请检查。</translation>
    </message>
    <message>
        <source>Set this machine up</source>
        <translation>初始化本机</translation>
    </message>
    <message>
        <source>Go on with this machine</source>
        <translation>在本机继续</translation>
    </message>
    <message>
        <source>Proctor: go on with an offline code</source>
        <translation>监考老师：用离线移机码继续考试</translation>
    </message>
    <message>
        <source>Check this machine</source>
        <translation>检测本机</translation>
    </message>
</context>
<context>
    <name>LostPlayRow</name>
    <message>
        <source>Recording</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Question {number}: {title}</source>
        <translation>第 {number} 题：{title}</translation>
    </message>
    <message numerus="yes">
        <source>%n play(s) cut off before the end</source>
        <translation>
            <numerusform>%n 次播放中途断开</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n play(s) left</source>
        <translation>
            <numerusform>还可播放 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Give one play back</source>
        <translation>补还一次播放</translation>
    </message>
</context>
<context>
    <name>LostPlays</name>
    <message>
        <source>Recordings that were cut off</source>
        <translation>中途断开的录音</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Exam</source>
        <translation>考试</translation>
    </message>
</context>
<context>
    <name>MapButton</name>
    <message>
        <source>Question {number}</source>
        <translation>第 {number} 题</translation>
    </message>
    <message>
        <source>Page to read</source>
        <translation>阅读页</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>shown now</source>
        <translation>当前题目</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the words that a screen reader says</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>已作答</translation>
    </message>
    <message>
        <source>begun</source>
        <translation>未答完</translation>
    </message>
    <message>
        <source>not answered</source>
        <translation>未作答</translation>
    </message>
</context>
<context>
    <name>MatchingView</name>
    <message>
        <source>Choose</source>
        <translation>请选择</translation>
    </message>
    <message>
        <source>Drag to the lines below, or click above and then a line, or choose in the line.</source>
        <translation>可把上面的选项拖到下面各行，也可先点选项再点某一行，或直接在行内选择。</translation>
    </message>
    <message>
        <source>Now click the line where it belongs.</source>
        <translation>请点击它所属的那一行。</translation>
    </message>
</context>
<context>
    <name>MediaBar</name>
    <message>
        <source>Recording: {title}. It cannot be played on this machine. Please raise your hand.</source>
        <translation>录音：{title}。本机不能播放，请举手。</translation>
    </message>
    <message>
        <source>without a title</source>
        <translation>无标题</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message numerus="yes">
        <source>%n more message(s)</source>
        <translation>
            <numerusform>还有 %n 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>I have read this (F8)</source>
        <translation>知道了（F8）</translation>
    </message>
    <message>
        <source>Proctor: export</source>
        <translation>监考老师：导出</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>Message from the exam site, {time}</source>
        <translation>考点消息，{time}</translation>
    </message>
    <message>
        <source>Please call the proctor: the exam site asks for a copy of your answers on a drive. You can go on answering.</source>
        <translation>请举手叫监考老师：考点要求把您的答案导出一份到移动存储设备。您可以继续作答。</translation>
    </message>
</context>
<context>
    <name>MissingPicture</name>
    <message>
        <source>This picture is missing. Press Refresh (F5).</source>
        <translation>图片缺失，请按“刷新”（F5）。</translation>
    </message>
</context>
<context>
    <name>MoreEntry</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>MoreTime</name>
    <message>
        <source>More time</source>
        <translation>延长时间</translation>
    </message>
    <message>
        <source>Code of the extension</source>
        <translation>离线延时码</translation>
    </message>
    <message>
        <source>Add the time</source>
        <translation>延长</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>正在核对……</translation>
    </message>
    <message numerus="yes">
        <source>You can try again in %n second(s).</source>
        <translation>
            <numerusform>%n 秒后可以再试。</numerusform>
        </translation>
    </message>
    <message>
        <source>This time was counted before. The exam ends at {end}.</source>
        <translation>这次延时此前已经计入，考试于 {end} 结束。</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) more. The exam ends at {end}.</source>
        <translation>
            <numerusform>已延长 %n 分钟，考试于 {end} 结束。</numerusform>
        </translation>
    </message>
    <message>
        <source>The code is right, but this machine cannot save that at the moment.</source>
        <translation>离线延时码正确，但本机目前无法保存。</translation>
    </message>
    <message>
        <source>This is not a code for more time in this exam. Please compare it once more.</source>
        <translation>这不是本场考试该考生的离线延时码，请再核对一遍。</translation>
    </message>
</context>
<context>
    <name>MoveAway</name>
    <message>
        <source>There is no code for this exam: please move it at the exam site.</source>
        <translation>这场考试没有可用的离线移机码，请由考点办理移机。</translation>
    </message>
    <message>
        <source>Go on at another machine</source>
        <translation>移机：到另一台机器继续考试</translation>
    </message>
    <message>
        <source>Show the offline code</source>
        <translation>显示离线移机码</translation>
    </message>
    <message>
        <source>For a machine that has no network. With a network no code is needed: the candidate logs in there, and the room password moves the exam.</source>
        <translation>用于没有网络的机器。有网络时不需要移机码：考生在另一台机器登录，输入考场管理密码即可移机。</translation>
    </message>
    <message>
        <source>Copy this code. At the other machine the candidate logs in with both numbers; type the code and the room password there. Then nothing more is written on this machine. Its answers that were not sent yet follow when it has network again: please leave it on.</source>
        <translation>请抄下此码。考生在另一台机器输入两个号码登录，由监考老师在那里输入此码和考场管理密码。此后请不要再在本机作答。本机尚未上传的答案会在网络恢复后自动上传，请不要关机。</translation>
    </message>
</context>
<context>
    <name>MovedPage</name>
    <message numerus="yes">
        <source>%n answer(s) still to be sent to the exam site. Please leave it on.</source>
        <translation>
            <numerusform>还有 %n 个答案等待上传到考点，请不要关机。</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything that was written here is at the exam site.</source>
        <translation>在本机作答的内容已全部送达考点。</translation>
    </message>
    <message>
        <source>Your exam goes on at another machine.</source>
        <translation>您的考试已在另一台机器上继续。</translation>
    </message>
    <message>
        <source>What you wrote here is kept. This machine takes no more answers.</source>
        <translation>您在本机的作答已保留，本机不再接受作答。</translation>
    </message>
    <message>
        <source>Proctor: go on at this machine</source>
        <translation>监考老师：在本机继续考试</translation>
    </message>
    <message>
        <source>Proctor: the offline code and the room password let the exam go on at this machine.</source>
        <translation>监考老师：输入离线移机码和考场管理密码，在本机继续考试。</translation>
    </message>
    <message>
        <source>The exam site cannot be reached. If you were sent back to this machine, please raise your hand.</source>
        <translation>目前无法连接考点。如果您被安排回到本机作答，请举手。</translation>
    </message>
    <message>
        <source>A file is still to be sent to the exam site. Please leave it on.</source>
        <translation>还有文件等待上传到考点，请不要关机。</translation>
    </message>
</context>
<context>
    <name>MultipleView</name>
    <message>
        <source>{most} are chosen, and no more can be. Take one away first.</source>
        <translation>已选 {most} 项，不能再选。请先取消一项。</translation>
    </message>
    <message>
        <source>Choose exactly {least}.</source>
        <translation>请选 {least} 项。</translation>
    </message>
    <message>
        <source>Choose {least} to {most}.</source>
        <translation>请选 {least} 至 {most} 项。</translation>
    </message>
    <message>
        <source>Choose at least {least}.</source>
        <translation>请至少选 {least} 项。</translation>
    </message>
    <message>
        <source>Choose at most {most}.</source>
        <translation>请最多选 {most} 项。</translation>
    </message>
</context>
<context>
    <name>NextCandidate</name>
    <message>
        <source>Not saved yet. Press again to leave and lose it.</source>
        <translation>尚未保存。再点一次将离开本页，未保存的内容会丢失。</translation>
    </message>
    <message>
        <source>Leave this page? Press again to leave it.</source>
        <translation>确定离开本页吗？再点一次即离开。</translation>
    </message>
    <message>
        <source>Next candidate</source>
        <translation>下一位考生</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>I have read this</source>
        <translation>知道了</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>NumberView</name>
    <message>
        <source>Your answer, a number</source>
        <translation>作答区（数字）</translation>
    </message>
    <message>
        <source>This does not read as a number. It is kept as you typed it.</source>
        <translation>看起来不是数字，已按您的输入原样保留。</translation>
    </message>
</context>
<context>
    <name>OfflineCodePanel</name>
    <message>
        <source>Offline code</source>
        <translation>离线移机码</translation>
    </message>
    <message>
        <source>The password is right, but this code is mistyped, or for another exam or candidate.</source>
        <translation>考场管理密码正确，但离线移机码有误，或属于其他考试或考生。</translation>
    </message>
    <message>
        <source>The password is right, but this code is older than what this machine knows. Have a new one shown at the machine where the exam was last.</source>
        <translation>考场管理密码正确，但此移机码已过时，请在最后作答的机器上重新查看。</translation>
    </message>
</context>
<context>
    <name>OrderRow</name>
    <message>
        <source>{place} of {count}: {words}</source>
        <translation>第 {place} 行，共 {count} 行：{words}</translation>
    </message>
    <message>
        <source>Taken up. Press Space at the place where it shall go.</source>
        <translation>已拿起。请在要放的位置按空格键。</translation>
    </message>
    <message>
        <source>Alt and the arrow keys move it; Space takes it up.</source>
        <translation>按 Alt 加方向键移动，按空格键拿起。</translation>
    </message>
</context>
<context>
    <name>OrderingView</name>
    <message>
        <source>Keep this order</source>
        <translation>就按这个顺序</translation>
    </message>
    <message>
        <source>Clear my order</source>
        <translation>清除我的排序</translation>
    </message>
    <message>
        <source>Drag the lines, or use the arrows. By keyboard: Alt+↑ and Alt+↓.</source>
        <translation>拖动各行，或点右边的箭头。用键盘：Alt+↑、Alt+↓。</translation>
    </message>
    <message>
        <source>Now choose the line in whose place it shall stand.</source>
        <translation>请点击它要移到的那一行。</translation>
    </message>
    <message>
        <source>Now place {place} of {count}.</source>
        <translation>现在是第 {place} 行，共 {count} 行。</translation>
    </message>
</context>
<context>
    <name>OutsidePage</name>
    <message>
        <source>This address is not registered. Please call {contact}.</source>
        <translation>该地址未登记，请联系{contact}。</translation>
    </message>
    <message>
        <source>Last tried at {time}</source>
        <translation>上次尝试 {time}</translation>
    </message>
    <message>
        <source>Trying …</source>
        <translation>正在尝试……</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>You can only take this exam inside the exam site</source>
        <translation>请在考场范围内进行考试</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>PartSheet</name>
    <message>
        <source>Question {number}, points: {points}.</source>
        <translation>第 {number} 题，{points} 分。</translation>
    </message>
    <message>
        <source>Page to read.</source>
        <translation>阅读页。</translation>
    </message>
</context>
<context>
    <name>PausedPage</name>
    <message>
        <source>Reason: {text}</source>
        <translation>原因：{text}</translation>
    </message>
    <message>
        <source>The time stands still since {time}. None of it is lost.</source>
        <translation>考试时间自 {time} 起停止计时，不会减少。</translation>
    </message>
    <message>
        <source>This machine cannot hear the exam site at the moment. If the exam has gone on in the room, the proctor can show the paper with the room password.</source>
        <translation>本机目前收不到考点的通知。如果考场内考试已经继续，监考老师可以输入考场管理密码恢复显示试卷。</translation>
    </message>
    <message>
        <source>The exam is paused</source>
        <translation>考试已暂停</translation>
    </message>
    <message>
        <source>Please stay seated. Your paper comes back by itself at the same place.</source>
        <translation>请留在座位上。考试继续时，试卷会自动回到原来的位置。</translation>
    </message>
    <message>
        <source>Proctor: end the pause here</source>
        <translation>监考老师：在本机结束暂停</translation>
    </message>
    <message>
        <source>Proctor: the room password ends the pause at this machine.</source>
        <translation>监考老师：输入考场管理密码，在本机结束暂停。</translation>
    </message>
    <message>
        <source>The exam begins at {time}.</source>
        <translation>考试于 {time} 开始。</translation>
    </message>
    <message>
        <source>The exam was put off and goes on at {time}.</source>
        <translation>考试已延期，将于 {time} 继续。</translation>
    </message>
    <message>
        <source>Your answers stay as they are. The proctor says whether you wait here.</source>
        <translation>已有的作答会保留。是否在此等候，请听从监考老师安排。</translation>
    </message>
</context>
<context>
    <name>PictureDoor</name>
    <message>
        <source>A double click, or the + key, shows the picture large.</source>
        <translation>双击或按 + 键可放大图片。</translation>
    </message>
</context>
<context>
    <name>PictureLayer</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>显示全图</translation>
    </message>
    <message>
        <source>Back to the question</source>
        <translation>返回题目</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>This picture is missing. Refresh fetches it again. If that does not help, raise your hand.</source>
        <translation>图片缺失。点“刷新”会重新获取；如果仍然缺失，请举手。</translation>
    </message>
    <message>
        <source>Esc, or a click on the picture</source>
        <translation>按 Esc 键，或单击图片</translation>
    </message>
</context>
<context>
    <name>PreparationLine</name>
    <message>
        <source>The sealed paper is being fetched …</source>
        <translation>正在下载加密试卷……</translation>
    </message>
    <message>
        <source>The sealed paper is here. It is opened at {time}.</source>
        <translation>加密试卷已下载，将于 {time} 解封。</translation>
    </message>
    <message>
        <source>Checking every question: {n} of {m}</source>
        <translation>正在逐题检查：{n} / {m}</translation>
    </message>
    <message>
        <source>Your paper is here, whole and checked. It appears by itself at the start.</source>
        <translation>试卷已就绪，逐题检查完毕，开考时自动显示。</translation>
    </message>
    <message>
        <source>The sealed paper is being fetched: {n} of {m} MB</source>
        <translation>正在下载加密试卷：{n} / {m} MB</translation>
    </message>
</context>
<context>
    <name>ProctorEntry</name>
    <message>
        <source>Proctor</source>
        <translation>监考</translation>
    </message>
    <message>
        <source>For the proctor: asks for the room password</source>
        <translation>供监考老师使用，需要输入考场管理密码</translation>
    </message>
</context>
<context>
    <name>ProctorPage</name>
    <message>
        <source>Proctor</source>
        <translation>监考</translation>
    </message>
    <message>
        <source>The time goes on. If you are not the proctor, please go back to the exam.</source>
        <translation>考试时间仍在继续。如果您不是监考老师，请返回考试。</translation>
    </message>
    <message>
        <source>Back to the exam</source>
        <translation>返回考试</translation>
    </message>
    <message>
        <source>Proctor: the room password opens this menu.</source>
        <translation>监考老师：输入考场管理密码，打开监考菜单。</translation>
    </message>
    <message>
        <source>Proctor's stick</source>
        <translation>监考 U 盘</translation>
    </message>
    <message>
        <source>If you are not the proctor, please go back.</source>
        <translation>如果您不是监考老师，请返回。</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Proctor: the room password lets you export the answers.</source>
        <translation>监考老师：输入考场管理密码后即可导出答卷。</translation>
    </message>
    <message>
        <source>Proctor: the room password exports all that this machine holds to the stick.</source>
        <translation>监考老师：输入考场管理密码后，本机保存的全部答卷将导出到 U 盘。</translation>
    </message>
    <message>
        <source>Export the answers</source>
        <translation>导出答卷</translation>
    </message>
    <message>
        <source>Key of the paper</source>
        <translation>试卷密钥</translation>
    </message>
    <message>
        <source>Proctor: the room password opens the paper.</source>
        <translation>监考老师：输入考场管理密码，用 U 盘上的密钥打开试卷。</translation>
    </message>
</context>
<context>
    <name>QuestionArea</name>
    <message>
        <source>Page to read.</source>
        <translation>阅读页。</translation>
    </message>
    <message>
        <source>Questions {first} to {last} on one page.</source>
        <translation>本页为第 {first} 至 {last} 题。</translation>
    </message>
</context>
<context>
    <name>QuestionHeading</name>
    <message>
        <source>Flagged</source>
        <translation>已标记</translation>
    </message>
    <message>
        <source>(1 point)</source>
        <translation>（1 分）</translation>
    </message>
    <message>
        <source>({points} points)</source>
        <translation>（{points} 分）</translation>
    </message>
    <message>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Flag question {number}</source>
        <translation>标记第 {number} 题</translation>
    </message>
</context>
<context>
    <name>QuestionMap</name>
    <message>
        <source>Answered {n} of {m}</source>
        <translation>已答 {n} / {m}</translation>
    </message>
    <message>
        <source>Question map</source>
        <translation>题号导航</translation>
    </message>
</context>
<context>
    <name>ReadingPane</name>
    <message>
        <source>To read</source>
        <translation>阅读材料</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message>
        <source>{n} of {m} questions</source>
        <translation>已答 {n} / {m} 题</translation>
    </message>
    <message>
        <source>{n} questions</source>
        <translation>已答 {n} 题</translation>
    </message>
    <message>
        <source>Record of exported answers</source>
        <translation>答卷导出记录</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Admission number</source>
        <translation>准考证号</translation>
    </message>
    <message>
        <source>Identity number</source>
        <translation>证件号</translation>
    </message>
    <message>
        <source>Seat</source>
        <translation>座位号</translation>
    </message>
    <message>
        <source>Exam</source>
        <translation>考试</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>作答</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>校验码</translation>
    </message>
    <message>
        <source>: </source>
        <translation>：</translation>
    </message>
    <message>
        <source>not known on this machine</source>
        <translation>本机未知</translation>
    </message>
</context>
<context>
    <name>RecordPrinter</name>
    <message>
        <source>No printer is set up on this machine. The record can be saved as a text.</source>
        <translation>本机没有安装打印机，记录可以存为文本。</translation>
    </message>
    <message>
        <source>The record was sent to the printer.</source>
        <translation>记录已送往打印机。</translation>
    </message>
</context>
<context>
    <name>RehearsalStrip</name>
    <message>
        <source>Rehearsal: nothing of this counts</source>
        <translation>演练：本次作答不计入成绩</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Back to the questions</source>
        <translation>返回答题</translation>
    </message>
    <message>
        <source>Hand in</source>
        <translation>交卷</translation>
    </message>
</context>
<context>
    <name>ReviewSummary</name>
    <message>
        <source>Answered {n} of {m}</source>
        <translation>共 {m} 题，已答 {n} 题</translation>
    </message>
    <message>
        <source>Press a number to go to its question.</source>
        <translation>点击题号可以回到该题。</translation>
    </message>
    <message>
        <source>Every question has an answer.</source>
        <translation>所有题目都已作答。</translation>
    </message>
    <message>
        <source>Not answered: {n}</source>
        <translation>未作答：{n} 题</translation>
    </message>
    <message>
        <source>Begun, not complete: {n}</source>
        <translation>未答完：{n} 题</translation>
    </message>
    <message>
        <source>Flagged: {n}</source>
        <translation>已标记：{n} 题</translation>
    </message>
</context>
<context>
    <name>RoomPasswordPanel</name>
    <message>
        <source>Room password</source>
        <translation>考场管理密码</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>正在核对……</translation>
    </message>
    <message numerus="yes">
        <source>You can try again in %n second(s).</source>
        <translation>
            <numerusform>%n 秒后可以再试。</numerusform>
        </translation>
    </message>
    <message>
        <source>This is not the room password.</source>
        <translation>考场管理密码不正确。</translation>
    </message>
    <message>
        <source>This machine has not received the room password yet. Connect it to the exam site, or call the site's staff.</source>
        <translation>本机尚未收到考场管理密码。请将本机连接到考点网络，或联系考点管理员。</translation>
    </message>
    <message>
        <source>The password is right, but this machine cannot save that at the moment.</source>
        <translation>密码正确，但本机目前无法保存这次操作。</translation>
    </message>
    <message>
        <source>Too many wrong tries.</source>
        <translation>错误次数过多。</translation>
    </message>
    <message>
        <source>This room has no password for this exam yet: the site's staff make one.</source>
        <translation>本考场还没有这场考试的考场管理密码，请由考点管理员生成。</translation>
    </message>
</context>
<context>
    <name>SeenAddress</name>
    <message>
        <source>The exam site sees this machine at the address</source>
        <translation>考点看到的本机地址</translation>
    </message>
</context>
<context>
    <name>SelfCheckPage</name>
    <message>
        <source>Check of this machine</source>
        <translation>本机检测</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检测</translation>
    </message>
    <message>
        <source>Back to the login</source>
        <translation>返回登录</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>The check was stopped.</source>
        <translation>检测已停止。</translation>
    </message>
    <message>
        <source>This machine is not fit for an exam yet.</source>
        <translation>本机暂不能用于考试。</translation>
    </message>
    <message numerus="yes">
        <source>An exam can be taken here; %n line(s) need a look.</source>
        <translation>
            <numerusform>本机可以考试；有 %n 项需要留意。</numerusform>
        </translation>
    </message>
    <message>
        <source>This machine is ready for an exam.</source>
        <translation>本机可以考试。</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止……</translation>
    </message>
    <message>
        <source>Looking at: {what} ({n} of {m})</source>
        <translation>正在检测：{what}（第 {n} 项，共 {m} 项）</translation>
    </message>
    <message>
        <source>The site is being told.</source>
        <translation>正在把结果告知考点。</translation>
    </message>
    <message>
        <source>The site has this result.</source>
        <translation>考点已收到检测结果。</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>The network is gone. Go on: your answers are saved on this machine.</source>
        <translation>网络已断开，请继续作答，答案已保存在本机。</translation>
    </message>
    <message>
        <source>The network is back. All answers are saved at the site.</source>
        <translation>网络已恢复，答案已全部保存到考点。</translation>
    </message>
    <message>
        <source>The question has been drawn again.</source>
        <translation>本题已重新显示。</translation>
    </message>
    <message>
        <source>Missing parts of the paper have been fetched again.</source>
        <translation>试卷缺失的内容已补齐。</translation>
    </message>
    <message>
        <source>The paper has been loaded afresh.</source>
        <translation>试卷已重新载入。</translation>
    </message>
    <message>
        <source>Your answers are unchanged.</source>
        <translation>您的答案不受影响。</translation>
    </message>
    <message>
        <source>There is no network, so the paper was rebuilt from this machine.</source>
        <translation>网络未连接，已用本机的试卷重新生成。</translation>
    </message>
    <message>
        <source>The paper is being loaded afresh.</source>
        <translation>正在重新载入试卷。</translation>
    </message>
    <message>
        <source>You can go on answering.</source>
        <translation>您可以继续作答。</translation>
    </message>
    <message>
        <source>15 minutes are left.</source>
        <translation>距考试结束还有 15 分钟。</translation>
    </message>
    <message>
        <source>5 minutes are left.</source>
        <translation>距考试结束还有 5 分钟。</translation>
    </message>
    <message>
        <source>When time is over, your answers are handed in by themselves.</source>
        <translation>时间到后会自动交卷。</translation>
    </message>
    <message>
        <source>1 minute is left.</source>
        <translation>距考试结束还有 1 分钟。</translation>
    </message>
    <message>
        <source>The exam site does not understand this machine.</source>
        <translation>考点无法识别本机发送的内容。</translation>
    </message>
    <message>
        <source>Please raise your hand: its program may be of another version.</source>
        <translation>请举手：本机的程序版本可能不一致。</translation>
    </message>
    <message>
        <source>This admission number is not on the list of this exam site.</source>
        <translation>本考点的名单中没有这个准考证号。</translation>
    </message>
    <message>
        <source>Please compare it with your admission slip. If it is right, raise your hand.</source>
        <translation>请与准考证核对；如果无误，请举手。</translation>
    </message>
    <message>
        <source>The identity number does not belong to this admission number.</source>
        <translation>证件号与准考证号不符。</translation>
    </message>
    <message>
        <source>Please check both numbers. If they are right, raise your hand.</source>
        <translation>请检查这两个号码；如果无误，请举手。</translation>
    </message>
    <message>
        <source>There is no exam for you at this site now.</source>
        <translation>您现在在本考点没有考试。</translation>
    </message>
    <message>
        <source>Please compare date and time on your admission slip, or raise your hand.</source>
        <translation>请核对准考证上的日期和时间，或举手。</translation>
    </message>
    <message>
        <source>It is too early.</source>
        <translation>还没有到时间。</translation>
    </message>
    <message>
        <source>Please stay seated: the proctor says when it goes on.</source>
        <translation>请在座位上等候监考老师的安排。</translation>
    </message>
    <message>
        <source>This exam is over.</source>
        <translation>本场考试已结束。</translation>
    </message>
    <message>
        <source>What was saved is kept. If you still had to hand in, raise your hand.</source>
        <translation>已保存的内容会保留；如果您还没有交卷，请举手。</translation>
    </message>
    <message>
        <source>The exam site has ended the session of this machine.</source>
        <translation>考点已结束本机的登录。</translation>
    </message>
    <message>
        <source>Your answers are saved on this machine. Please raise your hand.</source>
        <translation>答案已保存在本机，请举手。</translation>
    </message>
    <message>
        <source>The exam site does not have what this machine asked for.</source>
        <translation>考点没有本机所需的内容。</translation>
    </message>
    <message>
        <source>Please raise your hand.</source>
        <translation>请举手。</translation>
    </message>
    <message>
        <source>The exam site is very busy at the moment.</source>
        <translation>考点服务正忙。</translation>
    </message>
    <message>
        <source>This machine tries again by itself every few seconds.</source>
        <translation>本机每隔几秒会自动重试。</translation>
    </message>
    <message>
        <source>This machine and the exam site hold different answers; both are kept.</source>
        <translation>本机与考点的答案不一致，两份都已保留。</translation>
    </message>
    <message>
        <source>Please go on, and raise your hand.</source>
        <translation>请继续作答，并举手。</translation>
    </message>
    <message>
        <source>The exam site did not take what this machine sent: it was too much.</source>
        <translation>本机发送的内容过多，考点没有接收。</translation>
    </message>
    <message>
        <source>The exam site has a fault at the moment.</source>
        <translation>考点服务暂时出错。</translation>
    </message>
    <message>
        <source>You can log in from {time} on.</source>
        <translation>{time} 起可以登录。</translation>
    </message>
    <message>
        <source>It goes on at {time}. Please stay seated.</source>
        <translation>将于 {time} 继续，请在座位上等候。</translation>
    </message>
    <message>
        <source>The exam site's answer cannot be read at the moment.</source>
        <translation>暂时无法识别考点的回应。</translation>
    </message>
    <message>
        <source>Go on: your answers are saved on this machine. Please raise your hand.</source>
        <translation>请继续作答，答案已保存在本机，并请举手。</translation>
    </message>
    <message>
        <source>This machine cannot save at the moment.</source>
        <translation>本机暂时无法保存答案。</translation>
    </message>
    <message>
        <source>Please stop writing, leave everything on, and raise your hand.</source>
        <translation>请停止作答，不要关机，请举手。</translation>
    </message>
    <message>
        <source>A part of the paper is missing on this machine. Your answers are safe.</source>
        <translation>本机缺少试卷的一部分，您的答案不受影响。</translation>
    </message>
    <message>
        <source>Please press Clear cache, or raise your hand.</source>
        <translation>请点“清空缓存”，或举手。</translation>
    </message>
    <message>
        <source>A setting of this machine cannot be used.</source>
        <translation>本机的一项设置无法使用。</translation>
    </message>
    <message>
        <source>Please tell the proctor.</source>
        <translation>请告诉监考老师。</translation>
    </message>
    <message>
        <source>The program on this machine is not complete.</source>
        <translation>本机的程序不完整。</translation>
    </message>
    <message>
        <source>Please raise your hand: it has to be installed again.</source>
        <translation>请举手：需要重新安装程序。</translation>
    </message>
    <message>
        <source>The exam site has refused.</source>
        <translation>考点没有接受本机的请求。</translation>
    </message>
    <message>
        <source>Something did not work on this machine.</source>
        <translation>本机出现了问题。</translation>
    </message>
    <message>
        <source>What answers is not this exam site's service.</source>
        <translation>连接到的不是本考点的服务。</translation>
    </message>
    <message>
        <source>The exam site does not answer at the moment.</source>
        <translation>暂时连接不上考点。</translation>
    </message>
    <message>
        <source>This machine keeps trying by itself. You need not do anything.</source>
        <translation>本机会自动重试，您不需要做任何操作。</translation>
    </message>
    <message>
        <source>A part of your paper has not arrived whole.</source>
        <translation>试卷有一部分没有完整送达。</translation>
    </message>
    <message>
        <source>It is fetched again by itself. If this stays, raise your hand.</source>
        <translation>正在自动重新下载；如果一直如此，请举手。</translation>
    </message>
    <message>
        <source>The exam site does not answer.</source>
        <translation>连接不上考点。</translation>
    </message>
    <message>
        <source>The exam site has refused the login.</source>
        <translation>考点没有接受登录。</translation>
    </message>
    <message>
        <source>Please log in again: what was saved is kept.</source>
        <translation>请重新登录，已保存的内容都在。</translation>
    </message>
    <message>
        <source>The program has a fault. What was saved is safe.</source>
        <translation>本机的程序出错，已保存的答案不受影响。</translation>
    </message>
    <message>
        <source>The enrolment file cannot be read.</source>
        <translation>注册文件读不出来。</translation>
    </message>
    <message>
        <source>Check that the stick is still in, and choose the file once more.</source>
        <translation>请确认 U 盘没有拔出，再选择一次。</translation>
    </message>
    <message>
        <source>This is not an enrolment file, or only a part of one.</source>
        <translation>这不是注册文件，或者只是其中一部分。</translation>
    </message>
    <message>
        <source>Choose the file that examserver enrol wrote, or copy it from the service again.</source>
        <translation>请选择 examserver enrol 写出的文件，或从考点服务重新复制一份。</translation>
    </message>
    <message>
        <source>This enrolment file was changed or damaged on its way.</source>
        <translation>这个注册文件被改动过，或在途中损坏。</translation>
    </message>
    <message>
        <source>Do not use it. Copy it from the service again.</source>
        <translation>请不要使用，从考点服务重新复制一份。</translation>
    </message>
    <message>
        <source>This enrolment file was made by another version of the service.</source>
        <translation>这个注册文件是其他版本的考点服务生成的。</translation>
    </message>
    <message>
        <source>Install the client that belongs to it, then choose the file again.</source>
        <translation>请安装与之配套的客户端，再选择这个文件。</translation>
    </message>
    <message>
        <source>This enrolment file names an address where anyone in the network could answer.</source>
        <translation>这个注册文件中的地址不安全，网络中的任何人都可能冒充。</translation>
    </message>
    <message>
        <source>Have a new one written, for an address that begins with https.</source>
        <translation>请重新生成一个，地址须以 https 开头。</translation>
    </message>
    <message>
        <source>This machine cannot write into its data folder.</source>
        <translation>本机无法写入数据文件夹。</translation>
    </message>
    <message>
        <source>Make room on the disk, or give this user the right to write there.</source>
        <translation>请腾出磁盘空间，或给当前用户写入权限。</translation>
    </message>
    <message>
        <source>The service does not answer at this address.</source>
        <translation>这个地址的考点服务没有应答。</translation>
    </message>
    <message>
        <source>Check the cable and that the service runs, then press the button once more.</source>
        <translation>请检查网线，确认考点服务已启动，再点一次按钮。</translation>
    </message>
    <message>
        <source>What answers at this address is another service.</source>
        <translation>这个地址上应答的是另一个服务。</translation>
    </message>
    <message>
        <source>This machine was not set up. Check the address, or take the file of that service.</source>
        <translation>本机没有初始化。请核对地址，或使用那个服务的注册文件。</translation>
    </message>
    <message>
        <source>This machine cannot prove any more which station it is.</source>
        <translation>本机已无法证明自己是哪台考试机。</translation>
    </message>
    <message>
        <source>Set it up again with an enrolment file. What was saved on it is kept.</source>
        <translation>请用注册文件重新初始化，本机已保存的内容不受影响。</translation>
    </message>
    <message>
        <source>Wait ten seconds, then press the button once more.</source>
        <translation>请等十秒，再点一次按钮。</translation>
    </message>
    <message>
        <source>The service does not take what this machine says of itself.</source>
        <translation>考点服务不接受本机上报的信息。</translation>
    </message>
    <message>
        <source>A seat has at most 20 characters. If it is right, install the client of this service.</source>
        <translation>座位号最多 20 个字符。如果没有错，请安装与考点服务配套的客户端。</translation>
    </message>
    <message>
        <source>The service does not recognise this machine's signature.</source>
        <translation>考点服务无法识别本机的签名。</translation>
    </message>
    <message>
        <source>Something in the network changes what this machine sends. Call the technical staff.</source>
        <translation>网络中有设备改动了本机发出的内容，请联系技术人员。</translation>
    </message>
    <message>
        <source>The service is very busy at the moment.</source>
        <translation>考点服务现在很忙。</translation>
    </message>
    <message>
        <source>This machine has asked too often.</source>
        <translation>本机请求过于频繁。</translation>
    </message>
    <message>
        <source>The service has a fault at the moment.</source>
        <translation>考点服务现在有故障。</translation>
    </message>
    <message>
        <source>This machine tries again by itself. You need not do anything.</source>
        <translation>本机会自动重试，无需任何操作。</translation>
    </message>
    <message>
        <source>You can only take this exam inside the exam site.</source>
        <translation>请在考场范围内进行考试。</translation>
    </message>
    <message>
        <source>The address {about} is not registered: please call {contact}. This machine tries again by itself every few seconds.</source>
        <translation>当前地址 {about} 未登记，请联系{contact}。本机每隔几秒自动重试。</translation>
    </message>
    <message>
        <source>The exam program on this machine is too old.</source>
        <translation>本机的考试程序版本过旧。</translation>
    </message>
    <message>
        <source>Version {about} has to be installed: please raise your hand.</source>
        <translation>需要安装 {about} 版，请举手。</translation>
    </message>
    <message>
        <source>Too many wrong tries.</source>
        <translation>错误次数过多。</translation>
    </message>
    <message>
        <source>Please wait a minute before the next one, or raise your hand.</source>
        <translation>请等一分钟再试，或举手。</translation>
    </message>
    <message>
        <source>The exam site does not recognise this machine's signature.</source>
        <translation>考点无法识别本机的签名。</translation>
    </message>
    <message>
        <source>What was saved is kept on this machine. Please raise your hand.</source>
        <translation>已保存的内容都在本机，请举手。</translation>
    </message>
    <message>
        <source>The exam site does not know this machine.</source>
        <translation>考点没有登记这台机器。</translation>
    </message>
    <message>
        <source>This machine has no seat any more.</source>
        <translation>本机的座位已被收回。</translation>
    </message>
    <message>
        <source>The exam site has shut this machine out.</source>
        <translation>考点已停用这台机器。</translation>
    </message>
    <message>
        <source>The service does not know this enrolment file.</source>
        <translation>考点服务不认识这个注册文件。</translation>
    </message>
    <message>
        <source>Take the newest file of this room, or have one written: examserver enrol.</source>
        <translation>请使用本考场最新的注册文件，或重新生成：examserver enrol。</translation>
    </message>
    <message>
        <source>This enrolment file has expired.</source>
        <translation>这个注册文件已过期。</translation>
    </message>
    <message>
        <source>Have a new one written at the service: examserver enrol.</source>
        <translation>请在考点服务上重新生成：examserver enrol。</translation>
    </message>
    <message>
        <source>As many machines as this enrolment file was made for have used it.</source>
        <translation>这个注册文件的可用台数已经用完。</translation>
    </message>
    <message>
        <source>The enrolment file has no seat for this machine.</source>
        <translation>注册文件的座位表里没有这台机器。</translation>
    </message>
    <message>
        <source>Please type the number of the seat where it stands.</source>
        <translation>请输入它所在的座位号。</translation>
    </message>
    <message>
        <source>Another machine has this seat: {about}.</source>
        <translation>这个座位已有机器：{about}。</translation>
    </message>
    <message>
        <source>Type another seat. If that machine is broken, have it released at the service first: examserver stations.</source>
        <translation>请输入其他座位号。如果那台机器已损坏，请先在考点服务上释放：examserver stations。</translation>
    </message>
    <message>
        <source>You can try again at {time}.</source>
        <translation>{time} 可以再试。</translation>
    </message>
    <message>
        <source>Please wait ten seconds, then try once more.</source>
        <translation>请等十秒，然后再试一次。</translation>
    </message>
    <message>
        <source>The address {about} is not registered: please call {contact}.</source>
        <translation>当前地址 {about} 未登记，请联系{contact}。</translation>
    </message>
    <message>
        <source>Please raise your hand: the proctor sets this machine up again.</source>
        <translation>请举手，由监考老师重新初始化这台机器。</translation>
    </message>
    <message>
        <source>Please raise your hand: the proctor gives you another machine, or sets this one up again.</source>
        <translation>请举手，由监考老师为您换一台机器，或重新初始化这一台。</translation>
    </message>
    <message>
        <source>The exam site sees this machine at an address that is not registered ({address}).</source>
        <translation>考点看到的本机地址未登记（{address}）。</translation>
    </message>
    <message>
        <source>Go on: your answers are saved. The staff have been told.</source>
        <translation>请继续作答，答案已保存。考点工作人员已收到通知。</translation>
    </message>
    <message>
        <source>This enrolment file cannot be used.</source>
        <translation>这个注册文件无法使用。</translation>
    </message>
    <message>
        <source>Please try once more. If it stays so, raise your hand: cable or service.</source>
        <translation>请再试一次。若仍然如此，请举手：可能是网线或考点服务的问题。</translation>
    </message>
    <message>
        <source>the site's staff</source>
        <translation>考点管理员</translation>
    </message>
    <message>
        <source>The exam client is running on this machine already.</source>
        <translation>考试程序已在本机运行。</translation>
    </message>
    <message>
        <source>Please use the window that is open. If you see none, raise your hand.</source>
        <translation>请使用已打开的窗口；如果看不到窗口，请举手。</translation>
    </message>
    <message>
        <source>There is no network, and this machine holds no exam for these numbers.</source>
        <translation>网络不通，本机没有与这两个号码对应的考试。</translation>
    </message>
    <message>
        <source>There is no network, but this machine holds your exam.</source>
        <translation>网络不通，但您的考试保存在本机。</translation>
    </message>
    <message>
        <source>You can go on here: your answers are saved on this machine and sent when it is back.</source>
        <translation>您可以在本机继续作答，答案保存在本机，网络恢复后自动上传。</translation>
    </message>
    <message>
        <source>Please check both numbers and try once more. If it stays so, raise your hand: cable or service.</source>
        <translation>请核对两个号码后再试一次；如果仍然不行，请举手（线路或服务问题）。</translation>
    </message>
    <message>
        <source>Go on: your answers are saved on this machine. You log in once more when you hand in.</source>
        <translation>请继续作答，答案已保存在本机；交卷时再登录一次即可。</translation>
    </message>
    <message>
        <source>This machine cannot save, so the exam cannot begin here.</source>
        <translation>本机无法保存答案，不能在这里开始考试。</translation>
    </message>
    <message>
        <source>Please raise your hand: you need another machine.</source>
        <translation>请举手，需要换一台机器。</translation>
    </message>
    <message>
        <source>This machine now saves in a second place. Your answers are safe.</source>
        <translation>本机现已改用第二个位置保存，答案没有丢失。</translation>
    </message>
    <message>
        <source>Go on, and raise your hand.</source>
        <translation>请继续作答，并举手告知监考老师。</translation>
    </message>
    <message>
        <source>The disk of this machine is full; your answers are still saved.</source>
        <translation>本机磁盘已满，答案仍在正常保存。</translation>
    </message>
    <message>
        <source>Go on, and raise your hand now.</source>
        <translation>请继续作答，并马上举手。</translation>
    </message>
    <message>
        <source>The disk of this machine has little room left; answers are saved all the same.</source>
        <translation>本机磁盘剩余空间不多，答案仍会正常保存。</translation>
    </message>
    <message>
        <source>The record on this machine was damaged; what could be read of it is here.</source>
        <translation>本机的作答记录曾损坏，能读出的答案都已保留。</translation>
    </message>
    <message>
        <source>Please check your last answers, and raise your hand if one is missing.</source>
        <translation>请检查最后几题的答案，如有缺失请举手。</translation>
    </message>
    <message>
        <source>A record on this machine cannot be opened here; it is kept.</source>
        <translation>本机有一份作答记录无法打开，已原样保留。</translation>
    </message>
    <message>
        <source>Please check your answers, and raise your hand if some are missing.</source>
        <translation>请检查您的答案，如有缺失请举手。</translation>
    </message>
    <message>
        <source>This machine stopped in the middle of saving and goes on from there.</source>
        <translation>本机上次在保存时中断，现已恢复。</translation>
    </message>
    <message>
        <source>Please check your last answer.</source>
        <translation>请检查最后一题的答案。</translation>
    </message>
    <message>
        <source>The second copy elsewhere cannot be written at the moment.</source>
        <translation>第二份副本目前无法写入。</translation>
    </message>
    <message>
        <source>You have more time until {time}.</source>
        <translation>您的考试时间已延长至 {time}。</translation>
    </message>
    <message>
        <source>Go on: everything that you wrote is here.</source>
        <translation>请继续作答，您写的内容都在。</translation>
    </message>
    <message>
        <source>This exam is open at another machine: {about}.</source>
        <translation>该考生的考试正在另一台机器上进行：{about}。</translation>
    </message>
    <message>
        <source>Please raise your hand: the proctor lets you go on here.</source>
        <translation>请举手，由监考老师办理移机后在本机继续。</translation>
    </message>
    <message>
        <source>This is not the room password.</source>
        <translation>考场管理密码不正确。</translation>
    </message>
    <message>
        <source>Please raise your hand: the proctor types it once more.</source>
        <translation>请举手，由监考老师重新输入。</translation>
    </message>
    <message>
        <source>There is no network, and no exam of these numbers is on this machine.</source>
        <translation>目前没有网络，本机没有这两个号码对应的考试。</translation>
    </message>
    <message>
        <source>Please check both numbers. If they are right, raise your hand: with an offline code the proctor can let you go on here.</source>
        <translation>请核对两个号码。如果没有输错，请举手，监考老师可以用离线移机码让您在本机继续考试。</translation>
    </message>
    <message>
        <source>The drive is gone. The answers are safe on this machine.</source>
        <translation>驱动器已不在。答案在本机是安全的。</translation>
    </message>
    <message>
        <source>Put it in again, or take another one, then export once more.</source>
        <translation>请重新插入或换一个，然后再次导出。</translation>
    </message>
    <message>
        <source>The drive is full: {needs} are needed, {free} are free.</source>
        <translation>空间不足：需要 {needs}，可用 {free}。</translation>
    </message>
    <message>
        <source>Make room on it, or take another one. Nothing was lost.</source>
        <translation>请腾出空间或换一个。答案没有丢失。</translation>
    </message>
    <message>
        <source>Nothing can be written to this place.</source>
        <translation>这个位置不能写入。</translation>
    </message>
    <message>
        <source>Some sticks have a switch that locks them. Unlock it, or take another place.</source>
        <translation>有的 U 盘带写保护开关，请打开开关或换一个位置。</translation>
    </message>
    <message>
        <source>This is no folder that can be written to.</source>
        <translation>这不是可以写入的文件夹。</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>请另选一个。</translation>
    </message>
    <message>
        <source>The drive does not keep what is written to it.</source>
        <translation>驱动器不能正确保存写入的内容。</translation>
    </message>
    <message>
        <source>Do not use it any more: take another one. Nothing was lost.</source>
        <translation>请勿再使用，换一个。答案没有丢失。</translation>
    </message>
    <message>
        <source>Stopped. Nothing of it is on the drive.</source>
        <translation>已停止，这份答卷没有写到驱动器上。</translation>
    </message>
    <message>
        <source>The answers are safe on this machine.</source>
        <translation>答案在本机是安全的。</translation>
    </message>
    <message>
        <source>This machine does not hold these answers any more.</source>
        <translation>本机已不再保存这份答卷。</translation>
    </message>
    <message>
        <source>The exam site has them.</source>
        <translation>考点已有全部内容。</translation>
    </message>
    <message>
        <source>The answers do not open with the keys of this machine.</source>
        <translation>本机的密钥打不开这份答卷。</translation>
    </message>
    <message>
        <source>They are kept. Please call the technical staff: the service opens them.</source>
        <translation>答卷仍保留着。请联系技术人员：考点服务可以打开。</translation>
    </message>
    <message>
        <source>Nothing on this machine says whose answers these are.</source>
        <translation>本机没有记录这份答卷属于谁。</translation>
    </message>
    <message>
        <source>They are kept. Please call the technical staff.</source>
        <translation>答卷仍保留着，请联系技术人员。</translation>
    </message>
    <message>
        <source>These answers are too large for a package.</source>
        <translation>这份答卷超过了一个答卷文件的大小。</translation>
    </message>
    <message>
        <source>This machine does not know the key that the exam site opens packages by.</source>
        <translation>本机没有考点用来打开答卷的密钥。</translation>
    </message>
    <message>
        <source>Please call the technical staff: it is set up again. Nothing was lost.</source>
        <translation>请联系技术人员重新初始化本机。答案没有丢失。</translation>
    </message>
    <message>
        <source>The proctor's stick cannot be read.</source>
        <translation>监考 U 盘无法读取。</translation>
    </message>
    <message>
        <source>Put it in again, or take another one.</source>
        <translation>请重新插入或换一个。</translation>
    </message>
    <message>
        <source>This proctor's stick is not of this room.</source>
        <translation>这个监考 U 盘不是本考场的。</translation>
    </message>
    <message>
        <source>Take the one that the exam site has made for this room.</source>
        <translation>请使用考点为本考场制作的 U 盘。</translation>
    </message>
    <message>
        <source>The file that was made could not be opened again, so it does not count.</source>
        <translation>生成的文件无法再次打开，因此不算数。</translation>
    </message>
    <message>
        <source>Try once more. If it stays so, call the technical staff; nothing was lost.</source>
        <translation>请再试一次。如仍不行，请联系技术人员。答案没有丢失。</translation>
    </message>
    <message>
        <source>The answers could not be brought onto the drive.</source>
        <translation>答卷没有导出到驱动器。</translation>
    </message>
    <message>
        <source>They are safe on this machine. Please take another drive.</source>
        <translation>答案在本机是安全的。请换一个驱动器。</translation>
    </message>
    <message>
        <source>What is kept of these answers on this machine cannot be read.</source>
        <translation>本机保存的这份答卷无法读取。</translation>
    </message>
    <message>
        <source>Please leave this machine as it is and call the technical staff.</source>
        <translation>请保持本机原样，并联系技术人员。</translation>
    </message>
    <message>
        <source>{file} cannot be read; nothing in it is used.</source>
        <translation>无法读取 {file}，其中的设置均未采用。</translation>
    </message>
    <message>
        <source>Line {line} of {file} is no setting.</source>
        <translation>{file} 第 {line} 行不是设置。</translation>
    </message>
    <message>
        <source>There is no setting {name} (line {line} of {file}).</source>
        <translation>没有 {name} 这项设置（{file} 第 {line} 行）。</translation>
    </message>
    <message>
        <source>{name} stands twice in {file}; the last one, line {line}, is used.</source>
        <translation>{name} 在 {file} 中重复出现，采用第 {line} 行。</translation>
    </message>
    <message>
        <source>{setting} cannot be used ({file}); in its place: {used}.</source>
        <translation>{setting} 无法使用（{file}），已改用：{used}。</translation>
    </message>
    <message>
        <source>{name} cannot be set in {file}.</source>
        <translation>{name} 不能在 {file} 中设置。</translation>
    </message>
    <message>
        <source>{file} has more such lines: {value}.</source>
        <translation>{file} 中还有 {value} 行类似内容。</translation>
    </message>
    <message>
        <source>Settings, for the proctor: {said}</source>
        <translation>设置提示（供监考老师查看）：{said}</translation>
    </message>
    <message>
        <source>The command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>And {count} more, see the log.</source>
        <translation>另有 {count} 处，请查看日志。</translation>
    </message>
    <message>
        <source>System</source>
        <translation>操作系统</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序版本</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Room on the disk</source>
        <translation>磁盘空间</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>保存速度</translation>
    </message>
    <message>
        <source>Restore card</source>
        <translation>还原卡</translation>
    </message>
    <message>
        <source>Site</source>
        <translation>考点服务</translation>
    </message>
    <message>
        <source>Network speed</source>
        <translation>网络速度</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>网络地址</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>显示方式</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>屏幕</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Input method</source>
        <translation>输入法</translation>
    </message>
    <message>
        <source>Remote session</source>
        <translation>远程会话</translation>
    </message>
    <message>
        <source>Virtual machine</source>
        <translation>虚拟机</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Look here</source>
        <translation>请留意</translation>
    </message>
    <message>
        <source>Not fit</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>{name}.</source>
        <translation>{name}。</translation>
    </message>
    <message>
        <source>{name} is older than the client is made for.</source>
        <translation>{name} 版本较旧，客户端不保证支持。</translation>
    </message>
    <message>
        <source>Bring Windows up to version 1809 or later; until then try the client before an exam.</source>
        <translation>请把 Windows 更新到 1809 或更高版本；更新之前，请在考前先试用客户端。</translation>
    </message>
    <message>
        <source>{name} is too old for the client.</source>
        <translation>{name} 版本过旧，客户端无法使用。</translation>
    </message>
    <message>
        <source>Take another machine, or bring Windows up to date, to version 1809 or later.</source>
        <translation>请换一台机器，或把 Windows 更新到 1809 或更高版本。</translation>
    </message>
    <message>
        <source>Client {client}, Qt {qt}, SQLite {sqlite}, Python {python}.</source>
        <translation>客户端 {client}，Qt {qt}，SQLite {sqlite}，Python {python}。</translation>
    </message>
    <message>
        <source>PySide6 {pyside} ends the client in mid-exam with Python {python}.</source>
        <translation>PySide6 {pyside} 与 Python {python} 一起使用时，客户端会在考试中途退出。</translation>
    </message>
    <message>
        <source>Install the client again, with the versions that it comes with.</source>
        <translation>请重新安装客户端，使用其自带的版本。</translation>
    </message>
    <message>
        <source>{gigabytes} GB of memory, {free} GB free.</source>
        <translation>内存 {gigabytes} GB，可用 {free} GB。</translation>
    </message>
    <message>
        <source>Only {free} GB of the memory is free.</source>
        <translation>可用内存只有 {free} GB。</translation>
    </message>
    <message>
        <source>Close other programs, or restart the machine.</source>
        <translation>请关闭其他程序，或重启机器。</translation>
    </message>
    <message>
        <source>This machine has {gigabytes} GB of memory; 4 GB and more are better.</source>
        <translation>本机内存 {gigabytes} GB，建议 4 GB 以上。</translation>
    </message>
    <message>
        <source>Close all other programs before the exam, or take another machine.</source>
        <translation>考前请关闭所有其他程序，或换一台机器。</translation>
    </message>
    <message>
        <source>This machine has {gigabytes} GB of memory, which is too little.</source>
        <translation>本机内存只有 {gigabytes} GB，不够用。</translation>
    </message>
    <message>
        <source>Take another machine.</source>
        <translation>请换一台机器。</translation>
    </message>
    <message>
        <source>{megabytes} MB free for answers.</source>
        <translation>可用于保存答案的空间 {megabytes} MB。</translation>
    </message>
    <message>
        <source>The disk has {megabytes} MB left; 200 MB and more are better.</source>
        <translation>磁盘只剩 {megabytes} MB，建议 200 MB 以上。</translation>
    </message>
    <message>
        <source>Make room on the disk of the data folder.</source>
        <translation>请在数据文件夹所在的磁盘上清出空间。</translation>
    </message>
    <message>
        <source>The disk is full: answers cannot be saved.</source>
        <translation>磁盘已满，答案无法保存。</translation>
    </message>
    <message>
        <source>Make room on the disk of the data folder, or take another machine.</source>
        <translation>请在数据文件夹所在的磁盘上清出空间，或换一台机器。</translation>
    </message>
    <message>
        <source>An answer is safe on the disk after {milliseconds} ms.</source>
        <translation>保存一次答案需 {milliseconds} 毫秒。</translation>
    </message>
    <message>
        <source>An answer is safe on the disk only after {milliseconds} ms.</source>
        <translation>保存一次答案需 {milliseconds} 毫秒，偏慢。</translation>
    </message>
    <message>
        <source>Look whether a virus scanner or another program keeps the disk busy.</source>
        <translation>请查看是否有杀毒软件或其他程序占用磁盘。</translation>
    </message>
    <message>
        <source>An answer is safe on the disk only after {milliseconds} ms, which is too slow for an exam.</source>
        <translation>保存一次答案需 {milliseconds} 毫秒，太慢，不能用于考试。</translation>
    </message>
    <message>
        <source>Take another machine, or have the disk looked at.</source>
        <translation>请换一台机器，或检查磁盘。</translation>
    </message>
    <message>
        <source>Answers cannot be saved on this machine.</source>
        <translation>本机无法保存答案。</translation>
    </message>
    <message>
        <source>Look at the rights and the disk of the data folder, or take another machine.</source>
        <translation>请检查数据文件夹的权限和磁盘，或换一台机器。</translation>
    </message>
    <message>
        <source>No sign of a program that puts the disk back at every start.</source>
        <translation>没有发现开机还原程序。</translation>
    </message>
    <message>
        <source>Something here puts the disk back at every start: {names}.</source>
        <translation>本机装有开机还原程序：{names}。</translation>
    </message>
    <message>
        <source>Have the data folder exempted from it, or name a folder that is kept in [Data] Dir.</source>
        <translation>请把数据文件夹设为不还原，或在 [Data] Dir 中指定一个不会被还原的文件夹。</translation>
    </message>
    <message>
        <source>The data folder is on a disk that forgets ({names}).</source>
        <translation>数据文件夹所在的磁盘重启后不保留内容（{names}）。</translation>
    </message>
    <message>
        <source>Name a folder that is kept in [Data] Dir.</source>
        <translation>请在 [Data] Dir 中指定一个会保留内容的文件夹。</translation>
    </message>
    <message>
        <source>The site answers after {milliseconds} ms.</source>
        <translation>考点服务应答时间 {milliseconds} 毫秒。</translation>
    </message>
    <message>
        <source>The site answers only after {milliseconds} ms.</source>
        <translation>考点服务应答时间 {milliseconds} 毫秒，偏慢。</translation>
    </message>
    <message>
        <source>Look at the cable and at the switch; the exam itself goes on without a network.</source>
        <translation>请检查网线和交换机；考试本身没有网络也能继续。</translation>
    </message>
    <message>
        <source>The site does not answer.</source>
        <translation>考点服务没有应答。</translation>
    </message>
    <message>
        <source>Look at the cable of this machine, and whether the service runs.</source>
        <translation>请检查本机网线，以及考点服务是否在运行。</translation>
    </message>
    <message>
        <source>What answers at the site's address is not the site.</source>
        <translation>该地址应答的不是本考点的服务。</translation>
    </message>
    <message>
        <source>Look at the address, and set this machine up again if the service has moved.</source>
        <translation>请核对地址；如果服务已迁移，请重新初始化本机。</translation>
    </message>
    <message>
        <source>This machine belongs to no exam site yet.</source>
        <translation>本机还没有加入任何考点。</translation>
    </message>
    <message>
        <source>Set it up with an enrolment file of the site.</source>
        <translation>请用考点的注册文件初始化本机。</translation>
    </message>
    <message>
        <source>The site does not take this machine any more.</source>
        <translation>考点不再接受本机。</translation>
    </message>
    <message>
        <source>Set it up again with an enrolment file of the site.</source>
        <translation>请用考点的注册文件重新初始化本机。</translation>
    </message>
    <message>
        <source>{megabits} Mbit/s from the site.</source>
        <translation>从考点下载的速度 {megabits} Mbit/s。</translation>
    </message>
    <message>
        <source>Only {megabits} Mbit/s from the site.</source>
        <translation>从考点下载的速度只有 {megabits} Mbit/s。</translation>
    </message>
    <message>
        <source>Let candidates in early, so that their papers are here in time; look at cable and switch.</source>
        <translation>请让考生提前登录，以便及时下载试卷；并检查网线和交换机。</translation>
    </message>
    <message>
        <source>The site sees this machine inside.</source>
        <translation>本机在考场范围内。</translation>
    </message>
    <message>
        <source>The site sees this machine at {address}, which is not registered.</source>
        <translation>考点看到本机的地址是 {address}，该地址未登记。</translation>
    </message>
    <message>
        <source>Have this address registered at the service: examserver site.</source>
        <translation>请在考点服务上登记该地址：examserver site。</translation>
    </message>
    <message>
        <source>This machine's clock is within a minute of the site's.</source>
        <translation>本机时钟与考点相差不到一分钟。</translation>
    </message>
    <message>
        <source>This machine's clock and the site's are {minutes} min apart.</source>
        <translation>本机时钟与考点相差 {minutes} 分钟。</translation>
    </message>
    <message>
        <source>The exam goes by the site's clock; set this machine's all the same.</source>
        <translation>考试以考点时钟为准；仍请校准本机时钟。</translation>
    </message>
    <message>
        <source>This machine's clock is more than a day off the site's.</source>
        <translation>本机时钟与考点相差一天以上。</translation>
    </message>
    <message>
        <source>Set the date and the time of this machine before the exam.</source>
        <translation>请在考前校准本机的日期和时间。</translation>
    </message>
    <message>
        <source>Level {effective}: drawn by software, without the graphics device.</source>
        <translation>级别 {effective}：用软件绘制，不使用显卡。</translation>
    </message>
    <message>
        <source>Level {effective}, as the settings ask.</source>
        <translation>级别 {effective}，与设置一致。</translation>
    </message>
    <message>
        <source>All {tried} usual characters are drawn by the client's own font.</source>
        <translation>{tried} 个常用字符全部由客户端自带字体显示。</translation>
    </message>
    <message>
        <source>Some characters are drawn by another font: {characters}</source>
        <translation>部分字符由其他字体显示：{characters}</translation>
    </message>
    <message>
        <source>Install the client again: its own font is not whole.</source>
        <translation>客户端自带的字体不完整，请重新安装客户端。</translation>
    </message>
    <message>
        <source>Some characters come out as boxes: {characters}</source>
        <translation>部分字符显示为方框：{characters}</translation>
    </message>
    <message>
        <source>One screen, {width} x {height}.</source>
        <translation>一个屏幕，{width} x {height}。</translation>
    </message>
    <message>
        <source>{screens} screens show a picture.</source>
        <translation>有 {screens} 个屏幕在显示画面。</translation>
    </message>
    <message>
        <source>Unplug the others, unless the room wants them.</source>
        <translation>除非考场需要，请拔掉其他屏幕。</translation>
    </message>
    <message>
        <source>The screen has only {width} x {height} points; 1024 x 600 and more are better.</source>
        <translation>屏幕只有 {width} x {height}，建议 1024 x 600 以上。</translation>
    </message>
    <message>
        <source>Choose a higher resolution or a smaller scaling in the settings of the screen.</source>
        <translation>请在显示设置中选择更高的分辨率或更小的缩放比例。</translation>
    </message>
    <message>
        <source>Devices for sound: {devices}.</source>
        <translation>声音设备 {devices} 个。</translation>
    </message>
    <message>
        <source>This edition of Windows cannot play media files.</source>
        <translation>此版本的 Windows 不能播放媒体文件。</translation>
    </message>
    <message>
        <source>Install the Media Feature Pack of Windows if an exam has a listening part.</source>
        <translation>如果考试有听力，请安装 Windows 的媒体功能包。</translation>
    </message>
    <message>
        <source>No device for sound was found.</source>
        <translation>没有找到声音设备。</translation>
    </message>
    <message>
        <source>Plug in headphones if an exam has a listening part.</source>
        <translation>如果考试有听力，请插上耳机。</translation>
    </message>
    <message>
        <source>Chinese can be typed: {names}.</source>
        <translation>可以输入中文：{names}。</translation>
    </message>
    <message>
        <source>No Chinese input method was found.</source>
        <translation>没有找到中文输入法。</translation>
    </message>
    <message>
        <source>Add one in the settings of the system if candidates write Chinese.</source>
        <translation>如果考生需要输入中文，请在系统设置中添加。</translation>
    </message>
    <message>
        <source>Whoever sees this screen sits here.</source>
        <translation>本机没有被远程使用。</translation>
    </message>
    <message>
        <source>This screen is seen at another machine.</source>
        <translation>本机正被远程使用。</translation>
    </message>
    <message>
        <source>End the remote session, unless the room is run that way.</source>
        <translation>除非考场就是这样安排的，请结束远程会话。</translation>
    </message>
    <message>
        <source>No sign of a virtual machine.</source>
        <translation>没有发现虚拟机。</translation>
    </message>
    <message>
        <source>This is a virtual machine ({name}). It may be used.</source>
        <translation>本机是虚拟机（{name}），可以使用。</translation>
    </message>
    <message>
        <source>Not known, since the site could not be asked.</source>
        <translation>考点没有应答，无法得知。</translation>
    </message>
    <message>
        <source>First see to the line about the site.</source>
        <translation>请先处理“考点服务”一项。</translation>
    </message>
    <message>
        <source>The system does not tell.</source>
        <translation>系统没有提供此信息。</translation>
    </message>
    <message>
        <source>Try it by hand before the exam.</source>
        <translation>请在考前手工试一下。</translation>
    </message>
    <message>
        <source>This could not be looked at ({why}).</source>
        <translation>此项无法检测（{why}）。</translation>
    </message>
    <message>
        <source>Exams work as usual. To try it again, change [OpenGL] Level, for example from 2 to 3.</source>
        <translation>考试不受影响。如需再次尝试，请修改 [OpenGL] Level，例如从 2 改为 3。</translation>
    </message>
    <message>
        <source>Exams work as usual.</source>
        <translation>考试不受影响。</translation>
    </message>
    <message>
        <source>Graphics acceleration is off: with it, the window stayed blank.</source>
        <translation>图形加速已关闭：启用时窗口是空白的。</translation>
    </message>
    <message>
        <source>Graphics acceleration is off: the graphics driver failed.</source>
        <translation>图形加速已关闭：显卡驱动无法正常工作。</translation>
    </message>
    <message>
        <source>Graphics acceleration is off: this machine could not note down whether it works.</source>
        <translation>图形加速已关闭：本机无法记录它能否正常工作。</translation>
    </message>
    <message>
        <source>Exams work as usual. Please check the rights of the data folder.</source>
        <translation>考试不受影响。请检查数据文件夹的写入权限。</translation>
    </message>
    <message>
        <source>Graphics acceleration is off: this screen is looked at from another machine.</source>
        <translation>图形加速已关闭：正在通过远程连接查看本机画面。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>All settings are used as they stand.</source>
        <translation>所有设置均已生效。</translation>
    </message>
    <message>
        <source>Settings that cannot be used as they stand: {names}.</source>
        <translation>以下设置无法使用：{names}。</translation>
    </message>
    <message>
        <source>Mend them in user.ini; the login page and the log say what is used in their place.</source>
        <translation>请在 user.ini 中更正；登录页和日志会说明目前改用的值。</translation>
    </message>
    <message>
        <source>The font {names} is missing, without which the client does not start.</source>
        <translation>缺少字体 {names}，客户端无法启动。</translation>
    </message>
    <message>
        <source>This check has seen no screen.</source>
        <translation>本次检测没有看到屏幕。</translation>
    </message>
    <message>
        <source>Check once more on the login page, in front of the machine.</source>
        <translation>请在机器前打开登录页，再检测一次。</translation>
    </message>
    <message>
        <source>Level {requested} was asked for; for safety level {effective} is used.</source>
        <translation>设置的级别是 {requested}，为保险起见，实际使用级别 {effective}。</translation>
    </message>
    <message>
        <source>Everything works as it is. To be rid of this line, set [OpenGL] Level=0 in user.ini.</source>
        <translation>不影响使用。如不想再看到此项，请在 user.ini 中设置 [OpenGL] Level=0。</translation>
    </message>
    <message>
        <source>What this machine keeps of its enrolment cannot be read.</source>
        <translation>本机保存的注册信息无法读取。</translation>
    </message>
    <message>
        <source>Graphics acceleration is off: with it, the program stopped unexpectedly.</source>
        <translation>图形加速已关闭：启用时程序曾意外停止运行。</translation>
    </message>
    <message>
        <source>The site could not be told of this result.</source>
        <translation>检测结果未能送达考点。</translation>
    </message>
    <message>
        <source>The enrolment file is not there yet, or cannot be read.</source>
        <translation>注册文件还不存在，或读不出来。</translation>
    </message>
    <message>
        <source>This machine looks for it again by itself. If it stays so, check the network, the shared folder and EnrolFile in user.ini.</source>
        <translation>本机会自动重试。如果一直如此，请检查网络、共享文件夹以及 user.ini 中的 EnrolFile。</translation>
    </message>
    <message>
        <source>You can look the paper through.</source>
        <translation>现在可以检查试卷。</translation>
    </message>
    <message>
        <source>At {time} the exam begins, and answering with it, by itself.</source>
        <translation>{time} 开考，届时自动可以作答。</translation>
    </message>
    <message>
        <source>Please tell the proctor now: something in this paper cannot be shown.</source>
        <translation>试卷中有内容无法显示，请现在告诉监考老师。</translation>
    </message>
    <message>
        <source>Questions: {numbers}</source>
        <translation>题号：{numbers}</translation>
    </message>
    <message>
        <source>Stopped. The paper stays as it was.</source>
        <translation>已停止，试卷保持原样。</translation>
    </message>
    <message>
        <source>The exam has begun. You can answer now.</source>
        <translation>考试已经开始，现在可以作答。</translation>
    </message>
    <message>
        <source>The paper is being loaded afresh: {n} of {m} MB. You can go on answering.</source>
        <translation>正在重新载入试卷：{n} / {m} MB，可以继续作答。</translation>
    </message>
    <message>
        <source>The paper is being loaded afresh. You can go on answering.</source>
        <translation>正在重新载入试卷，可以继续作答。</translation>
    </message>
    <message>
        <source>The key file opens nothing on this machine.</source>
        <translation>密钥文件不能用于本机。</translation>
    </message>
    <message>
        <source>Please have a new one written at the exam site.</source>
        <translation>请在考点重新生成。</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>无法读取该文件。</translation>
    </message>
    <message>
        <source>Please choose it again, or raise your hand.</source>
        <translation>请重新选择，或举手。</translation>
    </message>
    <message>
        <source>The file is too large for this question.</source>
        <translation>该文件超出本题的大小限制。</translation>
    </message>
    <message>
        <source>Please make it smaller, or choose another one.</source>
        <translation>请缩小文件，或选择其他文件。</translation>
    </message>
    <message>
        <source>The file could not be saved on this machine.</source>
        <translation>该文件未能保存到本机。</translation>
    </message>
    <message>
        <source>Please choose it again. If it stays so, raise your hand.</source>
        <translation>请重新选择。如果仍然如此，请举手。</translation>
    </message>
    <message>
        <source>Nothing can be heard on this machine: no headset or loudspeaker is there.</source>
        <translation>本机没有声音：未检测到耳机或扬声器。</translation>
    </message>
    <message>
        <source>Please plug in the headset, or raise your hand.</source>
        <translation>请插好耳机，或举手。</translation>
    </message>
    <message>
        <source>Please raise your hand: the proctor may give you another machine.</source>
        <translation>请举手，监考老师可为您更换机器。</translation>
    </message>
    <message>
        <source>Nothing can be heard on this machine: no recording can be played.</source>
        <translation>本机没有声音：无法播放录音。</translation>
    </message>
    <message>
        <source>This recording is missing on this machine. No play was counted.</source>
        <translation>本机缺少这段录音，未计播放次数。</translation>
    </message>
    <message>
        <source>Please press Refresh, then play it again.</source>
        <translation>请点击“刷新”，然后再次播放。</translation>
    </message>
    <message>
        <source>This machine cannot save at the moment, so nothing is played.</source>
        <translation>本机暂时无法保存，因此没有播放。</translation>
    </message>
    <message>
        <source>This machine cannot play this recording. No play was counted.</source>
        <translation>本机无法播放这段录音，未计播放次数。</translation>
    </message>
    <message>
        <source>The recording broke off.</source>
        <translation>录音中途断开。</translation>
    </message>
    <message>
        <source>Please raise your hand: the proctor can give the play back.</source>
        <translation>请举手，监考老师可以补还这次播放。</translation>
    </message>
    <message>
        <source>No play of this recording is left.</source>
        <translation>这段录音的播放次数已用完。</translation>
    </message>
    <message>
        <source>Go on with the questions.</source>
        <translation>请继续作答。</translation>
    </message>
    <message>
        <source>This machine cannot play all recordings of this exam ({count} not): its Windows lacks the Media Feature Pack.</source>
        <translation>本机不能播放本场考试的全部录音（{count} 段不能播放）：系统缺少 Windows 媒体功能包。</translation>
    </message>
    <message>
        <source>You are not checked in yet.</source>
        <translation>您还没有签到。</translation>
    </message>
    <message>
        <source>Please see the proctor. This machine tries again by itself every ten seconds.</source>
        <translation>请找监考老师签到。本机每十秒自动重试一次。</translation>
    </message>
    <message>
        <source>The machine that answers is no longer the exam site's service.</source>
        <translation>现在应答的机器已不是本考点的服务机。</translation>
    </message>
    <message>
        <source>Please raise your hand: the old machine has to be switched off.</source>
        <translation>请举手：旧的服务机需要关机。</translation>
    </message>
    <message>
        <source>You have not been allowed in.</source>
        <translation>您未获准入场。</translation>
    </message>
    <message>
        <source>Please speak to the proctor. This machine tries again by itself every ten seconds.</source>
        <translation>请与监考老师联系。本机每十秒自动重试一次。</translation>
    </message>
</context>
<context>
    <name>SheetHead</name>
    <message>
        <source>Answer 1 of {asked}; the best one counts.</source>
        <translation>{asked} 题中任选 1 题作答，按得分最高的 1 题计分。</translation>
    </message>
    <message>
        <source>Answer {limit} of {asked}; the best {limit} count.</source>
        <translation>{asked} 题中任选 {limit} 题作答，按得分最高的 {limit} 题计分。</translation>
    </message>
</context>
<context>
    <name>ShortTextView</name>
    <message>
        <source>Your answer</source>
        <translation>作答区</translation>
    </message>
    <message>
        <source>There is room for {count} characters. The last input did not fit and was left out.</source>
        <translation>最多 {count} 个字符，刚才的输入放不下，没有录入。</translation>
    </message>
</context>
<context>
    <name>SoundBar</name>
    <message>
        <source>Paused: {title}</source>
        <translation>已暂停：{title}</translation>
    </message>
    <message>
        <source>Playing: {title}</source>
        <translation>正在播放：{title}</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Back to it</source>
        <translation>回到录音</translation>
    </message>
</context>
<context>
    <name>SoundCheckPanel</name>
    <message>
        <source>Yes, I heard it</source>
        <translation>听到了</translation>
    </message>
    <message>
        <source>No</source>
        <translation>没有听到</translation>
    </message>
    <message>
        <source>Three notes are playing …</source>
        <translation>正在播放三个音……</translation>
    </message>
    <message>
        <source>Did you hear three notes?</source>
        <translation>您听到三个音了吗？</translation>
    </message>
    <message>
        <source>You heard the test sound. The volume can be changed in the exam, too.</source>
        <translation>试音正常。考试中也可以调节音量。</translation>
    </message>
    <message>
        <source>This exam has recordings. Please check that you can hear them.</source>
        <translation>本场考试有录音，请先试音，确认能听到声音。</translation>
    </message>
    <message>
        <source>Play the test sound again</source>
        <translation>再次试音</translation>
    </message>
    <message>
        <source>Play a test sound</source>
        <translation>试音</translation>
    </message>
    <message>
        <source>The test sound was not heard.</source>
        <translation>没有听到试音。</translation>
    </message>
    <message>
        <source>Please look at plug and volume and play it again. If it stays so, raise your hand.</source>
        <translation>请检查耳机插头和音量后再次试音。如果仍听不到，请举手。</translation>
    </message>
    <message>
        <source>The test sound was heard on this machine.</source>
        <translation>本机试音正常。</translation>
    </message>
    <message>
        <source>Where an exam with recordings is to come: play a test sound.</source>
        <translation>如果将有带录音的考试，请先试音。</translation>
    </message>
</context>
<context>
    <name>SoundCheckSheet</name>
    <message>
        <source>Back to the paper</source>
        <translation>返回试卷</translation>
    </message>
</context>
<context>
    <name>SoundPlayer</name>
    <message>
        <source>Recording</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Position in the recording</source>
        <translation>播放位置</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>再次播放</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Playing</source>
        <translation>正在播放</translation>
    </message>
    <message>
        <source>Another recording is playing. This one can be played when it has ended.</source>
        <translation>另一段录音正在播放，播完后才能播放这一段。</translation>
    </message>
    <message>
        <source>It is playing for the last time.</source>
        <translation>这是最后一次播放。</translation>
    </message>
    <message>
        <source>No play is left.</source>
        <translation>播放次数已用完。</translation>
    </message>
    <message numerus="yes">
        <source>%n play(s) left</source>
        <translation>
            <numerusform>还可播放 %n 次</numerusform>
        </translation>
    </message>
    <message>
        <source>{left}. A play counts from its beginning.</source>
        <translation>{left}，开始播放即计一次。</translation>
    </message>
</context>
<context>
    <name>SplitHandle</name>
    <message>
        <source>Divider between the passage and the questions: arrow keys move it</source>
        <translation>材料与题目之间的分隔条：按方向键移动</translation>
    </message>
    <message>
        <source>Drag to give one side more room</source>
        <translation>拖动可调整两边的大小</translation>
    </message>
</context>
<context>
    <name>StickLine</name>
    <message>
        <source>The proctor's stick is in.</source>
        <translation>监考 U 盘已插入。</translation>
    </message>
    <message>
        <source>Export everything to the stick</source>
        <translation>全部导出到 U 盘</translation>
    </message>
</context>
<context>
    <name>StoppedPage</name>
    <message>
        <source>Exam</source>
        <translation>考试</translation>
    </message>
    <message>
        <source>The exam client has stopped several times in a row.</source>
        <translation>考试程序接连停止了几次。</translation>
    </message>
    <message>
        <source>What was shown as saved is saved on this machine.</source>
        <translation>显示为已保存的答案都保存在本机。</translation>
    </message>
    <message>
        <source>Please raise your hand.</source>
        <translation>请举手。</translation>
    </message>
    <message>
        <source>Proctor: restart this machine, then the client; the exam goes on where it was. If it stops again, set OpenGL/Level to 0 in user.ini, or let the candidate log in at another machine, and leave this one on: its answers follow when the client runs again.</source>
        <translation>监考老师：请重启本机，再启动考试程序，考试从原处继续。如果再次停止，请把 user.ini 中的 OpenGL/Level 设为 0；或让考生在另一台机器登录，并让本机保持开机：考试程序再次运行后，本机的答案会自动上传。</translation>
    </message>
    <message>
        <source>The answers are in {folder}</source>
        <translation>答案保存在 {folder}</translation>
    </message>
    <message>
        <source>Start the client again</source>
        <translation>重新启动考试程序</translation>
    </message>
</context>
<context>
    <name>Strips</name>
    <message>
        <source>More to the side: the arrow keys move this part</source>
        <translation>横向还有内容：可用方向键移动这一部分</translation>
    </message>
</context>
<context>
    <name>SubmitFailedPage</name>
    <message numerus="yes">
        <source>%n answer(s) not at the exam site yet.</source>
        <translation>
            <numerusform>还有 %n 个答案未送达考点。</numerusform>
        </translation>
    </message>
    <message>
        <source>This machine keeps trying by itself. Please leave it on.</source>
        <translation>本机会自动继续重试，请不要关机。</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Time is over.</source>
        <translation>考试时间到。</translation>
    </message>
    <message>
        <source>Your answers are sealed on this machine. You may go.</source>
        <translation>答案已封存在本机，您可以离开。</translation>
    </message>
    <message>
        <source>Submitting did not work.</source>
        <translation>交卷没有成功。</translation>
    </message>
    <message>
        <source>All your answers are safe on this machine. Please raise your hand.</source>
        <translation>答案已完整保存在本机，请举手。</translation>
    </message>
    <message>
        <source>All your answers are safe on this machine.</source>
        <translation>您的答案已完整保存在本机。</translation>
    </message>
    <message>
        <source>To hand them in, please type both numbers once more.</source>
        <translation>请再次输入两个号码以完成交卷。</translation>
    </message>
    <message>
        <source>The answers are exported and checked.</source>
        <translation>答卷已导出并核对。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>The exported file has the answers. Press again to leave.</source>
        <translation>答案已在导出的文件中。再点一次即退出。</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>强制退出</translation>
    </message>
    <message>
        <source>The answers are safe on this machine, but for a file.</source>
        <translation>答案已保存在本机，但有一个文件除外。</translation>
    </message>
    <message>
        <source>Please raise your hand before you go.</source>
        <translation>请先举手再离开。</translation>
    </message>
    <message>
        <source>The exam has ended.</source>
        <translation>考试已结束。</translation>
    </message>
</context>
<context>
    <name>SubmitPanel</name>
    <message numerus="yes">
        <source>%n question(s) not completely answered.</source>
        <translation>
            <numerusform>还有 %n 道题没有答完。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) flagged.</source>
        <translation>
            <numerusform>有 %n 道题做了标记。</numerusform>
        </translation>
    </message>
    <message>
        <source>Every question has an answer.</source>
        <translation>所有题目都已作答。</translation>
    </message>
    <message>
        <source>After handing in you cannot change anything.</source>
        <translation>交卷后不能再修改答案。</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>返回答题</translation>
    </message>
    <message>
        <source>Hand in now</source>
        <translation>确认交卷</translation>
    </message>
</context>
<context>
    <name>SubmittingPage</name>
    <message>
        <source>Time is over. Your answers are being handed in.</source>
        <translation>考试时间到，正在交卷。</translation>
    </message>
    <message>
        <source>Your answers are being handed in.</source>
        <translation>正在交卷。</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) on the way to the exam site.</source>
        <translation>
            <numerusform>还有 %n 个答案正在上传到考点。</numerusform>
        </translation>
    </message>
    <message>
        <source>The exam site is making the receipt.</source>
        <translation>考点正在出具回执。</translation>
    </message>
    <message>
        <source>They are saved on this machine. Please stay seated for a moment.</source>
        <translation>答案已保存在本机，请在座位上稍候。</translation>
    </message>
    <message>
        <source>What was written last is being saved on this machine. Please stay seated; if this page stays, raise your hand.</source>
        <translation>最后写下的内容正在保存到本机。请在座位上稍候；如果此页面一直不变，请举手。</translation>
    </message>
    <message>
        <source>A file is still being saved on this machine: {names}. Please stay seated; if this page stays, raise your hand.</source>
        <translation>文件仍在本机保存中：{names}。请不要离开座位；如果本页一直不变，请举手。</translation>
    </message>
</context>
<context>
    <name>TimeLeft</name>
    <message>
        <source>Time left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} 小时 {m} 分</translation>
    </message>
    <message>
        <source>{m} min</source>
        <translation>{m} 分钟</translation>
    </message>
    <message>
        <source>Begins in</source>
        <translation>距开考</translation>
    </message>
    <message>
        <source>Paused at</source>
        <translation>计时已停止</translation>
    </message>
</context>
<context>
    <name>TrueFalseView</name>
    <message>
        <source>True</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>False</source>
        <translation>错误</translation>
    </message>
</context>
<context>
    <name>UnsavedLine</name>
    <message numerus="yes">
        <source>Not saved on this machine: question(s) {numbers}.</source>
        <translation>
            <numerusform>第 {numbers} 题没有保存在本机。</numerusform>
        </translation>
    </message>
    <message>
        <source>Still being saved on this machine: {names}</source>
        <translation>仍在本机保存中：{names}</translation>
    </message>
    <message>
        <source>Not saved, and so not among your answers: {names}</source>
        <translation>未能保存，因此不在您的答案中：{names}</translation>
    </message>
    <message>
        <source>On another machine, and not at the exam site yet: {names}</source>
        <translation>仍在另一台机器上，考点尚未收到：{names}</translation>
    </message>
</context>
<context>
    <name>VisitResult</name>
    <message>
        <source>{n} of {m} exported</source>
        <translation>已导出 {n} / {m} 份</translation>
    </message>
    <message>
        <source>This machine holds nothing to export</source>
        <translation>本机没有需要导出的答卷</translation>
    </message>
    <message>
        <source>Everything was read back and compared. You can take the stick out.</source>
        <translation>全部内容已读回并核对，可以拔出 U 盘。</translation>
    </message>
    <message>
        <source>The stick could not note that it was here. Please write this machine's seat down yourself.</source>
        <translation>U 盘上没能留下本机的到访记录，请自行记下本机的座位号。</translation>
    </message>
    <message>
        <source>The others are still on this machine. You can take the stick out.</source>
        <translation>其余的仍保存在本机。可以拔出 U 盘。</translation>
    </message>
    <message>
        <source>The stick has noted that it was here. You can take it out.</source>
        <translation>U 盘已记下本机的到访，可以拔出。</translation>
    </message>
    <message>
        <source>The others are still on this machine: come back with another drive. You can take this one out.</source>
        <translation>其余的仍保存在本机，请换一个 U 盘再来导出。可以拔出这个 U 盘。</translation>
    </message>
</context>
<context>
    <name>VolumeSlider</name>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>Seat {seat}</source>
        <translation>座位 {seat}</translation>
    </message>
    <message>
        <source>The exam begins at {time}, in</source>
        <translation>{time} 开考，还有</translation>
    </message>
    <message>
        <source>The exam has begun. Your paper appears in a moment.</source>
        <translation>考试已经开始，试卷即将显示。</translation>
    </message>
    <message>
        <source>Reason: {text}</source>
        <translation>原因：{text}</translation>
    </message>
    <message>
        <source>Please stay seated. None of your time is lost.</source>
        <translation>请留在座位上，考试时间不会减少。</translation>
    </message>
    <message>
        <source>The exam is paused</source>
        <translation>考试已暂停</translation>
    </message>
    <message>
        <source>The exam site has moved the start. The exam begins at {time}, in</source>
        <translation>考点已调整开考时间。{time} 开考，还有</translation>
    </message>
</context>
</TS>