"""`examserver enrol`: make the file by which the machines of a room become stations of this service."""

import argparse
from pathlib import Path

from examprotocol.enrolment import Enrolment, fingerprint, open_enrolment
from examserver.cli.addresses import station_address
from examserver.cli.ordering import give
from examserver.cli.spans import span
from examserver.cli.tables import read_file
from examserver.errors import EnrolmentError
from examserver.services.order import Outcome
from examserver.services.seat_table import read_seats
from examserver.services.station_orders import MakeEnrolment
from examserver.site_times import shown
from examserver.storage.files import write_file


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    _require_free(wanted.out)
    seats = read_file(wanted.seats, read_seats) if wanted.seats else {}
    order = MakeEnrolment(wanted.room, wanted.valid, wanted.machines, seats, wanted.address or "")
    outcome = give(wanted.dir, order)
    _write(wanted.out, outcome.content)
    _tell(wanted.out, outcome)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver enrol",
        description="Make an enrolment file: machines that are given it become stations of this service.",
    )
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument("--room", required=True, metavar="R", help="the room in which the machines stand")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="where the file goes, such as site.enrol"
    )
    parser.add_argument(
        "--valid", type=span, default=span("7d"), metavar="TIME", help="how long it counts: 30m, 12h, 7d (7d)"
    )
    parser.add_argument(
        "--seats",
        type=Path,
        metavar="FILE.csv",
        help="columns hostname (主机名, 机器名) and seat (座位, 座位号): each machine finds its own",
    )
    parser.add_argument(
        "--machines",
        type=int,
        default=0,
        metavar="N",
        help="how many machines it serves (as many as the table has, or 60)",
    )
    parser.add_argument(
        "--address",
        type=station_address,
        metavar="URL",
        help="where these stations reach the service, if it is not the published address",
    )
    return parser


def _require_free(file: Path) -> None:
    """Asked first, so that no token is given out for nothing."""
    if file.exists():
        raise EnrolmentError(f"{file} exists already.", "Name another file with --out, or remove that one.")
    if not file.absolute().parent.is_dir():
        raise EnrolmentError(f"There is no folder {file.absolute().parent}.", "Name another file with --out.")


def _write(file: Path, content: bytes) -> None:
    try:
        write_file(file, content, secret=True)
    except OSError as error:
        raise EnrolmentError(
            f"{file} cannot be written: {error.strerror}.", "Name another file with --out."
        ) from error


def _tell(file: Path, outcome: Outcome) -> None:
    enrolment = open_enrolment(file.read_bytes())
    for line in (*_facts(enrolment), *outcome.lines):
        print(line)
    print(
        "The proctor compares the fingerprint with the one that a machine shows, and goes on if they agree."
    )
    print(f"Written: {file}. Whoever has it can enrol a machine until then: hand it to nobody else.")


def _facts(enrolment: Enrolment) -> tuple[str, ...]:
    seats = f", {len(enrolment.seats)} seats from the table" if enrolment.seats else ""
    return (
        f"Site:         {enrolment.site}",
        f"Address:      {enrolment.address}",
        f"Room:         {enrolment.room}{seats}",
        f"Counts until: {shown(enrolment.expires)}",
        f"Fingerprint:  {fingerprint(enrolment.signing_key)}",
    )
