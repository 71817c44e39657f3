"""A package of version 1 opens for ever, by password and by key, with the chunk that lies beside it."""

from pathlib import Path

import msgspec
import pytest

from examprotocol.package import Package
from examprotocol.package_attachments import is_chunk, open_attachment
from examprotocol.package_reading import open_package, read_package, unlock_by_key, unlock_by_password
from examprotocol.short_code import short_code
from examprotocol.signing import load_key
from tests.protocol.make_golden_package import ATTACHED, ATTACHED_NAME
from tests.protocol.packages import stations

GOLDEN = Path(__file__).parent / "golden" / "package-v1"


def golden(pattern: str) -> bytes:
    (file,) = GOLDEN.glob(pattern)
    return file.read_bytes()


@pytest.fixture(scope="module")
def content() -> Package:
    return msgspec.json.decode(golden("content.json"), type=Package)


@pytest.mark.parametrize("by_password", [True, False])
def test_what_the_first_version_sealed_still_opens(content: Package, by_password: bool) -> None:
    sealed = read_package(golden("*.examanswers"))
    password, service = golden("password.txt").decode(), load_key(golden("service.jwk").decode())
    key = unlock_by_password(sealed, password) if by_password else unlock_by_key(sealed, service)
    station = load_key(golden("station.jwk").decode())
    assert open_package(sealed, key, stations(station)) == content
    assert sealed.header.name == content.name == next(GOLDEN.glob("*.examanswers")).name


def test_its_attachment_still_opens(content: Package) -> None:
    (attachment,) = content.attachments
    chunk = golden("*.examattachment")
    assert is_chunk(attachment.chunks[0], chunk)
    assert attachment.name == ATTACHED_NAME
    assert open_attachment(attachment, (chunk,)) == ATTACHED


def test_its_short_code_is_the_same() -> None:
    assert short_code(golden("*.examanswers")) == golden("short_code.txt").decode()
