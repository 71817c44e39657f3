"""How the staff's commands reach the running service: an address and a token, in a file for its account only.

Rule: who can read the file is the service's own account, which may do all that an order does anyway.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from examserver.storage.files import remove_leftovers, write_file
from examserver.storage.folder import ServiceFolder, not_allowed

ORDER_PATH = "/staff/1/order"

ACCOUNT_HEADER = "X-Account"
"""Percent-encoded: which account of the machine gives the order. Who has the token is believed."""


class StaffLine(msgspec.Struct, frozen=True):
    """Where the running service takes orders, and the token that each must carry."""

    address: str
    token: str


class OrderRefusal(msgspec.Struct, frozen=True):
    """Why the running service did not carry an order out, in the words for the person who gave it."""

    title: str
    advice: str


@contextmanager
def staff_line(folder: ServiceFolder, line: StaffLine) -> Iterator[None]:
    """Let commands reach the service; the file goes when the service ends."""
    write_file(folder.staff_line, msgspec.json.encode(line), secret=True)
    try:
        yield
    finally:
        folder.staff_line.unlink(missing_ok=True)


def clear_staff_line(folder: ServiceFolder) -> None:
    """Make room for the file; one that is there was left by a service that was killed."""
    folder.staff_line.parent.mkdir(mode=0o700, exist_ok=True)
    remove_leftovers(folder.staff_line.parent, folder.staff_line.name)


def read_staff_line(folder: ServiceFolder) -> StaffLine | None:
    """How to reach the service, None where none says so; raises FolderError."""
    try:
        return msgspec.json.decode(folder.staff_line.read_bytes(), type=StaffLine)
    except PermissionError as error:
        raise not_allowed(folder.root) from error
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
