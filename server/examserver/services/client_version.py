"""The versions of clients: what can be one, and which is newer by its numbers (0.10.0 than 0.9)."""

import re

from examprotocol.messages import Refusal
from examserver.errors import RefusedError

VERSION = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9}){0,3})(?:[-+ ].*)?")
"""A version may end in a build, such as `1.2.1-0`. What ends otherwise, such as `1.2rc1`, is not released."""


SHAPE = re.compile(r"[\w.+ -]{1,40}", re.ASCII)
"""Also those that are not released: which of them may log in is asked at the login."""


def client_version(text: str) -> str:
    """A client's version as it is kept; raises RefusedError where it does not look like one."""
    if SHAPE.fullmatch(text) is None:
        raise RefusedError(Refusal.UNREADABLE, "The client's version is not one.")
    return text


def version_numbers(text: str) -> tuple[int, ...] | None:
    """The numbers of a version without zeros at their end, None where it cannot be read."""
    read = VERSION.fullmatch(text.strip())
    if read is None:
        return None
    numbers = [int(number) for number in read[1].split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def is_too_old(client: str, minimum: str) -> bool:
    """Whether a client is older than the minimum; one whose version cannot be read is, once there is one."""
    needed = version_numbers(minimum)
    if needed is None:
        return False
    numbers = version_numbers(client)
    return numbers is None or numbers < needed
