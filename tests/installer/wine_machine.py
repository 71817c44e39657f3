"""A Windows machine of Wine's, in a Debian folder that `installer/verify_wine.sh --make` makes."""

import os
import shutil
import sys
from pathlib import Path
from typing import Self

from installer.verify.wine import Wine

MOUNTED = 'mount --bind /proc "$0/proc" && mount --bind /dev "$0/dev" && exec "$@"'


def wine_folder() -> Path | None:
    """The Debian folder that EXAMCLIENT_WINE names, where it is made and may be entered.

    Only where it is named: what is tried in it takes minutes.
    """
    folder = Path(os.environ.get("EXAMCLIENT_WINE", "no folder"))
    usable = sys.platform == "linux" and os.geteuid() == 0 and (folder / "usr" / "lib" / "wine").is_dir()
    return folder.resolve() if usable else None


class MountedWine(Wine):
    """Mounts for each command what Wine needs, and nothing stays mounted."""

    def _command(self, words: list[str]) -> list[str]:
        own = ["unshare", "--mount", "--propagation", "private", "sh", "-c", MOUNTED, str(self.folder)]
        return [*own, *super()._command(words)]


class WineMachine:
    """Owns a prefix in the Debian folder, where Windows sees the same files below drive Z."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._wine = MountedWine(folder, "", f"root/{name}")
        self.home = folder / "root" / name
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        self.disk = self._wine.path("C:/")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.power_off()
        shutil.rmtree(self.home, ignore_errors=True)

    def copy(self, name: str) -> "WineMachine":
        """Another one that is like this one, which has to be off."""
        other = WineMachine(self._folder, name)
        shutil.copytree(self._wine.prefix, other.home / "prefix", symlinks=True)
        return other

    def run(self, *words: str) -> int:
        """Run a Windows program to its end; its exit code, of which only the last byte is known."""
        return self._wine.run(*words).code

    def install(self, msi: Path, *properties: str) -> int:
        """Install silently a package that `put` has brought."""
        return self.run("msiexec", "/i", self.seen(msi), "/qn", *properties)

    def put(self, msi: Path) -> Path:
        return Path(shutil.copy(msi, self.home))

    def seen(self, path: Path) -> str:
        """What Windows calls a file."""
        return self._wine.windows_path(path)

    def registry(self, key: str) -> dict[str, str]:
        """The texts under a key, and none where there is no such key."""
        lines = self._wine.run("reg", "query", key).out.splitlines()
        rows = [line.split(None, 2) for line in lines if " REG_SZ " in line]
        return {row[0]: row[2] if len(row) > 2 else "" for row in rows}

    def power_off(self) -> None:
        """End all programs of this machine; what they wrote is on the disk then."""
        self._wine.shut_down()
