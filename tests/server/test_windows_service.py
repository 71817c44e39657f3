"""Windows starts the service with the machine and again whenever it ends; elsewhere one is told what does."""

import argparse
import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath
from typing import cast

import pytest

from examserver import systemd
from examserver.cli.command_line import main
from examserver.cli.service import NAME, beginning, installing
from examserver.drive_letters import require_no_drive_letter
from examserver.errors import BackupError


def test_windows_is_told_to_start_it_by_itself_and_again_after_every_end(tmp_path: Path) -> None:
    folder = tmp_path / "考点 one"
    wanted = argparse.Namespace(name=NAME, dir=folder, host="0.0.0.0", port=8460)  # noqa: S104
    create, description, failure, flag = installing(wanted, [r"C:\My Python\python.exe", "-m", "examserver"])
    line = create[create.index("binPath=") + 1]
    assert line.startswith(r'"C:\My Python\python.exe" -m examserver service --name ExamServer run')
    assert f'"{folder}"' in line
    assert line.endswith("--host 0.0.0.0 --port 8460")
    assert create[create.index("start=") + 1] == "auto"
    assert failure[-1] == "restart/1000/restart/1000/restart/5000"
    assert (description[0], flag) == ("description", ["failureflag", NAME, "1"])


def test_windows_starts_python_itself_and_not_the_launcher_of_an_environment() -> None:
    python, *words = beginning()
    done = subprocess.run(
        [python, *words, "service", "status"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": ""},
    )
    assert Path(python).resolve() == Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    assert "Traceback" not in done.stderr
    if sys.platform != "win32":
        assert "deploy/examserver.service" in done.stderr


def test_windows_hears_of_the_start_before_what_takes_seconds_to_load() -> None:
    code = (
        "import sys, examserver.cli.command_line, examserver.cli.service, examserver.windows_service\n"
        "print([name for name in ('sqlalchemy', 'uvicorn', 'starlette') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(sys.platform == "win32", reason="the system does it there")
@pytest.mark.parametrize("action", ["start", "stop", "remove", "status"])
def test_where_nothing_starts_services_the_command_names_what_does_it_there(
    action: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(systemd, "BOOTED", tmp_path / "none")
    assert main(["service", action]) == 1
    assert "deploy/examserver.service" in capsys.readouterr().err


def test_a_drive_that_somebody_has_mapped_is_refused_and_its_own_name_proposed() -> None:
    named = {"Z:": r"\\nas1\backups", "D:": None, "Y:": ""}.get
    place = cast(Path, PureWindowsPath(r"Z:\exam\site 1"))
    with pytest.raises(BackupError, match="mapped") as refused:
        require_no_drive_letter(place, named)
    assert r"\\nas1\backups\exam\site 1" in refused.value.advice
    with pytest.raises(BackupError, match="mapped") as refused:
        require_no_drive_letter(cast(Path, PureWindowsPath("Y:\\exam")), named)
    assert r"\\MACHINE\FOLDER" in refused.value.advice


@pytest.mark.parametrize("place", [r"D:\exam", r"\\nas1\backups", "/mnt/exam-backups"])
def test_a_disk_of_this_machine_and_a_name_that_everybody_has_are_taken(place: str) -> None:
    require_no_drive_letter(cast(Path, PureWindowsPath(place)), {"Z:": r"\\nas1\b"}.get)
