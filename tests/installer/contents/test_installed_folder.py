"""The installed folder, made of the real parts: what is in it, what is not, and the same each time."""

import zlib
from pathlib import Path

import pytest

from examclient.storage.settings_text import read_settings_text
from examclient.ui.fonts import FAMILIES
from installer.packaging_rules import faults_of
from installer.portable import SUFFIXES, read_program
from installer.pruning import VC_RUNTIME
from installer.sources import Sources, locked_versions
from installer.tree import ROOT, build_tree, files_of

pytestmark = pytest.mark.full

MEGABYTE = 1_000_000
MOST = 66
"""Megabytes that it may take when every file is deflated, which is what a cabinet does: 64 on 2026-11-22."""


def names_in(tree: Path) -> set[str]:
    return {file.relative_to(tree).as_posix() for file in files_of(tree)}


def test_every_program_finds_what_it_imports_on_the_oldest_windows(tree: Path) -> None:
    assert faults_of(tree) == []


def test_what_is_looked_at_is_every_program_of_the_folder(tree: Path) -> None:
    programs = [file for file in files_of(tree) if file.read_bytes()[:2] == b"MZ"]
    assert len(programs) > 40
    assert {file.suffix.lower() for file in programs} <= set(SUFFIXES)
    wanted = {name for file in programs for name in read_program(file).imports}
    assert {"kernel32.dll", "qt6core.dll", "python313.dll", "vcruntime140.dll"} <= wanted


def test_the_c_runtime_lies_once_beside_the_program(tree: Path) -> None:
    found = sorted(
        name for name in names_in(tree) if Path(name).name.startswith(("vcruntime", "msvcp", "concrt"))
    )
    assert found == sorted(VC_RUNTIME)


def test_the_same_parts_give_the_same_folder(sources: Sources, tree: Path, tmp_path: Path) -> None:
    build_tree(tmp_path / "again", sources)
    for first, second in zip(files_of(tree), files_of(tmp_path / "again"), strict=True):
        assert first.relative_to(tree) == second.relative_to(tmp_path / "again")
        assert first.read_bytes() == second.read_bytes(), first
        assert (first.stat().st_mtime, first.stat().st_mode) == (
            second.stat().st_mtime,
            second.stat().st_mode,
        )


def test_nothing_in_it_tells_where_it_was_made(tree: Path) -> None:
    makers = [str(folder).encode() for folder in (ROOT, tree.parent)]
    assert [file for file in files_of(tree) if any(maker in file.read_bytes() for maker in makers)] == []


def test_our_own_modules_are_all_there_as_byte_code(tree: Path) -> None:
    for part in ("client", "protocol"):
        ours = {file.relative_to(ROOT).with_suffix("").as_posix() for file in (ROOT / part).rglob("*.py")}
        compiled = {name.removesuffix(".pyc") for name in names_in(tree) if name.startswith(f"{part}/")}
        assert ours <= compiled
    assert {name for name in names_in(tree) if name.endswith(".py")} == {"lib/PySide6/__init__.py"}


def test_python_imports_from_nowhere_else(tree: Path) -> None:
    places = (tree / "python313._pth").read_text(encoding="ascii").split()
    assert places == ["python313.zip", ".", "lib", "protocol", "client"]
    assert all((tree / place).exists() for place in places)


def test_the_settings_file_says_what_the_example_says_and_takes_chinese_from_windows(tree: Path) -> None:
    example = (ROOT / "config" / "user.ini.example").read_text(encoding="utf-8")
    assert (tree / "user.ini").read_bytes().startswith(b"\xff\xfe")
    assert read_settings_text(tree / "user.ini").splitlines() == example.splitlines()


def test_fonts_words_and_looks_come_along_and_software_drawing_too(tree: Path) -> None:
    wanted = {
        "client/examclient/ui/exam.qss",
        "lib/PySide6/opengl32sw.dll",
        "lib/PySide6/plugins/platforms/qwindows.dll",
        "lib/PySide6/translations/qtbase_zh_CN.qm",
        "lib/certifi/cacert.pem",
        "resources/translations/examclient_zh_CN.qm",
        *(f"resources/fonts/{name.replace(' ', '')}-Regular.ttf" for name in FAMILIES),
    }
    assert wanted <= names_in(tree)


def test_everything_that_is_shipped_has_its_licence(tree: Path) -> None:
    licences = tree / "licenses"
    by_folder = {folder.name for folder in licences.iterdir() if folder.is_dir() and any(folder.iterdir())}
    of_qt = {"pyside6-addons", "pyside6-essentials", "shiboken6"}
    assert by_folder | of_qt == set(locked_versions())
    assert {"ExamClient.txt", "Python.txt", "NotoSansSC.txt", "LGPL-3.0.txt", "LGPL-2.1.txt"} <= {
        path.name for path in licences.iterdir()
    }


def test_it_has_not_grown_unnoticed(tree: Path) -> None:
    size = sum(len(zlib.compress(file.read_bytes())) for file in files_of(tree))
    assert size < MOST * MEGABYTE
