"""`examserver backup`: write a backup of the service's folder, also while it serves."""

import argparse
from pathlib import Path

from examserver.cli.ordering import give
from examserver.services.backup_orders import MakeBackup


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    outcome = give(wanted.dir, MakeBackup(str(wanted.out.absolute())))
    print("\n".join(outcome.lines))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver backup", description="Write a backup, sealed to the service's own keys."
    )
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="the file to write, best on another disk"
    )
    return parser
