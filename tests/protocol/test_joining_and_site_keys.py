"""Joining files and site keys: what was sealed opens, and what somebody changed does not."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from jwcrypto import jwk

from examprotocol.errors import ForgedError, UnreadableError, VersionError
from examprotocol.joining import JOINING, Joining, open_joining, seal_joining
from examprotocol.signing import load_key, new_signing_key, read_key, sign
from examprotocol.site_key import (
    SITE_KEY,
    PaperFor,
    PaperSecrets,
    SiteKey,
    open_secrets,
    open_site_key,
    seal_site_key,
    site_key_name,
)
from examserver.services.keys import new_opening_key
from examserver.services.setup import public_part

GOLDEN = Path(__file__).parent / "golden" / "authority-v1"
AUTHORITY = new_signing_key()
SITE = new_opening_key()
FILE = Joining("考试院", "a" * 32, "https://10.0.0.1:8460", public_part(AUTHORITY), "PEM", "十二", "t", 9)
ABOUT = PaperFor("a" * 32, "b" * 32, "maths", "c" * 64, 5, 4)
SECRETS = PaperSecrets(b"k" * 32, b'{"rubric":"all of it"}')


def sealed(secrets: PaperSecrets = SECRETS, about: PaperFor = ABOUT) -> SiteKey:
    return open_site_key(seal_site_key(about, secrets, public_part(SITE), AUTHORITY).encode(), AUTHORITY)


def test_a_joining_file_is_read_as_it_was_written() -> None:
    assert open_joining(seal_joining(FILE, AUTHORITY)) == FILE


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda data: data.replace(b".", b".A", 1), UnreadableError),
        (lambda data: data[:-20] + b"A" * 19 + b"\n", ForgedError),
        (lambda _data: sign(FILE, new_signing_key(), JOINING).encode(), ForgedError),
        (lambda _data: sign(FILE, AUTHORITY, SITE_KEY).encode(), ForgedError),
        (lambda _data: seal_joining(msgspec.structs.replace(FILE, format=2), AUTHORITY), VersionError),
        (lambda _data: b"nothing of ours", UnreadableError),
        (lambda data: data + b" " * (1 << 17), UnreadableError),
    ],
    ids=["content", "signature", "signer", "kind", "format", "text", "length"],
)
def test_a_joining_file_that_somebody_changed_is_refused(
    spoil: Callable[[bytes], bytes], error: type[Exception]
) -> None:
    with pytest.raises(error):
        open_joining(spoil(seal_joining(FILE, AUTHORITY)))


def test_a_site_key_opens_for_the_site_that_it_was_sealed_for() -> None:
    key = sealed()
    assert key.about == ABOUT
    assert open_secrets(key, SITE) == SECRETS


def test_a_site_key_opens_for_nobody_else() -> None:
    with pytest.raises(ForgedError):
        open_secrets(sealed(), new_opening_key())


def test_what_is_sealed_belongs_to_the_paper_that_is_named() -> None:
    other = msgspec.structs.replace(ABOUT, paper="physics")
    with pytest.raises(ForgedError):
        open_secrets(msgspec.structs.replace(sealed(), about=other), SITE)


def test_what_is_no_content_key_is_refused() -> None:
    with pytest.raises(UnreadableError):
        open_secrets(sealed(PaperSecrets(b"short")), SITE)


def test_only_an_opening_key_can_be_sealed_for() -> None:
    with pytest.raises(UnreadableError):
        seal_site_key(ABOUT, SECRETS, public_part(AUTHORITY), AUTHORITY)


@pytest.mark.parametrize(
    ("key", "version", "error"),
    [(new_signing_key(), 1, ForgedError), (AUTHORITY, 2, VersionError)],
    ids=["signer", "version"],
)
def test_a_site_key_of_somebody_else_or_another_version_is_refused(
    key: jwk.JWK, version: int, error: type[Exception]
) -> None:
    changed = msgspec.structs.replace(sealed(), version=version)
    with pytest.raises(error):
        open_site_key(sign(changed, key, SITE_KEY).encode(), AUTHORITY)


def test_the_file_is_called_by_site_and_paper() -> None:
    assert site_key_name("第十二 考点", "maths") == "第十二_考点-maths.examsitekey"


def test_what_the_first_version_wrote_is_still_read() -> None:
    keys = msgspec.json.decode((GOLDEN / "keys.json").read_bytes())
    joining = open_joining((GOLDEN / "site.examjoin").read_bytes())
    assert (joining.name, joining.signing_key) == ("第十二考点", keys["authority"])
    key = open_site_key((GOLDEN / "maths.examsitekey").read_bytes(), read_key(keys["authority"]))
    assert (key.about.paper, key.about.release) == ("maths", 5)
    secrets = open_secrets(key, load_key(keys["opening"]))
    assert secrets == PaperSecrets(bytes(range(32)), b'{"rubric":"all"}')
