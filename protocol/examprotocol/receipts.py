"""The receipt: what the service signs once it has every event that the client named."""

import msgspec
from jwcrypto import jwk

from examprotocol.events import Head
from examprotocol.signing import RECEIPT, sign, verify


class Receipt(msgspec.Struct, frozen=True):
    """States that the site holds an attempt whole. `number` 1 is the receipt, later ones are supplements.

    `site` is the site's id, `answers` the digest of the answers that count, `manifest` that of the paper's
    manifest, `at` the site time in milliseconds.

    `counts_until` and `rulings` say by which rule `answers` was made, so that whoever has the events can work
    it out again: what claims to have happened later counts only by a ruling, and so many rulings there were.
    Receipts from before these fields do not state them.
    """

    site: str
    exam: str
    attempt: str
    admission_number: str
    manifest: str
    answers: str
    answered: int
    questions: int
    events: int
    heads: dict[str, Head]
    at: int
    number: int = 1
    counts_until: int | msgspec.UnsetType = msgspec.UNSET
    rulings: int | msgspec.UnsetType = msgspec.UNSET


def sign_receipt(receipt: Receipt, key: jwk.JWK) -> str:
    """The receipt as a compact JWS."""
    return sign(receipt, key, RECEIPT)


def open_receipt(token: str, key: jwk.JWK) -> Receipt:
    """Verify and read a receipt; raises ForgedError or UnreadableError."""
    return verify(token, key, RECEIPT, Receipt)
