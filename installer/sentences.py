"""What Windows Installer says to whoever installs, in both languages at once: it cannot choose one.

Rule: no apostrophes; Windows Installer's SQL knows no way to write one. Square brackets name a property.
"""

from examclient.domain.judging import SUPPORTED_BUILD

NOT_64_BIT = (
    "考试客户端需要 64 位的 Windows。没有安装任何内容。\n\n"
    "ExamClient needs a 64-bit Windows. Nothing was installed."
)
TOO_OLD = (
    f"考试客户端需要 Windows 10 1809（内部版本 {SUPPORTED_BUILD}）或更高版本，本机是内部版本 [WINDOWSBUILD]。"
    "没有安装任何内容。\n\n"
    f"ExamClient needs Windows 10 version 1809 (build {SUPPORTED_BUILD}) or later; "
    "this machine has build [WINDOWSBUILD]. Nothing was installed."
)
NEWER_IS_HERE = (
    "本机已安装更新版本的考试客户端，未作任何改动。如需旧版本，请先卸载现有版本，答案会保留。\n\n"
    "A newer version of ExamClient is on this machine, and nothing was changed. To have the older one, "
    "uninstall the newer first; answers are kept."
)
NO_DATA_FOLDER = (
    "DATADIR 必须是本机磁盘上的一个文件夹，例如 D:\\ExamClient，不能是整个磁盘或网络共享。"
    "没有安装任何内容。\n\n"
    "DATADIR has to be a folder on a disk of this machine, such as D:\\ExamClient, and neither a whole disk "
    "nor a network share. Nothing was installed."
)
NO_INSTALL_FOLDER = (
    "INSTALLDIR 必须是本机磁盘上的一个文件夹，例如 D:\\Programs\\ExamClient，不能是整个磁盘或网络共享。"
    "没有安装任何内容。\n\n"
    "INSTALLDIR has to be a folder on a disk of this machine, such as D:\\Programs\\ExamClient, and neither "
    "a whole disk nor a network share. Nothing was installed."
)
WHERE_ANSWERS_ARE = (
    "卸载不会删除考生的答案，答案保存在 [DATAFOLDER]。 "
    "Uninstalling removes no answers of candidates: they stay in [DATAFOLDER]"
)
