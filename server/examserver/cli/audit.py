"""`examserver audit`: check and list what the site's staff did."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

import msgspec

from examserver.cli.actions import action_first
from examserver.errors import AuditError
from examserver.services.audit import AuditCheck, check_audit, shown_about
from examserver.services.backup_file import BackupKeys, open_backup
from examserver.services.keys import opening_key, signing_key
from examserver.site_times import shown
from examserver.storage.audit import AuditHead, AuditRow, audit_rows
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.store import reading

DOES_NOT_FIT = 1
MOST_DIGITS = 9
"""Of a row's number."""


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(action_first(argv, ("check", "list")))
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver audit", description="Check and list what the site's staff did."
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    checking = actions.add_parser(
        "check",
        help="find out whether a row was changed, added or taken out",
        description="Go through the whole log. Names the first row that does not fit, and exits with 1.",
    )
    checking.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    checking.add_argument(
        "--backup", type=Path, metavar="FILE", help="hold the log against the row that this backup has signed"
    )
    checking.set_defaults(act=_check)
    listing = actions.add_parser("list", help="list the rows, the oldest first")
    listing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    listing.add_argument("--json", action="store_true", help="one JSON object a line, with the hashes")
    listing.add_argument(
        "--from",
        dest="begins",
        default="1",
        metavar="WHERE",
        help="a row's number, or a day such as 2026-06-20",
    )
    listing.set_defaults(act=_list)
    return parser


def _check(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    signed = _signed_in(folder, wanted.backup) if wanted.backup else None
    with reading(folder) as connection:
        found = check_audit(connection, signed)
    if found.fault:
        print(found.fault)
        print(_advice(found))
        return DOES_NOT_FIT
    print(f"All {found.head.number} rows fit. The newest has the hash {found.head.hash}.")
    if signed is not None:
        print(f"Row {signed.number} is the one that the backup has signed.")
    return 0


def _advice(found: AuditCheck) -> str:
    before = f"Rows 1 to {found.head.number} fit. " if found.head.number else ""
    return f"{before}Compare with a backup, and keep a copy of the folder as it is now."


def _signed_in(folder: ServiceFolder, file: Path) -> AuditHead:
    """How far the log went by a backup's signed word; raises BackupError and AuditError."""
    with open_backup(file, BackupKeys(signing_key(folder), opening_key(folder))) as backup:
        signed = backup.list.audit
    if signed is None:
        raise AuditError(
            f"{file} was made before there was an audit log, and says nothing of it.", "Name a newer backup."
        )
    return signed


def _list(wanted: argparse.Namespace) -> int:
    number, since = _beginning(wanted.begins)
    with reading(open_folder(wanted.dir)) as connection:
        for row in audit_rows(connection, number):
            if row.at < since:
                continue
            if wanted.json:
                sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
            else:
                print(_line(row))
    return 0


def _line(row: AuditRow) -> str:
    about = " ".join(f"{name}={_shown(value)}" for name, value in shown_about(row))
    who = f"{row.who} ({row.way})" if row.who else row.way
    return "\t".join(part for part in (str(row.number), shown(row.at), who, row.what, about, row.why) if part)


def _shown(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _beginning(text: str) -> tuple[int, int]:
    """The number and the site time (ms) from which rows are wanted; raises AuditError."""
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text), 0
    try:
        return 1, int(datetime.fromisoformat(text).timestamp() * 1000)
    except (ValueError, OverflowError) as error:
        raise AuditError(
            f"“{text}” is neither a number nor a day.", "Write --from 120, or --from 2026-06-20."
        ) from error
