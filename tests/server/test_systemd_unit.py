"""The service becomes a unit of systemd by one command, also on the spare machine that takes over."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from examserver import systemd
from examserver.cli.command_line import main
from examserver.errors import ServingError
from examserver.systemd import Unit, require_possible, unit_text
from tests.server.conftest import Prepared

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


def test_installing_gives_the_folder_to_the_account_and_starts_it_with_the_machine(
    prepared: Prepared, asked: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[Path, str]] = []
    monkeypatch.setattr(systemd, "_give", lambda folder, account: given.append((folder, account)))
    monkeypatch.setattr(systemd, "_require_program", lambda _account: None)
    monkeypatch.setattr(systemd, "_require_folder", lambda _unit: None)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
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


def test_without_systemd_the_command_says_what_serves_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(systemd, "BOOTED", tmp_path / "none")
    assert main(["service", "install", "site"]) == 1
    assert "examserver serve DIR" in capsys.readouterr().err
