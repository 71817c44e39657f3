"""What may not be installed is found, whatever part would bring it."""

from pathlib import Path

import pytest

from installer.errors import BuildError
from installer.packaging_rules import faults_of
from tests.installer.contents.small_programs import X86, library

GOOD = {"ExamClient.exe": library("KERNEL32.dll", "python313.dll"), "python313.dll": library("kernel32.dll")}


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_what_is_in_the_folder_or_in_windows_may_be_imported(tmp_path: Path) -> None:
    assert faults_of(lay(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("lib/a.dll", library("icuuc.dll"), "a.dll imports icuuc.dll"),
        (
            "lib/a.pyd",
            library("api-ms-win-crt-private-l1-1-0.dll"),
            "imports api-ms-win-crt-private-l1-1-0.dll",
        ),
        ("lib/a.dll", library("D3DCompiler_47.dll"), "a.dll imports d3dcompiler_47.dll"),
        ("lib/a.dll", library("new.dll"), "imports new.dll, which is neither shipped nor in Windows 10 1809"),
        ("lib/a.dll", library("kernel32.dll", machine=X86), "a.dll is not for 64-bit Windows"),
        ("ucrtbase.dll", library(), "ucrtbase.dll is shipped"),
        ("lib/icuuc.dll", library(), "icuuc.dll is shipped"),
        ("lib/D3DCompiler_47.dll", library(), "D3DCompiler_47.dll is shipped"),
        ("api-ms-win-crt-heap-l1-1-0.dll", library(), "api-ms-win-crt-heap-l1-1-0.dll is shipped"),
        ("lib/qtwebengine_resources.debug.pak", b"", "qtwebengine_resources.debug.pak is shipped"),
    ],
)
def test_what_stops_the_client_on_other_builds_of_windows_is_named(
    tmp_path: Path, name: str, data: bytes, fault: str
) -> None:
    (found,) = faults_of(lay(tmp_path, GOOD | {name: data}))
    assert fault in found


def test_two_copies_of_the_c_runtime_are_named(tmp_path: Path) -> None:
    files = {"vcruntime140.dll": library(), "lib/Qt/VCRUNTIME140.dll": library()}
    assert faults_of(lay(tmp_path, files)) == ["vcruntime140.dll is there 2 times"]


def test_a_file_that_only_calls_itself_a_library_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"a\.dll is no program of Windows"):
        faults_of(lay(tmp_path, {"a.dll": b"not at all"}))
