"""The frame of the pages, the overview, the staff and the audit log, in Simplified Chinese."""

FRAME = {
    "Overview": "总览",
    "Staff": "工作人员",
    "Audit log": "操作日志",
    "site admin": "考点管理员",
    "head proctor": "主考",
    "proctor": "监考老师",
    "For the staff of this exam site.": "供本考点工作人员使用。",
    "This page is not for you.": "您没有打开这个页面的权限。",
    "You are logged in as {name}, {role}. If you need this page, ask a site admin.": (
        "当前登录的是 {name}（{role}）。如需使用这个页面，请联系考点管理员。"
    ),
}

OVERVIEW = {
    "The service does not answer. What stands here is not of now.": "服务没有响应，下面不是最新的情况。",
    "No network is registered yet: stations log in only at this machine. On the service's machine:": (
        "还没有登记考点地址：只有服务机本身可以登录。请在考点服务机上执行："
    ),
    "Files that were refused since yesterday: {n}. Look at them.": (
        "一天之内有 {n} 个文件被拒绝导入，请查看。"
    ),
    "No backup was made yet. On the service's machine:": "还没有做过备份。请在考点服务机上执行：",
    "On the service's machine:": "请在考点服务机上执行：",
    "Exams": "考试",
    "No exam is to come.": "没有待进行的考试。",
    "What is under way or to come, and what ended since yesterday": "正在进行、将要进行和一天之内结束的考试",
    "Start": "开始",
    "End": "结束",
    "Now": "当前状态",
    "Candidates": "考生",
    "Begun": "已登录",
    "Handed in": "已交卷",
    "to come": "未开始",
    "the paper can be opened": "试卷已可解密",
    "under way": "进行中",
    "over, late answers still come in": "已结束，仍在接收答案",
    "closed": "已关闭",
    "Rooms": "考场",
    "There are no rooms yet. On the service's machine:": "还没有考场。请在考点服务机上执行：",
    "No room was given to you yet. Ask a site admin.": "还没有给您分配考场，请联系考点管理员。",
    "Room": "考场",
    "Seats with a station": "已登记的座位",
    "Proctors": "监考老师",
    "Room password": "考场管理密码",
    "missing for {exams}": "{exams} 还没有设置",
    "there": "已设置",
    "Service": "服务",
    "Candidates on the roster": "名单中的考生",
    "Registered networks": "已登记的地址",
    "Last backup, read back whole": "最近一次核对过的备份",
    "As of {time}; this page looks again by itself.": "截至 {time}，本页会自动更新。",
    "Room {name}": "考场 {name}",
    "No machine has enrolled in this room yet.": "这个考场还没有登记考试机。",
    "Machines by seat: {n}": "考试机（按座位）：{n} 台",
    "Machine": "考试机",
    "Client": "客户端",
    "in use": "使用中",
    "released": "已释放",
    "revoked": "已吊销",
}

STAFF = {
    "{name} may not log in any more.": "{name} 已被移除，不能再登录。",
    "Who may log in here: {n}": "可以登录的人员：{n} 名",
    "Role": "角色",
    "Added": "添加时间",
    "Password of": "密码设置时间",
    "all": "全部",
    "none yet": "尚未分配",
    "Add somebody": "添加人员",
    "It stands under everything that the person does: give each one their own.": (
        "此人的每项操作都会记下这个账号，请每人使用各自的账号。"
    ),
    "Rooms of a proctor (the other roles have all)": "监考老师负责的考场（其他角色可看全部考场）",
    "Add, and make a password": "添加并生成密码",
    "Saved. It counts from the next click on.": "已保存，立即生效。",
    "The password, shown only now:": "密码（只显示这一次）：",
    "Hand it over, and let nobody else see it. Capitals, spaces and hyphens do not count.": (
        "请交给本人，不要让其他人看到。不区分大小写，空格和连字符可以省略。"
    ),
    "Another site admin has to change your role, or remove you.": (
        "您自己的角色和账号，只能由另一位考点管理员更改或移除。"
    ),
    "No role was chosen, so nothing was changed.": "没有选择角色，未作更改。",
    "Role and rooms": "角色和考场",
    "Save": "保存",
    "The old password ends, and with it every session of this person.": (
        "旧密码立即失效，此人的所有登录同时失效。"
    ),
    "Make a new password": "生成新密码",
    "Remove": "移除",
    "The person can log in no more. What was done under this name stays in the logs.": (
        "移除后此人不能再登录，以此账号做过的操作仍保留在日志中。"
    ),
    "Yes, remove {name}": "确认移除 {name}",
    "What the audit log has about {name}": "操作日志中有关 {name} 的记录",
}

AUDIT = {
    "Who": "操作人",
    "everybody": "所有人",
    "everything": "所有操作",
    "Number, room or reason": "号码、考场或理由",
    "From": "从",
    "To": "到",
    "Show": "查看",
    "Show all": "查看全部",
    "Nothing was done that fits this.": "没有符合条件的记录。",
    "Nothing was done yet.": "还没有记录。",
    "What was done, the newest first": "操作记录，最新的在前",
    "When": "时间",
    "On what": "对象",
    "The newest row is {n}. Its hash, which every backup signs:": (
        "最新一条是第 {n} 条，其校验值（每次备份都会签名）："
    ),
    "Whether no row was changed or taken out, this command finds:": "核查日志是否被改动或删减的命令：",
    "at the console": "服务机命令行",
    "web page": "网页",
    "the service itself": "服务自身",
}

DEEDS = {
    "logged in": "登录",
    "logged out": "退出登录",
    "wrong name or password": "账号或密码不正确",
    "added somebody to the staff": "添加工作人员",
    "gave somebody a new password": "更换工作人员密码",
    "changed role or rooms": "更改角色或考场",
    "removed somebody from the staff": "移除工作人员",
    "added a room": "添加考场",
    "set a room password": "设置考场管理密码",
    "made a proctor's stick": "制作监考 U 盘",
    "made an enrolment file": "生成登记文件",
    "renamed a station": "更改考试机名称",
    "released a station": "释放考试机座位",
    "revoked a station": "吊销考试机",
    "registered a network": "登记考点地址",
    "removed a network": "取消考点地址",
    "added a proxy": "添加代理",
    "removed a proxy": "取消代理",
    "changed whom to call": "更改联系人",
    "changed whether papers are covered outside": "更改场外是否遮盖试卷",
    "changed the oldest client": "更改客户端最低版本",
    "changed the front server": "更改前端服务器",
    "imported candidates": "导入考生名单",
    "imported a paper": "导入试卷",
    "created an exam": "新建考试",
    "gave more time": "延时",
    "released a candidate's seat": "允许考生换机",
    "ruled on events": "裁定记录",
    "let one source count": "裁定采用一个来源",
    "let single answers count": "裁定采用单题作答",
    "took an import back": "撤销导入",
    "took a package in": "导入作答结果",
    "took in a visit of a stick": "导入 U 盘导出记录",
    "made a backup": "备份",
    "restored from a backup": "从备份恢复",
}

FIELDS = {
    "address": "地址",
    "name": "名称",
    "further ones that were not noted": "另有未记录的次数",
    "role": "角色",
    "rooms": "考场",
    "room": "考场",
    "exam": "考试",
    "candidate": "准考证号",
    "attempt": "作答",
    "answers": "作答项",
    "verdict": "裁定",
    "events": "记录",
    "source": "来源",
    "number": "序号",
    "minutes": "分钟",
    "station": "考试机",
    "machines": "台数",
    "network": "地址",
    "note": "备注",
    "whom to call": "联系人",
    "on": "开启",
    "version": "版本",
    "file": "文件",
    "SHA-256": "SHA-256",
    "bytes": "字节数",
    "refused for": "拒绝原因",
    "generation": "代次",
    "added": "新增",
    "changed": "更改",
    "paper": "试卷",
    "manifest": "清单",
    "cannot be read": "无法读取",
}

STAFF_ZH = FRAME | OVERVIEW | STAFF | AUDIT | DEEDS | FIELDS
