"""`examserver backup`: write a backup of the service's folder, also while it serves, or on a timer."""

import argparse
from pathlib import Path

from examserver.cli.ordering import give
from examserver.drive_letters import require_no_drive_letter
from examserver.services.alive.backup_plan_orders import PlanBackups
from examserver.services.backup_orders import MakeBackup
from examserver.services.order import StaffOrder

KEPT = 12


def run(argv: list[str]) -> int:
    """Run the command."""
    parser = _parser()
    wanted = parser.parse_args(argv)
    if wanted.every and wanted.to is None:
        parser.error("--every goes with --to, the folder on another disk")
    outcome = give(wanted.dir, _order(wanted))
    print("\n".join(outcome.lines))
    return 0


def _order(wanted: argparse.Namespace) -> StaffOrder:
    if wanted.out:
        return MakeBackup(str(wanted.out.absolute()))
    return planned(wanted.to, wanted.every, wanted.keep, beside=wanted.same_disk)


def planned(to: Path | None, minutes: int, keep: int = KEPT, *, beside: bool = False) -> PlanBackups:
    """The order for backups on a timer; 0 minutes end them. Raises BackupError."""
    if to is not None:
        require_no_drive_letter(to)
    return PlanBackups(str(to.absolute()) if to else "", minutes, keep, beside)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver backup", description="Write backups, sealed to the service's own keys."
    )
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--out", type=Path, metavar="FILE", help="write one now, best on another disk")
    when.add_argument(
        "--every", type=int, metavar="MINUTES", help="while the service runs, one every so often (0: no more)"
    )
    parser.add_argument("--to", type=Path, metavar="PATH", help="with --every: a folder on another disk")
    parser.add_argument("--keep", type=int, default=KEPT, help="how many are kept (%(default)s)")
    parser.add_argument("--same-disk", action="store_true", help="take a folder on the service's own disk")
    return parser
