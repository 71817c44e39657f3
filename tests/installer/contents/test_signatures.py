"""Python's programs must carry python.org's own signature, unbroken."""

import shutil
import subprocess
from pathlib import Path

import pytest

from installer.errors import BuildError
from installer.signatures import require_python_org
from installer.sources import Sources
from tests.installer.contents.own_certificate import own_certificate

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        shutil.which("osslsigncode") is None, reason="osslsigncode is installed by `run.py msi`"
    ),
]
REFUSED = r"python\.exe is not signed by the Python Software Foundation"


def test_python_orgs_own_program_is_taken(sources: Sources) -> None:
    require_python_org([sources.python / "python.exe"])


def test_a_program_that_was_changed_after_it_was_signed_is_refused(sources: Sources, tmp_path: Path) -> None:
    data = bytearray((sources.python / "python.exe").read_bytes())
    data[0x2000] ^= 1
    (tmp_path / "python.exe").write_bytes(data)
    with pytest.raises(BuildError, match=REFUSED):
        require_python_org([tmp_path / "python.exe"])


def test_whoever_only_calls_himself_the_foundation_is_refused(sources: Sources, tmp_path: Path) -> None:
    certificate, key = own_certificate(tmp_path, "Python Software Foundation")
    bare, signed = tmp_path / "bare.exe", tmp_path / "python.exe"
    own = ["-certs", str(certificate), "-key", str(key)]
    remove = [
        "osslsigncode",
        "remove-signature",
        "-in",
        str(sources.python / "python.exe"),
        "-out",
        str(bare),
    ]
    subprocess.run(remove, check=True, capture_output=True)
    sign = ["osslsigncode", "sign", *own, "-in", str(bare), "-out", str(signed)]
    subprocess.run(sign, check=True, capture_output=True)
    with pytest.raises(BuildError, match=REFUSED):
        require_python_org([signed])


def test_a_signature_of_somebody_else_is_refused(sources: Sources, tmp_path: Path) -> None:
    shutil.copyfile(sources.python / "vcruntime140.dll", tmp_path / "python.exe")
    with pytest.raises(BuildError, match=REFUSED):
        require_python_org([tmp_path / "python.exe"])
