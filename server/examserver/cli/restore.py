"""`examserver restore`: make the folder of a service anew from a backup and its keys."""

import argparse
from dataclasses import replace
from pathlib import Path

from examserver.cli.addresses import station_address
from examserver.cli.init import backed_up
from examserver.cli.site import print_after_restore
from examserver.clock import SteadyClock
from examserver.services.alive.going_back import WORD, require_newest
from examserver.services.old_folder import service_in
from examserver.services.restoring import Restored, restore
from examserver.services.setup import Service
from examserver.site_times import shown
from examserver.storage.folder import open_folder


def run(argv: list[str]) -> int:
    """Run the command."""
    parser = _parser()
    wanted = parser.parse_args(argv)
    if wanted.code_from and not wanted.keys:
        parser.error("--code-from goes with --keys")
    service = _service(wanted)
    if not wanted.go_back:
        require_newest(wanted.file, service, wanted.old)
    _tell(wanted, restore(wanted.file, wanted.dir, service, SteadyClock().now()))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver restore", description="Make the folder of a service anew from a backup."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what `examserver backup` wrote")
    parser.add_argument("dir", type=Path, metavar="DIR", help="a folder that is empty or does not exist yet")
    keys = parser.add_mutually_exclusive_group(required=True)
    keys.add_argument(
        "--keys",
        type=Path,
        metavar="KEYBACKUP",
        help="the service's key backup; its recovery code is asked for",
    )
    keys.add_argument(
        "--from", type=Path, dest="old", metavar="DIR", help="the old folder, where its keys are still there"
    )
    parser.add_argument(
        "--code-from", type=Path, metavar="FILE", help="read the recovery code from a file instead of asking"
    )
    parser.add_argument(
        "--address", type=station_address, metavar="URL", help="where stations reach the service from now on"
    )
    parser.add_argument(
        WORD,
        action="store_true",
        dest="go_back",
        help="restore it although a newer backup, or more in the old folder, is there",
    )
    return parser


def _service(wanted: argparse.Namespace) -> Service:
    service = service_in(wanted.old) if wanted.old else backed_up(wanted.keys, wanted.code_from)
    return replace(service, address=wanted.address) if wanted.address else service


def _tell(wanted: argparse.Namespace, restored: Restored) -> None:
    stated, counts = restored.stated, restored.stated.counts
    print(f"{stated.site} is restored in {wanted.dir}, as it was at {shown(stated.made)}:")
    print(f"  {counts.attempts} attempts, {counts.events} events, {counts.receipts} receipts")
    print(f"Generation {restored.generation} begins. What came in after the backup is still at the stations:")
    print("they send it again by themselves once the service runs at the same address.")
    print(f"  examserver serve {wanted.dir}")
    print_after_restore(open_folder(wanted.dir))
    print("Never serve the old folder again: it knows nothing of what comes in from now on.")
