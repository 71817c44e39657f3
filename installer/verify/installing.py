"""The steps of the installation: silently in, an upgrade, no downgrade, and out again."""

import time
from pathlib import Path

from installer.product import PROGRAM
from installer.verify.candidate import EMPTY
from installer.verify.desktop import until
from installer.verify.program import packed_files
from installer.verify.scene import SEAT, Scene, require
from installer.verify.table import Table

UNINSTALL = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
DAMAGE = 1 << 16
"""Bytes in the middle of a package that are not what they were."""
LONGEST_START = 15.0
"""Seconds until the first page is painted; five are aimed at, and a shared machine may be slow."""


def install(table: Table, scene: Scene) -> None:
    """A package that is damaged, then the silent installation, and what came of it."""
    table.step("damaged package", "refused; nothing stays of it", lambda: _refuse(scene))
    table.step("silent installation", "msiexec ends with 0", lambda: _install(scene))
    table.step("files", "all that the package has", lambda: _files(scene))
    table.step("user.ini", "the values of the command line", lambda: _settings(scene))
    table.step("shortcuts", "start menu yes, desktop no", lambda: _shortcuts(scene))
    table.step("data folder", "made, and empty", lambda: _data_folder(scene))
    table.step("--version", scene.packages.versions[0], lambda: _version(scene, scene.packages.versions[0]))


def upgrade(table: Table, scene: Scene) -> None:
    """A higher version over it, and then the lower one again, which is refused."""
    first, newer = scene.packages.versions
    table.step("upgrade", "0; settings and journals as before", lambda: _upgrade(scene))
    table.step("--version", newer, lambda: _version(scene, newer))
    table.step(f"downgrade to {first}", "refused, and nothing changed", lambda: _downgrade(scene))


def uninstall(table: Table, scene: Scene, msi: Path, journals: int) -> None:
    """Away with it; so many journals, or more, stay, also where nobody has acknowledged what is in them."""
    table.step("what Windows says of it", "where the answers stay", lambda: _comments(scene))
    table.step(
        "silent removal", "0; no program left, every journal there", lambda: _uninstall(scene, msi, journals)
    )


def install_again(table: Table, scene: Scene) -> None:
    """The higher version once more, where the answers of the removed one lie."""
    table.step("installed again", "0; the settings and journals that were left", lambda: _again(scene))
    table.step("shortcuts", "start menu, desktop, and at every login", lambda: _all_shortcuts(scene))


def start_up(scene: Scene) -> str:
    """Start the client; seconds until its first page stands on the screen."""
    began = time.monotonic()
    scene.start_client()
    until(lambda: len(scene.desk.picture()) > EMPTY, "the first page", LONGEST_START)
    return f"{time.monotonic() - began:.1f} s"


def _refuse(scene: Scene) -> str:
    """Its files are damaged where they are packed, so Windows finds out in the middle of its work."""
    damaged = bytearray(scene.packages.first.read_bytes())
    middle = len(damaged) // 2
    damaged[middle : middle + DAMAGE] = bytes(DAMAGE)
    package = scene.wine.scratch / "damaged.msi"
    package.write_bytes(damaged)
    place = scene.program.place
    code = scene.program.msiexec(
        "/i", scene.wine.windows_path(package), INSTALLDIR=place.folder, DATADIR=place.data
    )
    left, known = scene.program.files(), _known(scene)
    seen = f"exit code {code}; {len(left)} files left, {_line_of('DisplayVersion', known)}"
    return require(code != 0 and not left and not _links(scene) and "DisplayVersion" not in known, seen)


def _install(scene: Scene) -> str:
    package = scene.wine.put(scene.packages.first)
    enrolment = scene.wine.put(scene.site.enrolment(scene.out / "site.enrol"))
    code = scene.program.msiexec(
        "/i",
        package,
        ENROLFILE=enrolment,
        SEAT=SEAT,
        INSTALLDIR=scene.program.place.folder,
        DATADIR=scene.program.place.data,
        LEVEL="0",
        LANG="zh_CN",
        DESKTOPSHORTCUT="0",
    )
    return require(code == 0, f"exit code {code}")


def _files(scene: Scene) -> str:
    there, packed = scene.program.files(), packed_files(scene.packages.first)
    size = sum(there.values()) / 1e6
    return require(
        len(there) == packed > 0 and PROGRAM in there,
        f"{len(there)} files, {size:.1f} MB; the package has {packed}",
    )


def _settings(scene: Scene) -> str:
    found = scene.program.settings()
    expected = {
        ("site", "seat"): SEAT,
        ("data", "dir"): scene.program.place.data,
        ("display", "language"): "zh_CN",
        ("opengl", "level"): "0",
    }
    seen = {key: found.get(key[0], {}).get(key[1], "") for key in expected}
    enrolment = found.get("site", {}).get("enrolfile", "")
    return require(
        seen == expected and enrolment.endswith("site.enrol"), f"{list(seen.values())}, {enrolment}"
    )


def _shortcuts(scene: Scene) -> str:
    links = _links(scene)
    return require(len(links) == 1 and "Start Menu" in links[0], f"{links}")


def _all_shortcuts(scene: Scene) -> str:
    folders = sorted(Path(link).parent.name.casefold() for link in _links(scene))
    return require(folders == ["desktop", "programs", "startup"], f"{_links(scene)}")


def _links(scene: Scene) -> list[str]:
    """Wherever Windows keeps them: of the machine, or of the one user."""
    return sorted(str(link.relative_to(scene.wine.prefix)) for link in scene.wine.path("C:/").rglob("*.lnk"))


def _data_folder(scene: Scene) -> str:
    data = scene.program.data
    found = [path.name for path in data.iterdir()] if data.is_dir() else ["it is not there"]
    return require(data.is_dir() and not found, f"{scene.program.place.data}: {found}")


def _version(scene: Scene, version: str) -> str:
    """By the program's own word, which is the built client's, and by what Windows knows of the product."""
    done = scene.program.run("--version")
    known = _known(scene)
    return require(
        done.code == 0 and f"DisplayVersion    REG_SZ    {version}" in known,
        f"{done.out.strip() or done.err.strip()} ({done.code}); {_line_of('DisplayVersion', known)}",
    )


def _known(scene: Scene) -> str:
    """What Windows knows of what is installed."""
    return scene.wine.run("reg", "query", UNINSTALL, "/s").out


def _line_of(word: str, text: str) -> str:
    return next((" ".join(line.split()) for line in text.splitlines() if word in line), f"no {word}")


def _upgrade(scene: Scene) -> str:
    before = scene.program.settings(), scene.program.journals()
    code = scene.program.msiexec("/i", scene.wine.put(scene.packages.newer))
    after = scene.program.settings(), scene.program.journals()
    seen = f"exit code {code}; {len(after[1])} journal files; {_changed(before, after)}"
    return require(code == 0 and before == after and before[1], seen)


def _changed(before: object, after: object) -> str:
    return "nothing changed" if before == after else f"{before} became {after}"


def _downgrade(scene: Scene) -> str:
    before = scene.program.files()
    code = scene.program.msiexec("/i", scene.wine.put(scene.packages.first))
    after = scene.program.files()
    seen = f"exit code {code}; {len(after)} files, before {len(before)}"
    return require(code != 0 and before == after, seen)


def _comments(scene: Scene) -> str:
    seen = _line_of("Comments", _known(scene))
    return require(scene.program.place.data in seen, seen)


def _again(scene: Scene) -> str:
    before = scene.program.settings(), scene.program.journals()
    place = scene.program.place
    package = scene.wine.windows_path(scene.wine.scratch / scene.packages.newer.name)
    code = scene.program.msiexec(
        "/i", package, INSTALLDIR=place.folder, DATADIR=place.data, DESKTOPSHORTCUT="1", AUTOSTART="1"
    )
    after = scene.program.settings(), scene.program.journals()
    return require(code == 0 and before == after, f"exit code {code}; {_changed(before, after)}")


def _uninstall(scene: Scene, msi: Path, journals: int) -> str:
    before = scene.program.journals()
    code = scene.program.msiexec("/x", scene.wine.put(msi))
    left, after = _left(scene.program.folder), scene.program.journals()
    kept = sum(after.get(name) == digest for name, digest in before.items())
    files = f"{kept} of {len(before)} journal files as they were"
    seen = f"exit code {code}; left in the program's folder: {left or 'nothing'}; {files}"
    is_gone = code == 0 and set(left) <= {"user.ini"} and not _links(scene)
    return require(is_gone and journals <= len(before) == kept, seen)


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
