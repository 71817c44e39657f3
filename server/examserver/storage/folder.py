"""The service's folder: what lies where, and the lock that lets one process at a time write in it.

Rule: secrets (keys, content keys, answer keys, the database) can be read by their owner only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from examserver.errors import FolderError, FolderTakenError


@dataclass(frozen=True, slots=True)
class ServiceFolder:
    """Names every file of the service. Knows nothing of what is in them.

    `server` is the URL of the PostgreSQL database that has the tables; `""` where the file `database` does.
    """

    root: Path
    server: str = ""

    @property
    def database(self) -> Path:
        """All that is stored in tables."""
        return self.root / "data" / "site.db"

    @property
    def server_url(self) -> Path:
        """Names the PostgreSQL database that has the tables; not there where `database` has them."""
        return self.root / "database.url"

    @property
    def signing_key(self) -> Path:
        """The private key that signs manifests and receipts."""
        return self.root / "keys" / "signing.jwk"

    @property
    def opening_key(self) -> Path:
        """The private key that opens what is encrypted to the service."""
        return self.root / "keys" / "opening.jwk"

    @property
    def authority_certificate(self) -> Path:
        """The certificate of the service's own authority for TLS; stations have it too."""
        return self.root / "keys" / "authority.pem"

    @property
    def authority_key(self) -> Path:
        """The authority's private key."""
        return self.root / "keys" / "authority.key"

    @property
    def server_chain(self) -> Path:
        """The certificate that the running server shows, with the authority's behind it."""
        return self.root / "keys" / "server.pem"

    @property
    def server_key(self) -> Path:
        """The running server's own TLS key; made anew at each start."""
        return self.root / "keys" / "server.key"

    @property
    def papers(self) -> Path:
        """One directory for each paper."""
        return self.root / "papers"

    @property
    def arriving(self) -> Path:
        """Parts that come from the authority's service and are not whole yet."""
        return self.root / "arriving"

    @property
    def arriving_lock(self) -> Path:
        """Held by the process that takes papers from the authority's service."""
        return self.root / "arriving.lock"

    @property
    def packages(self) -> Path:
        """The answer packages that were taken in, as they came, named by their hash."""
        return self.root / "packages"

    @property
    def files(self) -> Path:
        """The sealed chunks of files that candidates handed in, named by their hash."""
        return self.root / "files"

    @property
    def photos(self) -> Path:
        """The photos of candidates, named by the hash of the admission number."""
        return self.root / "photos"

    @property
    def entry_photos(self) -> Path:
        """The photos that were taken at the door or of a room, named by their hash."""
        return self.root / "entry-photos"

    @property
    def looked_at(self) -> Path:
        """Rosters that somebody looks at before they are taken in, named by their hash."""
        return self.root / "run" / "looked-at"

    @property
    def reports(self) -> Path:
        """The sealed parts of result packages, named by their hash: until they are acknowledged at a site,
        for good at the authority.
        """
        return self.root / "reports"

    @property
    def card(self) -> Path:
        """What a client is given to know its service; the only file meant for others."""
        return self.root / "public" / "site.json"

    @property
    def staff_line(self) -> Path:
        """Where the running service takes the staff's orders, and by which token; made anew at each start."""
        return self.root / "run" / "staff.json"

    @property
    def lock(self) -> Path:
        """Held by the process that may write."""
        return self.root / "lock"


def open_folder(root: Path, server: str = "") -> ServiceFolder:
    """The folder of a service that was set up; raises FolderError.

    `server` is the URL of the tables where it is not the one that the folder's file names.
    """
    try:
        folder = ServiceFolder(root, server or named_server(root))
        if not folder.server:
            folder.database.stat()
        folder.signing_key.stat()
    except PermissionError as error:
        raise not_allowed(root) from error
    except OSError as error:
        raise FolderError(
            f"{root} is not the folder of a site service.",
            f"Set one up with: examserver init {root}",
        ) from error
    return folder


@contextmanager
def locked(folder: ServiceFolder) -> Iterator[None]:
    """Hold the folder for writing; raises FolderTakenError where another process has it."""
    lock = FileLock(folder.lock, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise FolderTakenError(
            f"{folder.root} is in use: the service, or another command, is running on it.",
            "Stop it and try again. Commands that only read (list, results) work while the service runs.",
        ) from error
    except PermissionError as error:
        raise not_allowed(folder.root) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def fetching_alone(folder: ServiceFolder) -> Iterator[bool]:
    """Whether this process may write unfinished parts.

    Where a server has the tables nobody holds `lock`: commands and services of one machine share the folder.
    """
    lock = FileLock(folder.arriving_lock, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def named_server(root: Path) -> str:
    """The URL of the tables that a folder names; `""` where they are in its own file."""
    try:
        return ServiceFolder(root).server_url.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def not_allowed(root: Path) -> FolderError:
    """The refusal where the account may not read or write the folder."""
    return FolderError(
        f"This account may not read and write {root}.",
        "Run the command with the account that set the folder up, or give this one the right to it.",
    )
