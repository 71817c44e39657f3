"""Windows starts the service with the machine and again whenever it ends; elsewhere one is told what does."""

import argparse
import sys
from pathlib import Path

import pytest

from examserver.cli.command_line import main
from examserver.cli.service import NAME, installing


def test_windows_is_told_to_start_it_by_itself_and_again_after_every_end(tmp_path: Path) -> None:
    folder = tmp_path / "考点 one"
    wanted = argparse.Namespace(name=NAME, dir=folder, host="0.0.0.0", port=8460)  # noqa: S104
    create, description, failure, flag = installing(wanted, r"C:\My Python\python.exe")
    line = create[create.index("binPath=") + 1]
    assert line.startswith(r'"C:\My Python\python.exe" -m examserver service --name ExamServer run')
    assert f'"{folder}"' in line
    assert line.endswith("--host 0.0.0.0 --port 8460")
    assert create[create.index("start=") + 1] == "auto"
    assert failure[-1] == "restart/1000/restart/1000/restart/5000"
    assert (description[0], flag) == ("description", ["failureflag", NAME, "1"])


@pytest.mark.skipif(sys.platform == "win32", reason="there it would be done")
@pytest.mark.parametrize("action", ["start", "stop", "remove", "status"])
def test_elsewhere_the_command_names_what_does_it_there(
    action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["service", action]) == 1
    assert "deploy/examserver.service" in capsys.readouterr().err
