"""The program that starts the client on Windows: what is built, and that it shares the client's names.

What it does there is tried in Wine: installer/verify/launching.py.
"""

import re
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from examclient.domain.judging import SUPPORTED_BUILD
from examclient.environment import FOREIGN, KEEP
from examclient.lockdown.watchdog import CRASHES, GAVE_UP
from installer.compiler import compile_program, is_installed
from installer.errors import BuildError
from installer.launcher import SOURCES, build_launcher, names_header
from tests.installer.small_packages import PIECES, build_small, column

by_compiler = pytest.mark.skipif(not is_installed(), reason="Zig is installed by `run.py test --full`")

GUI, X64 = 2, 0x8664
RANDOM_PLACES, NO_CODE_IN_DATA = 0x60, 0x100
STACK = 8 << 20
"""Bytes that Python and Qt may count on, as on Linux."""


@dataclass(frozen=True)
class Header:
    """What the built program says of itself (the portable executable format)."""

    machine: int
    subsystem: int
    flags: int
    stack: int


def read_header(data: bytes) -> Header:
    (at,) = struct.unpack_from("<I", data, 0x3C)
    assert data[at : at + 4] == b"PE\0\0"
    (machine,) = struct.unpack_from("<H", data, at + 4)
    subsystem, flags, stack = struct.unpack_from("<HHQ", data, at + 24 + 68)
    return Header(machine, subsystem, flags, stack)


def libraries(data: bytes) -> set[bytes]:
    """Every text in it that names a library to import: those of the import table end like this."""
    return {name.lower() for name in re.findall(rb"[\w-]+\.dll(?=\0)", data, re.IGNORECASE)}


def c_text(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("launcher") / "ExamClient.exe"
    build_launcher(out, "1.2.3")
    return out.read_bytes()


@pytest.mark.full
@by_compiler
def test_it_opens_no_console_and_has_room_for_python(program: bytes) -> None:
    header = read_header(program)
    assert (header.machine, header.subsystem) == (X64, GUI)
    assert header.stack >= STACK
    assert header.flags & RANDOM_PLACES == RANDOM_PLACES
    assert header.flags & NO_CODE_IN_DATA


@pytest.mark.full
@by_compiler
def test_it_needs_nothing_that_an_old_windows_lacks(program: bytes) -> None:
    assert libraries(program) == {b"kernel32.dll"}


@pytest.mark.full
@by_compiler
def test_the_same_version_is_the_same_program_to_the_byte(program: bytes, tmp_path: Path) -> None:
    build_launcher(tmp_path / "again.exe", "1.2.3")
    build_launcher(tmp_path / "newer.exe", "1.2.4")
    assert (tmp_path / "again.exe").read_bytes() == program
    assert (tmp_path / "newer.exe").read_bytes() != program
    assert "1.2.4".encode("utf-16-le") in (tmp_path / "newer.exe").read_bytes()


@pytest.mark.full
@by_compiler
def test_a_program_that_cannot_be_built_is_no_file_but_a_sentence(tmp_path: Path) -> None:
    source = tmp_path / "wrong.c"
    source.write_text("int begin(void) { return nothing; }", encoding="utf-8")
    with pytest.raises(BuildError, match="use of undeclared identifier 'nothing'"):
        compile_program([source], tmp_path / "wrong.exe", [])
    assert not (tmp_path / "wrong.exe").exists()


def test_it_has_the_names_that_the_client_has() -> None:
    header = names_header()
    for name, text in (("KEEP", KEEP), ("CRASHES", CRASHES)):
        assert f'#define {name} L"{text}"\n' in header
    assert [f'L"{start}"' for start in FOREIGN] == re.findall(r'L"[^"]+"', header.split("FOREIGN_STARTS")[1])
    assert f"#define OLDEST_BUILD {SUPPORTED_BUILD}\n" in header


def test_it_knows_which_words_of_the_client_need_no_window() -> None:
    known = re.findall(r'L" (--[a-z-]+)"', c_text("start.c"))
    command = [sys.executable, "-m", "examclient", "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert GAVE_UP in known, "the watchdog has the last word there"
    assert [word for word in known if word != GAVE_UP and word not in told] == []
    needs_no_window = re.findall(r"^  (--[a-z-]+) [^-]*?(?:without a window|write logs)", told, re.MULTILINE)
    assert len(needs_no_window) == 3
    assert set(needs_no_window) <= set(known)


def test_every_sentence_is_there_in_both_languages() -> None:
    sentences = re.findall(
        r"struct Sentence \w+ = \{(.*?)\n\};", c_text("machine.c") + c_text("python.c"), re.DOTALL
    )
    assert len(sentences) == 4
    for sentence in sentences:
        english, chinese = re.findall(r'((?:L"[^"]*"\s*)+),', sentence)
        assert english.isascii()
        assert re.search("[一-鿿]", chinese)
        assert ("%s" in english) == ("%s" in chinese)
        assert english.rstrip().endswith('."')
        assert chinese.rstrip().endswith('。"')


@by_compiler
def test_a_program_goes_with_its_version_and_not_with_a_hash(program: bytes, tmp_path: Path) -> None:
    msi = build_small(tmp_path, "1.0.0", {**PIECES, "ExamClient.exe": program})
    versions = column(msi, "File", "FileName", "Version")
    assert versions["ExamClient.exe"] == "1.2.3.0"
    assert versions["python313.zip"] == ""
    key = column(msi, "File", "FileName", "File")["ExamClient.exe"]
    assert key not in column(msi, "MsiFileHash", "File_", "Options")
