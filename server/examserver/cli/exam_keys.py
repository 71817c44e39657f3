"""`examserver exam key`: the key of an exam's paper as a file, for rooms that no network reaches."""

import argparse
from pathlib import Path

from examprotocol.key_file import key_file_name
from examserver.cli.carried_file import place_for
from examserver.clock import SteadyClock
from examserver.errors import ExamSetupError
from examserver.services.key_files import exam_called, make_key_file, require_released
from examserver.services.keys import signing_key
from examserver.site_times import shown
from examserver.storage.files import write_file
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.store import reading


def add_action(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what the action takes."""
    writing_key = actions.add_parser("key", help="write the key of an exam's paper into a file for a stick")
    writing_key.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    writing_key.add_argument("--exam", required=True, metavar="ID", help="the exam")
    writing_key.add_argument(
        "--room", default="", metavar="R", help="one room; by default all with a password"
    )
    writing_key.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="X",
        help="the drive, a folder, or a .examkey file that is not there",
    )
    writing_key.add_argument("--now", action="store_true", help="write it also before the key's release")
    writing_key.set_defaults(act=_write)


def _write(wanted: argparse.Namespace) -> int:
    folder, now = open_folder(wanted.dir), SteadyClock().now()
    with reading(folder) as connection:
        exam, site = exam_called(connection, wanted.exam), read_site(connection)
        if not wanted.now:
            require_released(connection, exam, now)
        content, rooms = make_key_file(connection, folder, signing_key(folder), exam, wanted.room, now)
    file = place_for(wanted.out, key_file_name(site.name, exam.id))
    try:
        write_file(file, content)
    except OSError as error:
        raise ExamSetupError(
            f"{file} cannot be written: {error.strerror}.", "Name another place with --out."
        ) from error
    print(f"Key of {exam.id}: {exam.title}")
    print(f"  Released:  {shown(exam.key_release)}")
    print(f"  Rooms:     {', '.join(rooms)}")
    print(f"  Written:   {file}")
    print("At each station: open the proctor's menu with the room password, with the stick in.")
    if now < exam.key_release:
        print(
            "Take care: it is not released yet. With a room password this file opens the paper from now on."
        )
    return 0
