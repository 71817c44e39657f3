"""Takes the MSI through Wine, step by step, and prints a table; `installer/verify_wine.sh` starts this."""

import argparse
import shutil
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from installer.verify.desktop import screen
from installer.verify.drawing import draw
from installer.verify.exam_site import ExamSite
from installer.verify.installing import install, install_again, uninstall, upgrade
from installer.verify.launching import launch
from installer.verify.packages import build_packages
from installer.verify.pictures import show_pictures
from installer.verify.program import Place, Program
from installer.verify.scene import Packages, Scene
from installer.verify.table import Table
from installer.verify.taking_the_exam import begin_the_day, sent_after_all, take_exam
from installer.verify.wine import Wine

EXAMS = 3
"""The candidates of the trial: each leaves a journal."""


def main() -> int:
    """Run all steps; returns 0 where every row is as expected, else 1."""
    options = _parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # Windows and the screen end with this process
    out: Path = options.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    given = Packages(options.msi.resolve(), options.newer.resolve()) if options.msi else None
    packages = given or build_packages(out / "packages")
    began, table = time.monotonic(), Table(lambda line: print(line, flush=True))
    with ExitStack() as stack:
        desk = stack.enter_context(screen(options.folder.resolve(), out / "screenshots"))
        wine = Wine(options.folder, desk.display)
        stack.callback(wine.stop)
        site = ExamSite(out / "site")
        stack.callback(site.stop)
        scene = Scene(packages, wine, Program(wine, Place(), out), site, desk, out)
        _play(table, scene, reduced=options.reduced)
    table.write(out)
    good = len(table.rows) - len(table.failed)
    took = f"{time.monotonic() - began:.0f} s"
    print(f"\n{table.markdown()}\n{good} of {len(table.rows)} as expected, {took}; pictures and logs: {out}")
    return 1 if table.failed else 0


def _play(table: Table, scene: Scene, *, reduced: bool) -> None:
    table.step("Windows", "Wine 10 with an empty drive C:", scene.wine.make)
    table.step("exam site", "set up", lambda: _open_site(scene))
    install(table, scene)
    begin_the_day(table, scene)
    if not reduced:
        take_exam(table, scene)
        draw(table, scene)
        launch(table, scene)
        upgrade(table, scene)
    scene.shut_down()
    if reduced:
        uninstall(table, scene, scene.packages.first, journals=0)
    else:
        uninstall(table, scene, scene.packages.newer, journals=EXAMS)
        install_again(table, scene)
        sent_after_all(table, scene)
    table.step("pictures", "none of them empty", lambda: show_pictures(scene.out / "screenshots"))


def _open_site(scene: Scene) -> str:
    scene.site.set_up()
    return "on the loopback address"


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser("installer/verify_wine.sh", description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--msi", type=Path, metavar="FILE", help="the MSI to try; by default it is built")
    parser.add_argument("--newer", type=Path, metavar="FILE", help="one of a higher version, for the upgrade")
    parser.add_argument("--out", type=Path, default=Path("build/verify"), metavar="DIR", help="what is kept")
    parser.add_argument("--reduced", action="store_true", help="no exam: install, enrol, check, remove")
    options = parser.parse_args()
    if bool(options.msi) != bool(options.newer):
        parser.error("--msi and --newer go together")
    return options


if __name__ == "__main__":
    sys.exit(main())
