"""Small files that the service signs and that stations read from a stick: one line of ASCII, a compact JWS.

Rule: size, spelling, signature and version are seen before anything else of such a file is believed.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec
from jwcrypto import jwk

from examprotocol.errors import UnreadableError, VersionError
from examprotocol.signing import is_exact_token, sign, verify

T = TypeVar("T", bound=msgspec.Struct)


class _Kind(msgspec.Struct, frozen=True):
    version: int


@dataclass(frozen=True, slots=True)
class SignedFile(Generic[T]):
    """One kind of such a file: its `typ`, what it holds, its version, the most bytes it may have, its name
    in a sentence.
    """

    typ: str
    kind: type[T]
    version: int
    largest: int
    name: str

    def sign(self, content: T, key: jwk.JWK) -> bytes:
        """The file's bytes with a line end; raises UnreadableError for one that no station would read."""
        data = sign(content, key, self.typ).encode() + b"\n"
        if len(data) > self.largest:
            raise UnreadableError(f"{self.name} of {len(data)} bytes, of which {self.largest} may be")
        return data

    def open(self, data: bytes, key: jwk.JWK) -> T:
        """What it holds, by the service's public key.

        Raises UnreadableError for another kind of file, ForgedError where the signature does not fit,
        VersionError for one of another version.
        """
        token = text_in(data, self.largest)
        if not is_exact_token(token):
            raise UnreadableError(f"this is not {self.name}")
        version = verify(token, key, self.typ, _Kind).version
        if version != self.version:
            raise VersionError(f"{self.name} of version {version}, not {self.version}")
        return verify(token, key, self.typ, self.kind)


def text_in(data: bytes, largest: int) -> str:
    """The text of a small file without its line end; raises UnreadableError."""
    if len(data) > largest:
        raise UnreadableError(f"more than {largest} bytes")
    try:
        return data.decode("ascii").strip()
    except UnicodeDecodeError as error:
        raise UnreadableError("not ASCII") from error
