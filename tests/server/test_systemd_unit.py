"""The service becomes a unit of systemd by one command, also on the spare machine that takes over."""

import os
import shlex
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from examserver import systemd
from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.errors import ServingError
from examserver.services.alive.backup_plan_orders import PlanBackups
from examserver.systemd import Unit, require_possible, unit_text
from tests.server.conftest import Prepared

if sys.platform != "win32":
    import pwd

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")
TEMPLATE = systemd.TEMPLATE.read_text(encoding="utf-8")


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine that systemd has started: what it was asked stands in the file."""
    (tmp_path / "units").mkdir()
    (programs := tmp_path / "programs").mkdir()
    for name in ("systemctl", "useradd"):
        (program := programs / name).write_text(f'#!/bin/sh\necho "{name} $@" >> {tmp_path}/asked\n')
        program.chmod(0o755)
    (tmp_path / "asked").touch()
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setattr(systemd, "UNITS", tmp_path / "units")
    monkeypatch.setattr(systemd, "BOOTED", tmp_path)
    monkeypatch.setattr(systemd, "CLOSED", ())
    return tmp_path / "asked"


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder that every account reaches, as `tmp_path` is not: what is above that is root's alone."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_the_unit_names_the_folder_its_account_and_where_backups_go() -> None:
    unit = Unit("examserver", Path("/srv/exam/site"), "0.0.0.0", 8460, "exam", (Path("/mnt/b 2"),))  # noqa: S104
    lines = unit_text(unit, TEMPLATE, "/opt/examclient/.venv/bin/python").splitlines()
    assert (
        "ExecStart=/opt/examclient/.venv/bin/python -m examserver serve /srv/exam/site"
        " --host 0.0.0.0 --port 8460"
    ) in lines
    assert 'ReadWritePaths=/srv/exam/site "-/mnt/b 2"' in lines
    assert {"User=exam", "Type=notify", "Restart=always", "WatchdogSec=30"} <= set(lines)
    assert not [line for line in lines if "CHANGE" in line or line.startswith(("Ambient", "Group="))]


def test_a_folder_of_any_name_stands_in_the_unit_as_it_is_called() -> None:
    unit = Unit("examserver", Path('/srv/考点 "1" 50% $HOME'), "127.0.0.1", 443)
    lines = unit_text(unit, TEMPLATE, "/usr/bin/python3").splitlines()
    (start,) = (line for line in lines if line.startswith("ExecStart="))
    assert r'serve "/srv/考点 \"1\" 50%% $$HOME" --host' in start
    assert r'ReadWritePaths="/srv/考点 \"1\" 50%% $HOME"' in lines
    assert "AmbientCapabilities=CAP_NET_BIND_SERVICE" in lines


@pytest.mark.parametrize("port", [443, 8460])
def test_systemd_itself_reads_the_unit_without_a_complaint(tmp_path: Path, port: int) -> None:
    file = tmp_path / "examserver.service"
    unit = Unit("examserver", tmp_path / "考点 50%", "0.0.0.0", port, "daemon", (tmp_path,))  # noqa: S104
    file.write_text(unit_text(unit, TEMPLATE, sys.executable), encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False
    )
    assert [line for line in done.stderr.splitlines() if "examserver.service" in line] == []


@pytest.fixture
def given(asked: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, str]]:
    """Root on that machine, where the account reaches all: which folders it is given."""
    given: list[tuple[Path, str]] = []
    monkeypatch.setattr(systemd, "_give", lambda folder, account: given.append((folder, account)))
    monkeypatch.setattr(systemd, "_require_program", lambda _account=None: None)
    monkeypatch.setattr(systemd, "_require_folder", lambda _unit: None)
    monkeypatch.setattr(systemd, "_let_write", lambda _account, _place: True)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return given


def writable(asked: Path) -> str:
    """What the unit lets the service write."""
    lines = (asked.parent / "units" / "examserver.service").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("ReadWritePaths="))


def test_installing_gives_the_folder_to_the_account_and_starts_it_with_the_machine(
    prepared: Prepared,
    asked: Path,
    given: list[tuple[Path, str]],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (units := asked.parent / "units").joinpath("examserver.service").write_text("[Unit]\n", encoding="utf-8")
    monkeypatch.chdir(prepared.folder.root.parent)
    assert main(["service", "install", prepared.folder.root.name]) == 0
    assert given == [(prepared.folder.root, "exam")]
    assert "useradd --system" in (said := asked.read_text(encoding="utf-8"))
    assert said.endswith("systemctl daemon-reload\nsystemctl enable examserver\n")
    assert f"serve {prepared.folder.root}" in (units / "examserver.service").read_text(encoding="utf-8")
    assert (units / "examserver.service.before").read_text(encoding="utf-8") == "[Unit]\n"
    assert "sudo -u exam" in capsys.readouterr().out
    assert main(["service", "remove"]) == 0
    assert not (units / "examserver.service").exists()


@pytest.mark.usefixtures("given")
def test_a_folder_that_a_service_does_not_see_is_no_place_for_its_backups(
    prepared: Prepared, asked: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(systemd, "CLOSED", ("/closed",))
    root = str(prepared.folder.root)
    assert main(["service", "install", root, "--backups", "/closed/a", "--backups", "/mnt/b"]) == 0
    assert "/closed/a is hidden from a service: no backups there." in capsys.readouterr().out
    assert writable(asked) == f"ReadWritePaths={root} -/mnt/b"


@pytest.mark.usefixtures("given")
def test_where_backups_are_planned_already_the_service_may_write_without_a_word(
    prepared: Prepared, asked: Path, tmp_path: Path
) -> None:
    (planned := tmp_path / "backups").mkdir()
    give(prepared.folder.root, PlanBackups(str(planned), 5, 12, beside=True))
    root = str(prepared.folder.root)
    assert main(["service", "install", root]) == 0
    assert writable(asked) == f"ReadWritePaths={root} -{planned}"
    again = ["--backups", str(planned / ".." / "backups"), "--backups", "/mnt/b"]
    assert main(["service", "install", root, *again]) == 0
    assert writable(asked) == f"ReadWritePaths={root} -{planned} -/mnt/b"


@pytest.mark.usefixtures("given")
def test_a_folder_of_an_older_version_is_installed_and_its_plan_asked_for(
    prepared: Prepared, asked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(prepared.folder.database)) as tables, tables:
        tables.execute("DELETE FROM alembic_version")
    assert main(["service", "install", str(prepared.folder.root)]) == 0
    assert "Name the folder for backups by --backups" in capsys.readouterr().out
    assert writable(asked) == f"ReadWritePaths={prepared.folder.root}"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root is another account")
def test_an_account_that_does_not_reach_the_folder_is_named_before_the_unit_is_made(open_path: Path) -> None:
    (closed := open_path / "closed").mkdir(mode=0o700)
    assert not systemd._may_write("nobody", closed)
    closed.chmod(0o777)
    assert systemd._may_write("nobody", closed)
    open_path.chmod(0o700)
    assert not systemd._may_write("nobody", closed), "it does not get there"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root gives a folder away")
def test_the_account_is_given_a_folder_of_roots_for_backups_and_nobody_elses(open_path: Path) -> None:
    (own := open_path / "own").mkdir(mode=0o755)
    (others := open_path / "others").mkdir(mode=0o755)
    os.chown(others, 12345, 12345)
    assert systemd._let_write("daemon", own)
    assert not systemd._let_write("daemon", others)
    assert (own.owner(), others.stat().st_uid) == ("daemon", 12345)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root is another account")
def test_an_account_that_does_not_reach_the_program_is_told_before_the_folder_is_given_away(
    asked: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    (closed := asked.parent / "closed").mkdir(mode=0o700)
    (closed / "python3").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(closed / "python3"))
    with pytest.raises(ServingError, match="account daemon cannot run the program"):
        systemd.install(Unit("examserver", prepared.folder.root, "0.0.0.0", 8460, "daemon"))  # noqa: S104
    assert prepared.folder.root.owner() == "root"
    assert not list((asked.parent / "units").iterdir())


def test_what_a_service_could_not_see_is_refused_before_anything_is_done(
    asked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(systemd, "CLOSED", ("/home",))
    with pytest.raises(ServingError, match="hidden from a service"):
        require_possible(Path("/home/admin/site"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(ServingError, match="Only root"):
        require_possible(Path("/srv/exam/site"))
    assert asked.read_text(encoding="utf-8") == ""


@pytest.mark.parametrize("is_link", [False, True], ids=["itself", "by a link"])
def test_what_lies_below_a_closed_folder_is_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_link: bool
) -> None:
    (real := tmp_path / "real").mkdir()
    (link := tmp_path / "link").symlink_to(real)
    closed, place = (real, link) if is_link else (link, link)
    monkeypatch.setattr(systemd, "CLOSED", (str(closed),))
    assert systemd.is_hidden(place / "site")
    assert not systemd.is_hidden(tmp_path / "site")


def test_a_program_that_a_service_could_not_see_is_refused_before_anything_is_taken_over(
    asked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(systemd, "__file__", "/closed/exam/server/examserver/systemd.py")
    monkeypatch.setattr(systemd, "CLOSED", ("/closed",))
    monkeypatch.setattr(sys, "prefix", "/usr")
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    (spare := tmp_path / "spare").mkdir()
    words = ["--backups", str(tmp_path), "--key-backup", str(tmp_path / "none")]
    assert main(["take-over", str(spare), *words, "--as-service"]) == 1
    with pytest.raises(ServingError, match=r"program is /closed/exam.*hidden from a service"):
        require_possible(spare)
    assert asked.read_text(encoding="utf-8") == ""
    assert not list(spare.iterdir())


def test_without_the_units_pattern_or_a_program_of_its_own_nothing_is_begun(
    asked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `PYTHONPATH` names is not there for a service."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(systemd, "TEMPLATE", tmp_path / "none")
    with pytest.raises(ServingError, match=r"unit .*none cannot be read"):
        require_possible(tmp_path)
    monkeypatch.undo()
    (bare := tmp_path / "python3").write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n', encoding="utf-8")
    bare.chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(systemd, "BOOTED", tmp_path)
    monkeypatch.setattr(systemd, "CLOSED", ())
    monkeypatch.setattr(sys, "executable", str(bare))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    with pytest.raises(ServingError, match="does not find the program by itself"):
        require_possible(tmp_path)
    assert asked.read_text(encoding="utf-8") == ""


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root gives a folder away")
def test_who_serves_by_hand_does_it_as_the_account_that_has_the_folder(tmp_path: Path) -> None:
    """What root writes there, the service could not open later."""
    assert systemd.serving_as_owner(tmp_path, 8460) == "examserver"
    os.chown(tmp_path, pwd.getpwnam("daemon").pw_uid, -1)
    assert systemd.serving_as_owner(tmp_path, 8460) == f"sudo -u daemon {sys.executable} -m examserver"
    said = systemd.serving_as_owner(tmp_path, 443)
    done = subprocess.run(
        [*shlex.split(said)[:-3], "sh", "-c", "id -un; grep CapAmb /proc/self/status"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["daemon", "CapAmb:", f"{1 << 10:016x}"]


def test_without_systemd_the_command_says_what_serves_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(systemd, "BOOTED", tmp_path / "none")
    assert main(["service", "install", "site"]) == 1
    assert "examserver serve DIR" in capsys.readouterr().err
