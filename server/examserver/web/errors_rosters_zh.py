"""What the services refuse with about rosters, seats, photos and printing, in Simplified Chinese."""

ROSTER_ERRORS = {
    "The file cannot be read: {why}.": "文件无法读取：{why}。",
    "Name a folder or a zip file of pictures.": "请选择装有照片的文件夹或 zip 文件。",
    "The file is no zip file, or a damaged one.": "这不是 zip 文件，或文件已损坏。",
    "Make it again with the pictures in it.": "请重新打包照片。",
    "The zip file has more than {most} pictures.": "zip 文件中的照片超过 {most} 张。",
    "Give it in several parts.": "请分几次导入。",
    "Give it in several parts, one after the other.": "请分成几份依次导入。",
    "There is no picture in this file.": "文件中没有照片。",
    "Put JPEG or PNG pictures into it.": "请放入 JPEG 或 PNG 图片。",
    "A photo cannot be stored: {why}.": "照片无法保存：{why}。",
    "The file cannot be kept: {why}.": "文件无法暂存：{why}。",
    "See to the disk.": "请检查磁盘。",
    "This file is not kept any more.": "这个文件已不再暂存。",
    "Choose it once more.": "请重新选择。",
    "{count} fields cannot be taken.": "有 {count} 处需要更正。",
    "The file is too large for this.": "文件过大。",
    "The picture is larger than 10 MB.": "图片大于 10 MB。",
    "Make it smaller, or choose another one.": "请缩小图片，或换一张。",
    "The file is larger than {most} bytes.": "文件大于 {most} 字节。",
    "The file has more than {most} lines.": "文件超过 {most} 行。",
    "The file has more than {most} columns.": "文件超过 {most} 列。",
    "Leave out those that are not needed.": "请去掉不需要的列。",
    "The file has no sheet with anything in it.": "文件中没有含内容的工作表。",
    "The file is neither UTF-8 nor GB18030, nor UTF-16.": "文件编码不是 UTF-8、GB18030 或 UTF-16。",
    "Line {line} holds a NUL byte, which no text has. It was read as {encoding}.": (
        "第 {line} 行含有空字节（NUL），文本中不应出现。文件按 {encoding} 读取。"
    ),
    "Type that line anew, save the file as “CSV UTF-8” and give it again.": (
        "请重新输入该行，另存为“CSV UTF-8”后重新选择。"
    ),
    "The file is not a CSV file.": "这不是 CSV 文件。",
    "Save it as “CSV UTF-8” and give it again.": "请另存为“CSV UTF-8”后重新选择。",
    "The file is of an old kind (XLS), or has a password.": "文件是旧格式（XLS），或设有密码。",
    "The file is too large when it is unpacked.": "文件解压后过大。",
    "The file cannot be read from line {line} on: {why}.": "文件从第 {line} 行起无法读取：{why}。",
    "Correct the file and give it again.": "请改好文件后重新选择。",
    "It has: {columns}. Correct the file and give it again.": "现有的列：{columns}。请改好文件后重新选择。",
    "Line {line} has more fields than the first line.": "第 {line} 行的列数比第一行多。",
    "The first line must name the column {column} once.": "第一行必须有且只有一列 {column}。",
    "The first line names the column {column} more than once.": "第一行有多列 {column}。",
    "Take one of the two away, or call it something else.": "请删除其中一列或改名。",
    "The first line names the columns, and each line after it is one row.": (
        "第一行是列名，之后每行一名考生。"
    ),
    "{number} does not sit the exam {exam}.": "{number} 不参加考试 {exam}。",
    "Import a roster with this candidate for it.": "请为该考试导入包含这名考生的名单。",
    "A place is a room and a seat in it.": "请同时填写考场和座位。",
    "Name both, or neither where there is to be none.": "两项都填写；不安排座位时两项都留空。",
    "Seat {seat} in {room} is that of {number}, at the exam {exam}.": (
        "考场 {room} 的座位 {seat} 已安排给考试 {exam} 的 {number}。"
    ),
    "Give that one another seat first, or choose another seat.": "请先调整那名考生的座位，或另选座位。",
    "Seats as in the file, or apart by school or class, need the file.": (
        "按文件安排座位，或让同校（同班）考生不相邻，都需要名单文件。"
    ),
    "Import the roster once more with this rule.": "请按该方式重新导入名单。",
    "There are {seats} free seats for {candidates} candidates.": (
        "空座位 {seats} 个，考生 {candidates} 人，座位不够。"
    ),
    "Name more rooms, or more seats for a room.": "请增加考场或座位数。",
    "“{part}” is no room with a number of seats.": "“{part}”不是考场和座位数。",
    "Write it as A=30, with at most {most} seats.": "请写成 A=30 的形式，最多 {most} 个座位。",
    "Nobody sits there at this exam.": "本场考试没有考生在那里。",
    "Give the candidates seats first, or choose another room.": "请先安排座位，或另选考场。",
    "There is nobody to print this for.": "没有可以打印的考生。",
    "Import a roster for the exam first.": "请先为考试导入名单。",
    "The rules of an admission slip have at most {most} characters.": "考生须知最多 {most} 个字符。",
    "Make them shorter.": "请缩短内容。",
}
