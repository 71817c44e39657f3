"""The key of a paper for one site: sealed to that site's service, over the network or as a file on a stick.

Rule: only the service with the opening key can open it, whoever carries it; it counts only with the signature
of the authority that the site has joined, and for the very paper that it names.
"""

import os
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from jwcrypto import jwk

from examprotocol.bundle import KEY_BYTES, NONCE_BYTES
from examprotocol.canonical import canonical_bytes
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.key_wrapping import ForKey, unwrap_by_key, wrap_for_key
from examprotocol.package_name import name_part
from examprotocol.signed_file import SignedFile
from examprotocol.signing import sign

SITE_KEY = "exam-site-key+jws"
VERSION = 1
SITE_KEY_SUFFIX = ".examsitekey"
LARGEST_SITE_KEY = 16 << 20
"""The most bytes that a site key may have: answer keys and rubrics of a long paper, many times over."""

Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class PaperFor(msgspec.Struct, frozen=True):
    """Whose key it is: the id of the authority's service, the site by its proving key, the paper, the digest
    of the authority's signed manifest, and the times of release and making in milliseconds.
    """

    authority: str
    site: str
    paper: str
    manifest: Digest
    release: int
    at: int


class SiteKey(msgspec.Struct, frozen=True):
    """What is signed: for whom, the wrapped key, and by it sealed PaperSecrets."""

    about: PaperFor
    key: ForKey
    sealed: bytes
    version: int = VERSION


class PaperSecrets(msgspec.Struct, frozen=True):
    """The content key, and the answer keys as the authority's service keeps them, `b""` where it scores."""

    content_key: bytes
    answer_keys: bytes = b""


_FILE = SignedFile(SITE_KEY, SiteKey, VERSION, LARGEST_SITE_KEY, "a site key")


def seal_site_key(about: PaperFor, secrets: PaperSecrets, opening_key: dict[str, str], key: jwk.JWK) -> str:
    """The key for the site whose public X25519 JWK this is, signed by the authority's service: ASCII.

    Raises UnreadableError for another kind of opening key.
    """
    wrapping, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(wrapping).encrypt(nonce, canonical_bytes(secrets), canonical_bytes(about))
    return sign(SiteKey(about, wrap_for_key(wrapping, opening_key), sealed), key, SITE_KEY)


def open_site_key(data: bytes, authority: jwk.JWK) -> SiteKey:
    """Read what may be a site key, and check the authority's signature.

    Raises UnreadableError for another kind of file, ForgedError where the signature does not fit,
    VersionError for one of another version. Whether it is of this site and paper the caller has to see.
    """
    return _FILE.open(data, authority)


def open_secrets(site_key: SiteKey, opening: jwk.JWK) -> PaperSecrets:
    """What is sealed in it, by the site's private opening key; raises ForgedError or UnreadableError."""
    wrapping = unwrap_by_key(site_key.key, opening)
    nonce, sealed = site_key.sealed[:NONCE_BYTES], site_key.sealed[NONCE_BYTES:]
    try:
        plain = AESGCM(wrapping).decrypt(nonce, sealed, canonical_bytes(site_key.about))
        secrets = msgspec.json.decode(plain, type=PaperSecrets)
    except (InvalidTag, ValueError) as error:
        raise ForgedError("what is sealed in the site key is not what was put there") from error
    if len(secrets.content_key) != KEY_BYTES:
        raise UnreadableError("what the site key holds is no content key")
    return secrets


def site_key_name(site: str, paper: str) -> str:
    """What the file is called: `SITE-PAPER.examsitekey`, by the site's name as the authority knows it."""
    return f"{name_part(site)}-{name_part(paper)}{SITE_KEY_SUFFIX}"
