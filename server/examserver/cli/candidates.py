"""`examserver candidates`: look at, import and list candidates, seat them, keep their photos, print."""

import argparse
from pathlib import Path

from examserver.cli import rosters_printing
from examserver.cli.ordering import give
from examserver.cli.rosters import add_photos, add_roster, add_seats
from examserver.cli.tables import read_file
from examserver.services.candidates import masked
from examserver.services.rosters.orders import SetSlipRules
from examserver.storage.candidates import all_candidates
from examserver.storage.folder import open_folder
from examserver.storage.store import reading


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver candidates", description="Import, seat, print and list candidates."
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    add_roster(actions)
    add_seats(actions)
    add_photos(actions)
    rosters_printing.add_actions(actions)
    ruling = actions.add_parser("rules", help="set what stands at the end of admission slips")
    ruling.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    ruling.add_argument(
        "file", type=Path, metavar="FILE", help="a text in UTF-8; an empty one for the usual rules"
    )
    ruling.set_defaults(act=_set_rules)
    listing = actions.add_parser("list", help="list the candidates")
    listing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    listing.set_defaults(act=_list)
    return parser


def _set_rules(wanted: argparse.Namespace) -> int:
    rules = read_file(wanted.file, lambda data: data.decode("utf-8-sig", "replace"))
    print("\n".join(give(wanted.dir, SetSlipRules(rules)).lines))
    return 0


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        candidates = all_candidates(connection)
    for one in candidates:
        print(f"{one.admission_number}\t{one.name}\t{masked(one.identity_number)}\t{one.seat}")
    if not candidates:
        print("There are no candidates yet. Import them: examserver candidates import DIR FILE.csv")
    return 0
