"""What stands in the tables of the MSI: ids, conditions, rights, and that one folder gives one package."""

import re
import shutil
from pathlib import Path

import pytest

from examclient.domain.settings import KEYS
from installer.errors import BuildError
from installer.msi import build_msi
from installer.product import UPGRADE_CODE, guid
from tests.installer.small_packages import (
    NEEDS_MSI_TOOLS,
    PIECES,
    build_small,
    column,
    export,
    read_table,
    summary,
    write_tree,
)

pytestmark = NEEDS_MSI_TOOLS

ON_COMMAND_LINE = {
    "ENROLFILE",
    "SEAT",
    "INSTALLDIR",
    "LEVEL",
    "LANG",
    "DATADIR",
    "DESKTOPSHORTCUT",
    "AUTOSTART",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small(tmp_path_factory.mktemp("package"), "1.0.0")


def properties(msi: Path) -> dict[str, str]:
    return column(msi, "Property", "Property", "Value")


def ids_of_files(msi: Path) -> dict[str, str]:
    """File name to the id of its component."""
    ids = column(msi, "Component", "Component", "ComponentId")
    return {row["FileName"]: ids[row["Component_"]] for row in read_table(msi, "File")}


def test_the_package_is_named_after_its_version(package: Path) -> None:
    assert package.name == "ExamClient-1.0.0-x64.msi"
    assert properties(package)["ProductVersion"] == "1.0.0"
    assert "Template: x64;0" in summary(package)


def test_the_same_folder_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    again = build_msi(write_tree(tmp_path / "elsewhere"), tmp_path, "1.0.0")
    assert again.read_bytes() == package.read_bytes()
    assert "2020" in summary(again)


def test_another_content_is_another_package_of_the_same_program(package: Path, tmp_path: Path) -> None:
    other = build_small(tmp_path, "1.0.0", {**PIECES, "python313.zip": b"another library"})
    assert properties(other)["ProductCode"] != properties(package)["ProductCode"]
    assert properties(other)["UpgradeCode"] == properties(package)["UpgradeCode"] == guid(UPGRADE_CODE)
    assert summary(other) != summary(package)


def test_a_file_keeps_its_id_from_version_to_version(package: Path, tmp_path: Path) -> None:
    more = {"a.txt": b"", "client/b.txt": b""}
    later = ids_of_files(build_small(tmp_path, "2.0.0", {**PIECES, **more}))
    assert ids_of_files(package).items() <= later.items()
    assert len(set(later.values())) == len(PIECES) + 2


def test_it_is_for_the_whole_machine_and_for_64_bits(package: Path) -> None:
    assert properties(package)["ALLUSERS"] == "1"
    parts = read_table(package, "Component")
    assert all(int(part["Attributes"]) & 256 for part in parts)
    assert all(int(row["Type"]) & 16 for row in read_table(package, "RegLocator"))


def test_every_property_of_the_command_line_reaches_the_part_that_installs(package: Path) -> None:
    handed_on = set(properties(package)["SecureCustomProperties"].split(";"))
    assert handed_on >= ON_COMMAND_LINE
    found = {row["Property"] for row in read_table(package, "AppSearch")}
    assert handed_on >= found | {"WIX_UPGRADE_DETECTED", "WIX_DOWNGRADE_DETECTED"}


def test_what_is_written_into_user_ini_are_settings_that_the_client_knows(package: Path) -> None:
    lines = {(row["Section"], row["Key"]) for row in read_table(package, "IniFile")}
    assert lines <= {(key.section, key.name) for key in KEYS}
    assert len(lines) == 5


def test_a_line_of_user_ini_is_written_only_where_the_command_line_names_it(package: Path) -> None:
    conditions = column(package, "Component", "Component", "Condition")
    for row in read_table(package, "IniFile"):
        name = row["Value"].strip('"[]')
        assert conditions[row["Component_"]] == f'{name} <> ""'
    sequence = column(package, "InstallExecuteSequence", "Action", "Condition")
    assert sequence["WriteIniValues"] == "NOT Installed"
    assert "RemoveIniValues" not in sequence


def test_user_ini_is_neither_overwritten_nor_removed(package: Path) -> None:
    part = next(row["Component_"] for row in read_table(package, "File") if row["FileName"] == "user.ini")
    attributes = int(column(package, "Component", "Component", "Attributes")[part])
    assert attributes & 128, "never overwritten"
    assert attributes & 16, "permanent"


def test_the_old_version_is_taken_away_inside_the_transaction(package: Path) -> None:
    numbers = {
        name: int(number)
        for name, number in column(package, "InstallExecuteSequence", "Action", "Sequence").items()
    }
    assert numbers["InstallInitialize"] < numbers["RemoveExistingProducts"] < numbers["ProcessComponents"]
    replaced = next(row for row in read_table(package, "Upgrade") if row["VersionMax"])
    assert (replaced["VersionMax"], replaced["Attributes"]) == ("1.0.0", "513")


def test_refusals_are_said_in_both_languages_and_stop_no_removal(package: Path) -> None:
    _, *refusals = export(package, "LaunchCondition").split("\nInstalled OR ")
    assert len(refusals) == 5
    for refusal in refusals:
        sentence = refusal.split("\t")[1]
        assert re.search("[\u4e00-\u9fff]", sentence)
        assert re.search("(?i)nothing was", sentence)


@pytest.mark.parametrize(
    ("table", "name", "other", "key"),
    [
        ("Component", "Directory_", "Directory", "Directory"),
        ("FeatureComponents", "Component_", "Component", "Component"),
        ("Component", "Component", "FeatureComponents", "Component_"),
        ("File", "Component_", "Component", "Component"),
        ("IniFile", "Component_", "Component", "Component"),
        ("Registry", "Component_", "Component", "Component"),
        ("Shortcut", "Component_", "Component", "Component"),
        ("Shortcut", "Directory_", "Directory", "Directory"),
        ("Shortcut", "WkDir", "Directory", "Directory"),
        ("CreateFolder", "Directory_", "Directory", "Directory"),
        ("MsiLockPermissionsEx", "LockObject", "CreateFolder", "Directory_"),
        ("AppSearch", "Signature_", "RegLocator", "Signature_"),
        ("MsiFileHash", "File_", "File", "File"),
        ("CustomAction", "Action", "InstallExecuteSequence", "Action"),
    ],
)
def test_what_a_row_names_is_there(package: Path, table: str, name: str, other: str, key: str) -> None:
    named = {row[name] for row in read_table(package, table)}
    assert named
    assert named <= {row[key] for row in read_table(package, other)}


@pytest.mark.parametrize("table", ["InstallExecuteSequence", "InstallUISequence"])
def test_no_two_things_happen_at_the_same_time(package: Path, table: str) -> None:
    numbers = [row["Sequence"] for row in read_table(package, table)]
    assert len(numbers) == len(set(numbers))


def test_a_component_is_known_by_something_of_its_own(package: Path) -> None:
    ids = [row["ComponentId"] for row in read_table(package, "Component")]
    assert len(ids) == len(set(ids))
    own = {row["File"] for row in read_table(package, "File")}
    own |= {row["Registry"] for row in read_table(package, "Registry")}
    assert {row["KeyPath"] for row in read_table(package, "Component")} <= own | {""}


def test_users_may_change_what_other_users_wrote_but_start_nothing_there(package: Path) -> None:
    rights = column(package, "MsiLockPermissionsEx", "LockObject", "SDDLText")
    execute, write, delete = 0x20, 0x2, 0x10000
    files = rights_of_users(rights["DATAFOLDER"], "OIIO")
    assert files & write
    assert files & delete
    assert not files & execute
    assert rights_of_users(rights["DATAFOLDER"], "CI") & write
    assert not rights_of_users(rights["INSTALLDIR"], "OICI") & (write | delete)


def rights_of_users(sddl: str, flags: str) -> int:
    found = re.search(rf"\(A;{flags};(0x[0-9a-f]+);;;BU\)", sddl)
    assert found, sddl
    return int(found[1], 16)


def test_no_client_is_closed_and_no_machine_started_again_by_an_upgrade(package: Path) -> None:
    said = properties(package)
    assert said["MSIRESTARTMANAGERCONTROL"] == "DisableShutdown"
    assert said["REBOOT"] == "ReallySuppress"


@pytest.mark.parametrize("version", ["1.0", "1.0.0rc1", "1.0.0.1", "256.0.0", "1.0.65536", "", "1.-1.0"])
def test_a_version_that_windows_cannot_compare_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(BuildError, match="three numbers"):
        build_msi(write_tree(tmp_path / "tree"), tmp_path / "out", version)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("missing", ["ExamClient.exe", "user.ini"])
def test_a_folder_that_is_no_installation_is_refused(tmp_path: Path, missing: str) -> None:
    tree = write_tree(tmp_path / "tree")
    (tree / missing).unlink()
    with pytest.raises(BuildError, match=missing):
        build_msi(tree, tmp_path / "out", "1.0.0")


def test_a_name_that_cannot_be_packed_is_told(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="说明"):
        build_small(tmp_path, "1.0.0", {**PIECES, "说明.txt": b""})


def test_a_missing_tool_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(BuildError, match="wixl"):
        build_small(tmp_path)
