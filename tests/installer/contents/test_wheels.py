"""Out of a wheel comes what the list names, and nothing that could land elsewhere."""

import zipfile
from pathlib import Path

import pytest

from installer.errors import BuildError
from installer.wheels import pick, project_of, taken_from

FILES = {
    "requests/api.py": b"api",
    "requests/tests.py": b"tests",
    "requests/more/deep.py": b"deep",
    "a.txt": b"",
}


def wheel(folder: Path, files: dict[str, bytes], name: str = "requests-1.0-py3-none-any.whl") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for inside, data in files.items():
            archive.writestr(inside, data)
    return path


def test_only_what_the_list_names_is_taken_in_order(tmp_path: Path) -> None:
    taken = pick(wheel(tmp_path, FILES), ("requests/*.py",), ("requests/tests*",))
    assert [(file.name, file.data) for file in taken] == [
        ("requests/api.py", b"api"),
        ("requests/more/deep.py", b"deep"),
    ]


def test_a_list_that_the_package_has_outgrown_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"There is no requests/\*\.pyd in requests-1\.0"):
        pick(wheel(tmp_path, FILES), ("requests/*.py", "requests/*.pyd"))


def test_a_package_that_nobody_decided_on_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"does not say what is taken out of stranger-1\.0"):
        taken_from(wheel(tmp_path, FILES, "stranger-1.0-py3-none-any.whl"))


@pytest.mark.parametrize(
    "name", ["requests/../../a.py", "/requests/a.py", "C:/requests/a.py", "requests\\a.py"]
)
def test_a_name_that_leads_out_of_the_folder_stops_the_build(tmp_path: Path, name: str) -> None:
    with pytest.raises(BuildError, match="has a file with the name"):
        pick(wheel(tmp_path, {name: b""}), ("*.py",))


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("pyside6_addons-6.9.3-cp39-abi3-win_amd64.whl", "pyside6-addons"),
        ("PyJWT-2.0-py3-none-any.whl", "pyjwt"),
    ],
)
def test_a_wheel_is_known_by_the_name_that_the_lock_file_has(file: str, name: str) -> None:
    assert project_of(Path(file)) == name
