"""The backups of the model's service: made by the real order while it runs, put back by the real restore."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from examclient.errors import SiteUnreachableError
from examprotocol.events import WriterLog
from examserver.errors import BackupError
from examserver.services import backups
from examserver.services.backup_orders import MakeBackup
from examserver.services.old_folder import service_in
from examserver.services.restoring import restore
from examserver.storage.events import logs_of
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.store import reading
from tests.model.service import Service


class Sticks:
    """Owns the backup files, and the folders that come of them."""

    def __init__(self, root: Path, service: Service) -> None:
        self.files: list[Path] = []
        self._root = root
        self._service = service
        self._made = self._restored = 0

    def back_up(self, *, is_bad: bool = False) -> None:
        """Make a backup; on a bad stick what was written is not what is there."""
        self._made += 1
        file = self._root / f"{self._made}.exambackup"
        with _bad_stick() if is_bad else _good_stick():
            try:
                self._service.order(MakeBackup(str(file)))
            except SiteUnreachableError:
                if not is_bad:
                    raise
                return
        self.files.append(file)

    def put_back(self, file: Path, *, old_is_gone: bool) -> None:
        """Restore the service from a backup, in a new generation; its old database may be gone."""
        with self._service.stopped() as old:
            self._service.clock.advance(1000)
            if old_is_gone:
                shutil.rmtree(old.database.parent)
            self._service.folder = self._folder_of(file, old)
            shutil.rmtree(old.root)

    @property
    def oldest(self) -> Path | None:
        """The backup from before anybody had logged in, while somebody may restore it."""
        return next((file for file in self.files if file.stem == "1"), None)

    def survives(self, attempt: str) -> tuple[WriterLog, ...]:
        """What would be left of an attempt if the service were lost now: nothing where no backup opens."""
        if not self.files:
            return ()
        try:
            folder = self._folder_of(self.files[-1], self._service.folder)
        except BackupError:
            return ()
        with reading(folder) as connection:
            logs = logs_of(connection, attempt)
        shutil.rmtree(folder.root)
        return logs

    def forget_all_but_the_last(self) -> None:
        """From now on nobody may restore an older one."""
        del self.files[:-1]

    def _folder_of(self, file: Path, old: ServiceFolder) -> ServiceFolder:
        self._restored += 1
        root = self._root / f"restored{self._restored}"
        restore(file, root, service_in(old.root), self._service.clock.now())
        return open_folder(root)


@contextmanager
def _good_stick() -> Iterator[None]:
    yield


@contextmanager
def _bad_stick() -> Iterator[None]:
    with patch.object(backups, "_sync", _spoil):
        yield


def _spoil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
