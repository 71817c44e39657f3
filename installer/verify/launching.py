"""What ExamClient.exe does before the client runs, and beside it: tried with the installed one, in Wine.

Rule: a broken installation or a machine that is too old gets a sentence, and a self-check there is red.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from installer.product import PROGRAM
from installer.verify.desktop import until
from installer.verify.scene import Scene
from installer.verify.table import Table, TrialError
from installer.verify.wine import Done, Wine

TRIAL = r"C:\launcher trial 试"
"""A second folder with the program and Python, and with a client that only tells what it was given."""

BATCH = r"C:\launcher-trial.bat"

TELLING = """
import json, os, sys
if "--unfit" in sys.argv:
    raise RuntimeError("as where a part is missing")
foreign = [name for name in os.environ if name.upper().startswith(("QT", "QML", "PYTHON"))]
print(json.dumps([sys.argv[1:], sorted(foreign), os.path.basename(sys.executable)]))
sys.exit(7)
"""
OLD = ("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win7", "/f")
NEW_AGAIN = ("reg", "delete", r"HKCU\Software\Wine", "/v", "Version", "/f")
STARTED_WITHIN = 30.0
"""Seconds until what the watchdog has started must have done its work."""


def launch(table: Table, scene: Scene) -> None:
    """Everything that the program does before and beside the client."""
    for what, expected, look in Launching(scene.wine, scene.program.place.folder).steps():
        table.step(what, expected, look)


@dataclass(frozen=True, slots=True)
class Launching:
    """The trials of the program that lies in the folder `installed`, as Windows names it."""

    windows: Wine
    installed: str

    def steps(self) -> Iterator[tuple[str, str, Callable[[], str]]]:
        """In this order: the later ones break the second folder."""
        yield "program says its version", "examclient and numbers, code 0", self.version
        yield "words, variables and exit code", "handed on; foreign variables gone; 7", self.handing_on
        yield "companion holds keys", "starts by ExamClient.exe, ends with its pipe", self.keys
        yield "watchdog after a crash", "the client is started again", self.restart
        yield "a part of the client fails", "a sentence, code 1", self.unfit
        yield "Windows is too old", "a sentence, code 1; red as self-check", self.too_old
        yield "Python's DLL is missing", "a sentence that names it, code 1; red", self.without_python

    def version(self) -> str:
        ended = self.windows.run(f"{self.installed}\\{PROGRAM}", "--version")
        return _seen(ended, ended.code == 0 and ended.out.startswith("examclient "))

    def handing_on(self) -> str:
        self._lay_out()
        foreign = "set QT_PLUGIN_PATH=x&set pythonhome=x&set QML2_IMPORT_PATH=x"
        kept = "set QT_SCALE_FACTOR=2&set EXAMCLIENT_KEEP=A, qt_scale_factor"
        ended = self._batch(foreign, kept, f'"{TRIAL}\\{PROGRAM}" "a b" 中 --json')
        told = [["a b", "中", "--json"], ["QT_SCALE_FACTOR"], PROGRAM]
        return _seen(ended, ended.code == 7 and json.loads(ended.out) == told)

    def keys(self) -> str:
        ended = self._companion("keyboard_hook")
        return _seen(ended, ended.code == 0)

    def restart(self) -> str:
        written, bundle = self.windows.path(r"C:\restarted.zip"), r"C:\restarted.zip"
        words = rf"-I -B -m examclient --data C:\restarted --support-bundle {bundle}"
        self._companion("watchdog", f'"{self.installed}\\{PROGRAM}" {words}')
        until(written.exists, "what is started again", STARTED_WITHIN)
        return "the client ran and wrote its bundle"

    def unfit(self) -> str:
        ended = self.windows.run(f"{TRIAL}\\{PROGRAM}", "--unfit")
        return _said(ended, 1, "重新安装")

    def too_old(self) -> str:
        program = f"{TRIAL}\\{PROGRAM}"
        self.windows.run(*OLD)
        try:
            _said(self.windows.run(program, "--self-check"), 2, "1809")
            return _said(self.windows.run(program), 1, "1809")
        finally:
            self.windows.run(*NEW_AGAIN)

    def without_python(self) -> str:
        program = f"{TRIAL}\\{PROGRAM}"
        (self.windows.path(TRIAL) / "python313.dll").unlink()
        _said(self.windows.run(program, "--self-check"), 2, "python313.dll")
        return _said(self.windows.run(program), 1, "python313.dll")

    def _companion(self, module: str, arguments: str = "") -> Done:
        """Run one to its end: whoever it belongs to has gone without a word."""
        return self._batch(f'"{self.installed}\\{PROGRAM}" -m examclient.lockdown.{module} {arguments} < nul')

    def _batch(self, *lines: str) -> Done:
        """Lines for Windows' own shell, whose quotes no other program may touch on the way."""
        file = self.windows.path(BATCH)
        file.write_text(
            "\r\n".join(["@echo off", *lines, "exit %errorlevel%", ""]), encoding="gbk", newline=""
        )
        return self.windows.run("cmd", "/c", BATCH)

    def _lay_out(self) -> None:
        """The second folder: everything that lies beside the installed program, and the client that tells."""
        source, folder = self.windows.path(self.installed), self.windows.path(TRIAL)
        client = folder / "client" / "examclient"
        client.mkdir(parents=True)
        for file in source.iterdir():
            if file.is_file():
                shutil.copy2(file, folder)
        (client / "__init__.py").touch()
        (client / "__main__.py").write_text(TELLING, encoding="utf-8")


def _said(ended: Done, code: int, words: str) -> str:
    """The last line of its complaint, where that has the words."""
    *_, last = ["", *ended.err.splitlines()]
    if ended.code != code or words not in last:
        raise TrialError(f"code {ended.code}: {ended.err}")
    return last


def _seen(ended: Done, good: bool) -> str:
    told = f"code {ended.code}: {ended.out.strip()} {ended.err.strip()}"
    if not good:
        raise TrialError(told)
    return told
