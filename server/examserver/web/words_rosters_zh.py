"""Rosters, seats, photos and what is printed of them, in Simplified Chinese."""

ROSTERS = {
    "Rosters": "考生名单",
    "Photos": "照片",
    "Exams: {n}": "考试：{n} 场",
    "With a seat in a room": "已安排座位",
    "To print": "打印",
    "Slips": "准考证",
    "Admission slips": "准考证",
    "Attendance list": "签到表",
    "two on a sheet": "一页两张",
    "Take a roster in": "导入考生名单",
    "CSV or XLSX file; columns: admission number, name, identity number, and perhaps seat, room, school, "
    "class": ("CSV 或 XLSX 文件。必需的列：准考证号、姓名、证件号；可选的列：座位、考场、学校、班级"),
    "They sit this exam": "参加的考试",
    "none, they are only registered": "不指定（只登记考生）",
    "Seats at this exam": "本场考试的座位安排",
    "Who sits where": "座位安排方式",
    "Rooms to fill, such as {example}; without a number the seats with a station, empty: all rooms": (
        "使用的考场，例如 {example}。不写数字时使用已登记考试机的座位，留空时使用全部考场"
    ),
    "Number for shuffling: the same number seats the same way": "随机数：数字相同，排座结果相同",
    "The file has all candidates of this exam: others sit it no more": (
        "文件包含本场考试的全部考生：不在文件中的考生不再参加"
    ),
    "First you see what is wrong and what would change. Nothing is written before you confirm.": (
        "先显示文件中的问题和将要发生的变化，确认后才写入。"
    ),
    "Look at the file": "检查文件",
    "Progress": "进度",
    "Take photos in": "导入照片",
    "A zip file of JPEG or PNG pictures that are named by admission number, or one picture": (
        "以准考证号命名的 JPEG 或 PNG 照片打成的 zip 文件，或单张照片"
    ),
    "Take the photos in": "导入照片",
    "Rules on admission slips": "准考证上的考生须知",
    "One a line. Empty: the usual ones": "每行一条，留空则使用默认内容",
    "Taken in: {added} added, {changed} changed, {same} as they were.": (
        "导入完成：新增 {added} 人，修改 {changed} 人，{same} 人没有变化。"
    ),
    "At the exam: {entered} entered, {seated} with another seat, {withdrawn} taken out.": (
        "本场考试：加入 {entered} 人，调整座位 {seated} 人，移出 {withdrawn} 人。"
    ),
    "No exam is named: rooms and seats are kept, and an exam that is created from now on has them. "
    "An exam that is there already keeps its own.": (
        "未指定考试：考场和座位已随考生保存，此后新建的考试会采用；已有的考试保持不变。"
    ),
    "Beside somebody of their own school or class all the same: {n}.": (
        "仍与同校或同班考生相邻的有 {n} 人。"
    ),
    "All photos are kept.": "照片已全部保存。",
    "The rules on admission slips are saved.": "考生须知已保存。",
    "This page needs JavaScript. Without it use the command: examserver candidates": (
        "本页面需要 JavaScript。也可以使用命令：examserver candidates"
    ),
    "as in the file": "按文件中的座位",
    "by admission number": "按准考证号顺序",
    "shuffled": "随机",
    "nobody beside the same school or class": "同校（同班）考生不相邻",
    "School": "学校",
    "Class": "班级",
    "Identity number": "证件号",
    "Candidate's name": "姓名",
    "comma": "逗号分隔",
    "tab": "制表符分隔",
    "semicolon": "分号分隔",
    "vertical bar": "竖线分隔",
}

LOOK = {
    "Look at the roster": "检查考生名单",
    "Fields to correct: {n}. Correct the file and choose it once more. Nothing was written.": (
        "有 {n} 处需要更正。请改好文件后重新选择，目前没有写入任何内容。"
    ),
    "It can be taken in. Nothing is written yet.": "可以导入，目前还没有写入。",
    "Read as": "读取方式",
    "Rows": "行数",
    "to add": "新增",
    "to change": "修改",
    "to enter": "加入考试",
    "with another seat": "调整座位",
    "to take out": "移出考试",
    "Take the roster in": "确认导入",
    "Do not": "不导入",
    "Line": "行",
    "Column": "列",
    "To correct: {n}": "需要更正：{n} 处",
    "To look at: {n}": "请留意：{n} 处",
    "After it": "修改为",
    "The first rows, as they were read": "前几行的读取结果",
    "Room and seat at the exam": "考场和座位",
}

SEATS = {
    "Seating": "座位安排",
    "Saved.": "已保存。",
    "without a room": "未安排考场",
    "Give all of them seats": "统一安排座位",
    "Whoever has logged in to the exam keeps the seat. To keep the same school or class apart, take the "
    "roster in once more with that rule.": (
        "已登录考试的考生座位不变。如需同校（同班）考生不相邻，请按该方式重新导入名单。"
    ),
    "Give seats": "安排座位",
    "Give one of them a seat": "调整一名考生的座位",
    "Who sits where: {n}": "座位表：{n} 人",
}

FAULTS = {
    "is missing": "没有填写",
    "is longer than {about} characters": "超过 {about} 个字符",
    "holds a line break or control character": "含有换行或控制字符",
    "{about} was rounded by a spreadsheet; format the column as text": (
        "{about} 已被表格软件舍入，请把该列设为文本格式后重新填写"
    ),
    "{about} ends in zeros as after rounding by a spreadsheet; type it anew as text": (
        "{about} 末尾的零像是被表格软件舍入的，请以文本格式重新填写"
    ),
    "a spreadsheet has made the date {about} of it; format the column as text": (
        "已被表格软件变成日期 {about}，请把该列设为文本格式后重新填写"
    ),
    "holds the spreadsheet's error {about}": "是表格软件的错误值 {about}",
    "stands in line {about} already": "与第 {about} 行重复",
    "{about} has this seat": "该座位已安排给 {about}",
    "names a room and no seat": "有考场而没有座位",
    "sits “{about}” at the same time": "同一时间还要参加“{about}”",
    "is not in the file, and has begun the exam already": "不在文件中，但已开始考试，予以保留",
    "the check digit does not fit: look whether it is mistyped": "校验位不符，请核对是否填错",
    "there is no room {about} at this service": "本考点还没有考场 {about}",
    "no station has enrolled at this seat": "该座位还没有登记考试机",
    "line {about} has the same identity number": "与第 {about} 行的证件号相同",
    "holds characters that cannot be printed: {about}": "含有无法打印的字符：{about}",
    "no candidate has this number": "没有这个准考证号的考生",
    "the file is larger than 10 MB, or has too many pixels": "文件大于 10 MB，或像素过多",
    "it is no JPEG or PNG picture, or a damaged one": "不是 JPEG 或 PNG 图片，或文件已损坏",
}

SENDING = {
    "being sent: {n} %": "正在发送：{n} %",
    "being looked at: {n} of {all}": "正在处理：第 {n} 个，共 {all} 个",
    "The service did not answer. Nothing was written.": "服务没有响应，没有写入任何内容。",
    "You are not logged in any more. Log in again, then choose the file once more.": (
        "登录已失效，请重新登录后再选择文件。"
    ),
    "Choose a file first.": "请先选择文件。",
    "Photos kept: {n}. Files left out: {left}.": "已保存照片 {n} 张，未采用文件 {left} 个。",
    "The file has no candidates.": "文件中没有考生。",
    "Correct the file and import it again. Nothing was imported.": (
        "请改好文件后重新导入，目前没有导入任何内容。"
    ),
    "The file is no XLSX file, or a damaged one.": "这不是 XLSX 文件，或文件已损坏。",
    "Open it in the spreadsheet program and save it as XLSX or as “CSV UTF-8”.": (
        "请用表格软件打开，另存为 XLSX 或“CSV UTF-8”。"
    ),
}

NOTED_OF_ROSTERS = {
    "took photos in": "导入照片",
    "gave candidates seats": "统一安排座位",
    "gave a candidate a seat": "调整考生座位",
    "changed the rules on admission slips": "修改考生须知",
    "candidates": "人数",
    "rule": "安排方式",
    "seat": "座位",
    "seed": "随机数",
}

ROSTERS_ZH = ROSTERS | LOOK | SEATS | FAULTS | SENDING | NOTED_OF_ROSTERS
