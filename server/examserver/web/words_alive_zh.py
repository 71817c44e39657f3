"""What the page says of staying alive, in Simplified Chinese: the disk, and the backups on a timer."""

ALIVE_ZH = {
    "This service was restored at {began} from a backup of {made}: {n} minutes are missing.": (
        "本服务于 {began} 由 {made} 的备份恢复：缺少 {n} 分钟的内容。"
    ),
    "What was ordered in these minutes is not here: moved, ended or cancelled sittings, pauses, messages, "
    "check-ins, imports, new candidates, accounts and networks. A pause that was lifted in them stands "
    "again. Answers and extensions come back with the stations.": (
        "这段时间内办理的事项不在这里：场次的调整、结束、取消，暂停，消息，签到，导入，"
        "新增的考生、账号和网络。其间已恢复的暂停会重新出现。答案和延时由各考试机送回。"
    ),
    "{n} stations were told that {exam} is from {starts} to {ends}; here it is from {here} to {until}.": (
        "{n} 台考试机得知的 {exam} 时间是 {starts} 至 {ends}；这里是 {here} 至 {until}。"
    ),
    "Sites may have reported since the backup, and what this service acknowledged they do not send by "
    "themselves. Have each site report its exams once more:": (
        "备份之后下属考点可能上报过；本服务已确认的内容，考点不会自动重报。请各考点将各场考试全部重新上报："
    ),
    "Look at the times of the sittings first, and give again what is missing.": (
        "请先核对场次的时间，缺少的重新办理。"
    ),
    "I have looked after it": "已核对",
    "The tables are on a PostgreSQL server: its backups and its standby are its own, and this page does "
    "not see them. See docs/several-machines.md.": (
        "数据在 PostgreSQL 服务器上：备份和备用库由数据库负责，本页看不到它们的情况。"
        "见 docs/several-machines.md。"
    ),
    "The service's disk is all but full: {free} MiB are free. Only answers are still taken. Make room now.": (
        "服务机磁盘即将写满：剩余 {free} MiB。现在只接收答案。请立即清理磁盘。"
    ),
    "The service's disk has {free} MiB free, kept for answers: no papers and backups go there. Make room.": (
        "服务机磁盘剩余 {free} MiB，只留给答案使用，不再写入试卷和备份。请清理磁盘。"
    ),
    "Tell the site admin.": "请告诉考点管理员。",
    "The service's disk has only {percent} % free. Make room in time.": (
        "服务机磁盘只剩 {percent} %，请及时清理。"
    ),
    "The last backup on the timer failed at {time}:": "定时备份在 {time} 失败：",
    "A backup is to be made every {minutes} minutes, and none was for longer than that. The log says why.": (
        "设定每 {minutes} 分钟备份一次，但已超时没有备份。原因见日志。"
    ),
    "The last backup is stamped {time}, which is still to come: this machine's clock was wrong then, or is "
    "now. Put it right. No backup is lost by it.": (
        "最近一份备份的时间是 {time}，尚未到来：当时或现在本机的时钟不对，请校正。备份没有因此丢失。"
    ),
    "There are no backups on a timer. On the service's machine:": "没有设置定时备份。请在考点服务机上执行：",
    "Another machine has taken over this service: this one takes nothing any more.": (
        "另一台机器已接替本服务：本机不再接收任何内容。"
    ),
    "It was shown generation {n} at {time}. Stations and the authority are no longer answered here, and "
    "nothing can be changed.": "本机在 {time} 得知代次 {n}。本机不再回应考试机和上级，也不能再作任何更改。",
    "Stop it, and take its network cable out. If this machine is the right one and the other is not:": (
        "请停止本机的服务，拔掉网线。如果本机才是正确的、另一台不是，请执行："
    ),
    "began a generation of the service": "开始新的服务代次",
    "looked after what a restore may miss": "核对恢复后可能缺少的内容",
    "of when the tables are (site time)": "数据的时间（考点时间）",
    "changed the backups on a timer": "更改定时备份",
    "folder": "文件夹",
    "how many are kept": "保留份数",
    "on the same disk": "同一磁盘",
}

ALIVE_ERRORS = {
    "The disk of {place} has {free} MiB free, and the backup takes about {size} MiB.": (
        "{place} 所在磁盘剩余 {free} MiB，而备份约需 {size} MiB。"
    ),
    "Make room there, or name another disk. The older backups stay as they are.": (
        "请清理该磁盘，或换一个磁盘。原有的备份保持不变。"
    ),
    "This backup has a file that has no place here: {name}.": "备份中有不属于这里的文件：{name}。",
    "This backup has two files for one place.": "备份中有两个文件对应同一位置。",
    "This backup has no database.": "备份中没有数据库。",
    "Use another.": "请使用另一份备份。",
    "Another machine has taken over this service: this one takes nothing any more.": (
        "另一台机器已接替本服务：本机不再接收任何内容。"
    ),
    "Stop it, and take its network cable out. If this machine is the right one and the other is not: "
    "examserver site begin-generation DIR --reason ..": (
        "请停止本机的服务，拔掉网线。如果本机才是正确的、另一台不是："
        "examserver site begin-generation DIR --reason .."
    ),
    "This takes a reason.": "需要填写原因。",
    "Say in a few words what has happened.": "请简要说明发生了什么。",
    "Nothing is to be looked after: no restore stands open.": "没有需要核对的内容：没有未核对的恢复。",
    "The service's disk has {free} MiB left: that is kept for answers, not for {use}.": (
        "服务机磁盘剩余 {free} MiB，只留给答案使用，不用于 {use}。"
    ),
    "Make room on the disk of the service's machine.": "请清理服务机的磁盘。",
    "The folder {place} cannot be reached: {reason}.": "无法访问文件夹 {place}：{reason}。",
    "Plug the disk in, or mount the machine, on which backups are to be.": (
        "请接好备份用的磁盘，或连接备份用的机器。"
    ),
    "{place} is on the same disk as the service: what takes the one takes the other.": (
        "{place} 与考点服务在同一磁盘上：磁盘损坏时备份也会丢失。"
    ),
    "Name a folder on another disk or machine, and see that it is mounted; --same-disk takes it so.": (
        "请指定另一磁盘或另一台机器上的文件夹，并确认已挂载；确实要用同一磁盘，请加 --same-disk。"
    ),
    "The folder {place} refuses: {reason}.": "文件夹 {place} 拒绝写入：{reason}。",
    "See to that disk or machine.": "请检查该磁盘或机器。",
    "The database in this backup is not the one that went in.": "备份中的数据库与写入时不一致。",
    "Use another backup.": "请使用另一份备份。",
    "The tables are on a PostgreSQL server, which makes its own backups.": (
        "数据在 PostgreSQL 服务器上，由它自己备份。"
    ),
    "Have it make them there: pg_basebackup for all of it, pg_dump --format=custom for this service. "
    "Copy {folder} besides: keys and papers are in it.": (
        "请在那里备份：全部用 pg_basebackup，只备份本服务用 pg_dump --format=custom。"
        "另外复制 {folder}：密钥和试卷在其中。"
    ),
    "{file} exists already, and a backup is never written over.": "{file} 已存在，备份不会覆盖原有文件。",
    "Name another file.": "请换一个文件名。",
    "{file} lies in the service's own folder.": "{file} 在考点服务自己的文件夹中。",
    "Name a file outside of it, best on another disk.": "请指定它以外的文件，最好在另一磁盘上。",
    "{place} cannot be written: {reason}.": "{place} 无法写入：{reason}。",
    "Look at its disk: it may be full, or failing.": "请检查它所在的磁盘：可能已满或出现故障。",
    "Look at the disk: it may be full, or failing.": "请检查磁盘：可能已满或出现故障。",
    "The service's own database is damaged, so no backup was made of it. {what}": (
        "考点服务自己的数据库已损坏，因此没有备份。{what}"
    ),
    "Keep a copy of the whole folder, then restore the last good backup: stations send again what came in "
    "since.": "请先复制整个文件夹，再恢复最近一份完好的备份：之后的答案各机会重新送来。",
    "The copy of the database is damaged: {what}.": "数据库副本已损坏：{what}。",
    "The database {file} could not be copied: {reason}.": "数据库 {file} 无法复制：{reason}。",
    "The backup {file} could not be written: {reason}.": "备份 {file} 无法写入：{reason}。",
    "Name a file in a folder that is there, with room for it, that the service may write to.": (
        "请指定一个存在、有空间、考点服务可以写入的文件夹。"
    ),
}
