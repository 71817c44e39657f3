"""The arrows of the code point one way: who may know whom is one table, and every file is held against it.

Rule: `protocol <- domain <- storage, network <- usecases <- ui <- app.py`; service and client share protocol.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS_FOLDERS = ("protocol", "client", "server", "demo")
OTHER_FOLDERS = ("tests", "benchmarks", "soak", "installer")

# What each part may import of the project, besides itself. "examclient" alone means the modules that stand
# directly in that package (its errors); every part of the client may know them.
SHARED = {"examprotocol", "examclient"}
BELOW_USECASES = SHARED | {"examclient.domain", "examclient.storage", "examclient.network"}
BELOW_APP = BELOW_USECASES | {"examclient.usecases", "examclient.lockdown", "examclient.ui"}
WITH_APP = {
    "examclient.enrolling",
    "examclient.site_link",
    "examclient.preloading",
    "examclient.assembly",
    "examclient.checking",
    "examclient.app",
    "examclient.terminal_check",
    "examclient.preview",
    "examclient.__main__",
}
THE_CLIENT = BELOW_APP | WITH_APP
ARROWS = {
    "examprotocol": set[str](),
    "examclient": {"examprotocol"},
    "examclient.domain": SHARED,
    "examclient.storage": SHARED | {"examclient.domain"},
    "examclient.network": SHARED | {"examclient.domain"},
    "examclient.lockdown": SHARED | {"examclient.domain"},
    "examclient.usecases": BELOW_USECASES,
    "examclient.ui": BELOW_USECASES | {"examclient.usecases", "examclient.lockdown"},
    "examclient.enrolling": BELOW_USECASES | {"examclient.usecases"},
    "examclient.site_link": BELOW_USECASES | {"examclient.usecases"},
    "examclient.preloading": BELOW_USECASES | {"examclient.usecases", "examclient.site_link"},
    "examclient.assembly": BELOW_APP
    | {"examclient.enrolling", "examclient.site_link", "examclient.preloading"},
    "examclient.checking": BELOW_APP | {"examclient.assembly", "examclient.site_link"},
    "examclient.app": BELOW_APP | {"examclient.assembly", "examclient.checking"},
    "examclient.terminal_check": BELOW_APP | {"examclient.checking", "examclient.app"},
    "examclient.preview": BELOW_APP | {"examclient.app"},
    "examclient.__main__": THE_CLIENT,
    "examserver": {"examprotocol"},
    "examdemo": THE_CLIENT | {"examserver"},
}

# What comes from outside, and the only parts that may import it.
WITH_QT = {"examclient.ui", "examclient.app", "examdemo"}
WITH_RULES_ONLY = {"examprotocol", "examclient.domain"}
WITH_THE_WORLD = set(ARROWS) - WITH_RULES_ONLY
HOMES = {
    "PySide6.QtWebEngine": set[str](),
    "PySide6": WITH_QT,
    "shiboken6": WITH_QT,
    "sqlalchemy": {"examserver"},
    "jinja2": {"examserver"},
    "argon2": {"examserver"},
    "sqlite3": {"examclient.storage", "examserver", "examdemo"},
    "requests": {"examclient.network", "examdemo"},
    "socket": WITH_THE_WORLD,
    "urllib": WITH_THE_WORLD,
    "subprocess": WITH_THE_WORLD,
    "tempfile": WITH_THE_WORLD,
    "time": WITH_THE_WORLD,
}


@dataclass(frozen=True)
class Source:
    """One Python file; `part` is its row in ARROWS, empty for tests and the like."""

    path: str
    module: str
    part: str
    text: str
    tree: ast.Module

    def imports(self) -> Iterator[str]:
        """The dotted name of all that is imported, wherever in the file: `examclient.errors.ExamError`."""
        package = self.module.split(".")[: None if self.path.endswith("__init__.py") else -1]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = package[: len(package) + 1 - node.level] if node.level else []
                module = [*above, *filter(None, [node.module])]
                yield from (".".join([*module, alias.name]) for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def part_of(module: str) -> str:
    """The row of ARROWS that a dotted name belongs to, or an empty string for what is not of the project."""
    names = module.split(".")
    return next((part for part in (".".join(names[:2]), names[0]) if part in ARROWS), "")


def read_source(root: Path, folder: str, file: Path) -> Source:
    module = ".".join(file.relative_to(root / folder).with_suffix("").parts).removesuffix(".__init__")
    path, text = file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")
    part = part_of(module) if folder in PARTS_FOLDERS else ""
    return Source(path, module, part, text, ast.parse(text, path))


def read_project(root: Path) -> list[Source]:
    """Every Python file of the project."""
    folders = [*PARTS_FOLDERS, *OTHER_FOLDERS]
    files = [(folder, file) for folder in folders for file in sorted((root / folder).rglob("*.py"))]
    return [
        read_source(root, folder, file) for folder, file in [*files, ("", root / "run.py")] if file.exists()
    ]


def wrong_arrows(project: list[Source]) -> list[str]:
    return [
        f"{source.path} imports {name}"
        for source in project
        for name in source.imports()
        if source.part and part_of(name) not in ARROWS[source.part] | {source.part, ""}
    ]


def strangers(project: list[Source]) -> list[str]:
    return [
        f"{source.path} imports {name}"
        for source in project
        for name in source.imports()
        for library, homes in HOMES.items()
        if source.part and source.part not in homes and name.startswith(library)
    ]


def parts_without_a_row(project: list[Source]) -> list[str]:
    packages = {".".join(source.module.split(".")[:2]) for source in project if source.path.count("/") > 2}
    return [
        f"{name} has no row" for name in packages if name.startswith("examclient.") and name not in ARROWS
    ]


def filled_inits(project: list[Source]) -> list[str]:
    inits = [source for source in project if source.path.endswith("__init__.py")]
    return [f"{source.path} is not empty" for source in inits if source.text.strip()]


def long_files(project: list[Source]) -> list[str]:
    lengths = [(source.path, len(source.text.splitlines())) for source in project]
    return [f"{path} has {length} lines" for path, length in lengths if length > 400]


def long_functions(project: list[Source]) -> list[str]:
    return [
        f"{source.path} has {length} lines in {function.name}"
        for source in project
        for function in source.functions()
        if (length := (function.end_lineno or 0) - function.lineno + 1) > 45
    ]


@pytest.fixture(scope="module")
def project() -> list[Source]:
    return read_project(ROOT)


def test_every_part_of_the_project_is_looked_at(project: list[Source]) -> None:
    assert {source.part for source in project} == {*ARROWS, ""}


@pytest.mark.parametrize("part", ARROWS)
def test_a_part_knows_only_the_parts_that_its_arrows_point_to(project: list[Source], part: str) -> None:
    assert wrong_arrows([source for source in project if source.part == part]) == []


@pytest.mark.parametrize("part", ARROWS)
def test_a_part_uses_screen_disk_network_and_clock_only_where_that_is_its_work(
    project: list[Source], part: str
) -> None:
    assert strangers([source for source in project if source.part == part]) == []


def test_no_part_of_the_client_escapes_the_arrows(project: list[Source]) -> None:
    assert parts_without_a_row(project) == []


def test_a_package_is_imported_from_the_file_that_defines_the_thing(project: list[Source]) -> None:
    assert filled_inits(project) == []


def test_no_file_is_too_long_to_be_understood_in_two_minutes(project: list[Source]) -> None:
    assert long_files(project) == []


def test_no_function_is_too_long_for_one_look(project: list[Source]) -> None:
    assert long_functions(project) == []


LONG_FUNCTION = "def sit() -> None:\n" + "    print()\n" * 45
Check = Callable[[list[Source]], list[str]]


@pytest.mark.parametrize(
    ("check", "path", "text", "breach"),
    [
        (wrong_arrows, "protocol/examprotocol/a.py", "import examclient.errors", "examclient.errors"),
        (
            wrong_arrows,
            "client/examclient/domain/a.py",
            "from examclient.storage import b",
            "examclient.storage.b",
        ),
        (wrong_arrows, "client/examclient/domain/a.py", "from ..storage import b", "examclient.storage.b"),
        (
            wrong_arrows,
            "client/examclient/storage/a.py",
            "import examclient.network.b",
            "examclient.network.b",
        ),
        (
            wrong_arrows,
            "client/examclient/network/a.py",
            "from examclient import storage",
            "examclient.storage",
        ),
        (
            wrong_arrows,
            "client/examclient/usecases/a.py",
            "from examclient.ui.b import C",
            "examclient.ui.b.C",
        ),
        (wrong_arrows, "client/examclient/ui/a.py", "def f():\n  import examclient.app", "examclient.app"),
        (wrong_arrows, "client/examclient/ui/a.py", "import examserver.clock", "examserver.clock"),
        (
            wrong_arrows,
            "server/examserver/a.py",
            "from examclient.domain.b import C",
            "examclient.domain.b.C",
        ),
        (wrong_arrows, "server/examserver/a.py", "import examdemo.b", "examdemo.b"),
        (strangers, "client/examclient/usecases/a.py", "import PySide6.QtCore", "PySide6.QtCore"),
        (strangers, "server/examserver/a.py", "from PySide6.QtCore import QTimer", "PySide6.QtCore.QTimer"),
        (
            strangers,
            "client/examclient/ui/a.py",
            "from PySide6 import QtWebEngineCore",
            "PySide6.QtWebEngineCore",
        ),
        (strangers, "demo/examdemo/a.py", "import PySide6.QtWebEngineWidgets", "PySide6.QtWebEngineWidgets"),
        (strangers, "client/examclient/domain/a.py", "from time import monotonic", "time.monotonic"),
        (strangers, "client/examclient/ui/a.py", "import sqlite3", "sqlite3"),
        (parts_without_a_row, "client/examclient/helpers/a.py", "", "examclient.helpers"),
        (filled_inits, "server/examserver/__init__.py", "from examserver.a import b", "examserver"),
        (long_files, "tests/test_a.py", "\n" * 401, "401 lines"),
        (long_functions, "run.py", LONG_FUNCTION, "46 lines in sit"),
    ],
)
def test_a_breach_is_caught_and_named(
    tmp_path: Path, check: Check, path: str, text: str, breach: str
) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    found = check(read_project(tmp_path))
    assert len(set(found)) == 1
    assert breach in found[0]
