"""Signs the program and the package with a certificate that whoever builds brings along.

Rule: the program is signed before it is packed, the package afterwards. A password stands in a file, never on
a command line.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from installer.errors import BuildError
from installer.product import NAME


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate with its key in one PKCS #12 file (.pfx), and a file that has nothing but its password.

    `stamp` is the address of a time-stamp service: without a stamp a signature ends with its certificate.
    """

    certificate: Path
    password: Path
    stamp: str = ""


def sign(file: Path, signer: Signer) -> None:
    """Sign a program or a package in place. Raises BuildError, and leaves the file as it was."""
    for needed in (signer.certificate, signer.password):
        if not needed.is_file():
            raise BuildError(f"There is no file {needed} to sign with.")
    signed = file.with_name(f"{file.name}.signed")
    stamp = ["-ts", signer.stamp] if signer.stamp else []
    key = ["-pkcs12", str(signer.certificate), "-readpass", str(signer.password)]
    signed.unlink(missing_ok=True)
    _run(["sign", *key, "-h", "sha256", "-n", NAME, *stamp, "-in", str(file), "-out", str(signed)])
    signed.replace(file)


def require_signed(file: Path, authorities: Path) -> None:
    """Raise BuildError unless one of the authorities (PEM) stands behind the file as it is."""
    _run(["verify", "-CAfile", str(authorities), "-in", str(file)])


def _run(words: list[str]) -> None:
    try:
        done = subprocess.run(["osslsigncode", *words], capture_output=True, text=True, check=False)  # noqa: S603, S607
    except FileNotFoundError:
        raise BuildError("Signing needs osslsigncode (Debian: apt-get install osslsigncode).") from None
    if done.returncode:
        raise BuildError(f"osslsigncode could not {words[0]} it:\n{(done.stdout + done.stderr).strip()}")
