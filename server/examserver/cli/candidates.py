"""`examserver candidates`: import and list candidates."""

import argparse
from pathlib import Path

from examserver.cli.ordering import note
from examserver.cli.tables import read_file
from examserver.services.audit import Deed
from examserver.services.candidates import import_candidates, masked
from examserver.services.roster import read_roster
from examserver.storage.candidates import all_candidates
from examserver.storage.folder import open_folder
from examserver.storage.store import reading, writing


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="examserver candidates", description="Import and list candidates.")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    taking = actions.add_parser("import", help="take candidates in from a CSV file")
    taking.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    taking.add_argument(
        "file",
        type=Path,
        metavar="FILE.csv",
        help="columns admission_number (准考证号), name (姓名), identity_number (证件号), seat (座位)",
    )
    taking.set_defaults(act=_import)
    listing = actions.add_parser("list", help="list the candidates")
    listing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    listing.set_defaults(act=_list)
    return parser


def _import(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    roster = read_file(wanted.file, read_roster)
    with writing(folder) as connection:
        change = import_candidates(connection, roster)
        counts = {"added": change.added, "changed": change.changed}
        note(connection, Deed("import_candidates", counts))
    print(f"{change.added} candidates added, {change.changed} changed, {change.unchanged} as they were.")
    return 0


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        candidates = all_candidates(connection)
    for one in candidates:
        print(f"{one.admission_number}\t{one.name}\t{masked(one.identity_number)}\t{one.seat}")
    if not candidates:
        print("There are no candidates yet. Import them: examserver candidates import DIR FILE.csv")
    return 0
