"""`examserver database`: the tables of a service with several web machines, in PostgreSQL."""

import argparse
from pathlib import Path

from examserver.cli.ordering import note
from examserver.services.audit import Deed
from examserver.storage.engines import where
from examserver.storage.folder import open_folder
from examserver.storage.moving import MOVED, migrate_server, move_to
from examserver.storage.store import writing


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver database", description="The database of a service with several web machines."
    )
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    moving = actions.add_parser(
        "move",
        help="move all tables from the folder's file to PostgreSQL",
        description="Copy everything to an empty PostgreSQL database, compare, and use that one from now on.",
    )
    moving.add_argument("url", metavar="URL", help="postgresql://USER@HOST:5432/NAME")
    moving.set_defaults(act=_move)
    migrating = actions.add_parser(
        "migrate",
        help="bring the tables in PostgreSQL to this version",
        description="Bring the tables in PostgreSQL to this version, while no service runs on them.",
    )
    migrating.set_defaults(act=_migrate)
    return parser


def _move(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    move_to(folder, wanted.url, lambda name, rows: print(f"  {name:<20}{rows:>9}"))
    with writing(open_folder(wanted.dir)) as connection:
        note(connection, Deed("move_database"))
    print(f"All of it was read back and is the same on both sides. {folder.server_url} names the database.")
    print(f"The old tables stay as they were in {folder.database}{MOVED}.")
    print(
        f"Copy {folder.root} without data to each web machine, then on each: examserver serve {folder.root}"
    )
    return 0


def _migrate(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    migrate_server(folder)
    print(f"The tables in {where(folder)} are those of this version.")
    return 0
