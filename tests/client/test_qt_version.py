"""A PySide6 that would end the exam after half an hour is refused before any of it is imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from examclient.domain.known_faults import PYTHON_FROM, why_not_to_start
from examclient.storage.qt_version import numbers_of, pyside_version

ROOT = Path(__file__).resolve().parents[2]
A_BAD_ONE = '''
"""Stands in for a PySide6 of another version; whoever imports it hears of it."""
__version__ = "6.12.0"
raise SystemExit("PySide6 was imported")
'''


@pytest.mark.parametrize(
    ("pyside", "python", "starts"),
    [
        ((6, 9, 3), (3, 11, 7), True),
        ((6, 11, 3), (3, 11, 0), True),
        ((), (3, 11, 7), True),
        ((6, 12, 0), (3, 10, 0), False),
        ((6, 12, 0), (3, 11, 9), False),
        ((6, 13, 1), (3, 11, 9), False),
        ((6, 12, 0), (3, 12, 0), True),
        ((6, 12, 0), (3, 13, 1), True),
    ],
)
def test_only_what_is_known_to_abort_is_refused(
    pyside: tuple[int, ...], python: tuple[int, ...], *, starts: bool
) -> None:
    assert (why_not_to_start(pyside, python) == "") is starts


@pytest.mark.parametrize(("version", "numbers"), [("6.9.3", (6, 9, 3)), ("6.12.0", (6, 12, 0)), ("", ())])
def test_a_version_is_read_as_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert numbers_of(version) == numbers


def test_the_version_is_told_without_importing_it() -> None:
    code = (
        "import sys; from examclient.storage.qt_version import pyside_version; "
        "print(pyside_version(), *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    version, *modules = done.stdout.split()
    assert version == pyside_version() == "6.9.3"
    assert not {"PySide6", "shiboken6"} & set(modules)


def test_the_client_refuses_it_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "__init__.py").write_text(A_BAD_ONE, encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
        f"from examclient.__main__ import main; sys.exit(main(['--data', {str(tmp_path / 'data')!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    if sys.version_info < PYTHON_FROM:
        assert "PySide6 6.12.0 under Python 3.11" in done.stderr
        assert "ends every program after about half an hour" in done.stderr
        assert "运行约半小时后会自行退出" in done.stderr
        assert "PySide6 was imported" not in done.stderr
        assert not (tmp_path / "data").exists(), "nothing was begun"
    else:
        assert "PySide6 was imported" in done.stderr
