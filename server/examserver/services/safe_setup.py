"""Sets up a service together with its key backup: both are there at the end, or neither."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from examserver.errors import KeyBackupError
from examserver.services.generations import next_generation
from examserver.services.key_backup import write_backup
from examserver.services.recovery_code import new_recovery_code
from examserver.services.setup import Service, require_room, setting_up


def set_up_with_backup(root: Path, service: Service, file: Path) -> str:
    """Set up a service's folder and write its key backup; raises FolderError and KeyBackupError.

    Returns the recovery code, which is kept nowhere.
    """
    require_free(root, file)
    code = new_recovery_code()
    with _gone_on_failure(file), setting_up(root, service):
        write_backup(file, service, code)
    return code


def again(service: Service, now: int) -> Service:
    """The same service on a new machine; by its generation, what the old one granted counts as earlier."""
    generation = next_generation(service.identity.generation, now)
    return replace(service, identity=replace(service.identity, generation=generation))


def require_free(root: Path, file: Path) -> None:
    """Raise FolderError where the folder is taken, KeyBackupError where the backup must not lie there."""
    require_room(root)
    if file.exists():
        raise KeyBackupError(
            f"{file} exists already, and a key backup is never written over.", "Name another file."
        )
    if root.resolve() in file.resolve().parents:
        raise KeyBackupError(f"{file} lies in the service's own folder.", "Name a file outside of it.")


@contextmanager
def _gone_on_failure(file: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        file.unlink(missing_ok=True)
        raise
