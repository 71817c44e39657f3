"""The MSI on a machine: silent installation, upgrade, refusals, removal.

Rule: what Wine does not do is not tried here: rights of folders, and bringing the old version back after an
upgrade that failed.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installer.small_packages import NEEDS_MSI_TOOLS, PIECES, build_small, column
from tests.installer.wine_machine import WineMachine, wine_folder

pytestmark = NEEDS_MSI_TOOLS

REFUSED = 1603 & 0xFF
"""What msiexec answers where nothing was installed."""
MEMORY = r"HKLM\SOFTWARE\ExamClient"
WINDOWS = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
DATA = "ProgramData/ExamClient"


@pytest.fixture(scope="module")
def fresh() -> Iterator[WineMachine]:
    """A Windows on which nothing was installed yet."""
    folder = wine_folder()
    assert folder, "conftest.py collects this file only where there is one"
    with WineMachine(folder, "msi-fresh") as machine:
        machine.run("wineboot", "--init")
        machine.power_off()
        yield machine


@pytest.fixture
def machine(fresh: WineMachine) -> Iterator[WineMachine]:
    with fresh.copy("msi-trial") as machine:
        yield machine


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small(tmp_path_factory.mktemp("first"), "1.0.0")


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The next version: one file changed, one gone, one new."""
    pieces = {**PIECES, "client/examclient/app.py": b"print('newer')\n", "python313.dll": b"more"}
    del pieces["client/examclient/a name with spaces.py"]
    return build_small(tmp_path_factory.mktemp("newer"), "1.1.0", pieces)


def programs(machine: WineMachine) -> Path:
    return machine.disk / "Program Files" / "ExamClient"


def settings(folder: Path) -> list[str]:
    """The lines of `user.ini` that say something."""
    lines = (folder / "user.ini").read_text(encoding="utf-16").splitlines()
    return [line.replace(" = ", "=") for line in lines if line and not line.startswith(";")]


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def shortcuts(machine: WineMachine) -> set[str]:
    return {path.parent.name for path in machine.disk.rglob("ExamClient*.lnk")}


def test_a_silent_installation_lays_down_every_file_and_asks_nothing(
    machine: WineMachine, first: Path
) -> None:
    assert machine.install(machine.put(first)) == 0
    assert files_in(programs(machine)) == sorted(PIECES)
    assert (programs(machine) / "client/examclient/app.py").read_bytes() == PIECES["client/examclient/app.py"]
    assert settings(programs(machine)) == ["[Site]", "[Data]", "[Display]", "[OpenGL]"]
    assert (machine.disk / DATA).is_dir()
    assert shortcuts(machine) == {"Programs", "Desktop"}


def test_what_the_command_line_names_stands_in_user_ini(machine: WineMachine, first: Path) -> None:
    said = (r"ENROLFILE=\\考点\共享;一\site.enrol", "SEAT=12", "LEVEL=0", "LANG=zh_CN", r"DATADIR=C:\答案")
    assert machine.install(machine.put(first), *said) == 0
    assert settings(programs(machine)) == [
        "[Site]",
        r'EnrolFile="\\考点\共享;一\site.enrol"',
        "Seat=12",
        "[Data]",
        r'Dir="C:\答案"',
        "[Display]",
        "Language=zh_CN",
        "[OpenGL]",
        "Level=0",
    ]
    assert (machine.disk / "答案").is_dir()
    assert not (machine.disk / DATA).exists()


def test_an_enrolment_file_without_a_folder_is_the_one_beside_the_package(
    machine: WineMachine, first: Path
) -> None:
    package = machine.put(first)
    assert machine.install(package, "ENROLFILE=site.enrol") == 0
    beside = machine.seen(package.with_name("site.enrol"))
    assert f'EnrolFile="{beside}"' in settings(programs(machine))


def test_an_upgrade_keeps_what_admin_and_candidates_wrote(
    machine: WineMachine, first: Path, newer: Path
) -> None:
    assert machine.install(machine.put(first), "SEAT=12", "LANG=en") == 0
    ini = programs(machine) / "user.ini"
    text = ini.read_text(encoding="utf-16").replace("Seat=12", "Seat=15")
    ini.write_text(text, encoding="utf-16")
    journal = machine.disk / DATA / "journals" / "one.db"
    journal.parent.mkdir()
    journal.write_bytes(b"an answer")
    assert machine.install(machine.put(newer), "LEVEL=1") == 0
    kept = ["[Site]", "Seat=15", "[Data]", "[Display]", "Language=en", "[OpenGL]", "Level=1"]
    assert settings(programs(machine)) == kept
    assert journal.read_bytes() == b"an answer"


def test_an_upgrade_changes_adds_and_takes_away_files(machine: WineMachine, first: Path, newer: Path) -> None:
    machine.install(machine.put(first))
    assert machine.install(machine.put(newer)) == 0
    here = files_in(programs(machine))
    assert "python313.dll" in here
    assert "client/examclient/a name with spaces.py" not in here
    assert (programs(machine) / "client/examclient/app.py").read_bytes() == b"print('newer')\n"


def test_an_upgrade_goes_where_the_first_installation_went(
    machine: WineMachine, first: Path, newer: Path
) -> None:
    choices = (r"INSTALLDIR=C:\考试", r"DATADIR=C:\答案", "DESKTOPSHORTCUT=0", "AUTOSTART=1")
    assert machine.install(machine.put(first), *choices) == 0
    assert shortcuts(machine) == {"Programs", "StartUp"}
    assert machine.install(machine.put(newer)) == 0
    assert "python313.dll" in files_in(machine.disk / "考试")
    assert not programs(machine).exists()
    assert shortcuts(machine) == {"Programs", "StartUp"}
    assert not (machine.disk / DATA).exists()
    assert machine.registry(MEMORY)["DataDir"] == "C:\\答案\\"


def test_an_older_version_is_refused_and_changes_nothing(
    machine: WineMachine, first: Path, newer: Path
) -> None:
    machine.install(machine.put(newer), "SEAT=12")
    before = files_in(programs(machine))
    assert machine.install(machine.put(first), "SEAT=13") == REFUSED
    assert files_in(programs(machine)) == before
    assert "Seat=12" in settings(programs(machine))


@pytest.mark.parametrize("name", ["DATADIR", "INSTALLDIR"])
def test_a_place_that_is_no_folder_of_this_machine_is_refused(
    machine: WineMachine, first: Path, name: str
) -> None:
    package = machine.put(first)
    places = ["C:\\", "C:", "\\\\server\\exam", "answers"]
    assert {place: machine.install(package, f"{name}={place}") for place in places} == dict.fromkeys(
        places, REFUSED
    )
    assert not programs(machine).exists()


def test_a_windows_before_1809_is_refused(machine: WineMachine, first: Path) -> None:
    machine.run("reg", "add", WINDOWS, "/v", "CurrentBuildNumber", "/d", "17134", "/f")
    assert machine.install(machine.put(first)) == REFUSED
    assert not programs(machine).exists()


def test_the_list_of_programs_says_where_answers_stay(machine: WineMachine, first: Path) -> None:
    machine.install(machine.put(first), r"DATADIR=C:\答案")
    product = column(first, "Property", "Property", "Value")["ProductCode"]
    said = machine.registry(rf"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\{product}")
    assert said["Comments"].endswith("they stay in C:\\答案\\")
    assert said["InstallLocation"] == "C:\\Program Files\\ExamClient\\"
    assert said["DisplayVersion"] == "1.0.0"


def test_removing_leaves_answers_and_settings(machine: WineMachine, first: Path) -> None:
    package = machine.put(first)
    machine.install(package, "SEAT=12")
    journal = machine.disk / DATA / "one.db"
    journal.write_bytes(b"an answer")
    assert machine.run("msiexec", "/x", machine.seen(package), "/qn") == 0
    assert journal.read_bytes() == b"an answer"
    assert files_in(programs(machine)) == ["user.ini"]
    assert not shortcuts(machine)
    assert machine.registry(MEMORY) == {}


def test_a_repair_brings_files_back_and_leaves_the_settings(machine: WineMachine, first: Path) -> None:
    package = machine.put(first)
    machine.install(package, "SEAT=12", "LEVEL=1")
    (programs(machine) / "python313.zip").unlink()
    assert machine.install(package, "REINSTALL=ALL") == 0
    assert "python313.zip" in files_in(programs(machine))
    assert {"Seat=12", "Level=1"} <= set(settings(programs(machine)))


def test_an_installation_that_fails_leaves_nothing_but_the_settings(
    machine: WineMachine, tmp_path: Path
) -> None:
    package = machine.put(build_small(tmp_path, "1.0.0", {**PIECES, "z.bin": bytes(range(256)) * 2000}))
    data = bytearray(package.read_bytes())
    middle = data.index(b"MSCF") + 600
    data[middle : middle + 64] = bytes(64)
    package.write_bytes(data)
    assert machine.install(package) == REFUSED
    assert set(files_in(programs(machine))) <= {"user.ini"}
    assert machine.registry(MEMORY) == {}
    assert not shortcuts(machine)
