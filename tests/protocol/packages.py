"""Answer packages for tests: keys, an attempt of two stations, and the file that seals it."""

import hashlib
import os
from datetime import datetime
from typing import Any

import msgspec
from jwcrypto import jwk

from examprotocol.canonical import canonical_bytes
from examprotocol.edits import edit_between
from examprotocol.events import Answered, Epoch, Flagged, Started, Submitted, Writer, WriterLog
from examprotocol.exact_base64 import exact_text
from examprotocol.package import Package, heads_of
from examprotocol.package_attachments import seal_attachment
from examprotocol.package_name import package_name
from examprotocol.package_reading import StationKeys
from examprotocol.responses import ChoiceResponse, TextResponse
from examprotocol.signing import new_signing_key
from examprotocol.station_proof import station_id_of
from tests.protocol.strategies import ATTEMPT, chain

PASSWORD = "7K0M1P2QR5ST"
WHEN = datetime(2030, 1, 7, 11, 30, 5)  # noqa: DTZ001  (a name has the room's own time)
FIRST, SECOND = Writer(ATTEMPT, "1" * 32, Epoch(1, 1), 1), Writer(ATTEMPT, "2" * 32, Epoch(1, 2), 1)


def new_opening_key() -> jwk.JWK:
    """A service's X25519 key."""
    key = jwk.JWK.generate(kty="OKP", crv="X25519")
    return jwk.JWK(**{**key.export(as_dict=True), "kid": key.thumbprint()})


def public(key: jwk.JWK) -> dict[str, str]:
    """The public half, as messages and files have it."""
    return {name: str(value) for name, value in key.export_public(as_dict=True).items()}


STATION, SERVICE = new_signing_key(), new_opening_key()


def attempt_logs() -> tuple[WriterLog, ...]:
    """What two stations wrote, one after the other."""
    draft, text = "春眠不觉晓😀 " * 30, "春眠不觉晓，处处闻啼鸟😀 " * 30
    first = chain(
        FIRST,
        [Started("5" * 32, "1.0"), Answered("q1", ChoiceResponse("b")), Answered("q2", TextResponse(draft))],
    )
    second = chain(
        SECOND,
        [
            Started("6" * 32, "1.0", {FIRST.id: 3}),
            Answered("q2", TextResponse(draft)),
            edit_between("q2", draft, text),
            Flagged("q1", True),
            Submitted({FIRST.id: heads_of([first])[FIRST.id]}),
        ],
    )
    return first, second


def make_package(**changes: object) -> Package:
    """What a station says of the attempt."""
    logs = attempt_logs()
    package = Package(
        name=package_name("考点一", "math-1", "A-0017", WHEN),
        site="d" * 32,
        exam="math-1",
        attempt=ATTEMPT,
        candidate="A-0017",
        manifest=hashlib.sha256(b"manifest").hexdigest(),
        station=station_id_of(STATION),
        key=str(STATION.thumbprint()),
        at=1_800_000_000_000,
        give=40,
        heads=heads_of(logs),
        logs=logs,
        extensions=("an.extension.jws",),
        receipt="a.receipt.jws",
        attachments=(seal_attachment("图 1.png", b"drawn")[0],),
    )
    return msgspec.structs.replace(package, **changes)


def stations(known: jwk.JWK = STATION) -> StationKeys:
    """How a service that knows one station looks its key up."""
    return {station_id_of(known): jwk.JWK(**public(known))}.get


def rewritten(data: bytes, **members: Any) -> bytes:
    """The file with other members, and the digest of its recipients made to fit."""
    whole = {**msgspec.json.decode(data), **members}
    if "aad" not in members:
        whole["aad"] = exact_text(hashlib.sha256(canonical_bytes(whole["recipients"])).digest())
    return msgspec.json.encode(whole)


def noise(size: int) -> bytes:
    """Bytes that are nothing."""
    return os.urandom(size)
