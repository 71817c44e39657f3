"""`examserver service`: have the system start the service with the machine, and again whenever it ends.

Windows does it as a Windows service, by `sc.exe`; on Linux systemd does (`examserver.systemd`).
"""

import argparse
import ctypes
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from examserver import systemd
from examserver.drive_letters import require_no_drive_letter
from examserver.errors import ServingError, SiteError

NAME = "ExamServer"
UNIT = "examserver"
SHOWN = "ExamClient site service"
RESTARTS = "restart/1000/restart/1000/restart/5000"
"""What Windows does after the first, the second and every later end that nobody asked for; milliseconds."""


ADVICE = {
    5: "Open the command prompt as administrator.",
    1053: "It ended before it served. The folder's log says why; examserver serve shows it here.",
    1056: "It runs already.",
    1060: "It is not installed: examserver service install DIR",
    1062: "It does not run.",
    1072: "It is being removed: close the window of Windows' services, or start the machine anew.",
    1073: "It is installed already. To install it otherwise: examserver service remove, then install.",
}
"""What to do about the codes by which Windows refuses (winerror.h)."""


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    if sys.platform == "win32":
        return _act(wanted)
    if wanted.action == "run":
        raise ServingError("Only Windows itself gives this command.", "Give: examserver serve DIR")
    _act_by_systemd(wanted)
    return 0


def require_possible(folder: Path) -> None:
    """Raise ServingError where `begin` would not come to its end; it changes nothing."""
    if sys.platform != "win32":
        systemd.require_possible(folder)
        return
    require_no_drive_letter(folder)
    if not ctypes.windll.shell32.IsUserAnAdmin():
        raise ServingError("Only an administrator makes a Windows service.", ADVICE[5])


def begin(folder: Path, host: str, port: int, backups: Sequence[Path]) -> None:
    """Install the service for a folder and start it, as `take-over --as-service` does on a spare machine."""
    words = ["install", str(folder), "--host", host, "--port", str(port)]
    run([*words, *(word for place in backups for word in ("--backups", str(place)))])
    if sys.platform == "win32":
        run(["start"])
        return
    systemd.control("restart", UNIT)
    print("It serves, and from now on it starts with the machine.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver service", description="Have Windows, or systemd, start the service by itself."
    )
    parser.add_argument("--name", default=NAME if sys.platform == "win32" else UNIT, help="(%(default)s)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, purpose in (("install", "have the system start it"), ("run", "what Windows itself calls")):
        action = actions.add_parser(name, help=purpose)
        action.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
        action.add_argument("--host", default="0.0.0.0", help="the address to listen on (%(default)s)")  # noqa: S104
        action.add_argument("--port", type=int, default=8460, help="the port to listen on (%(default)s)")
        if name == "install":
            _add_rights(action)
    for name in ("remove", "start", "stop", "status"):
        actions.add_parser(name, help=f"{name} it")
    return parser


def _add_rights(action: argparse.ArgumentParser) -> None:
    action.add_argument(
        "--backups",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="under systemd: a folder for backups, which the service may write",
    )
    action.add_argument("--account", default=systemd.ACCOUNT, help="under systemd: as whom (%(default)s)")


def _act_by_systemd(wanted: argparse.Namespace) -> None:
    match wanted.action:
        case "install":
            _install_unit(wanted)
        case "remove":
            systemd.remove(wanted.name)
            print("systemd starts it no more. Its folder is as it was.")
        case "status":
            print(systemd.control("status", "--no-pager", "--lines=3", wanted.name))
        case _:
            systemd.control(wanted.action, wanted.name)
            print(f"Done: {wanted.action}. How it is: examserver service status")


def _install_unit(wanted: argparse.Namespace) -> None:
    systemd.require_possible(wanted.dir)
    planned, notes = _planned(wanted.dir)
    places = dict.fromkeys(_without_steps(place) for place in (*planned, *wanted.backups))
    rights = (wanted.account, tuple(places))
    unit = systemd.Unit(wanted.name, _without_steps(wanted.dir), wanted.host, wanted.port, *rights)
    for note in (*notes, *systemd.install(unit)):
        print(note)
    print("systemd starts it with the machine from now on. To start it now: examserver service start")
    print(f"Commands are given as its account: {systemd.command_as(wanted.account)}")


def _planned(root: Path) -> tuple[list[Path], list[str]]:
    """Where the service's backups on a timer go, and what the person has to know; raises FolderError."""
    from examserver.storage.folder import open_folder  # noqa: PLC0415 - what runs is loaded late
    from examserver.storage.settings import read_settings  # noqa: PLC0415
    from examserver.storage.store import reading  # noqa: PLC0415

    if (folder := open_folder(root)).server:
        return [], []
    try:
        with reading(folder) as connection:
            to = read_settings(connection).backup_to
    except SiteError as error:
        return [], [f"Take care: {error.title} Name the folder for backups by --backups."]
    return [Path(to)] if to else [], []


def _without_steps(place: Path) -> Path:
    """A unit's paths begin at the top and have no `..`: with one systemd passes over the whole path."""
    return place.resolve() if ".." in place.parts else place.absolute()


def _act(wanted: argparse.Namespace) -> int:
    match wanted.action:
        case "run":
            return _serve(wanted)
        case "install":
            require_no_drive_letter(wanted.dir)
            _install(wanted)
        case "remove":
            _control(["delete", wanted.name])
            print("Windows starts it no more. Its folder is as it was.")
        case "status":
            _control(["query", wanted.name])
        case _:
            _control([wanted.action, wanted.name])
            print(f"Done: {wanted.action}. How it is: examserver service status")
    return 0


def _install(wanted: argparse.Namespace) -> None:
    """Have it made and described; not every Windows can restart it after an error of its own."""
    *needed, flag = installing(wanted, beginning())
    for words in needed:
        _control(words)
    print("Windows starts it with the machine from now on. To start it now: examserver service start")
    try:
        _control(flag)
    except ServingError as error:
        print(
            f"Take care: {error.title} It is started again after a crash, but not where it ended by itself."
        )


def beginning() -> list[str]:
    """How a process of this program begins: by Python itself, never by an environment's launcher.

    Windows takes only the process that it has started for the service, and the launcher begins another one.
    """
    if sys.prefix == sys.base_prefix:
        return [sys.executable, "-m", "examserver"]
    packages = sysconfig.get_path("purelib")
    code = (
        f"import runpy, site; site.addsitedir({packages!r}); runpy.run_module('examserver', None, '__main__')"
    )
    return [getattr(sys, "_base_executable", sys.executable), "-c", code]


def installing(wanted: argparse.Namespace, begin: Sequence[str]) -> list[list[str]]:
    """The words of `sc.exe` that make the service, describe it, and have it started again when it ends."""
    words = ["service", "--name", wanted.name, "run", str(wanted.dir.absolute())]
    line = subprocess.list2cmdline([*begin, *words, "--host", wanted.host, "--port", str(wanted.port)])
    create = ["create", wanted.name, "binPath=", line, "start=", "auto", "DisplayName=", SHOWN]
    failure = ["failure", wanted.name, "reset=", "3600", "actions=", RESTARTS]
    return [create, ["description", wanted.name, SHOWN], failure, ["failureflag", wanted.name, "1"]]


def _control(words: list[str]) -> None:
    """Ask `sc.exe`; raises ServingError with what it said."""
    done = subprocess.run(["sc.exe", *words], capture_output=True, text=True, errors="replace", check=False)  # noqa: S603, S607
    said = " ".join((done.stdout + done.stderr).split())
    if done.returncode != 0:
        raise ServingError(
            f"Windows refused “sc {words[0]}”: {said or f'code {done.returncode}'}.",
            ADVICE.get(
                done.returncode, f"What the code {done.returncode} means: net helpmsg {done.returncode}"
            ),
        )
    if words[0] == "query":
        print(said)


def _serve(wanted: argparse.Namespace) -> int:
    """What Windows has started: serves until Windows says otherwise."""
    if sys.platform == "win32":
        from examserver.windows_service import WindowsService  # noqa: PLC0415 - loaded where it is used

        if WindowsService(wanted.name, partial(_work, wanted)).run():
            return 0
    raise ServingError("Only Windows itself can run this.", "Give: examserver service start")


def _work(wanted: argparse.Namespace, stopping: threading.Event, ready: Callable[[], None]) -> int:
    """Load the service and serve. Loading takes seconds, and Windows waits 30 for a process to answer at all:
    so it is told that it starts first.
    """
    from examserver.cli import serve  # noqa: PLC0415 - the reason stands above

    return serve.serve([str(wanted.dir), "--host", wanted.host, "--port", str(wanted.port)], stopping, ready)
