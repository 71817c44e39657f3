"""What the page says of staying alive, in Simplified Chinese: the disk, and the backups on a timer."""

ALIVE_ZH = {
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
    "The service's disk has only {percent} % free. Make room in time.": (
        "服务机磁盘只剩 {percent} %，请及时清理。"
    ),
    "The last backup on the timer failed at {time}:": "定时备份在 {time} 失败：",
    "A backup is to be made every {minutes} minutes, and none was for longer than that. The log says why.": (
        "设定每 {minutes} 分钟备份一次，但已超时没有备份。原因见日志。"
    ),
    "There are no backups on a timer. On the service's machine:": "没有设置定时备份。请在考点服务机上执行：",
    "changed the backups on a timer": "更改定时备份",
    "folder": "文件夹",
    "how many are kept": "保留份数",
    "on the same disk": "同一磁盘",
}

ALIVE_ERRORS = {
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
