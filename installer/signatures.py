"""Whether python.org's files are python.org's: their Authenticode signatures, by osslsigncode.

Rule: the roots are those of `trust/python_org_roots.pem` and no others of this machine. The standard
library's zip carries no signature, and the C runtime is Microsoft's: for these the hash of the whole must do.
"""

import subprocess
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from installer.errors import BuildError

ROOTS = Path(__file__).resolve().parent / "trust" / "python_org_roots.pem"
SIGNER = "/CN=Python Software Foundation"
PROGRAMS = (".exe", ".dll", ".pyd")
OF_MICROSOFT = "vcruntime"
OFFLINE = ("-ignore-cdp", "-ignore-crl")
"""Revocation lists are not asked for; versions that know no such options do not ask anyway."""


def require_python_org(files: Iterable[Path]) -> None:
    """Raise BuildError unless each program among `files` is signed by the Python Software Foundation."""
    programs = [file for file in files if file.suffix in PROGRAMS and OF_MICROSOFT not in file.name]
    if "python.exe" not in [file.name for file in programs]:
        raise BuildError("This is not python.org's embeddable distribution: there is no python.exe in it.")
    options = _offline_options()
    with ThreadPoolExecutor(2) as both_cores:
        troubles = list(both_cores.map(lambda file: _trouble(file, options), programs))
    for file, trouble in zip(programs, troubles, strict=True):
        if trouble:
            raise BuildError(f"{file.name} is not signed by the Python Software Foundation.\n{trouble}")


def _trouble(file: Path, options: list[str]) -> str:
    """What is wrong with the signature; nothing where it is right, and has been since it was made."""
    roots = ["-CAfile", str(ROOTS), "-TSA-CAfile", str(ROOTS)]
    done = osslsigncode("verify", *options, *roots, "-in", str(file))
    said = done.stdout + done.stderr
    good = done.returncode == 0 and "Signature verification: ok" in said and _signer(said).endswith(SIGNER)
    return "" if good else said[-2000:]


def _signer(said: str) -> str:
    """The subject of the first certificate that is named after the words "Signer's certificate"."""
    own = said.partition("Signer's certificate:")[2]
    return next((line.strip() for line in own.splitlines() if "Subject:" in line), "")


def _offline_options() -> list[str]:
    known = osslsigncode("verify", "--help")
    return [option for option in OFFLINE if option in known.stdout + known.stderr]


def osslsigncode(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it. Raises BuildError where it is missing."""
    command = ["osslsigncode", *arguments]
    try:
        return subprocess.run(  # noqa: S603 - a program with our arguments
            command, capture_output=True, text=True, errors="replace", check=False
        )
    except FileNotFoundError as error:
        raise BuildError("osslsigncode is missing. Install it, then run the same command again.") from error
