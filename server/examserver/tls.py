"""Whether stations are served over TLS, and by which certificate.

Rule: TLS everywhere but loopback. A new certificate is issued at each start, for the names the service is
reached by. Stations trust the authority behind it at any address, so they need not know; the names are for
whoever compares them, such as the staff's commands.
"""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from examserver.services.authority import issue_server_identity
from examserver.services.keys import tls_authority
from examserver.services.setup import read_card
from examserver.storage.files import scratch_directory, write_file
from examserver.storage.folder import ServiceFolder

ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Where the server's certificate chain and key lie while it runs."""

    chain: Path
    key: Path


@contextmanager
def tls_for(folder: ServiceFolder, host: str) -> Iterator[TlsFiles | None]:
    """The certificate to serve with at `host`; None where only this machine can connect and asks for none.

    Raises FolderError where TLS is needed and the folder has no authority. Several processes on one folder
    have their own each, for as long as they serve.
    """
    address = read_card(folder).address
    if is_loopback(host) and not address.startswith("https://"):
        yield None
        return
    identity = issue_server_identity(tls_authority(folder), sorted(names_of(host, address)))
    with ExitStack() as stack:
        files = TlsFiles(folder.server_chain, folder.server_key)
        if folder.server:
            own = stack.enter_context(scratch_directory(folder.signing_key.parent))
            files = TlsFiles(own / files.chain.name, own / files.key.name)
        write_file(files.chain, identity.chain_pem, secret=True)
        write_file(files.key, identity.key_pem, secret=True)
        yield files


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine can connect to `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def names_of(host: str, address: str) -> set[str]:
    """What the service is called: what it listens on, its published address, and this machine."""
    named = {"localhost", "127.0.0.1", "::1", socket.gethostname(), urlsplit(address).hostname or ""}
    return {name for name in named | ({host} - set(ANYWHERE)) if name}
