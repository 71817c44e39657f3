"""`examserver packages import`, `inspect` and `list`: a line for each file; a bad one stops no other.

Visits that lie beside the packages on a proctor's stick are taken in with them.
"""

import argparse
import getpass
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from examserver.cli.import_giving import imported
from examserver.cli.package_inspecting import print_package
from examserver.errors import RoomError
from examserver.services.import_files import packages_in
from examserver.services.import_orders import ImportFile
from examserver.services.import_verdicts import ImportResult, Kind
from examserver.services.import_words import plain, said
from examserver.site_times import shown
from examserver.storage.folder import open_folder
from examserver.storage.imports import ImportRow, all_imports
from examserver.storage.store import reading

EVERYTHING_CAME_IN, SOMETHING_DID_NOT = 0, 1

Actions = argparse._SubParsersAction  # argparse has no public name for it


def add_actions(actions: "Actions[argparse.ArgumentParser]") -> None:
    """Add what these actions take."""
    importing = actions.add_parser("import", help="take in packages and visits: files, and whole folders")
    importing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    importing.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="packages and visits, or folders of them"
    )
    importing.add_argument("--dry-run", action="store_true", help="only say what would happen")
    importing.add_argument(
        "--by", default="", metavar="NAME", help="who brings them: this account unless said"
    )
    importing.add_argument("--json", action="store_true", help="print JSON")
    _add_passwords(importing)
    importing.set_defaults(act=_import)
    inspecting = actions.add_parser("inspect", help="say what a package is, without taking it in")
    inspecting.add_argument("file", type=Path, metavar="FILE", help="the package")
    inspecting.add_argument("--in", type=Path, dest="dir", metavar="DIR", help="open it by a service's keys")
    _add_passwords(inspecting)
    inspecting.set_defaults(act=_inspect)
    listing = actions.add_parser("list", help="list what was offered and what became of it")
    listing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    listing.add_argument("--exam", default="", metavar="ID", help="one exam; by default all")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(act=_list)


def _add_passwords(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-from",
        type=Path,
        metavar="FILE",
        help="room passwords, one a line, for packages that the service's own key does not open",
    )


def _import(wanted: argparse.Namespace) -> int:
    open_folder(wanted.dir)
    passwords, by = _passwords(wanted.password_from), wanted.by or getpass.getuser()
    results = []
    for file in _offered(wanted.files, is_quiet=wanted.json):
        order = ImportFile(os.fsencode(file.absolute()), by, passwords, wanted.dry_run)
        results.append(imported(wanted.dir, order))
        if not wanted.json:
            print(_line(results[-1]), flush=True)
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode(results)).decode())
    else:
        print(_sum(results, is_dry=wanted.dry_run))
        _tell_where_visits_are(results)
    return EVERYTHING_CAME_IN if all(_is_whole(one) for one in results) else SOMETHING_DID_NOT


def _is_whole(one: ImportResult) -> bool:
    """Whether all of it is here, and all that a visit names."""
    return one.came_in and not (one.visit and one.visit.missing)


def _offered(files: list[Path], *, is_quiet: bool) -> Iterator[Path]:
    """The files that are meant, folders looked through."""
    for file in files:
        if not file.is_dir():
            yield file
            continue
        packages, others = packages_in(file)
        yield from packages
        if others and not is_quiet:
            print(f"{plain(str(file))}: {others} other file{'' if others == 1 else 's'} left aside")


def _passwords(file: Path | None) -> tuple[str, ...]:
    if file is None:
        return ()
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RoomError(
            f"The room password cannot be read from {file}.", "Give a text file with one password a line."
        ) from error
    return tuple(line.strip() for line in lines if line.strip())


def _line(one: ImportResult) -> str:
    whose = f"{plain(one.exam) or '-'}\t{plain(one.candidate) or '-'}\t{one.file.code or '-'}"
    return f"{one.file.name}\t{whose}\t{one.receipt or '-'}\t{said(one)}"


def _sum(results: list[ImportResult], *, is_dry: bool) -> str:
    packages = [one for one in results if one.kind is Kind.PACKAGE]
    visits = [one for one in results if one.kind is Kind.VISIT]
    told = f"{_counted(packages)}, {sum(one.new for one in packages)} events new"
    if visits:
        told += f"; visits: {_counted(visits)}"
    return f"Dry run, nothing was written: {told}." if is_dry else f"{told}."


def _tell_where_visits_are(results: list[ImportResult]) -> None:
    for room in sorted({one.visit.room for one in results if one.visit}):
        print(f"Who was visited, and who was not: examserver room visits DIR --room {plain(room)}")


def _counted(results: list[ImportResult]) -> str:
    came_in = sum(one.came_in for one in results)
    return f"{came_in} in, {len(results) - came_in} refused"


def _inspect(wanted: argparse.Namespace) -> int:
    return print_package(wanted.file, wanted.dir, _passwords(wanted.password_from))


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        rows = all_imports(connection, wanted.exam)
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode(rows)).decode())
        return 0
    for row in rows:
        print(_listed(row))
    if not rows:
        print("No package was offered yet: examserver packages import DIR FILE ..")
    return 0


def _listed(row: ImportRow) -> str:
    whose = f"{plain(row.exam) or '-'}\t{plain(row.candidate) or '-'}\t{row.attempt[:8] or '-'}"
    what = f"{row.verdict}{f' ({row.fault})' if row.fault else ''}\t{row.new} new\t{row.apart} apart"
    file = f"{plain(row.file)}\t{row.code or '-'}\t{row.sha256[:16] or '-'}"
    who = f"{shown(row.at)}\t{plain(row.by)}"
    return f"{row.number}\t{who}\t{file}\t{whose}\tstation {plain(row.station[:8]) or '-'}\t{what}"
