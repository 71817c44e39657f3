"""The service under systemd: makes a folder's unit from `deploy/examserver.service`, and has it started.

Rule: what would keep it from starting is said before anything is written.
Source: systemd.service(5), systemd.exec(5), sd_booted(3); quoting by systemd.syntax(7).
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypedDict

from examserver.errors import ServingError

if sys.platform != "win32":
    import pwd

UNITS = Path("/etc/systemd/system")
BOOTED = Path("/run/systemd/system")
"""There where systemd has started the machine."""
TEMPLATE = Path(__file__).parents[2] / "deploy" / "examserver.service"
CLOSED = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # noqa: S108 - named because the unit hides them
"""What the unit hides from the service, by ProtectHome and PrivateTmp."""
ACCOUNT = "exam"
FIRST_FREE_PORT = 1024
"""Below it only root may listen, or who has the right named in the unit."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit is made for, by absolute paths; `backups` are folders that it may write besides its own."""

    name: str
    folder: Path
    host: str
    port: int
    account: str = ACCOUNT
    backups: tuple[Path, ...] = ()


def require_possible(folder: Path) -> None:
    """Raise ServingError where a unit for this folder could not be made, or not be started."""
    require_systemd()
    if sys.platform != "win32" and os.geteuid() != 0:
        raise ServingError("Only root makes a unit of systemd.", "Give the command once more with sudo.")
    python = [(Path(one), "program's Python") for one in (sys.prefix, sys.base_prefix)]
    for place, word in ((folder, "folder"), *python, (Path(__file__), "program")):
        if is_hidden(place):
            raise ServingError(
                f"The {word} is {place.resolve()}, which is hidden from a service.",
                "Nothing below /home, /root or /tmp is there for it. Take one below /srv, and the system's.",
            )
    _template()
    _require_program()


def is_hidden(place: Path) -> bool:
    """Whether the unit hides a place from the service: by its own name, or where a link leads."""
    return any(one.is_relative_to(closed) for one in (place.absolute(), place.resolve()) for closed in CLOSED)


def require_systemd() -> None:
    """Raise ServingError where systemd has not started this machine."""
    if not BOOTED.is_dir():
        raise ServingError(
            "systemd does not run on this machine.",
            "Give: examserver serve DIR. Where it runs, deploy/examserver.service is the unit.",
        )


def install(unit: Unit) -> list[str]:
    """Make the unit, give the folder to its account, and have it started with the machine.

    Returns what the person has to know; raises ServingError.
    """
    hidden = [place for place in unit.backups if is_hidden(place)]
    notes = [
        f"Take care: {place} is hidden from a service: no backups there. Choose one below /mnt."
        for place in hidden
    ]
    unit = replace(unit, backups=tuple(place for place in unit.backups if place not in hidden))
    text = unit_text(unit, _template(), sys.executable)
    _make_account(unit)
    _require_program(unit.account)
    _give(unit.folder, unit.account)
    _require_folder(unit)
    for place in unit.backups:
        if not _let_write(unit.account, place):
            notes.append(
                f"Take care: the account {unit.account} may not write in {place}: no backups until it may."
            )
    file = UNITS / f"{unit.name}.service"
    if file.exists() and file.read_text(encoding="utf-8") != text:
        file.replace(before := file.with_suffix(".service.before"))
        notes.append(f"The unit that was there is now {before}.")
    file.write_text(text, encoding="utf-8")
    control("daemon-reload")
    control("enable", unit.name)
    return notes


def unit_text(unit: Unit, template: str, python: str) -> str:
    """The unit for a folder: the lines that are marked in the template replaced, its comments left out."""
    words = [python, "-m", "examserver", "serve", str(unit.folder)]
    words += ["--host", unit.host, "--port", str(unit.port)]
    written = [_quoted(str(unit.folder)), *(_quoted(f"-{one}") for one in unit.backups)]
    values = {
        "User": unit.account,
        "ExecStart": " ".join(_quoted(word, is_command=True) for word in words),
        "ReadWritePaths": " ".join(written),
    }
    lines = [
        "# Made by `examserver service install`, which makes it anew. deploy/examserver.service explains it."
    ]
    for line in template.splitlines():
        key = line.partition("=")[0]
        if not line.startswith(("#", "Group=")):
            lines.append(f"{key}={values[key]}" if key in values else line)
        if key == "UMask" and 0 < unit.port < FIRST_FREE_PORT:
            lines.append("AmbientCapabilities=CAP_NET_BIND_SERVICE")
    return "\n".join([*lines, ""])


def control(*words: str) -> str:
    """Ask `systemctl`; returns what it said, raises ServingError with it."""
    require_systemd()
    done = _run(["systemctl", *words])
    said = (done.stdout + done.stderr).strip()
    if done.returncode != 0:
        raise ServingError(
            f"systemd refused “{' '.join(words)}”: {said or f'code {done.returncode}'}.",
            "The service's own words: journalctl -u examserver -n 30",
        )
    return said


def remove(name: str) -> None:
    """Stop it, have it started no more, and take the unit away; its folder stays as it is."""
    control("disable", "--now", name)
    (UNITS / f"{name}.service").unlink(missing_ok=True)
    control("daemon-reload")


def command_as(account: str) -> str:
    """How commands are given from now on, so that the account can read what they write."""
    return f"alias examserver='sudo -u {account} {sys.executable} -m examserver'"


def serving_as_owner(folder: Path, port: int) -> str:
    """How a command that serves a folder by hand begins: as the account that has it, by now.

    What root wrote into it the service could not open later. Such an account may not listen below
    `FIRST_FREE_PORT` unless it is let, as the unit lets it.
    """
    if sys.platform == "win32" or (owner := folder.stat().st_uid) in (0, os.geteuid()):
        return "examserver"
    account, group = pwd.getpwuid(owner).pw_name, pwd.getpwuid(owner).pw_gid
    command = f"{sys.executable} -m examserver"
    if port >= FIRST_FREE_PORT:
        return f"sudo -u {account} {command}"
    may_listen = "--inh-caps +net_bind_service --ambient-caps +net_bind_service"
    return f"setpriv --reuid {account} --regid {group} --init-groups {may_listen} {command}"


def _template() -> str:
    try:
        return TEMPLATE.read_text(encoding="utf-8")
    except OSError as error:
        raise ServingError(
            f"The unit {TEMPLATE} cannot be read: {error.strerror}.",
            "It is in the program's folder; run the program from there, as run.py does.",
        ) from error


def _quoted(word: str, *, is_command: bool = False) -> str:
    """A word of a unit; `%` begins a specifier everywhere, `$` a variable in commands alone."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    text = text.replace("$", "$$") if is_command else text
    return f'"{text}"' if set(text) & set(" \t\\'\"") else text


def _make_account(unit: Unit) -> None:
    if _run(["id", unit.account]).returncode == 0:
        return
    home = str(unit.folder.parent)
    made = _run(
        [
            "useradd",
            "--system",
            "--user-group",
            "--home-dir",
            home,
            "--shell",
            "/usr/sbin/nologin",
            unit.account,
        ]
    )
    if made.returncode != 0:
        raise ServingError(
            f"The account {unit.account} could not be made: {made.stderr.strip()}.",
            "Make it by hand, or name one that is there by --account.",
        )


def _give(folder: Path, account: str) -> None:
    if sys.platform != "win32":
        owner = pwd.getpwnam(account)
        for place in (folder, *folder.rglob("*")):
            os.chown(place, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def _require_program(account: str | None = None) -> None:
    """Whether Python finds the program by itself, as the unit has it, and the account reaches both."""
    title = f"{sys.executable} does not find the program by itself."
    advice = "A service has no PYTHONPATH, and no account's own packages: install it into that Python."
    if account is not None:
        title = f"The account {account} cannot run the program."
        advice = f"It has to reach {sys.executable}: see who may enter the folders above it."
    try:
        done = _run([sys.executable, "-I", "-m", "examserver", "--version"], account)
    except ServingError as error:
        raise ServingError(title, advice) from error
    if done.returncode != 0:
        raise ServingError(title, advice)


def _require_folder(unit: Unit) -> None:
    if not _may_write(unit.account, unit.folder):
        raise ServingError(
            f"The account {unit.account} does not reach {unit.folder}.",
            "A folder above it is closed to that account: chmod o+x, or choose one below /srv.",
        )


def _let_write(account: str, place: Path) -> bool:
    """Whether the account may write in a folder; one of root's own is given to it, no other is touched."""
    if sys.platform != "win32" and not _may_write(account, place):
        owner = pwd.getpwnam(account)
        with suppress(OSError):  # a mounted machine may not let root give anything away
            if place.stat().st_uid == 0:
                os.chown(place, owner.pw_uid, owner.pw_gid)
    return _may_write(account, place)


def _may_write(account: str, place: Path) -> bool:
    return _run(["test", "-w", str(place), "-a", "-x", str(place)], account).returncode == 0


def _run(words: Sequence[str], account: str | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a program of the system, as another account where one is named; raises ServingError."""
    try:
        return subprocess.run(  # noqa: S603 - words of our own, no shell
            words, capture_output=True, text=True, errors="replace", check=False, cwd="/", **_as(account)
        )
    except OSError as error:
        raise ServingError(
            f"{words[0]} cannot be run: {error.strerror}.", "Is it installed, and in PATH?"
        ) from error


class _Who(TypedDict, total=False):
    user: int
    group: int
    extra_groups: tuple[()]


def _as(account: str | None) -> _Who:
    """Another account with its own group; nobody else where none is named."""
    if account is None or sys.platform == "win32":
        return {}
    owner = pwd.getpwnam(account)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": ()}
