"""`examserver init`: set up the folder of a new site service, or of an old one from its key backup."""

import argparse
from dataclasses import replace
from itertools import chain, count
from pathlib import Path

from examserver.cli.addresses import station_address
from examserver.clock import SteadyClock
from examserver.errors import KeyBackupError
from examserver.services.key_backup import read_sealed, unseal
from examserver.services.safe_setup import again, require_free, set_up_with_backup
from examserver.services.setup import Service, new_service

NAME, ADDRESS = "Exam site", "http://127.0.0.1:8460"


def run(argv: list[str]) -> int:
    """Run the command."""
    parser = _parser()
    wanted = parser.parse_args(argv)
    if wanted.from_key_backup and wanted.name:
        parser.error("--name cannot be changed here: it comes from the key backup")
    if wanted.code_from and not wanted.from_key_backup:
        parser.error("--code-from goes with --from-key-backup")
    return _set_up_again(wanted) if wanted.from_key_backup else _set_up(wanted)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="examserver init", description="Set up a site service.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="a folder that is empty or does not exist yet")
    parser.add_argument("--name", help=f"the site's name, shown to candidates ({NAME})")
    parser.add_argument(
        "--address", type=station_address, metavar="URL", help=f"where stations reach the service ({ADDRESS})"
    )
    parser.add_argument(
        "--key-backup", type=Path, metavar="FILE", help="where the key backup goes (DIR-keys.backup)"
    )
    parser.add_argument(
        "--from-key-backup", type=Path, metavar="FILE", help="be the service of this key backup again"
    )
    parser.add_argument(
        "--code-from", type=Path, metavar="FILE", help="read the recovery code from a file instead of asking"
    )
    return parser


def _set_up(wanted: argparse.Namespace) -> int:
    service = new_service(wanted.name or NAME, wanted.address or ADDRESS)
    file = _backup_file(wanted)
    code = set_up_with_backup(wanted.dir, service, file)
    print(f"{service.identity.name} is set up in {wanted.dir}.")
    _tell_what_to_keep(wanted.dir, file, code)
    return 0


def _set_up_again(wanted: argparse.Namespace) -> int:
    file = _backup_file(wanted)
    require_free(wanted.dir, file)
    service = again(backed_up(wanted.from_key_backup, wanted.code_from), SteadyClock().now())
    if wanted.address:
        service = replace(service, address=wanted.address)
    code = set_up_with_backup(wanted.dir, service, file)
    print(f"{service.identity.name} is set up again in {wanted.dir}, for its stations the same service.")
    print("Papers, candidates and exams are not in a key backup: import them again.")
    _tell_what_to_keep(wanted.dir, file, code)
    print(
        f"They take the place of {wanted.from_key_backup} and its code; destroy those once the new are kept."
    )
    return 0


def _backup_file(wanted: argparse.Namespace) -> Path:
    """The file that was named, or the first free name beside the folder."""
    if wanted.key_backup:
        return Path(wanted.key_backup)
    root = Path(wanted.dir).resolve()
    names = chain([""], (f"-{number}" for number in count(2)))
    files = (root.with_name(f"{root.name}-keys{name}.backup") for name in names)
    return next(file for file in files if not file.exists())


def backed_up(file: Path, code_file: Path | None) -> Service:
    """The service of a key backup; asks for the recovery code where no file has it. Raises KeyBackupError."""
    return unseal(read_sealed(file), _code(code_file))


def _code(file: Path | None) -> str:
    try:
        return file.read_text(encoding="utf-8-sig") if file else input("Recovery code: ")
    except (OSError, UnicodeDecodeError) as error:
        raise KeyBackupError(
            f"The recovery code cannot be read from {file or 'what was typed'}.",
            "Name a text file with nothing but the code in it, or leave --code-from out and type it.",
        ) from error
    except EOFError as error:
        raise KeyBackupError(
            "No recovery code was given.", "Type it, or name a file that has it with --code-from."
        ) from error


def _tell_what_to_keep(root: Path, file: Path, code: str) -> None:
    print(f"Keep {root} to yourself: stations come to know the service by an enrolment file. For a room A:")
    print(f"  examserver room add {root} A")
    print(f"  examserver enrol {root} --room A --out site.enrol")
    print(f"Key backup: {file}")
    print(f"Recovery code, shown only now: {code}")
    print(
        f"Keep the file {file} and this code apart from this machine, for example in the site's safe: "
        "with both, a new machine becomes this service."
    )
