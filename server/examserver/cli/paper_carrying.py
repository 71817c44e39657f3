"""`examserver paper mirror` and `examserver paper stations`: papers on their way to the stations."""

import argparse
from pathlib import Path

import msgspec

from examprotocol.paper_messages import SOUND_TROUBLES, PaperFinding
from examserver.cli.progress import progress_bar
from examserver.clock import SteadyClock
from examserver.errors import PaperFileError
from examserver.services.import_words import plain
from examserver.services.key_files import exam_called
from examserver.services.keys import signing_key
from examserver.services.paper_mirrors import Mirrored, mirror, papers_to_mirror
from examserver.services.paper_reports import PaperAtStation, papers_at_stations
from examserver.site_times import shown
from examserver.storage.folder import open_folder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import reading

MEGABYTE = 1_000_000


def add_actions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what these actions take."""
    mirroring = actions.add_parser(
        "mirror", help="copy sealed papers, without their keys, to a share or stick"
    )
    mirroring.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    mirroring.add_argument(
        "--out", required=True, type=Path, metavar="FOLDER", help="where to; made if missing"
    )
    mirroring.add_argument(
        "--paper",
        action="append",
        default=[],
        metavar="ID",
        help="this paper; by default those of coming exams",
    )
    mirroring.set_defaults(act=_mirror)
    telling = actions.add_parser("stations", help="show how far each seat is with the paper of an exam")
    telling.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    telling.add_argument("--exam", required=True, metavar="ID", help="the exam")
    telling.add_argument("--json", action="store_true", help="print JSON")
    telling.set_defaults(act=_show_stations)


def _mirror(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    with reading(folder) as connection:
        papers = papers_to_mirror(connection, wanted.paper, SteadyClock().now())
    shelf = PaperShelf(folder.papers, signing_key(folder))
    try:
        with progress_bar("Copying sealed papers") as progress:
            made = mirror(shelf, papers, wanted.out, progress)
    except OSError as error:
        raise PaperFileError(
            f"{wanted.out} cannot be written: {error.strerror}.",
            "Make room there, or name another folder with --out. What is whole already is not copied again.",
            "NOT_WRITTEN",
        ) from error
    for one in made:
        print(_mirrored(one))
    print(f"Stations read {wanted.out} by [Papers] MirrorDir in user.ini, or by examclient --mirror.")
    return 0


def _mirrored(one: Mirrored) -> str:
    news = f"{one.written / MEGABYTE:.1f} MB written" if one.written else "all of it was there"
    return f"{one.paper}\t{one.size / MEGABYTE:.1f} MB\t{news}"


def _show_stations(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        exam = exam_called(connection, wanted.exam)
        stations = papers_at_stations(connection, exam)
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode(stations)).decode())
        return 0
    print(f"{exam.id}: {exam.title}, key released at {shown(exam.key_release)}, start {shown(exam.starts)}")
    for station in stations:
        print("\t".join(_columns(station)))
    print(_sum(stations))
    return 0


def _columns(station: PaperAtStation) -> tuple[str, ...]:
    who = (f"{station.room}/{station.seat or '-'}", plain(station.name))
    if not station.at:
        return (*who, "nothing heard yet")
    share = f"{100 * station.here // max(1, station.total)} % of it here"
    sealed = "sealed parts here" if station.sealed else share
    opened = "key here" if station.has_key else "no key"
    drawn = "drawn" if station.drawn else "not drawn"
    sound = (f"sound: {station.sound.replace('_', ' ')}",) if station.sound else ()
    return (*who, sealed, opened, drawn, *sound, *map(_finding, station.findings), shown(station.at))


def _finding(one: PaperFinding) -> str:
    name = f"question {one.number}" if one.number else f"page {one.question}"
    what = [
        f"{count} {word} missing"
        for count, word in ((one.pictures, "pictures"), (one.sounds, "sounds"))
        if count
    ]
    if one.characters:
        what.append(f"characters missing: {' '.join(one.characters)}")
    return f"{name}: {', '.join(what)}"


def _sum(stations: tuple[PaperAtStation, ...]) -> str:
    sealed = sum(station.sealed for station in stations)
    drawn = sum(station.drawn for station in stations)
    wanting = [f"{one.room}/{one.seat or one.station[:8]}" for one in stations if not one.sealed]
    faulty = [f"{one.room}/{one.seat or one.station[:8]}" for one in stations if one.findings]
    unheard = [f"{one.room}/{one.seat or one.station[:8]}" for one in stations if one.sound in SOUND_TROUBLES]
    words = f"{sealed} of {len(stations)} seats have the sealed parts, {drawn} have drawn every question."
    if wanting:
        words += f" Not yet: {', '.join(wanting)}."
    if faulty:
        words += f" Something is missing at: {', '.join(faulty)}."
    if unheard:
        words += f" Recordings cannot be heard as they should at: {', '.join(unheard)}."
    return words
