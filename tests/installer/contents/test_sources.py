"""Only what a hash names is taken, and only python.org's own programs."""

import hashlib
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from installer.errors import BuildError
from installer.pruning import TAKEN
from installer.signatures import require_python_org
from installer.sources import WHEELS_LOCK, PythonZip, gather, locked_versions
from installer.tree import ROOT
from tests.installer.contents.small_programs import library

HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


def zip_of(folder: Path, files: dict[str, bytes]) -> PythonZip:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    path = folder / "python-3.13-embed-amd64.zip"
    path.write_bytes(data.getvalue())
    return PythonZip(path, hashlib.sha256(data.getvalue()).hexdigest())


def test_a_python_zip_that_is_not_the_one_that_was_named_is_refused(tmp_path: Path) -> None:
    given = zip_of(tmp_path, {"python.exe": library()})
    other = "0" * 64
    with pytest.raises(BuildError, match=rf"{given.sha256}, not {other}"):
        gather(tmp_path / "work", PythonZip(given.file, other))


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "python.zip").write_bytes(b"not at all")
    given = PythonZip(tmp_path / "python.zip", hashlib.sha256(b"not at all").hexdigest())
    with pytest.raises(BuildError, match=r"python\.zip is no zip file"):
        gather(tmp_path / "work", given)


def test_a_zip_without_python_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"not python\.org's embeddable distribution"):
        gather(tmp_path / "work", zip_of(tmp_path, {"readme.txt": b""}))


@pytest.mark.full
@pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="osslsigncode is installed by `run.py msi`")
def test_a_python_that_nobody_signed_is_refused_though_its_hash_is_right(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"python\.exe is not signed by the Python Software Foundation"):
        gather(tmp_path / "work", zip_of(tmp_path, {"cp313/python.exe": library("kernel32.dll")}))


def test_files_without_a_python_are_not_taken_for_signed_ones(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"no python\.exe in it"):
        require_python_org([tmp_path / "vcruntime140.dll"])


def test_the_packages_are_those_that_the_client_is_tested_with() -> None:
    tested = locked_versions(ROOT / "requirements.lock")
    shipped = locked_versions()
    assert shipped.items() <= tested.items()
    hashes = [
        set(HASH.findall(path.read_text(encoding="utf-8")))
        for path in (WHEELS_LOCK, ROOT / "requirements.lock")
    ]
    assert hashes[0] <= hashes[1]
    assert len(hashes[0]) >= len(shipped)


def test_for_every_locked_package_it_is_written_down_what_is_taken_out_of_it() -> None:
    assert set(locked_versions()) == set(TAKEN)
