"""Offline codes: what one machine says to another by a proctor's mouth while no network is there.

    form    says                                                  bits                      characters
    move    a writer may begin at this epoch                      grant 10, hop 6, gen. 7   12
    move    the same where the service was restored before        grant 10, hop 6, gen. 31  16
    extend  extension `number`, of so many minutes                number 11, minutes 11, 1  12

The rest, 31 bits and more, is the beginning of an HMAC-SHA256 under the room's key, which only the room
password opens. It binds the code to the one attempt, or to the one exam (and candidate), that it is for.

Rule: a code that was mistyped, or is for somebody else, says nothing at all.
"""

import hashlib
import hmac
from dataclasses import dataclass

import msgspec
from jwcrypto import jwk
from jwcrypto.common import base64url_decode

from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.events import Epoch
from examprotocol.room_password import plain_password
from examprotocol.short_code import ALPHABET, grouped

GROUP = 4
SHORT, LONG = 12, 16
"""Characters of a code, of five bits each."""

MOST_HOPS = 63


class OfflineExtension(msgspec.Struct, frozen=True):
    """Extension `number` of an exam: more minutes for the one candidate, or for `everybody`."""

    number: int
    minutes: int
    everybody: bool


@dataclass(frozen=True, slots=True)
class _Form:
    """How a code is made up: its length in characters, its first two bits, and the widths of its numbers."""

    length: int
    mark: int
    widths: tuple[int, ...]

    @property
    def check(self) -> int:
        """Bits that are left for the check."""
        return 5 * self.length - 2 - sum(self.widths)


_MOVE = _Form(SHORT, 0, (10, 6, 7))
_MOVE_RESTORED = _Form(LONG, 1, (10, 6, 31))
_EXTEND = _Form(SHORT, 2, (11, 11, 1))


def code_key(room_private: jwk.JWK) -> bytes:
    """The key of a room's codes, 32 bytes, from the private half of the room's key."""
    secret = base64url_decode(room_private.export_private(as_dict=True)["d"])
    return hmac.digest(secret, b"exam-offline-code", hashlib.sha256)


def move_code(key: bytes, attempt: str, epoch: Epoch) -> str:
    """The code by which a station may go on with the attempt at this epoch: `XXXX-XXXX-XXXX`.

    Raises UnreadableError where no code can say this epoch.
    """
    numbers = (epoch.grant, epoch.hop, epoch.generation)
    form = _MOVE if _fits(_MOVE, numbers) else _MOVE_RESTORED
    return _code(key, form, numbers, attempt)


def read_move(key: bytes, attempt: str, typed: str) -> Epoch:
    """The epoch of a typed code; raises UnreadableError or ForgedError."""
    grant, hop, generation = _read(key, (_MOVE, _MOVE_RESTORED), attempt, typed)
    return Epoch(generation, grant, hop)


def extension_code(key: bytes, exam: str, candidate: str, extension: OfflineExtension) -> str:
    """The code for an extension; `candidate` is an admission number, and does not matter for everybody's.

    Raises UnreadableError where no code can say it.
    """
    numbers = (extension.number, extension.minutes, int(extension.everybody))
    return _code(key, _EXTEND, numbers, _meant(exam, "" if extension.everybody else candidate))


def read_extension(key: bytes, exam: str, candidate: str, typed: str) -> OfflineExtension:
    """What a typed code gives this candidate of the exam; raises UnreadableError or ForgedError."""
    try:
        numbers = _read(key, (_EXTEND,), _meant(exam, ""), typed)
        everybody = True
    except ForgedError:
        numbers = _read(key, (_EXTEND,), _meant(exam, candidate), typed)
        everybody = False
    if bool(numbers[2]) != everybody:
        raise ForgedError("the code is not for this candidate")
    return OfflineExtension(numbers[0], numbers[1], everybody)


def _meant(exam: str, candidate: str) -> str:
    return f"{exam} {candidate}"


def _fits(form: _Form, numbers: tuple[int, ...]) -> bool:
    return all(0 <= number < 1 << width for number, width in zip(numbers, form.widths, strict=True))


def _code(key: bytes, form: _Form, numbers: tuple[int, ...], meant: str) -> str:
    if not _fits(form, numbers):
        raise UnreadableError(f"a code cannot say {numbers}")
    whole = form.mark
    for number, width in zip(numbers, form.widths, strict=True):
        whole = whole << width | number
    return _written(whole << form.check | _check(key, form, numbers, meant), form.length)


def _read(key: bytes, forms: tuple[_Form, ...], meant: str, typed: str) -> tuple[int, ...]:
    letters = plain_password(typed)
    if len(letters) not in (SHORT, LONG) or not set(letters) <= set(ALPHABET):
        raise UnreadableError("not an offline code")
    whole = 0
    for letter in letters:
        whole = whole << 5 | ALPHABET.index(letter)
    for form in forms:
        if form.length == len(letters) and whole >> (5 * form.length - 2) == form.mark:
            return _checked(key, form, whole, meant)
    raise ForgedError("a code of another kind")


def _checked(key: bytes, form: _Form, whole: int, meant: str) -> tuple[int, ...]:
    check, rest = whole & ((1 << form.check) - 1), whole >> form.check
    numbers: list[int] = []
    for width in reversed(form.widths):
        numbers.append(rest & ((1 << width) - 1))
        rest >>= width
    found = tuple(reversed(numbers))
    if check != _check(key, form, found, meant):
        raise ForgedError("the code is mistyped, or for another attempt")
    return found


def _check(key: bytes, form: _Form, numbers: tuple[int, ...], meant: str) -> int:
    said = canonical_bytes((form.mark, numbers, meant))
    return int.from_bytes(hmac.digest(key, said, hashlib.sha256)) >> (256 - form.check)


def _written(whole: int, length: int) -> str:
    return grouped(
        "".join(ALPHABET[whole >> 5 * (length - 1 - place) & 31] for place in range(length)), GROUP
    )
