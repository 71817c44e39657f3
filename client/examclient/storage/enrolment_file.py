"""Reads an enrolment file, from a stick or a share: whatever is wrong with it has a name.

Rule: an address counts only with TLS by the service's own authority, or where nobody but this machine can
answer at it. Whether the file has expired the service decides: this machine's clock may be wrong.
"""

from pathlib import Path
from urllib.parse import urlsplit

from examclient.errors import EnrolmentFileError, Flaw
from examprotocol.enrolment import LARGEST, Enrolment, fingerprint, open_enrolment
from examprotocol.errors import ForgedError, UnreadableError, VersionError

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def read_enrolment(path: Path) -> Enrolment:
    """The content of an enrolment file that nobody changed; raises EnrolmentFileError."""
    try:
        with path.open("rb") as file:
            enrolment = open_enrolment(file.read(LARGEST + 1))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise EnrolmentFileError(f"{path} cannot be read: {reason}.", Flaw.NOT_READ) from error
    except VersionError as error:
        raise EnrolmentFileError(f"{path} is {error}.", Flaw.OTHER_VERSION) from error
    except ForgedError as error:
        raise EnrolmentFileError(f"{path} was changed or damaged.", Flaw.CHANGED) from error
    except (UnreadableError, RecursionError) as error:
        raise EnrolmentFileError(f"{path} is not an enrolment file.", Flaw.OTHER_KIND) from error
    if not _is_safe(enrolment):
        said = f"{path} names the address {enrolment.address}, where anyone in the network could answer."
        raise EnrolmentFileError(said, Flaw.IN_THE_CLEAR)
    return enrolment


def fingerprint_of(enrolment: Enrolment) -> str:
    """What people compare with the sheet that the service printed."""
    return fingerprint(enrolment.signing_key)


def _is_safe(enrolment: Enrolment) -> bool:
    try:
        address = urlsplit(enrolment.address)
    except ValueError:
        return False
    if address.scheme == "https":
        return bool(enrolment.authority and address.hostname)
    return address.scheme == "http" and address.hostname in LOOPBACK
