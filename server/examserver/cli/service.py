"""`examserver service`: have Windows start the service with the machine, and again whenever it ends.

Rule: on Linux systemd does this; `deploy/examserver.service` is the unit.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from examserver.errors import ServingError

NAME = "ExamServer"
SHOWN = "ExamClient site service"
RESTARTS = "restart/1000/restart/1000/restart/5000"
"""What Windows does after the first, the second and every later end that nobody asked for; milliseconds."""


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    if sys.platform != "win32":
        raise ServingError(
            "Only Windows has services of this kind.",
            "On Linux systemd does it: copy deploy/examserver.service to /etc/systemd/system.",
        )
    return _act(wanted)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver service", description="The service as a Windows service, which starts by itself."
    )
    parser.add_argument("--name", default=NAME, help="its name among Windows' services (%(default)s)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, purpose in (("install", "have Windows start it"), ("run", "what Windows itself calls")):
        action = actions.add_parser(name, help=purpose)
        action.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
        action.add_argument("--host", default="0.0.0.0", help="the address to listen on (%(default)s)")  # noqa: S104
        action.add_argument("--port", type=int, default=8460, help="the port to listen on (%(default)s)")
    for name in ("remove", "start", "stop", "status"):
        actions.add_parser(name, help=f"{name} it")
    return parser


def _act(wanted: argparse.Namespace) -> int:
    match wanted.action:
        case "run":
            return _serve(wanted)
        case "install":
            for words in installing(wanted, sys.executable):
                _control(words)
            print("Windows starts it with the machine from now on. To start it now: examserver service start")
        case "remove":
            _control(["delete", wanted.name])
            print("Windows starts it no more. Its folder is as it was.")
        case "status":
            _control(["query", wanted.name])
        case _:
            _control([wanted.action, wanted.name])
            print(f"Done: {wanted.action}.")
    return 0


def installing(wanted: argparse.Namespace, python: str) -> list[list[str]]:
    """The words of `sc.exe` that make the service, describe it, and have it started again when it ends."""
    program = [
        python,
        "-m",
        "examserver",
        "service",
        "--name",
        wanted.name,
        "run",
        str(wanted.dir.absolute()),
    ]
    line = subprocess.list2cmdline([*program, "--host", wanted.host, "--port", str(wanted.port)])
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
            "Open the command prompt as administrator. 1060: it is not installed; 1073: it is already.",
        )
    if words[0] == "query":
        print(said)


def _serve(wanted: argparse.Namespace) -> int:
    """What Windows has started: serves until Windows says otherwise."""
    if sys.platform == "win32":
        from examserver.cli import serve  # noqa: PLC0415 - loaded where it is used
        from examserver.windows_service import WindowsService  # noqa: PLC0415

        words = [str(wanted.dir), "--host", wanted.host, "--port", str(wanted.port)]
        service = WindowsService(wanted.name, lambda stopping, ready: serve.serve(words, stopping, ready))
        if service.run():
            return 0
    raise ServingError("Only Windows itself can run this.", "Give: examserver service start")
