"""The answer package: what a station signs about one attempt, for when submitting fails.

Rule: it holds the events of every writer that the station has, each from the first on and with the head that
it comes to; whoever reads it needs nothing else. docs/answer-package.md is the specification.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from examprotocol.attachments import Attachment
from examprotocol.chain import check_chain
from examprotocol.errors import ChainError, PackageError, PackageFault
from examprotocol.events import Head, WriterLog
from examprotocol.package_attachments import is_consistent

VERSION: Final = 1
SIGNED_AS = "exam-answers+jws"

NOTHING_YET = Head(0)


class Package(msgspec.Struct, frozen=True):
    """One attempt as a station holds it.

    `name` is the file's own name. `site` and `exam` are ids, `candidate` is the admission number, `manifest`
    the digest of the paper's manifest (`""` where the station has no paper). `station` is the signer's id,
    `key` the RFC 7638 thumbprint of its public key. `at` is the claimed site time and `give` its uncertainty,
    both in milliseconds. `heads` says of each writer in `logs` how far it has come. `extensions`, the newest
    `receipt` and the station's `credential` are signed by the service, `""` where there is none: see
    `examprotocol.extensions`, `.receipts`, `.credential`.
    """

    name: str
    site: str
    exam: str
    attempt: str
    candidate: str
    manifest: str
    station: str
    key: str
    at: int
    give: int
    heads: dict[str, Head]
    logs: tuple[WriterLog, ...]
    extensions: tuple[str, ...] = ()
    receipt: str = ""
    attachments: tuple[Attachment, ...] = ()
    version: int = VERSION
    credential: str = ""


def heads_of(logs: Iterable[WriterLog]) -> dict[str, Head]:
    """Writer to its head; raises ChainError where events do not follow each other."""
    return {log.writer.id: check_chain(log.writer, log.events, NOTHING_YET) for log in logs}


def check_package(package: Package) -> None:
    """Check that a package does not contradict itself; raises PackageError (CONTRADICTION)."""
    if package.version != VERSION:
        raise PackageError(PackageFault.CONTRADICTION, "version")
    for log in package.logs:
        _check_log(package, log)
    if len(package.logs) != len(package.heads):
        raise PackageError(PackageFault.CONTRADICTION, "heads")
    if not all(is_consistent(attachment) for attachment in package.attachments):
        raise PackageError(PackageFault.CONTRADICTION, "attachments")


def _check_log(package: Package, log: WriterLog) -> None:
    """The writer belongs to the attempt, its events follow each other, and end at the head that is named.

    That no writer stands there twice follows from as many logs as heads, each with a head.
    """
    try:
        head = check_chain(log.writer, log.events, NOTHING_YET)
    except ChainError as error:
        raise PackageError(PackageFault.CONTRADICTION, log.writer.id) from error
    if log.writer.attempt != package.attempt or package.heads.get(log.writer.id) != head:
        raise PackageError(PackageFault.CONTRADICTION, log.writer.id)
