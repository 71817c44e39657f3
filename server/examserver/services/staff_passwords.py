"""The passwords of the staff: made or taken here, and turned into what the service may hold of them.

Rule: what is kept is a slow salted hash. Source: RFC 9106 (Argon2id; its second recommended option, in one
lane, so that one check never takes more than one processor from the stations: 64 MiB and about 0.1 s).
"""

from base64 import b64encode
from functools import cache
from secrets import token_bytes

from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import Argon2Error, InvalidHashError
from argon2.low_level import ARGON2_VERSION

from examprotocol.room_password import plain_password
from examserver.errors import StaffError
from examserver.services.password_strength import LEAST_LENGTH, LONGEST, weakness_of

_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1, type=Type.ID)


@cache
def nobodys() -> str:
    """What is checked where a name is unknown: the time which that takes says nothing about names.

    The hash of no password, so that none has to be computed for it.
    """
    salt, digest = (b64encode(token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    costs = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${costs}${salt}${digest}"


def hashed(typed: str) -> str:
    """The slow hash of a password; as with room passwords capitals, spaces and dashes do not count."""
    return _hasher.hash(plain_password(typed))


def fits(typed: str, known: str) -> bool:
    """Whether this is the password. Takes about 0.1 s; what nobody can have set is refused at once."""
    if len(typed) > 4 * LONGEST:
        return False
    try:
        return _hasher.verify(known, plain_password(typed))
    except (Argon2Error, InvalidHashError):
        return False


def require_strong(typed: str, names: tuple[str, ...]) -> None:
    """Raise StaffError with the reason where a password can be guessed; `names` are what people would try."""
    weakness = weakness_of(typed, names)
    if weakness is not None:
        raise StaffError(
            f"This password is too weak: {', and '.join(weakness.reasons)}.",
            f"Put several words together that do not belong together, {LEAST_LENGTH} characters or more, "
            "or leave --own out: then the service makes a good one.",
        )


def require_hash(text: str) -> None:
    """Raise StaffError for what is no hash by our own rules."""
    try:
        found = extract_parameters(text)
    except InvalidHashError as error:
        raise StaffError(
            "The password did not come as a hash.", "Use the command of this version."
        ) from error
    if (found.type, found.memory_cost, found.time_cost) != (Type.ID, _hasher.memory_cost, _hasher.time_cost):
        raise StaffError("The password came as another hash.", "Use the command of this version.")
