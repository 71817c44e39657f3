"""The command line: finds the command, and turns failures into two plain lines.

Rule: a command's module is imported only when it is asked for, so `--version` and `--help` are quick.
"""

import argparse
import errno
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from examserver.errors import SiteError, TableError
from examserver.version import VERSION

COMMANDS = {
    "init": "set up the folder of a new site service",
    "serve": "serve the exams of a folder",
    "service": "have the system start the service by itself, on Windows and by systemd",
    "paper": "check, import, preview and list papers",
    "candidates": "import and list candidates",
    "exam": "create, extend and list exams, and print the codes of extensions",
    "sitting": "put exams into sittings, move, end, cancel and postpone these, and rehearse",
    "checkin": "check candidates in, decide about entries, proctors of sittings, old photos",
    "room": "add and list rooms, make their passwords and proctors' sticks",
    "enrol": "make an enrolment file for the machines of a room",
    "stations": "list, rename, release and revoke stations",
    "site": "say who is inside the exam site",
    "sites": "at the authority: add sites and remove them, and say which papers they are given",
    "upstream": "at a site: join the authority's service, and take its papers",
    "staff": "say who may log in at the web page, in which role and for which rooms",
    "admin": "the same for site admins alone",
    "audit": "check and list what the site's staff did",
    "act": "pause, resume, extend and close while an exam runs, send messages, ask for exports",
    "attempts": "list and release attempts, and rule on what counts of them",
    "packages": "take in answer packages, and compare them with what the service has",
    "backup": "write a backup of a service's folder, also while it serves",
    "restore": "make the folder of a service anew from a backup",
    "take-over": "be the service on a spare machine, from its backups, and serve",
    "database": "keep the tables in PostgreSQL, for several web machines",
    "front": "make a certificate for the front server of several web machines",
    "collection": "say what came of each exam, settle its cases, and finish collecting",
    "results": "show or write the results of exams",
    "journal": "check the signed journals of attempts",
}
FAILED, INTERRUPTED = 1, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code. argparse leaves with 2 where the command is not understood."""
    words = list(sys.argv[1:] if argv is None else argv)
    _print_everything()
    command = _parser().parse_args(words[:1]).command
    try:
        code = int(import_module(f"examserver.cli.{command.replace('-', '_')}").run(words[1:]))
        print(end="", flush=True)
        return code
    except SiteError as error:
        _explain(error)
        return FAILED
    except OSError as error:
        if _reader_has_gone(error):
            _stop_printing()
        else:
            _explain_disk(error)
        return FAILED
    except KeyboardInterrupt:
        print("Stopped. Nothing was left half-done.", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    listing = "\n".join(f"  {name:<12}{purpose}" for name, purpose in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="examserver",
        usage="examserver [-h] [--version] COMMAND ...",
        description="The exam-site service.",
        epilog=f"commands:\n{listing}\n\n`examserver COMMAND -h` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"examserver {VERSION}")
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help="one of those below")
    return parser


def _explain(error: SiteError) -> None:
    print(error.title, file=sys.stderr)
    if isinstance(error, TableError):
        for problem in error.problems:
            print(f"  {problem}", file=sys.stderr)
    if error.advice:
        print(error.advice, file=sys.stderr)


def _explain_disk(error: OSError) -> None:
    print(f"The command could not be finished: {error}.", file=sys.stderr)
    print(
        "Check the disk, and that this account may write there. Nothing was left half-done.", file=sys.stderr
    )


def _reader_has_gone(error: OSError) -> bool:
    """To write into a pipe that nobody reads is an invalid argument on Windows."""
    return isinstance(error, BrokenPipeError) or (sys.platform == "win32" and error.errno == errno.EINVAL)


def _stop_printing() -> None:
    """Nobody reads on (`| head`): let what is still in the buffer go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_everything() -> None:
    """Files and pipes get UTF-8 everywhere; a terminal that lacks a character shows a stand-in for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
