"""What is compiled needs no source, and is the same wherever it was compiled."""

from pathlib import Path

import pytest

from installer import bytecode
from installer.bytecode import compiler, to_bytecode
from installer.errors import BuildError

MODULE = """
CHOICES = frozenset({"c", "a", "b"})


def is_chosen(word: str) -> bool:
    return word in {"x", "y", "z"}
"""


@pytest.fixture
def has_compiler() -> None:
    try:
        compiler()
    except BuildError as error:
        pytest.skip(str(error))


def lay(folder: Path) -> Path:
    for name in ("lib/PySide6/__init__.py", "lib/a/deep/b.py", "client/c.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(MODULE, encoding="utf-8")
    return folder


def names_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.full
@pytest.mark.usefixtures("has_compiler")
def test_byte_code_takes_the_place_of_every_source_but_one(tmp_path: Path) -> None:
    to_bytecode(lay(tmp_path), ("lib", "client"))
    assert names_in(tmp_path) == [
        "client/c.pyc",
        "lib/PySide6/__init__.py",
        "lib/PySide6/__pycache__/__init__.cpython-313.pyc",
        "lib/a/deep/b.pyc",
    ]


@pytest.mark.full
@pytest.mark.usefixtures("has_compiler")
def test_the_same_byte_code_comes_out_in_every_folder(tmp_path: Path) -> None:
    first, second = lay(tmp_path / "one"), lay(tmp_path / "another")
    for folder in (first, second):
        to_bytecode(folder, ("lib", "client"))
    assert [(first / name).read_bytes() for name in names_in(first)] == [
        (second / name).read_bytes() for name in names_in(second)
    ]


@pytest.mark.full
@pytest.mark.usefixtures("has_compiler")
def test_a_source_that_is_no_python_stops_the_build(tmp_path: Path) -> None:
    lay(tmp_path)
    (tmp_path / "client" / "c.py").write_text("def (", encoding="utf-8")
    with pytest.raises(BuildError, match="cannot be compiled"):
        to_bytecode(tmp_path, ("lib", "client"))


def test_without_that_python_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bytecode, "_version", lambda _program: "3.11")
    with pytest.raises(
        BuildError, match=r"built with Python 3\.13.*\nInstall it so that python3\.13 starts it"
    ):
        compiler()
