"""Program and package bear the signature of the certificate that was given, here one made on the spot."""

import shutil
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from installer.errors import BuildError
from installer.signing import Signer, require_signed, sign
from tests.installer.small_packages import NEEDS_MSI_TOOLS, build_small, column

pytestmark = [
    *NEEDS_MSI_TOOLS,
    pytest.mark.skipif(
        shutil.which("osslsigncode") is None, reason="`run.py test --full` installs osslsigncode"
    ),
]


def make_signer(folder: Path) -> Signer:
    """A certificate of its own; `authority.pem` beside it is what trusts it."""
    folder.mkdir(parents=True, exist_ok=True)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Exam site")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, now - timedelta(1), now + timedelta(1))
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
    certificate = made.sign(key, hashes.SHA256())
    locked = serialization.BestAvailableEncryption(b"a word")
    pfx = pkcs12.serialize_key_and_certificates(b"exam", key, certificate, None, locked)
    (folder / "site.pfx").write_bytes(pfx)
    (folder / "authority.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "password").write_text("a word", encoding="ascii")
    return Signer(folder / "site.pfx", folder / "password")


def small_program() -> bytes:
    """The headers of a program for 64-bit Windows, and nothing behind them."""
    head = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64)
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 0, 0, 0, 0, 240, 0x22)
    optional = struct.pack("<H", 0x20B).ljust(60, b"\0") + struct.pack("<I", 512)
    tail = struct.pack("<I", 16)
    return (head + coff + optional.ljust(108, b"\0") + tail).ljust(512, b"\0")


def test_a_program_is_signed_like_a_package(tmp_path: Path) -> None:
    signer = make_signer(tmp_path / "site")
    program = tmp_path / "ExamClient.exe"
    program.write_bytes(small_program())
    sign(program, signer)
    assert program.read_bytes().startswith(b"MZ")
    require_signed(program, tmp_path / "site" / "authority.pem")


def test_a_signed_package_is_known_by_its_signer_and_by_nobody_else(tmp_path: Path) -> None:
    signer = make_signer(tmp_path / "site")
    make_signer(tmp_path / "other")
    package = build_small(tmp_path)
    before = column(package, "Property", "Property", "Value")
    sign(package, signer)
    require_signed(package, tmp_path / "site" / "authority.pem")
    with pytest.raises(BuildError, match="could not verify"):
        require_signed(package, tmp_path / "other" / "authority.pem")
    assert column(package, "Property", "Property", "Value") == before


def test_a_byte_that_was_changed_afterwards_is_seen(tmp_path: Path) -> None:
    signer = make_signer(tmp_path / "site")
    package = build_small(tmp_path)
    sign(package, signer)
    data = bytearray(package.read_bytes())
    data[data.index(b"MSCF") + 100] ^= 1
    package.write_bytes(data)
    with pytest.raises(BuildError, match="could not verify"):
        require_signed(package, tmp_path / "site" / "authority.pem")


def test_what_is_not_signed_is_not_taken_for_it(tmp_path: Path) -> None:
    make_signer(tmp_path / "site")
    with pytest.raises(BuildError, match="could not verify"):
        require_signed(build_small(tmp_path), tmp_path / "site" / "authority.pem")


def test_a_wrong_password_leaves_the_package_as_it_was(tmp_path: Path) -> None:
    signer = make_signer(tmp_path / "site")
    signer.password.write_text("another word", encoding="ascii")
    package = build_small(tmp_path)
    before = package.read_bytes()
    with pytest.raises(BuildError, match="could not sign"):
        sign(package, signer)
    assert package.read_bytes() == before
    assert list(package.parent.iterdir()) == [package]


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    signer = Signer(tmp_path / "none.pfx", tmp_path / "password")
    with pytest.raises(BuildError, match=r"none\.pfx"):
        sign(build_small(tmp_path), signer)
