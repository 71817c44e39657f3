"""An `exam.xml` on the disk together with what belongs to it: `attachments` and its key beside it.

Rule: of the folder around it nothing else is looked at.
"""

from pathlib import Path

from examserver.importers.archive import Archive, FolderMember, open_folder
from examserver.importers.archive_names import plain_name
from examserver.importers.mex.answer_key import KEY_FILE

_ATTACHMENTS = "attachments"


def exam_folder(path: Path) -> Archive | None:
    """The exam and its attachments; None where none lie beside it. Raises PaperFileError for a bad folder."""
    attachments, key = path.parent / _ATTACHMENTS, path.parent / KEY_FILE
    members = [FolderMember("exam.xml", path)]
    if key.is_file() and not key.is_symlink():
        members.append(FolderMember(KEY_FILE, key))
    if attachments.is_dir() and not attachments.is_symlink():
        members += [
            FolderMember(f"{_ATTACHMENTS}/{name}", attachments / name)
            for name in open_folder(attachments).names()
        ]
    if len(members) == 1:
        return None
    return Archive({plain_name(member.name): member for member in members}, is_folder=True)
